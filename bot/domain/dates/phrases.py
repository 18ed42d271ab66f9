"""The grammar: what a phrase says about the day and the hour, without yet asking what today is.

A phrase is a day and an hour in either order, each read whole. Every cut of the phrase is tried against every
form; two different readings of one phrase mean that it is refused, so adding a form can't turn one date into
another unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.dates.durations import read_minutes
from bot.domain.dates.forms import calendar_forms, clock_forms, listed, merged, one_of, twelve_hour_words
from bot.domain.dates.typed import canonical
from bot.domain.dates.words import LANGUAGES, Part, Words

_MOST_WORDS = 24  # the longest phrase understood has about fifteen


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a month; without a year, the next one. `weekday` is what was said beside it, Monday being 0."""

    day: int
    month: int
    year: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class DaysAhead:
    """A number of days from today. `idiom_days` is the other meaning of a number that counts today in."""

    days: int
    idiom_days: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """The next such weekday. With "next" or "prochain", `week_starts` says how its speakers cut weeks."""

    weekday: int
    week_starts: tuple[int, ...] = ()


Day = CalendarDay | DaysAhead | Weekday


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as said, on the face of the clock: `hour` is not yet moved to the afternoon.

    `half_day` is "am" or "pm" when said. `bare` is an hour that might be either, such as "at 9"; `padded` is one
    with a leading zero, which only a clock of 24 hours has.
    """

    hour: int
    minute: int = 0
    half_day: str | None = None
    bare: bool = False
    padded: bool = False
    midnight: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase says; what it does not say is None. `minutes_ahead` stands alone ("in 2 hours")."""

    day: Day | None = None
    hour: Hour | None = None
    part: Part | None = None
    minutes_ahead: int | None = None


def read_phrase(text: str, languages: Sequence[str]) -> Phrase | None:
    """Return the one reading of `text` in `languages`, or None when there is none or more than one.

    A language without words here adds none: dates in figures are still read.
    """
    phrase = canonical(text)
    if not phrase:
        return None
    grammar = _grammar(tuple(dict.fromkeys(name for name in languages if name in LANGUAGES)))
    return grammar.read(phrase)


@lru_cache(maxsize=16)
def _grammar(languages: tuple[str, ...]) -> _Grammar:
    return _Grammar([LANGUAGES[name] for name in languages])


