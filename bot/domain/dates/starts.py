"""The start of an event, from what an organiser typed to one instant, or to a reason why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from bot.domain.dates.days import FARTHEST, LATE, USUAL, Calendar
from bot.domain.dates.phrases import Day, Hour, Phrase, read_phrase
from bot.domain.dates.typed import quoted
from bot.domain.dates.words import Part

_USUAL_IN = {Part.MORNING: time(9), Part.AFTERNOON: time(14), Part.EVENING: time(19)}
_HOURS_OF = {Part.MORNING: range(12), Part.AFTERNOON: range(12, 19), Part.EVENING: range(17, 24)}
_ONE_DAY = timedelta(days=1)
_MARKUP = re.compile(r"<t:(?P<seconds>[0-9]{1,20})(?::[A-Za-z])?>")
_LATEST_TIMESTAMP = 32_503_680_000  # the year 3000


def parse_start(
    text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = ("fr", "en")
) -> datetime:
    """Read when an event starts, as typed in French or in English; return it in `zone`, to the minute.

    The result is after `now` (aware) and no later than the day that is `FARTHEST` after it. The rules, where people
    could differ:

    - The day comes first in figures, in every language: 4/12/2026 is 4 December.
    - Without a year it is the next such date. One that passed within 30 days is refused: more likely a slip.
    - "mardi" and "Tuesday" are the next one still to come, today included. "mardi prochain" and "next Tuesday" are
      taken when the nearest one and the one of next week are the same day, and else refused with both. A week
      begins on Monday in French; in English the reader who begins it on Sunday must agree too.
    - "dans 8 jours" and "dans 15 jours" are refused with both readings, as they also mean one and two weeks.
    - "18h" and "18:00" are on 24 hours. "at 9", and "6:30" in an English phrase, are refused with both readings
      unless "am", "pm" or a part of the day ("demain soir", "in the morning") decides. "12 pm" is noon.
    - Midnight is refused with both nights, unless only one of them is still to come. "0h" begins the day named.
    - An hour that the clocks repeat in autumn is the first of the two; one that they skip in spring is refused.
    - A day with no hour and an hour with no day are refused. `<t:…>` markup is an instant and always clear.

    Raises `Mistake`. Each has `text`, what was typed; all other params are aware datetimes in `zone`, and every one
    but `limit` and `understood` of `dates-past` is a start that may be typed instead:
    `dates-unknown`; `dates-no-such-day` (also day, month, year: integers; suggestion); `dates-month-first`
    (suggestion); `dates-no-such-hour`; `dates-day-missing` (suggestion); `dates-hour-missing` (suggestion);
    `dates-year-missing` (suggestion); `dates-past` (understood); `dates-too-far` (limit); `dates-weekday-differs`
    (understood, suggestion); `dates-part-differs` (suggestion); `dates-ambiguous-hour`, `dates-two-readings`
    (first, second); `dates-skipped-hour` (suggestion).
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    seen = Calendar(quoted(text), now, zone)
    if markup := _MARKUP.fullmatch(text.strip()):
        instant = datetime.fromtimestamp(min(int(markup["seconds"]), _LATEST_TIMESTAMP), UTC)
        return seen.accepted(instant)
    phrase = read_phrase(text, languages)
    if phrase is None:
        raise seen.mistake("dates-unknown")
    return _start(phrase, seen)


def _start(phrase: Phrase, seen: Calendar) -> datetime:
    """Give the one start that `phrase` can mean."""
    if phrase.minutes_ahead is not None:
        minutes = min(phrase.minutes_ahead, 2 * FARTHEST // timedelta(minutes=1))
        return seen.accepted(seen.now + timedelta(minutes=minutes))
    if phrase.hour is None:
        _ask_for_hour(phrase, seen)
    clock = _clock(phrase.hour, phrase.part, seen, phrase.day)
    if phrase.day is None:
        raise seen.mistake("dates-day-missing", suggestion=_next_at(clock, seen))
    if phrase.hour.midnight:
        return _midnight(phrase.day, phrase.part, seen)
    if phrase.hour.bare and phrase.part is None:
        _ask_which_half(phrase.day, clock, seen)
    return seen.accepted(seen.at(seen.day(phrase.day, clock), clock))


def _clock(hour: Hour, part: Part | None, seen: Calendar, day: Day | None) -> time:
    """Move what the face of the clock shows to its half of the day; unmoved when nothing tells which."""
    if hour.hour > 23 or hour.minute > 59 or (hour.half_day and not 1 <= hour.hour <= 12):
        raise seen.mistake("dates-no-such-hour")
    told = hour.hour
    if hour.half_day:
        told = hour.hour % 12 + (12 if hour.half_day == "pm" else 0)
    if part is not None and not hour.midnight and told not in _HOURS_OF[part]:
        movable = hour.half_day is None and not hour.padded and told < 12
        told += 12
        if not movable or told not in _HOURS_OF[part]:
            _refuse_part(part, seen, day)
    return time(told, hour.minute)


def _midnight(day: Day, part: Part | None, seen: Calendar) -> datetime:
    """Give the midnight that begins `day` or the one that ends it, when only one can be meant."""
    if part not in (None, Part.EVENING):
        _refuse_part(part, seen, day)
    date = seen.day(day, LATE)
    begins, ends = seen.at(date, time(0)), seen.at(date + _ONE_DAY, time(0))
    if part is Part.EVENING or not seen.is_ahead(begins):
        return seen.accepted(ends)
    raise seen.mistake("dates-two-readings", first=begins, second=ends)


def _ask_which_half(day: Day, clock: time, seen: Calendar) -> NoReturn:
    """Refuse "at 9", with 9 in the morning and 9 in the evening."""
    first = seen.accepted(seen.at(seen.day(day, clock), clock))
    if clock.hour == 12:
        second = seen.at(first.date() + _ONE_DAY, clock.replace(hour=0))
    else:
        later = clock.replace(hour=clock.hour + 12)
        second = seen.at(seen.day(day, later), later)
    first, second = sorted((first, second))
    raise seen.mistake("dates-ambiguous-hour", first=first, second=second)


def _ask_for_hour(phrase: Phrase, seen: Calendar) -> NoReturn:
    """Refuse a day without an hour, with an hour that is still to come."""
    usual = USUAL if phrase.part is None else _USUAL_IN[phrase.part]
    date = seen.today if phrase.day is None else seen.day(phrase.day, None)
    if date < seen.today:
        raise seen.mistake("dates-past", understood=seen.at(date, usual))
    raise seen.mistake("dates-hour-missing", suggestion=_still_ahead(seen.at(date, usual), seen))


def _refuse_part(part: Part, seen: Calendar, day: Day | None) -> NoReturn:
    """Refuse an hour that is not in the part of the day said beside it ("ce soir 14h")."""
    usual = _USUAL_IN[part]
    date = seen.today if day is None else seen.day(day, usual)
    raise seen.mistake("dates-part-differs", suggestion=_still_ahead(seen.at(date, usual), seen))


def _still_ahead(suggestion: datetime, seen: Calendar) -> datetime:
    return suggestion if seen.is_ahead(suggestion) else _next_at(suggestion.time(), seen)


def _next_at(clock: time, seen: Calendar) -> datetime:
    today = seen.at(seen.today, clock)
    return today if seen.is_ahead(today) else seen.at(seen.today + _ONE_DAY, clock)
