"""What happens by itself with time: each service's tick, twice a minute and whenever the clock is moved.

APScheduler gives the rhythm, in memory only: what is due lives in the database, so a missed tick loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.services import Tick

log = logging.getLogger(__name__)

RHYTHM_SECONDS = 30


class Housekeeping:
    """Runs ticks. One that fails is logged and holds back no other."""

    def __init__(self, ticks: Sequence[Tick], clock: Clock) -> None:
        self._ticks = ticks
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin: a first round at once, then by rhythm and by clock."""
        self._scheduler.add_job(
            self._round,
            "interval",
            seconds=RHYTHM_SECONDS,
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
        )
        self._scheduler.start()
        self._watch = asyncio.create_task(self._follow_clock(), name="housekeeping")

    async def stop(self) -> None:
        """End; a round under way is given up, since the next start does it again."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def _follow_clock(self) -> None:
        """Do a round whenever something is due, and after each move of the clock."""
        while True:
            moved = asyncio.create_task(self._clock.moved())
            due = asyncio.create_task(self._clock.wait_until(await self._round()))
            try:
                await asyncio.wait({moved, due}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                moved.cancel()
                due.cancel()

    async def _round(self) -> datetime | None:
        """Run every tick; tell when the next thing is due, None where nothing is known to be."""
        dues = []
        for tick in self._ticks:
            try:
                dues.append(await tick())
            except Exception:
                log.exception("a tick failed; it is tried again in %d s", RHYTHM_SECONDS)
        # Never in a tight circle: what a tick could not do now is left to the rhythm.
        soon = self._clock.now() + timedelta(seconds=1)
        return min((max(due, soon) for due in dues if due is not None), default=None)
