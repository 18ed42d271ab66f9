"""Two bots on one database, each taken for dead by the other now and then: stopped for longer than its lease.

The configuration asks for one process a token; the protocol has to hold all the same, for a process that was thought
dead may go on at any instant. Leases and attempts are shorter here, in the same proportion, so that they run out in
real time: nothing is told of the stop, neither by a clock nor by the process itself.
"""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from tests.faults.run import SETTLE_SECONDS, Result, Run, UnsettledError, running
from tests.faults.seat import Seat, seated

LEASE_SECONDS = 1.5
ATTEMPT_SECONDS = 1.0
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
            await self._both_live()
            fallen, stopped = rng.choice(self._seats), rng.random() < 0.7
            number = signal.SIGSTOP if stopped else signal.SIGKILL
            held = await self._fell(fallen, number)
            if stopped:
                await asyncio.sleep(LEASE_SECONDS + rng.uniform(0.1, 1.0))
                result.interrupted += await self._run.taken_over(held)
                fallen.signal(signal.SIGCONT)
                result.kills[STOPPED] += 1
            else:
                result.kills[KILLED] += await fallen.end()

    async def _fell(self, seat: Seat, number: signal.Signals) -> dict[int, int]:
        """Send a signal when one of the next requests comes, or a moment later; give what is claimed then."""
        storm, rng = self._run.storm, self._run.rng
        fell = asyncio.Event()

        def fall() -> None:
            seat.signal(number)
            fell.set()

        storm.begin(storm.plan(), fall)
        if rng.random() < 0.7:
            storm.clear()
        try:
            async with asyncio.timeout(rng.uniform(0.1, 0.8)):
                await fell.wait()
        except TimeoutError:
            fall()
        storm.calm()
        return await self._run.claimed()

    async def settle(self) -> None:
        """Let both finish everything, untroubled."""
        self._run.storm.calm()
        await self._both_live()
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await self._run.until_settled(*self._seats)
        except TimeoutError as error:
            raise UnsettledError(await self._run.unsettled()) from error
        for seat in self._seats:
            seat.tell(stop=True)
            await seat.end()

    async def _both_live(self) -> None:
        for seat in self._seats:
            if seat.over.is_set():
                await seat.begin(self._run.order(lease=LEASE_SECONDS, attempt=ATTEMPT_SECONDS))
                if seat is self._seats[0]:
                    seat.give(self._run.waiting.values())
        self._seats[0].give(self._run.assign())


async def duel(url: str, folder: Path, seed: int, rounds: int) -> Result:
    """Let two bots fall in turns so many times, let them finish, and count."""
    async with (
        running(url, folder, seed) as run,
        seated(run.done) as one,
        seated(run.done) as other,
    ):
        contest = Duel(run, (one, other))
        await contest.fight(rounds)
        await contest.settle()
        return await run.counted()
