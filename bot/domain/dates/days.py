"""Which date a day is, seen from now: "mardi prochain", "4 décembre", "in 3 days"."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.dates.phrases import CalendarDay, Day, DaysAhead, Weekday
from bot.domain.mistakes import Mistake

FARTHEST = timedelta(days=5 * 365)
"""The last day on which an event may start: Discord's scheduled events go no farther than five years."""

USUAL = time(18, 30)
"""The hour of a suggestion when none was typed."""

LATE = time(23, 59)
"""An hour that leaves today among the days to come."""

_JUST_PAST = timedelta(days=30)


class Calendar:
    """The calendar as seen at `now` in `zone`, for one text that a person typed.

    Where an hour is asked for, it is what decides whether today is still to come; None stands for any hour.
    """

    def __init__(self, text: str, now: datetime, zone: ZoneInfo) -> None:
        self.now = now.astimezone(UTC)
        self.today = now.astimezone(zone).date()
        self._text = text
        self._zone = zone

    def at(self, day: date, clock: time) -> datetime:
        """Put an hour of the wall clock on a day; of a repeated hour, the first."""
        return datetime.combine(day, clock, tzinfo=self._zone)

    def is_ahead(self, start: datetime) -> bool:
        """Tell whether `start` is after now."""
        # Two times of one zone would compare by the clock on the wall, whatever the season.
        return start.astimezone(UTC) > self.now

    def accepted(self, start: datetime) -> datetime:
        """Return `start` in the zone, to the minute, when an event can begin then."""
        local = start.astimezone(self._zone) if start.tzinfo is not self._zone else start
        local = local.replace(second=0, microsecond=0)
        self._refuse_too_far(local.date())
        if not self.is_ahead(local):
            raise self.mistake("dates-past", understood=local)
        on_the_wall = local.astimezone(UTC).astimezone(self._zone)
        if on_the_wall.replace(tzinfo=None) != local.replace(tzinfo=None):
            raise self.mistake("dates-skipped-hour", suggestion=on_the_wall)
        return local

    def mistake(self, code: str, **params: Any) -> Mistake:
        """Make the mistake `code` about the text."""
        return Mistake(code, text=self._text, **params)

    def day(self, said: Day, clock: time | None) -> date:
        """Return the date that `said` is, or raise the `Mistake` that says why there is not exactly one."""
        match said:
            case CalendarDay(year=int(year)):
                return self._dated(said, year, clock)
            case CalendarDay():
                return self._coming(said, clock)
            case DaysAhead():
                return self._ahead(said, clock)
            case Weekday(week_starts=()):
                day = self.today + timedelta(days=(said.weekday - self.today.weekday()) % 7)
                return day if self._is_ahead(day, clock) else day + timedelta(days=7)
            case Weekday():
                return self._next_weekday(said, clock)

    def _ahead(self, said: DaysAhead, clock: time | None) -> date:
        day = self.today + timedelta(days=min(said.days, 2 * FARTHEST.days))
        if said.idiom_days is not None:
            shorter = self.today + timedelta(days=said.idiom_days)
            raise self.mistake(
                "dates-two-readings", first=self._shown(shorter, clock), second=self._shown(day, clock)
            )
        return day

    def _next_weekday(self, said: Weekday, clock: time | None) -> date:
        today = self.today.weekday()
        readings = {self.today + timedelta(days=(said.weekday - today - 1) % 7 + 1)}
        for first in said.week_starts:
            next_week = self.today + timedelta(days=7 - (today - first) % 7)
            readings.add(next_week + timedelta(days=(said.weekday - first) % 7))
        if len(readings) > 1:
            nearest, farthest = min(readings), max(readings)
            raise self.mistake(
                "dates-two-readings", first=self._shown(nearest, clock), second=self._shown(farthest, clock)
            )
        return readings.pop()

    def _coming(self, said: CalendarDay, clock: time | None) -> date:
        """Return the next date of a day and month; refuse one that has just gone by."""
        self._refuse_month(said, clock)
        day = self._nearest(said, clock)
        if day.day != said.day:
            raise self._no_such_day(said, day.year, day, clock)
        gone = _within_month(said, day.year - 1)
        if gone.day == said.day and self.today - gone <= _JUST_PAST:
            if gone == self.today or gone.weekday() == said.weekday:
                raise self.mistake("dates-past", understood=self._shown(gone, clock))
            if said.weekday is None:
                raise self.mistake("dates-year-missing", suggestion=self._shown(day, clock))
        return self._on_its_weekday(said, day, clock)

    def _dated(self, said: CalendarDay, year: int, clock: time | None) -> date:
        """Return the date of a day, month and year, which may be past."""
        self._refuse_month(said, clock)
        day = _within_month(said, year)
        self._refuse_too_far(day)
        if day.day != said.day:
            possible = day if self._is_ahead(day, clock) else self._nearest(said, clock)
            raise self._no_such_day(said, day.year, possible, clock)
        return day if day < self.today else self._on_its_weekday(said, day, clock)

    def _nearest(self, said: CalendarDay, clock: time | None) -> date:
        """Return the next date of a day and month, moved into the month when that is too short."""
        day = _within_month(said, self.today.year)
        return day if self._is_ahead(day, clock) else _within_month(said, self.today.year + 1)

    def _on_its_weekday(self, said: CalendarDay, day: date, clock: time | None) -> date:
        if said.weekday in (None, day.weekday()):
            return day
        meant = day + timedelta(days=((said.weekday or 0) - day.weekday() + 3) % 7 - 3)
        if not self._is_ahead(meant, clock):
            meant += timedelta(days=7)
        raise self.mistake(
            "dates-weekday-differs", understood=self._shown(day, clock), suggestion=self._shown(meant, clock)
        )

    def _refuse_month(self, said: CalendarDay, clock: time | None) -> None:
        if 1 <= said.month <= 12:
            return
        if 1 <= said.day <= 12 and 1 <= said.month <= 31:
            swapped = CalendarDay(day=said.month, month=said.day, year=said.year, weekday=said.weekday)
            raise self.mistake("dates-month-first", suggestion=self._shown(self.day(swapped, clock), clock))
        raise self.mistake("dates-unknown")

    def _no_such_day(self, said: CalendarDay, year: int, possible: date, clock: time | None) -> Mistake:
        return self.mistake(
            "dates-no-such-day",
            day=said.day,
            month=said.month,
            year=year,
            suggestion=self._shown(possible, clock),
        )

    def _refuse_too_far(self, day: date) -> None:
        limit = (self.now + FARTHEST).astimezone(self._zone)
        if day > limit.date():
            raise self.mistake("dates-too-far", limit=limit)

    def _is_ahead(self, day: date, clock: time | None) -> bool:
        return self.is_ahead(self.at(day, LATE if clock is None else clock))

    def _shown(self, day: date, clock: time | None) -> datetime:
        return self.at(day, USUAL if clock is None else clock)


def _within_month(said: CalendarDay, year: int) -> date:
    """Return the day of the month, or the nearest day that the month has."""
    last = calendar.monthrange(year, said.month)[1]
    return date(year, said.month, max(1, min(said.day, last)))
