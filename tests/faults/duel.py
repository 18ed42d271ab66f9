"""Two bots on one database, each taken for dead by the other now and then: stopped for longer than its lease.

The configuration asks for one process a token; the protocol has to hold all the same, for a process that was thought
dead may go on at any instant. Leases and attempts are shorter here, in the same proportion, so that they run out in
real time: nothing is told of the stop, neither by a clock nor by the process itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.faults.fence import TAKEN_OVER
from tests.faults.run import LOOK_SECONDS, SETTLE_SECONDS, Result, Run, UnsettledError, running
from tests.faults.seat import Seat, seated

LEASE_SECONDS = 1.5
ATTEMPT_SECONDS = 1.0
# Of all falls: the others are kills.
STOPS = 0.8
# The second falls more often: the first, which is given the jobs, can go on without it for long.
FALLS = (1, 2)
# Of the second's stops: the first goes on until everything is done, and past the time in which Discord knows a nonce.
LONG_STOPS = 0.5
# So many deliveries are waited for, at most, before one of the two falls.
MUCH = 40
LOOKS = 30
# After so many falls everything is finished once, and the clock goes to a planned date.
ROUNDS_A_CHAPTER = 8
HELD_UP_SECONDS = 20.0
JOBS_A_ROUND = 50
STOPPED = "stopped past its lease"
KILLED = "killed beside the other"


class Duel:
    """Two seats of one run. The first is given the jobs; either delivers."""

    def __init__(self, run: Run, seats: tuple[Seat, Seat]) -> None:
        self._run = run
        self._seats = seats

    async def fight(self, rounds: int) -> None:
        """Let one of the two fall so many times, by a stop or by a kill, while the other goes on."""
        rng, result = self._run.rng, self._run.result
        while result.kills.total() < rounds:
            if result.kills.total() % ROUNDS_A_CHAPTER == ROUNDS_A_CHAPTER - 1:
                await self._finish()
                # Both are there on the day, and only one may send.
                await self._run.let_days_go_by(*self._seats)
            await self._both_live()
            fallen, stopped = rng.choices(self._seats, FALLS)[0], rng.random() < STOPS
            held = await self._fell(fallen, signal.SIGSTOP if stopped else signal.SIGKILL)
            if not stopped:
                result.kills[KILLED] += await fallen.end()
                continue
            if fallen is self._seats[1] and rng.random() < LONG_STOPS:
                await self._go_on_without(held)
            else:
                await asyncio.sleep(LEASE_SECONDS + rng.uniform(0.3, 1.6))
            fallen.signal(signal.SIGCONT)
            result.kills[STOPPED] += 1

    async def _go_on_without(self, held: Collection[str]) -> None:
        """Have the first finish everything while the other is stopped, withdraw what that one was at, and wait.

        One that stands still within a statement holds the first up for as long: then that is all.
        """
        alive = self._seats[0]
        alive.give(self._run.withdraw(held))
        try:
            async with asyncio.timeout(HELD_UP_SECONDS):
                await self._run.until_settled(alive)
        except TimeoutError:
            return
        self._run.advance_living(timedelta(seconds=self._run.rng.uniform(310, 900)), alive)

    async def _fell(self, seat: Seat, number: signal.Signals) -> list[str]:
        """Send a signal when one of the next requests comes, or a moment later, once much is under way; give what is claimed then."""
        storm, rng = self._run.storm, self._run.rng
        fell = asyncio.Event()

        def fall() -> None:
            seat.signal(number)
            fell.set()

        storm.begin(None, fall)
        storm.slow_down()
        wanted = rng.randint(1, MUCH)
        for _ in range(LOOKS):
            if len(await self._run.claimed()) >= wanted:
                break
            await asyncio.sleep(LOOK_SECONDS)
        storm.begin(storm.plan(), fall)
        if rng.random() < 0.7:
            storm.clear()
        storm.slow_down()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(rng.uniform(0.0, 0.4)):
                await fell.wait()
        if not fell.is_set():
            fall()
        held = await self._run.claimed()
        if rng.random() < 0.4:
            # Then the other does not hear at once of what was sent, and has to find out.
            self._run.sandbox.gateway.drop()
        storm.calm()
        return held

    async def settle(self) -> None:
        """Let both finish everything, untroubled."""
        await self._finish()
        seen: Counter[str] = Counter()
        for seat in self._seats:
            seat.tell(stop=True)
            await seat.end()
            seen += seat.seen
        self._run.result.interrupted = seen.pop(TAKEN_OVER, 0)
        self._run.result.late = seen

    async def _finish(self) -> None:
        self._run.storm.calm()
        await self._both_live()
        await self._settled(*self._seats)

    async def _settled(self, *seats: Seat) -> None:
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await self._run.until_settled(*seats)
        except TimeoutError as error:
            raise UnsettledError(await self._run.unsettled()) from error

    async def _both_live(self) -> None:
        for seat in self._seats:
            if seat.over.is_set():
                await seat.begin(self._run.order(lease=LEASE_SECONDS, attempt=ATTEMPT_SECONDS))
                if seat is self._seats[0]:
                    seat.give(self._run.waiting.values())
        self._seats[0].give(self._run.assign(JOBS_A_ROUND))


async def duel(url: str, folder: Path, seed: int, rounds: int, **how: Any) -> Result:
    """Let two bots fall in turns so many times, let them finish, and count; `how`: the `sender`."""
    async with (
        running(url, folder, seed, crowd=True, **how) as run,
        seated(run.done) as one,
        seated(run.done) as other,
    ):
        contest = Duel(run, (one, other))
        await contest.fight(rounds)
        await contest.settle()
        return await run.counted()
