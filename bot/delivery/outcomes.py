"""What performing an effect came to, when Discord did not refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Done:
    """It stands on Discord: in this channel, as this message, channel, role or thread (None: nothing to name).

    `lacking` says what of it Discord left out all the same.
    """

    channel_id: int | None = None
    message_id: int | None = None
    lacking: str | None = None


@dataclass(frozen=True, slots=True)
class NotYet:
    """What it needs is still being made, or (`until`) may not be done before an instant. Waiting is no failure."""

    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moot:
    """There is nothing left to do or to say. `proven`: nothing stands of an earlier attempt either."""

    reason: str
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Doubtful:
    """It may have been done, and nothing can tell: doing it again might double it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Looked:
    """It was looked for, and not done: surely not (`absent`), or whoever does it has to look for itself."""

    absent: bool


Outcome = Done | NotYet | Moot | Doubtful | Looked
