"""What the naive bot is told to do, and what it tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import orjson

Way = Literal["gather", "loop"]


@dataclass(frozen=True, slots=True)
class Order:
    """Send to `channels` from the instant `at` (seconds since 1970), and each of `reminders` at its own instant."""

    how: Way
    at: float
    channels: Sequence[int]
    reminders: Sequence[tuple[float, int]]

    def write(self) -> bytes:
        """Make a line of it."""
        return orjson.dumps(self) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Self:
        """Read a line."""
        return cls(**orjson.loads(line))


@dataclass(frozen=True, slots=True)
class Told:
    """How it went: failures by Discord's status, and the loop's stalls: how many were not above each bound, and all."""

    failures: Mapping[str, int]
    stalls: Sequence[tuple[float, int]]
    watched: int

    @classmethod
    def read(cls, line: bytes) -> Self:
        """Read a line."""
        return cls(**orjson.loads(line))
