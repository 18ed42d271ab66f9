"""A real discord.py bot, connected to the sandbox, for each test that asks for one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import discord
import pytest
from discord import app_commands

from sandbox import Sandbox
from sandbox.pytest_plugin import Community

BOUND = 10.0


class Bot(discord.Client):
    """A bot that remembers what it was told, and answers what a test adds to its `tree`."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        chosen = intents or discord.Intents(
            guilds=True, members=True, messages=True, guild_scheduled_events=True
        )
        super().__init__(intents=chosen, chunk_guilds_at_startup=False)
        self.tree = app_commands.CommandTree(self)
        self.seen: list[tuple[str, object]] = []
        self.arrived = asyncio.Event()

    async def setup_hook(self) -> None:
        # The library waits five seconds between two identifies, and two for guilds: not here.
        self._connection.guild_ready_timeout = 0.05

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once."""

    def dispatch(self, event: str, /, *args: object, **kwargs: object) -> None:
        self.seen.append((event, args[0] if args else None))
        self.arrived.set()
        super().dispatch(event, *args, **kwargs)

    async def until(self, event: str, count: int = 1) -> object:
        """Wait for the n-th event of that name and return what came with it."""
        async with asyncio.timeout(BOUND):
            while len(found := [data for name, data in self.seen if name == event]) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return found[count - 1]


@contextlib.asynccontextmanager
async def connected(bot: Bot, token: str) -> AsyncIterator[Bot]:
    """Run a bot until the end of the block."""
    running = asyncio.create_task(bot.start(token))
    waiting = asyncio.create_task(bot.until("ready"))
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        await waiting
        yield bot
    finally:
        waiting.cancel()
        await bot.close()
        running.cancel()
        await asyncio.gather(running, waiting, return_exceptions=True)


@pytest.fixture
async def bot(discord_py: Sandbox, community: Community) -> AsyncIterator[Bot]:
    """The community's bot, ready."""
    assert discord_py is community.sandbox
    async with connected(Bot(), community.application.token) as ready:
        yield ready


@pytest.fixture
def guild(bot: Bot, community: Community) -> discord.Guild:
    """The community as discord.py knows it."""
    found = bot.get_guild(community.guild.id)
    assert found is not None
    return found


@pytest.fixture
def lobby(guild: discord.Guild, community: Community) -> discord.TextChannel:
    """The lobby as discord.py knows it."""
    found = guild.get_channel(community.lobby.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def holds(condition: Callable[[], bool]) -> None:
    """Let the others work until a condition holds; TimeoutError when it never does."""
    async with asyncio.timeout(BOUND):
        while True:
            if condition():
                return
            await asyncio.sleep(0.001)


def bind_rights(community: Community, permissions: int) -> None:
    """Give the bot's role exactly these permissions."""
    community.world.edit_role(community.guild.id, community.bot_role.id, permissions=permissions)
