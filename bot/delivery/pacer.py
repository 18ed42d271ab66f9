"""The pace of everything the bot asks of Discord through delivery."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from contextvars import ContextVar

from bot.domain.effects import Priority

# For what the request is made that waits for its turn: set once for all requests of a delivery.
PRIORITY: ContextVar[Priority] = ContextVar("priority", default=Priority.URGENT)

# So much sooner than it came does what is urgent count as having come, against what is normal; the same again for
# bulk. Whoever waits is passed by for so long at most: an attempt must not spend its time here.
PRECEDENCE_SECONDS = 1.0
# A turn that the loop gave late takes nothing from the next one, up to this; what is lost beyond it is lost, for to
# catch up would be a burst. At fifty a second this leaves each second below Discord's limit.
LATE_SECONDS = 0.005


class Pacer:
    """Hands out turns evenly spaced, just under Discord's limit for the whole bot, the most urgent first.

    Idle time is forgotten, so there is never a burst, also not after the loop stood still, and a turn after a pause
    waits for nothing. Real seconds count here, not the bot's clock: so does Discord.
    """

    def __init__(
        self,
        per_second: float,
        seconds: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], object] | None = None,
    ) -> None:
        self._spacing = 1 / per_second
        self._seconds = seconds
        self._later = later or _in_the_loop
        self._next = 0.0
        self._paused_until = 0.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._looks = False

    async def turn(self) -> None:
        """Wait for one's turn to make a request."""
        if not self._waiting and self._wait() <= 0:
            self._next = max(self._next, self._seconds()) + self._spacing
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        came = self._seconds() + PRIORITY.get() * PRECEDENCE_SECONDS
        heapq.heappush(self._waiting, (came, next(self._order), turn))
        self._look_later()
        await turn

    def pause(self, seconds: float) -> None:
        """Let nobody have a turn for that long from now."""
        self._paused_until = max(self._paused_until, self._seconds() + seconds)

    @property
    def paused_for(self) -> float:
        """How many seconds a pause still lasts."""
        return max(0.0, self._paused_until - self._seconds())

    def _wait(self) -> float:
        return max(self._next, self._paused_until) - self._seconds()

    def _look_later(self) -> None:
        if not self._looks:
            self._looks = True
            self._later(max(0.0, self._wait()), self._look)

    def _look(self) -> None:
        """Give the first who still waits a turn, if it is time."""
        self._looks = False
        while self._waiting and self._waiting[0][2].done():  # given up: their turn is the next one's
            heapq.heappop(self._waiting)
        if self._waiting and self._wait() <= 0:
            due = max(self._next, self._paused_until)
            self._next = max(due, self._seconds() - LATE_SECONDS) + self._spacing
            heapq.heappop(self._waiting)[2].set_result(None)
        if self._waiting:
            self._look_later()


def _in_the_loop(delay: float, call: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(delay, call)
