"""How fast an announcement is being sent, edited or recalled, and how long that will take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.announcements.announcement import Announcement
from bot.domain.effects import Delivery, State


@dataclass(frozen=True, slots=True)
class Pace:
    """How many deliveries came to an end since the present round began, and how many are still to come.

    `last_at` is when the last of these may be tried at the earliest: what is sent slowly on purpose, or waits for
    another try, says so itself.
    """

    began_at: datetime
    ended: int
    waiting: int
    last_at: datetime | None

    def beside(self, other: Pace) -> Pace:
        """Give the pace of both together."""
        ends = [each for each in (self.last_at, other.last_at) if each is not None]
        return Pace(
            self.began_at,
            self.ended + other.ended,
            self.waiting + other.waiting,
            max(ends, default=None),
        )

    def left(self, now: datetime) -> timedelta | None:
        """Tell how long the rest will take at the rate seen so far; None where nothing is left, or nothing is known."""
        if not self.waiting:
            return None
        known = [self.last_at - now] if self.last_at is not None and self.last_at > now else []
        if self.ended:
            known.append((now - self.began_at) / self.ended * self.waiting)
        return max(known, default=None)


def pace_of(announcement: Announcement, rows: Collection[Delivery]) -> Pace:
    """Observe the present round, out of all the deliveries of an announcement."""
    waiting = [row for row in rows if not row.state.final]
    began_at = announcement.changed_at
    ended = [
        row
        for row in rows
        if row.settled_at is not None and row.settled_at >= began_at and row.state is not State.CANCELLED
    ]
    last_at = max((row.next_at for row in waiting), default=None)
    return Pace(began_at, len(ended), len(waiting), last_at)
