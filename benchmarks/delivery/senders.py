"""The senders: Maillage, whose outbox is filled as services fill it, and the naive bot, which is told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.bots import Running
from benchmarks.delivery.figures import Stalls
from benchmarks.delivery.ground import Ground
from benchmarks.delivery.orders import Order, Told, Way
from bot.clock import Clock
from bot.domain import announcements
from bot.domain.effects import Effect, State, channel_lane
from bot.services.announcements import AnnouncementDraftService
from bot.services.events.effects import EVERYBODY, reminders
from bot.storage.database import Database

AUTHOR = 1
LOOK_SECONDS = 0.25
BODY = "Elle aura lieu le 15 janvier à 18h30, à Namur. L’ordre du jour suit dans la semaine. " * 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent: a text to `channels` at `at` (seconds since 1970), reminders in channels of their own."""

    at: float
    channels: Sequence[int]
    reminders: Sequence[tuple[float, int]]


class Outbox:
    """Maillage's outbox, filled from beside while its bot runs."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._community_id = ground.home.guild_id
        self._database = Database(ground.home.database_url)

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()

    async def announce(self, plan: Plan) -> str:
        """Record an announcement's copies and the reminders; gives the announcement's subject."""
        clock = Clock()
        drafts = AnnouncementDraftService(self._database, clock)
        draft = await drafts.compose(
            self._community_id, AUTHOR, announcements.Words("Assemblée générale", BODY)
        )
        meanwhile = await self._reminders(plan.reminders)
        async with self._database.write() as unit:
            begun = await unit.announcements.begin(draft.announcement.id, AUTHOR, clock.now())
            if begun is None:
                msg = "the announcement could not begin"
                raise LookupError(msg)
            copy = announcements.copy_for(
                begun, announcements.Target(announcements.TargetKind.GROUP, 1), _instant(plan.at)
            )
            copies = [_to(copy, each, plan.at, f"{copy.dedup_key}:{each}") for each in plan.channels]
            await unit.deliveries.record(*copies, *meanwhile, now=clock.now())
        return copy.subject

    async def remind(self, times: Sequence[tuple[float, int]]) -> None:
        """Record reminders of the event, each at its time and in its channel."""
        effects = await self._reminders(times)
        async with self._database.write() as unit:
            await unit.deliveries.record(*effects, now=datetime.now(UTC))

    async def emptied(self) -> None:
        """Wait until nothing is left to send."""
        while True:
            async with self._database.read() as unit:
                if not await unit.deliveries.backlog(datetime.now(UTC) + timedelta(hours=1)):
                    return
            await asyncio.sleep(LOOK_SECONDS)

    async def outcome(self, subject: str) -> dict[State, int]:
        """Count a subject's deliveries by state."""
        async with self._database.read() as unit:
            return await unit.deliveries.tally(subject)

    async def _reminders(self, times: Sequence[tuple[float, int]]) -> list[Effect]:
        async with self._database.read() as unit:
            event = await unit.events.get(self._community_id, self._ground.home.event_id)
        if event is None:
            msg = "the event is gone"
            raise LookupError(msg)
        like = reminders(event, [EVERYBODY], datetime.now(UTC))[-1]
        return [_to(like, channel_id, at, f"{like.dedup_key}:{channel_id}:{at}") for at, channel_id in times]


def _to(effect: Effect, channel_id: int, at: float, key: str) -> Effect:
    """Send it to a channel that is no group's, at another time."""
    return replace(
        effect,
        dedup_key=key,
        lane=channel_lane(channel_id),
        due_at=_instant(at),
        payload={**effect.payload, "target": {"channel": channel_id}},
    )


def _instant(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


async def order(bot: Running, way: Way, plan: Plan) -> None:
    """Tell the naive bot what to send."""
    bot.orders.write(Order(way, plan.at, plan.channels, plan.reminders).write())
    await bot.orders.drain()


async def told(bot: Running) -> Told:
    """Wait until the naive bot has done what it was told."""
    return Told.read(await bot.results.get())


async def stalls(ground: Ground) -> Stalls:
    """Read from Maillage's own figures how long its loop has stood still so far."""
    address = f"http://127.0.0.1:{ground.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        text = await answer.text()
    counts = [
        (float(sample.labels["le"]), int(sample.value))
        for family in text_string_to_metric_families(text)
        if family.name == "maillage_loop_stall_seconds"
        for sample in family.samples
        if sample.name.endswith("_bucket")
    ]
    return Stalls(counts[:-1], counts[-1][1])
