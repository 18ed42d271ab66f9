"""What happens again and again at the same hour of the wall clock, whatever the clocks do in between."""

from __future__ import annotations

import calendar
import enum
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEK = timedelta(days=7)
# The fifth such weekday: not every month has one, every month has a last one.
_FIFTH = 4


class Every(enum.StrEnum):
    """How often. The last two are monthly: on the same day, or on the same weekday ("the 2nd Tuesday")."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH_DAY = "month-day"
    MONTH_WEEKDAY = "month-weekday"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something happens: its number, from 0, and the instant, aware and in the rule's zone."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule on the wall clock of a zone: `first` is the first day, `clock` what the clock shows then, each time.

    - A day that a month does not have is that month's last; the fifth weekday of a month is its last such one.
    - An hour that the clocks skip in spring is as much later as they skip; of one that they repeat in autumn, the
      first counts.
    - It ends after `times` occurrences or with the day `until`, which is still part of it; or never.
    """

    first: date
    clock: time
    timezone: str
    every: Every
    until: date | None = None
    times: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        """Give the zone of its wall clock."""
        return ZoneInfo(self.timezone)

    @property
    def nth(self) -> int | None:
        """Tell which weekday of its month the first one is, from 1; None for the last, where months may lack it."""
        place = (self.first.day - 1) // 7
        return None if place == _FIFTH else place + 1

    def occurrence(self, number: int) -> Occurrence | None:
        """Give the occurrence of that number; None before the first, and past the end."""
        if number < 0 or (self.times is not None and number >= self.times):
            return None
        day = self._day(number)
        if self.until is not None and day > self.until:
            return None
        return Occurrence(number, on_the_wall(day, self.clock, self.zone))

    def following(self, instant: datetime) -> Occurrence | None:
        """Give the first occurrence after an instant; None where there is no more."""
        # Where the guess is one too early, that one is passed over; it is never too late.
        number = max(0, self._number_near(instant.astimezone(self.zone).date()) - 1)
        while (found := self.occurrence(number)) is not None and found.at <= instant:
            number += 1
        return found

    def latest(self, instant: datetime) -> Occurrence | None:
        """Give the last occurrence until an instant, itself included; None where the first is still to come."""
        near = [self._number_near(instant.astimezone(self.zone).date())]
        if self.until is not None:
            near.append(self._number_near(self.until))
        if self.times is not None:
            near.append(self.times - 2)
        number = min(near) + 1
        while number >= 0:
            found = self.occurrence(number)
            if found is not None and found.at <= instant:
                return found
            number -= 1
        return None

    def from_number(self, number: int, count: int) -> list[Occurrence]:
        """List up to so many occurrences from that number on."""
        found = (self.occurrence(each) for each in range(number, number + count))
        return [each for each in found if each is not None]

    def _day(self, number: int) -> date:
        match self.every:
            case Every.WEEK:
                return self.first + number * _WEEK
            case Every.FORTNIGHT:
                return self.first + 2 * number * _WEEK
            case Every.MONTH_DAY:
                year, month = self._month(number)
                return date(year, month, min(self.first.day, calendar.monthrange(year, month)[1]))
            case Every.MONTH_WEEKDAY:
                return self._weekday_of(*self._month(number))

    def _month(self, number: int) -> tuple[int, int]:
        years, month = divmod(self.first.month - 1 + number, 12)
        return self.first.year + years, month + 1

    def _weekday_of(self, year: int, month: int) -> date:
        if self.nth is None:
            last = date(year, month, calendar.monthrange(year, month)[1])
            return last - timedelta(days=(last.weekday() - self.first.weekday()) % 7)
        begins = date(year, month, 1)
        return begins + timedelta(days=(self.first.weekday() - begins.weekday()) % 7) + (self.nth - 1) * _WEEK

    def _number_near(self, day: date) -> int:
        """Give the number of the occurrence nearest before a day, or one next to it."""
        match self.every:
            case Every.WEEK:
                return (day - self.first) // _WEEK
            case Every.FORTNIGHT:
                return (day - self.first) // (2 * _WEEK)
            case Every.MONTH_DAY | Every.MONTH_WEEKDAY:
                return (day.year - self.first.year) * 12 + day.month - self.first.month


def on_the_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Give the instant at which a zone's clocks show that hour on that day: one that exists, and the first one."""
    instant = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
    return instant.astimezone(zone)
