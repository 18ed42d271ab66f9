"""The bot that Maillage is measured against: discord.py, one command and one button, and nothing behind them.

Run by `benchmarks.bots` as a process of its own. It says "ready" on standard error, and stops at the end of its
standard input. The token comes from the environment as BARE_TOKEN.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

BUTTON = "bare:pong"


class Board(discord.ui.View):
    """A button that works for ever, also after a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Ping", custom_id=BUTTON)
    async def press(
        self, interaction: discord.Interaction[BareClient], _button: discord.ui.Button[Board]
    ) -> None:
        """Answer the person alone, as Maillage does."""
        await interaction.response.send_message("pong", ephemeral=True)


class BareClient(discord.Client):
    """A client whose only own code is to say pong."""

    def __init__(self, intents: discord.Intents, **settings: Any) -> None:
        super().__init__(intents=intents, **settings)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Tell Discord the commands."""

        @self.tree.command(description="Answer pong")
        async def pong(interaction: discord.Interaction[BareClient]) -> None:
            await interaction.response.send_message("pong", ephemeral=True)

        @self.tree.command(description="Post a message with a button")
        async def board(interaction: discord.Interaction[BareClient]) -> None:
            await interaction.response.send_message("ping?", view=Board())

        self.add_view(Board())
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Say so to whoever measures."""
        sys.stderr.write("ready\n")
        sys.stderr.flush()


def lean() -> dict[str, Any]:
    """Give the settings by which Maillage's client keeps nothing in memory and does not wait at its start."""
    return {
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "chunk_guilds_at_startup": False,
        "max_messages": None,
        "guild_ready_timeout": 0.1,
        "enable_debug_events": False,
    }


async def run(arguments: argparse.Namespace) -> None:
    """Run the bot until standard input ends."""
    Route.BASE = arguments.api_base
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(arguments.gateway)
    intents = discord.Intents(**dict.fromkeys(arguments.intents.split(","), True))
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin
    )
    async with BareClient(intents, **(lean() if arguments.lean else {})) as client:
        connection = asyncio.create_task(client.start(os.environ["BARE_TOKEN"]))
        stopped = asyncio.create_task(orders.read())
        await asyncio.wait({connection, stopped}, return_when=asyncio.FIRST_COMPLETED)
        await client.close()
        await connection


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bare", description=__doc__)
    parser.add_argument("--api-base", required=True, help="where the sandbox's HTTP interface is")
    parser.add_argument("--gateway", required=True, help="where its gateway is")
    parser.add_argument("--intents", required=True, help="names of intents, with commas between them")
    parser.add_argument(
        "--lean", action="store_true", help="with Maillage's settings instead of the defaults"
    )
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
