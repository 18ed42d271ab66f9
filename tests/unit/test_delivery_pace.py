"""How fast delivery goes, and how long it waits before trying again."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.backoff import LONGEST, SHORTEST, Backoff
from bot.delivery.pacer import Pacer


class Seconds:
    """Real seconds that stand still until a test moves them."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_turns_are_evenly_spaced_and_the_first_is_at_once():
    pacer = Pacer(50, Seconds())
    assert [round(pacer.reserve(), 3) for _ in range(4)] == [0.0, 0.02, 0.04, 0.06]


def test_idle_time_is_not_saved_up_for_a_burst():
    seconds = Seconds()
    pacer = Pacer(50, seconds)
    pacer.reserve()
    seconds.now += 60
    assert pacer.reserve() == 0
    assert round(pacer.reserve(), 3) == 0.02


@given(st.lists(st.floats(0, 0.5), min_size=60, max_size=200))
def test_no_second_ever_holds_more_than_the_limit(gaps):
    seconds = Seconds()
    pacer = Pacer(48, seconds)
    turns = []
    for gap in gaps:
        seconds.now += gap / 20
        turns.append(seconds.now + pacer.reserve())
    assert all(later - earlier >= 1 - 1e-6 for earlier, later in zip(turns, turns[48:], strict=False))


def test_nobody_has_a_turn_during_a_pause():
    seconds = Seconds()
    pacer = Pacer(50, seconds)
    pacer.pause(3)
    assert round(pacer.reserve(), 3) == 3
    assert round(pacer.reserve(), 3) == 3.02
    pacer.pause(1)  # a shorter one does not end a longer one
    assert round(pacer.paused_for, 3) == 3
    seconds.now += 4
    assert pacer.paused_for == 0
    assert pacer.reserve() == 0


async def test_who_waits_when_a_pause_begins_waits_for_its_end_too():
    seconds = Seconds()
    naps: list[float] = []

    async def sleep(wait: float) -> None:
        naps.append(round(wait, 3))
        if len(naps) == 1:
            pacer.pause(3)
        seconds.now += wait

    pacer = Pacer(50, seconds, sleep)
    pacer.reserve()
    await pacer.turn()
    assert naps == [0.02, 2.98]


def test_the_wait_grows_to_five_minutes_and_never_beyond():
    backoff = Backoff(random.Random(7))
    delays = {attempt: [backoff.delay(attempt) for _ in range(200)] for attempt in (1, 4, 9, 1000)}
    assert all(SHORTEST <= delay <= LONGEST for some in delays.values() for delay in some)
    assert max(delays[1]) <= timedelta(seconds=2)
    assert timedelta(seconds=8) < max(delays[4]) <= timedelta(seconds=16)
    assert max(delays[1000]) > timedelta(minutes=4)
    assert min(delays[9]) < timedelta(minutes=1)  # full jitter: those who failed together part


def test_the_same_seed_gives_the_same_waits():
    first, second = (Backoff(random.Random(3)) for _ in range(2))
    assert [first.delay(n) for n in range(1, 9)] == [second.delay(n) for n in range(1, 9)]