class _Grammar:
    """The forms of some languages, compiled."""

    def __init__(self, languages: Sequence[Words]) -> None:
        self._weekdays = merged(words.weekdays for words in languages)
        self._months = merged(words.months for words in languages)
        self._days = merged(words.days for words in languages)
        self._today_parts = merged(words.today_parts for words in languages)
        self._parts = merged(words.parts for words in languages)
        self._hour_parts = merged(words.hour_parts for words in languages)
        self._within = listed(words.within for words in languages)
        self._relative: list[_Ahead | _Next] = [*map(_Ahead, languages), *map(_Next, languages)]
        self._twelve_hour_words = twelve_hour_words(languages)
        before_weekday = one_of(listed(words.before_weekday for words in languages))
        self._weekday_form = re.compile(rf"(?:{before_weekday} )?(?P<weekday>{one_of(self._weekdays)})")
        self._calendar_forms = [re.compile(form) for form in calendar_forms(languages)]
        self._part_form = re.compile(rf"(?P<day>.+) (?P<part>{one_of(self._parts)})")
        self._clock_forms = [re.compile(form) for form in clock_forms(languages)]
        self._hour_part_form = re.compile(rf"(?P<hour>.+) (?P<part>{one_of(self._hour_parts)})")

    def read(self, phrase: str) -> Phrase | None:
        """Return the only reading of a canonical phrase."""
        words = [word for word in phrase.split() if word != ","]
        if len(words) > _MOST_WORDS:
            return None
        readings = set(self._readings(words))
        if not readings and (ahead := self._minutes_ahead(phrase)) is not None:
            readings = {Phrase(minutes_ahead=ahead)}
        return readings.pop() if len(readings) == 1 else None

    def _readings(self, words: Sequence[str]) -> Iterator[Phrase]:
        on_12_hours = not self._twelve_hour_words.isdisjoint(words)
        for cut in range(len(words) + 1):
            left, right = " ".join(words[:cut]), " ".join(words[cut:])
            for day_said, hour_said in ((left, right), (right, left)):
                day = self._day_and_part(day_said)
                hour = self._hour_and_part(hour_said, on_12_hours=on_12_hours)
                if day is None or hour is None or (day[1] and hour[1] and day[1] != hour[1]):
                    continue
                if day[0] or hour[0]:
                    yield Phrase(day[0], hour[0], day[1] or hour[1])

    def _day_and_part(self, said: str) -> tuple[Day | None, Part | None] | None:
        if not said:
            return None, None
        if part := self._today_parts.get(said):
            return DaysAhead(0), part
        if day := self._day(said):
            return day, None
        if (match := self._part_form.fullmatch(said)) and (day := self._day(match["day"])):
            return day, self._parts[match["part"]]
        return None

    def _day(self, said: str) -> Day | None:
        if said in self._days:
            return DaysAhead(self._days[said])
        if match := self._weekday_form.fullmatch(said):
            return Weekday(self._weekdays[match["weekday"]])
        for relative in self._relative:
            if day := relative.read(said):
                return day
        for form in self._calendar_forms:
            if match := form.fullmatch(said):
                return self._calendar_day(match)
        return None

    def _calendar_day(self, match: re.Match[str]) -> CalendarDay:
        said = match.groupdict()
        month, year, weekday = said["month"], said.get("year"), said.get("weekday")
        return CalendarDay(
            day=int(said["day"]),
            month=int(month) if month.isdigit() else self._months[month],
            year=None if year is None else int(year) + (2000 if len(year) == 2 else 0),
            weekday=None if weekday is None else self._weekdays[weekday],
        )

    def _hour_and_part(self, said: str, *, on_12_hours: bool) -> tuple[Hour | None, Part | None] | None:
        if not said:
            return None, None
        if hour := self._hour(said, on_12_hours=on_12_hours):
            return hour, None
        if match := self._hour_part_form.fullmatch(said):
            hour = self._hour(match["hour"], on_12_hours=on_12_hours)
            return None if hour is None else (hour, self._hour_parts[match["part"]])
        return None

    def _hour(self, said: str, *, on_12_hours: bool) -> Hour | None:
        matches = (form.fullmatch(said) for form in self._clock_forms)
        match = next((match for match in matches if match), None)
        if match is None:
            return None
        found = match.groupdict()
        if found.get("noon"):
            return Hour(12)
        if found.get("midnight"):
            return Hour(0, midnight=True)
        hour, minute, half_day = found["hour"], int(found.get("minute") or 0), found.get("half_day")
        unmarked = "bare" in found or ("colon" in found and on_12_hours and len(hour) == 1)
        return Hour(
            int(hour),
            minute,
            half_day=half_day and half_day[0] + "m",
            bare=unmarked and not hour.startswith("0") and 1 <= int(hour) <= 12,
            padded=hour.startswith("0"),
            midnight=half_day is not None and half_day[0] == "a" and int(hour) == 12 and minute == 0,
        )

    def _minutes_ahead(self, phrase: str) -> int | None:
        for word in self._within:
            if phrase.startswith(f"{word} "):
                return read_minutes(phrase.removeprefix(f"{word} "))
        return None


class _Ahead:
    """The days of one language that are counted: "dans 3 jours", "in a week"."""

    def __init__(self, words: Words) -> None:
        self._numbers, self._units, self._idioms = words.numbers, words.day_units, words.idioms
        number = rf"[0-9]{{1,6}}|{one_of(words.numbers)}"
        self._form = re.compile(
            rf"{one_of(words.within)} (?P<number>{number}) (?P<unit>{one_of(words.day_units)})"
        )

    def read(self, said: str) -> DaysAhead | None:
        match = self._form.fullmatch(said)
        if match is None:
            return None
        number = self._numbers.get(match["number"]) or int(match["number"])
        unit = self._units[match["unit"]]
        return DaysAhead(number * unit, self._idioms.get(number) if unit == 1 else None)


class _Next:
    """The weekdays of one language that are called next: "mardi prochain", "next Tuesday"."""

    def __init__(self, words: Words) -> None:
        self._words = words
        forms = (
            [rf"{one_of(words.next_before)} (?P<weekday>{one_of(words.weekdays)})"]
            if words.next_before
            else []
        )
        if words.next_after:
            forms.append(rf"(?P<weekday>{one_of(words.weekdays)}) {one_of(words.next_after)}")
        self._forms = [re.compile(form) for form in forms]

    def read(self, said: str) -> Weekday | None:
        for form in self._forms:
            if match := form.fullmatch(said):
                return Weekday(self._words.weekdays[match["weekday"]], self._words.week_starts)
        return None
