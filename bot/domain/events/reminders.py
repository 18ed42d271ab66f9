"""When people are reminded of an event."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.events.event import Details

_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)


class Reminder(enum.StrEnum):
    """The reminders that every event has."""

    DAY = "T-1d"
    HOUR = "T-1h"


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One reminder: due then, and pointless from `expires_at` on. Both are UTC."""

    reminder: Reminder
    due_at: datetime
    expires_at: datetime


def plan_reminders(details: Details, now: datetime) -> Sequence[PlannedReminder]:
    """Plan the reminders that are still to come, in order: the day before at the same hour, and one hour before.

    "The day before" is what the clock on the wall shows: an event at 18h30 is announced at 18h30 also across a
    change of the clocks, when that is 23 or 25 hours ahead. Where the day before lacks that hour, it is the instant
    at which the hour would have been; where it has it twice, the first. "One hour before" is an hour that passes,
    whatever the clocks do. The first is pointless once the second is due; the second, once the event has begun.
    """
    hour_before = details.starts_at.astimezone(UTC) - _ONE_HOUR
    # Subtracting from a local time moves the clock on the wall, and gives the first of two equal hours.
    day_before = (details.local_start - _ONE_DAY).astimezone(UTC)
    planned = (
        PlannedReminder(Reminder.DAY, day_before, hour_before),
        PlannedReminder(Reminder.HOUR, hour_before, details.starts_at.astimezone(UTC)),
    )
    return [reminder for reminder in planned if reminder.due_at > now]
