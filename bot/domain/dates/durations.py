"""Durations as people type them: "1h30", "90 min", "2,5 heures", "un jour et demi"."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

from bot.domain.dates.typed import canonical, quoted
from bot.domain.mistakes import Mistake

LONGEST = timedelta(days=14)
"""The longest duration accepted."""

_UNITS = {
    **dict.fromkeys(("w", "week", "weeks", "semaine", "semaines"), 7 * 24 * 60),
    **dict.fromkeys(("d", "j", "day", "days", "jour", "jours"), 24 * 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "heure", "heures"), 60),
    **dict.fromkeys(("m", "mn", "min", "mins", "minute", "minutes"), 1),
}
_ONES = ("un", "une", "a", "an", "one")
_HALF_HOURS = (
    "demi - heure",
    "une demi - heure",
    "demi heure",
    "une demi heure",
    "half an hour",
    "half hour",
)

_CLOCK = re.compile(r"(?P<hours>[0-9]{1,3}) (?:h|:) (?P<minutes>[0-5][0-9])")
# A decimal has one or two digits: "1,000 min" is a thousand to one reader and one to the other.
_AMOUNT = rf"(?P<number>[0-9]+(?: [.,] [0-9]{{1,2}})?|{'|'.join(_ONES)})"
_HALF = r"(?P<half> et demie?| and a half)?"
_TERM = re.compile(rf"{_AMOUNT} (?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b{_HALF}")
_BETWEEN = re.compile(r" (?:(?:et|and|,) )?")


def parse_duration(text: str) -> timedelta:
    """Read a duration typed in French or in English, such as "2h", "1 h 30", "90 min", "2,5 h", "1 day".

    A number needs its unit ("90" alone is refused), units go from the longest to the shortest, each once, and the
    result is a whole number of minutes, above zero and at most `LONGEST`.

    Raises `Mistake`: `durations-unknown` (text) or `durations-too-long` (text, longest: the timedelta accepted).
    """
    phrase = canonical(text)
    minutes = None if phrase is None else read_minutes(phrase)
    if minutes is None or minutes <= 0:
        raise Mistake("durations-unknown", text=quoted(text))
    if minutes > LONGEST // timedelta(minutes=1):
        raise Mistake("durations-too-long", text=quoted(text), longest=LONGEST)
    return timedelta(minutes=minutes)


def read_minutes(phrase: str) -> int | None:
    """Return the minutes that a canonical `phrase` says, or None when it is not a duration."""
    if phrase in _HALF_HOURS:
        return 30
    if clock := _CLOCK.fullmatch(phrase):
        return int(clock["hours"]) * 60 + int(clock["minutes"])
    total = Fraction(0)
    shortest: int | None = None
    at = 0
    while term := _TERM.match(phrase, at):
        unit = _UNITS[term["unit"]]
        if shortest is not None and unit >= shortest:
            return None
        shortest = unit
        total += (_number(term["number"]) + (Fraction(1, 2) if term["half"] else 0)) * unit
        if term.end() == len(phrase):
            return int(total) if total.denominator == 1 else None
        between = _BETWEEN.match(phrase, term.end())
        if between is None:
            return None
        at = between.end()
    return None


def _number(said: str) -> Fraction:
    if said in _ONES:
        return Fraction(1)
    return Fraction(said.replace(" ", "").replace(",", "."))
