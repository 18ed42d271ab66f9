"""Housekeeping: ticks run at the start, when something is due and when the clock is moved; none holds back another."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import FrozenClock
from bot.housekeeping import Housekeeping

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
BOUND = 5


class Ticking:
    """A tick that counts, and tells when it wants to be called again."""

    def __init__(self, due: datetime | None = None) -> None:
        self.due = due
        self.times: list[datetime] = []
        self.called = asyncio.Event()
        self.clock: FrozenClock | None = None

    async def __call__(self) -> datetime | None:
        assert self.clock is not None
        self.times.append(self.clock.now())
        self.called.set()
        return self.due

    async def next_call(self) -> None:
        self.called.clear()
        await asyncio.wait_for(self.called.wait(), BOUND)


async def failing() -> datetime | None:
    raise RuntimeError


async def test_a_tick_runs_at_the_start_and_after_each_move():
    clock, tick = FrozenClock(NOON), Ticking()
    tick.clock = clock
    housekeeping = Housekeeping([failing, tick], clock)
    housekeeping.start()
    try:
        await tick.next_call()
        clock.advance(timedelta(hours=3))
        await tick.next_call()
        assert tick.times == [NOON, NOON + timedelta(hours=3)]
    finally:
        await housekeeping.stop()
