"""The clock: moved by hand, it wakes whoever waits."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import Clock, FrozenClock

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
BOUND = 5


async def test_waiting_for_the_past_returns_at_once():
    await asyncio.wait_for(FrozenClock(NOON).wait_until(NOON), BOUND)


async def test_moving_the_clock_past_the_instant_ends_the_wait():
    clock = FrozenClock(NOON)
    waiting = asyncio.create_task(clock.wait_until(NOON + timedelta(hours=1)))
    await asyncio.sleep(0)
    clock.advance(timedelta(minutes=59))
    await _turns()
    assert not waiting.done()
    clock.advance(timedelta(minutes=1))
    await asyncio.wait_for(waiting, BOUND)


async def test_an_event_ends_the_wait_before_its_time():
    clock, wake = FrozenClock(NOON), asyncio.Event()
    waiting = asyncio.create_task(clock.wait_until(None, wake))
    await _turns()
    assert not waiting.done()
    wake.set()
    await asyncio.wait_for(waiting, BOUND)


async def test_a_running_clock_comes_to_its_instant_by_itself():
    clock = Clock(timedelta(days=3))
    await asyncio.wait_for(clock.wait_until(clock.now() + timedelta(milliseconds=20)), BOUND)


async def test_the_offset_is_told_in_utc():
    clock = Clock()
    clock.set_offset(timedelta(days=365))
    ahead = clock.now() - datetime.now(UTC)
    assert timedelta(days=364) < ahead < timedelta(days=366)


async def _turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)
