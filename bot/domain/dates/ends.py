"""Until when something is repeated, as people type it: "10 fois", "jusqu'au 30 juin", "until 30/06/2027"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.dates.days import USUAL, Calendar
from bot.domain.dates.forms import listed, merged, one_of
from bot.domain.dates.phrases import read_phrase
from bot.domain.dates.typed import canonical, quoted
from bot.domain.dates.words import LANGUAGES

MOST_TIMES = 500
"""The most times that may be asked for: ten years of weeks."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day, or how many times in all; neither where it does not end."""

    until: date | None = None
    times: int | None = None


def parse_ending(
    text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = ("fr", "en")
) -> Ending:
    """Read until when something is repeated; nothing typed means without end.

    A day is read by the rules of `parse_start`; an hour beside it changes nothing, since the last day counts whole.

    Raises `Mistake`: `endings-unknown` (text), `endings-too-many` (text, most), or one of `parse_start`'s about days.
    """
    phrase = canonical(text)
    if phrase == "":
        return Ending()
    words = [LANGUAGES[name] for name in languages if name in LANGUAGES]
    seen = Calendar(quoted(text), now, zone)
    if phrase is None:
        raise seen.mistake("endings-unknown")
    numbers = merged(each.numbers for each in words)
    counted = re.compile(
        rf"(?P<number>[0-9]{{1,6}}|{one_of(numbers)}) (?:{one_of(listed(each.times for each in words))}|x)"
    )
    if match := counted.fullmatch(phrase):
        times = numbers.get(match["number"]) or int(match["number"])
        if not 1 <= times <= MOST_TIMES:
            raise seen.mistake("endings-too-many", most=MOST_TIMES)
        return Ending(times=times)
    until = re.compile(rf"(?:{one_of(listed(each.until for each in words))}) ")
    said = read_phrase(until.sub("", phrase, count=1) if until.match(phrase) else phrase, languages)
    if said is None or said.day is None:
        raise seen.mistake("endings-unknown")
    last = seen.day(said.day, None)
    if last < seen.today:
        raise seen.mistake("dates-past", understood=seen.at(last, USUAL))
    return Ending(until=last)
