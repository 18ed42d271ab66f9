"""The time of a fault run, the same at any instant for every life, also for one that was stopped when it was moved."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import Clock

_SECONDS = struct.Struct("d")


class Offset:
    """By how many seconds the time is moved, in a file that all processes share."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_SECONDS.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SECONDS.size)

    @property
    def seconds(self) -> float:
        """Give it as it is now."""
        found: float = _SECONDS.unpack(self._shared[:])[0]
        return found

    @seconds.setter
    def seconds(self, seconds: float) -> None:
        self._shared[:] = _SECONDS.pack(seconds)


class SharedClock(Clock):
    """A clock that is moved from outside; `advance` by nothing wakes who waits on it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._shared = Offset(path)

    def now(self) -> datetime:
        """Tell the present instant of the run, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._shared.seconds)
