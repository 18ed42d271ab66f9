"""The discord.py client: what it listens to, its commands, and where their failures go."""

from __future__ import annotations

import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.cogs.front import Front
from bot.i18n.commands import CommandTranslator
from bot.vitals.traffic import Traffic

log = logging.getLogger(__name__)

CogMaker = Callable[[Front], commands.Cog]
Echo = Callable[[str, int, int], Awaitable[None]]


class StartError(Exception):
    """The bot can't start. The text says why and what to do, in the operator's words."""


def point_at(api_base: str, gateway: str) -> None:
    """Send discord.py's requests to `api_base`, and its gateway connection to `gateway` (empty: Discord's)."""
    Route.BASE = api_base.rstrip("/")
    if gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


def intents() -> discord.Intents:
    """Tell what the bot listens to: never the content of messages."""
    return discord.Intents(
        guilds=True,
        members=True,  # who leaves; privileged, switched on in Discord's developer portal
        guild_messages=True,  # our own messages' echo, which proves a delivery whose answer was lost
        dm_messages=True,
    )


class CommandTree(app_commands.CommandTree["MaillageClient"]):
    """The commands, whose failures all end at the front."""

    async def on_error(
        self, interaction: discord.Interaction[MaillageClient], error: app_commands.AppCommandError
    ) -> None:
        """Tell the person what went wrong."""
        await interaction.client.front.failed(interaction, error)


class MaillageClient(commands.Bot):
    """The connection to Discord. It keeps no members and no messages in memory."""

    def __init__(
        self,
        front: Front,
        *,
        cogs: Sequence[CogMaker],
        presses: Sequence[type[discord.ui.DynamicItem[Any]]],
        heard: Echo,
        traffic: Traffic,
    ) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=intents(),
            tree_cls=CommandTree,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            # How long discord.py waits for yet another community before it says it is ready. One that comes later
            # is taken up all the same: nothing here waits for all of them.
            guild_ready_timeout=0.1,
            enable_debug_events=False,
            http_trace=traffic.trace(),
        )
        self.front = front
        self._traffic = traffic
        self._makers = cogs
        self._presses = presses
        self._heard = heard

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Take note of what comes at the instant it comes; then let it go its way."""
        if event_name == "interaction":
            interaction: discord.Interaction[MaillageClient] = args[0]
            self._traffic.asked(interaction.id, interaction.type.name)
        else:
            self._traffic.gateway(event_name)
        super().dispatch(event_name, *args, **kwargs)

    async def setup_hook(self) -> None:
        """Load every cog, then tell Discord the commands. A cog that fails stops the start."""
        for make in self._makers:
            name = getattr(make, "__name__", repr(make))
            try:
                await self.add_cog(make(self.front))
            except Exception as error:
                msg = f"The commands of {name} can't be loaded: {error}. This is a fault of Maillage's: report it."
                raise StartError(msg) from error
        self.add_dynamic_items(*self._presses)
        await self.tree.set_translator(CommandTranslator(self.front.catalogues))
        await self._sync()

    async def on_ready(self) -> None:
        """Note that the connection stands."""
        log.info("connected as %s, in %d communities", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Hear the echo of our own messages; those of people are not looked at."""
        if self.user is not None and message.author.id == self.user.id and message.nonce is not None:
            await self._heard(str(message.nonce), message.channel.id, message.id)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log a listener's fault."""
        log.error("fault in %s", event_method, exc_info=sys.exc_info())

    async def _sync(self) -> None:
        try:
            synced = await self.tree.sync()
        except app_commands.CommandSyncFailure as error:
            msg = f"Discord refuses the commands: {error}. This is a fault of Maillage's: report it."
            raise StartError(msg) from error
        log.info("%d commands told to Discord", len(synced))
