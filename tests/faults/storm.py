"""What goes wrong in a life, chosen by a seed: faults of the network and of Discord, and the instant of the kill."""

from __future__ import annotations

import asyncio
import enum
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.faults import Fault, Faults

# Not the opening of a conversation, which would take as long again.
SLOW = r"/(channels|guilds)/.*"
WRITES = ("POST", "PUT", "PATCH", "DELETE")
# A life that asked for nothing for so long has nothing left to do, and is killed whatever its kill waits for.
IDLE_SECONDS = 1.0
# What a dead life asked for, or one that heard no answer, is performed up to so many seconds later.
LATEST = 0.8
# What is performed at an instant has been performed by so many seconds later.
AFTER = 0.02


class Moment(enum.StrEnum):
    """When a life is killed."""

    STARTING = "while it started"
    UP = "by time, once it was up"
    UNDONE = "before the request was performed"
    UNANSWERED = "after it was performed, before its answer"
    ANSWERED = "around its answer"
    LATE = "before it was performed all the same"


ANY_MOMENT = tuple(Moment)


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: when, counted in requests that change something (`after`), or in seconds from the beginning or `UP`."""

    moment: Moment
    after: int = 0
    seconds: float = 0.0


class Storm(Faults):
    """The faults of the sandbox, which also sees each request come: the kill falls right at one of them."""

    def __init__(self, rng: random.Random, moments: Sequence[Moment]) -> None:
        super().__init__(rng.randrange(1 << 30))
        self._rng = rng
        self._moments = moments
        self._kill: Callable[[], None] | None = None
        self._plan: Kill | None = None
        self._seen = 0
        self.last_seen = 0.0  # when the last request that changes something came, by the loop's clock
        self._performed_at = 0.0  # when the last one that is slow will have been performed

    def plan(self) -> Kill:
        """Choose when the next life is killed."""
        rng = self._rng
        moment = rng.choice(self._moments)
        if moment in (Moment.STARTING, Moment.UP):
            return Kill(moment, seconds=rng.uniform(0.0, 0.6))
        return Kill(moment, after=rng.randint(1, 25))

    def begin(self, kill: Kill | None, do: Callable[[], None]) -> None:
        """Begin a life: with this kill (None: none), done by calling `do`, and with faults of its own."""
        self.clear()
        self._plan, self._kill, self._seen = kill, do, 0
        if kill is not None:
            self.brew()

    def slow_down(self) -> None:
        """Have what changes something take its time, so that much is under way when somebody falls."""
        delay = self._rng.uniform(0.2, 0.7)
        for method in WRITES:
            self.add(Fault("slow", method, SLOW, None, probability=0.8, delay=delay))

    def calm(self) -> None:
        """End all faults."""
        self.clear()
        self._plan = None

    def strike(self, method: str, path: str) -> Fault | None:
        """Tell the fault of this request; kill, when it is the one."""
        fault = self._strike(method, path)
        if fault is not None and fault.delay:
            performed_at = asyncio.get_running_loop().time() + fault.delay
            self._performed_at = max(self._performed_at, performed_at)
        return fault

    async def performed(self) -> None:
        """Wait until whatever was asked for is performed: moving the clock makes no request late."""
        await asyncio.sleep(max(0.0, self._performed_at - asyncio.get_running_loop().time()) + AFTER)

    def _strike(self, method: str, path: str) -> Fault | None:
        plan, kill = self._plan, self._kill
        if plan is None or kill is None or method not in WRITES or path.startswith("/applications"):
            return super().strike(method, path)
        self._seen += 1
        self.last_seen = asyncio.get_running_loop().time()
        if self._seen != plan.after:
            return super().strike(method, path)
        match plan.moment:
            case Moment.UNDONE:
                kill()
                return Fault("reset")
            case Moment.UNANSWERED:
                kill()
                return None
            case Moment.LATE:
                kill()
                return Fault("slow", delay=self._rng.uniform(0.1, LATEST))
            case _:
                asyncio.get_running_loop().call_later(self._rng.uniform(0.0, 0.012), kill)
                return super().strike(method, path)

    def brew(self) -> None:
        """Put faults in force: none, some or many, by the weather."""
        self.clear()
        rng = self._rng
        weather = rng.choice(("calm", "breezy", "breezy", "foul"))
        if weather == "calm":
            return
        worse = 1.0 if weather == "breezy" else 2.5
        anything = r"/(?!applications|oauth2|users/@me$|gateway).*"

        def add(kind: str, probability: float, **more: object) -> None:
            fault = Fault(kind, None, anything, None, probability=probability * worse, **more)  # type: ignore[arg-type]  # a kind and what belongs to it
            self.add(fault)

        add("lost_reply", 0.03, status=0)
        add("lost_reply", 0.02, status=503)
        add("lost_reply", 0.01, status=rng.choice((500, 502)))
        for status in (0, 504):
            add("lost_reply", 0.01, status=status, delay=rng.uniform(0.1, LATEST))
        add("reset", 0.02)
        add("status", 0.02, status=503)
        add("status", 0.01, status=rng.choice((500, 502)))
        add("rate_limit", 0.02, retry_after=0.03)
        add("global_rate_limit", 0.005, retry_after=0.03)
        add("blocked", 0.003, retry_after=0.0)
        add("slow", 0.03, delay=rng.uniform(0.02, 0.3))
