"""How fast delivery goes, and how long it waits before trying again."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import random
from collections.abc import Callable
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.backoff import LONGEST, SHORTEST, Backoff
from bot.delivery.pacer import PRIORITY, Pacer
from bot.domain.effects import Priority


class Time:
    """Real seconds and the loop's timers, which stand still until a test moves them. `late` delays each timer."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.late = 0.0
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def seconds(self) -> float:
        return self.now

    def later(self, delay: float, call: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (self.now + delay, next(self._order), call))

    async def until(self, instant: float) -> None:
        """Let the time pass, and what is due in it happen."""
        while self._timers and self._timers[0][0] <= instant:
            due, _, call = heapq.heappop(self._timers)
            self.now = max(self.now, due + self.late)
            call()
            await settle()
        self.now = max(self.now, instant)


async def settle() -> None:
    for _ in range(4):
        await asyncio.sleep(0)


class Queue:
    """A pacer, and the instants (from the beginning) at which those who came had their turns."""

    def __init__(self, per_second: float) -> None:
        self.time = Time()
        self.pacer = Pacer(per_second, self.time.seconds, self.time.later)
        self.turns: list[tuple[str, float]] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, *names: str, priority: Priority = Priority.NORMAL) -> None:
        for name in names:
            self.tasks.append(asyncio.create_task(self._turn(name, priority)))
        await settle()

    async def passes(self, seconds: float) -> None:
        await self.time.until(self.time.now + seconds)

    @property
    def instants(self) -> list[float]:
        return [round(instant, 3) for _, instant in self.turns]

    @property
    def names(self) -> str:
        return "".join(name for name, _ in self.turns)

    async def _turn(self, name: str, priority: Priority) -> None:
        PRIORITY.set(priority)
        await self.pacer.turn()
        self.turns.append((name, self.time.now - 1000))


async def test_turns_are_evenly_spaced_and_the_first_is_at_once():
    queue = Queue(50)
    await queue.come(*"abcd")
    assert queue.instants == [0]
    await queue.passes(1)
    assert queue.instants == [0, 0.02, 0.04, 0.06]


async def test_idle_time_is_not_saved_up_for_a_burst():
    queue = Queue(50)
    await queue.come("a")
    await queue.passes(60)
    await queue.come(*"bcd")
    await queue.passes(1)
    assert queue.instants == [0, 60, 60.02, 60.04]


async def test_a_loop_that_stood_still_is_followed_by_no_burst():
    queue = Queue(50)
    await queue.come(*"abcdefgh")
    queue.time.late = 0.5
    await queue.passes(0.01)
    await queue.time.until(1000.02)
    queue.time.late = 0
    await queue.passes(1)
    assert queue.instants[:2] == [0, 0.52]
    assert all(later - earlier >= 0.015 for earlier, later in itertools.pairwise(queue.instants))


async def test_a_turn_given_a_little_late_does_not_slow_the_pace():
    queue = Queue(50)
    queue.time.late = 0.001
    await queue.come(*(str(number) for number in range(51)))
    await queue.passes(2)
    assert queue.instants[-1] == 1.001


@settings(max_examples=50)
@given(
    st.sampled_from([48, 49, 49.5]),
    st.lists(st.tuples(st.integers(0, 30), st.floats(0, 0.4), st.floats(0, 0.06)), min_size=5, max_size=20),
)
def test_no_second_ever_holds_more_than_the_limit(per_second, steps):
    async def run() -> list[float]:
        queue = Queue(per_second)
        for coming, passing, late in steps:
            queue.time.late = late
            await queue.come(*("x" * coming))
            await queue.passes(passing)
        await queue.passes(60)
        assert len(queue.turns) == sum(coming for coming, _, _ in steps)
        return [instant for _, instant in queue.turns]

    turns = asyncio.run(run())
    assert all(later - earlier >= 1 - 1e-6 for earlier, later in zip(turns, turns[50:], strict=False))


async def test_nobody_has_a_turn_during_a_pause():
    queue = Queue(50)
    queue.pacer.pause(3)
    await queue.come(*"ab")
    queue.pacer.pause(1)  # a shorter one does not end a longer one
    assert round(queue.pacer.paused_for, 3) == 3
    await queue.passes(4)
    assert queue.instants == [3, 3.02]
    assert queue.pacer.paused_for == 0


async def test_who_waits_when_a_pause_begins_waits_for_its_end_too():
    queue = Queue(50)
    await queue.come(*"abc")
    queue.pacer.pause(3)
    await queue.passes(4)
    assert queue.instants == [0, 3, 3.02]


async def test_what_is_urgent_passes_by_what_is_normal_and_that_what_is_bulk():
    queue = Queue(50)
    await queue.come(*"xBBB", priority=Priority.BULK)
    await queue.come(*"NN", priority=Priority.NORMAL)
    await queue.come(*"U", priority=Priority.URGENT)
    await queue.passes(1)
    assert queue.names == "xUNNBBB"


async def test_nobody_is_passed_by_for_longer_than_a_moment():
    queue = Queue(50)
    await queue.come(*"xB", priority=Priority.BULK)
    for _ in range(200):
        await queue.come("U", priority=Priority.URGENT)
        await queue.passes(0.02)
    (instant,) = [instant for name, instant in queue.turns if name == "B"]
    assert 1.9 < instant < 2.2


async def test_the_turn_of_one_who_gave_up_is_the_next_ones():
    queue = Queue(50)
    await queue.come(*"abc")
    queue.tasks[1].cancel()
    await settle()
    await queue.passes(1)
    assert (queue.names, queue.instants) == ("ac", [0, 0.02])


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
