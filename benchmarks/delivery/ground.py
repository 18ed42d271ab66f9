"""Where it is measured: a small community at home, thousands of channels elsewhere, Discord's limits and its latency."""

from __future__ import annotations

import gc
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.bots import Bot
from benchmarks.community import Community, Size, community
from bot.domain import permissions
from sandbox import Fault, Sandbox
from sandbox.ratelimit import RateLimits, Verdict

# Who lives there has little to do with what is measured: enough for a reminder that names people.
SMALL = Size(members=300, memberships=120, events=3, answers=60)
CHANNELS_A_GUILD = 450
LATENCY_SECONDS = 0.3
POSTING = r"/channels/\d+/messages"


class CountedLimits(RateLimits):
    """Discord's limits, which also tell how often they refused."""

    def __init__(self, like: RateLimits) -> None:
        super().__init__(wall=like.wall)
        self.asked = 0
        self.refused = 0

    def check(
        self, method: str, template: str, params: dict[str, str], application_id: int | None
    ) -> Verdict:
        """Count, then do as the limits do."""
        verdict = super().check(method, template, params, application_id)
        if method == "POST" and template == "/channels/{channel_id}/messages":
            self.asked += 1
            self.refused += verdict.retry_after is not None
        return verdict


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands: `channels` are those to post in; `naive` is the other bot, in them too."""

    home: Community
    channels: Sequence[int]
    limits: CountedLimits
    maillage: Bot
    naive: Bot
    port: int

    @property
    def sandbox(self) -> Sandbox:
        """The local Discord."""
        return self.home.sandbox


@asynccontextmanager
async def ground(folder: Path, channels: int) -> AsyncIterator[Ground]:
    """Make it all, with so many channels to post in. No bot runs yet."""
    async with community(folder, SMALL) as home:
        made = _channels(home, channels)
        limits = CountedLimits(home.sandbox.ratelimits)
        home.sandbox.ratelimits = home.sandbox.rest.ratelimits = limits
        home.sandbox.faults.add(Fault("slow", "POST", POSTING, times=None, delay=LATENCY_SECONDS))
        port = _free_port()
        settings = {
            "MAILLAGE_DISCORD__COMMUNITIES": str(home.guild_id),
            "MAILLAGE_WEB__PORT": str(port),
            "MAILLAGE_LOG__LEVEL": "warning",
        }
        ours = replace(
            home.maillage,
            environment={**home.maillage.environment, **settings, "MAILLAGE_LOG__LEVEL": "info"},
        )
        theirs = replace(
            home.bare,
            name="naive bot",
            arguments=("-m", "benchmarks.delivery.naive", *home.bare.arguments[2:]),
        )
        # Thousands of channels and every message: a look of the collector's through them would hold up the sandbox,
        # and be taken for the bot's delay. Discord has no such pauses.
        gc.collect()
        gc.disable()
        try:
            yield Ground(home, made, limits, ours, theirs, port)
        finally:
            gc.enable()


def _channels(home: Community, count: int) -> list[int]:
    """Make guilds beside the community, with both bots in them, until there are so many channels."""
    world = home.sandbox.world
    owner = world.create_user("voisine", global_name="Voisine")
    found: list[int] = []
    while len(found) < count:
        guild = world.create_guild(f"Grappe voisine {len(found)}", owner_id=owner.id)
        for application in tuple(world.applications.values()):
            world.install(application.id, guild.id, permissions.needed().value)
        some = min(CHANNELS_A_GUILD, count - len(found))
        found += [world.create_channel(guild.id, f"salon-{number}").id for number in range(some)]
    return found


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
