"""The only reader of the time. The demo and the tests move it; everything else asks it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

# A system clock can be stepped while a wait is under way: look again at least this often.
LONGEST_NAP = timedelta(minutes=1)


class Clock:
    """The time as everything in the process sees it: the system's, plus what it was moved by.

    `now()` is an aware UTC instant. Moving the clock wakes whoever waits on it.
    """

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Tell the present instant, in UTC."""
        return datetime.now(UTC) + self._offset

    def advance(self, delta: timedelta) -> None:
        """Move the time on by `delta`."""
        self._offset += delta
        self._wake()

    def set_offset(self, offset: timedelta) -> None:
        """Put the time at the system's plus `offset`, whatever it was moved by before."""
        self._offset = offset
        self._wake()

    async def wait_until(self, instant: datetime | None, wake: asyncio.Event | None = None) -> None:
        """Return when `instant` has come (None: never by itself) or `wake` is set, whichever is first."""
        while True:
            moved = self._moved
            remaining = None if instant is None else instant - self.now()
            if (remaining is not None and remaining <= timedelta()) or (wake is not None and wake.is_set()):
                return
            await _first_of(self._nap(remaining), moved, wake)

    async def moved(self) -> None:
        """Return when the clock is next moved by hand."""
        await self._moved.wait()

    def _nap(self, remaining: timedelta | None) -> float | None:
        return None if remaining is None else min(remaining, LONGEST_NAP).total_seconds()

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


class FrozenClock(Clock):
    """A clock that stands still between moves, for tests and rehearsals."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Tell the instant the clock was last put at."""
        return self._at + self._offset

    def _nap(self, remaining: timedelta | None) -> float | None:  # noqa: ARG002 - it never runs down by itself
        return None


async def _first_of(seconds: float | None, *events: asyncio.Event | None) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events if event is not None]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
