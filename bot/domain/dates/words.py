"""The words of dates, by language.

Words are written as people spell them and compared in their canonical form, so accents and case are free.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.domain.dates.typed import canonical

MONDAY, SUNDAY = 0, 6


class Part(enum.Enum):
    """A part of the day, which tells 7 in the morning from 7 in the evening."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Words:
    """What one language calls the things that a date is made of."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # Monday is 0
    month_first: bool  # "December 4" is said as well as "4 December"
    days: Mapping[str, int]  # days from today
    today_parts: Mapping[str, Part]  # "ce soir": today, and which part of it
    parts: Mapping[str, Part]  # after a day: "demain soir"
    hour_parts: Mapping[str, Part]  # after an hour: "7 h du soir"
    numbers: Mapping[str, int]
    day_units: Mapping[str, int]  # in days
    idioms: Mapping[int, int]  # "dans huit jours" counts today: eight said, seven meant
    before_date: tuple[str, ...]
    before_weekday: tuple[str, ...]
    before_month: tuple[str, ...]
    before_hour: tuple[str, ...]
    ordinals: tuple[str, ...]
    next_before: tuple[str, ...]
    next_after: tuple[str, ...]
    within: tuple[str, ...]
    noon: tuple[str, ...]
    midnight: tuple[str, ...]
    until: tuple[str, ...]  # before the last day of what is repeated
    times: tuple[str, ...]  # after how often it is
    week_starts: tuple[int, ...]  # with which weekdays its speakers begin a week
    twelve_hours: bool  # "6:30" may be meant for the evening


def _counted(*spellings: str, start: int) -> dict[str, int]:
    """Give the words numbers from `start`: each argument holds the spellings of one, parted by "|"."""
    return {word: number for number, group in enumerate(spellings, start) for word in group.split("|")}


def _meaning(**spellings: str) -> dict[str, Part]:
    """Give the spellings, parted by "|", of each part of the day."""
    return {word: Part(part) for part, group in spellings.items() for word in group.split("|")}


_FRENCH = Words(
    months=_counted(
        "janvier|janv|jan",
        "février|févr|fév",
        "mars",
        "avril|avr",
        "mai",
        "juin",
        "juillet|juil",
        "août",
        "septembre|sept",
        "octobre|oct",
        "novembre|nov",
        "décembre|déc",
        start=1,
    ),
    weekdays=_counted(
        "lundi|lun",
        "mardi|mar",
        "mercredi|mer",
        "jeudi|jeu",
        "vendredi|vend|ven",
        "samedi|sam",
        "dimanche|dim",
        start=MONDAY,
    ),
    month_first=False,
    days=_counted("aujourd'hui", "demain", "après-demain|après demain", start=0),
    today_parts=_meaning(
        morning="ce matin",
        afternoon="cet après-midi|cet après midi|cette après-midi|cette après midi",
        evening="ce soir",
    ),
    parts=_meaning(morning="matin", afternoon="après-midi|après midi", evening="soir|au soir"),
    hour_parts=_meaning(morning="du matin", afternoon="de l'après-midi|de l'après midi", evening="du soir"),
    numbers={
        **_counted(
            "un|une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", start=1
        ),
        "quinze": 15,
    },
    day_units={"jour": 1, "jours": 1, "semaine": 7, "semaines": 7},
    idioms={8: 7, 15: 14},
    before_date=("le",),
    before_weekday=("ce",),  # not "le": "le mardi 18h" is said of every Tuesday
    before_month=(),
    before_hour=("à", "dès"),
    ordinals=("er",),
    next_before=(),
    next_after=("prochain",),
    within=("dans",),
    noon=("midi",),
    midnight=("minuit",),
    until=("jusqu'au", "jusqu'à"),
    times=("fois",),
    week_starts=(MONDAY,),
    twelve_hours=False,
)

_ENGLISH = Words(
    months=_counted(
        "january|jan",
        "february|feb",
        "march|mar",
        "april|apr",
        "may",
        "june|jun",
        "july|jul",
        "august|aug",
        "september|sept|sep",
        "october|oct",
        "november|nov",
        "december|dec",
        start=1,
    ),
    weekdays=_counted(
        "monday|mon",
        "tuesday|tues|tue",
        "wednesday|wed",
        "thursday|thurs|thur|thu",
        "friday|fri",
        "saturday|sat",
        "sunday|sun",
        start=MONDAY,
    ),
    month_first=True,
    days=_counted("today", "tomorrow", "day after tomorrow|the day after tomorrow", start=0),
    today_parts=_meaning(morning="this morning", afternoon="this afternoon", evening="this evening|tonight"),
    parts=_meaning(morning="morning", afternoon="afternoon", evening="evening|night"),
    hour_parts=_meaning(morning="in the morning", afternoon="in the afternoon", evening="in the evening"),
    numbers=_counted(
        "a|an|one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", start=1
    ),
    day_units={"day": 1, "days": 1, "week": 7, "weeks": 7},
    idioms={},
    before_date=("on", "the", "on the"),
    before_weekday=("on", "this"),
    before_month=("of",),
    before_hour=("at",),
    ordinals=("st", "nd", "rd", "th"),
    next_before=("next",),
    next_after=(),
    within=("in",),
    noon=("noon", "midday"),
    midnight=("midnight",),
    until=("until", "till", "through"),
    times=("time", "times"),
    week_starts=(MONDAY, SUNDAY),
    twelve_hours=True,
)


def _comparable(words: Words) -> Words:
    """Return `words` in the form in which they are compared with what was typed."""
    return Words(**{field.name: _folded(getattr(words, field.name)) for field in fields(words)})


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return canonical(value)
    if isinstance(value, tuple):
        return tuple(_folded(item) for item in value)
    if isinstance(value, Mapping):
        return {_folded(key): item for key, item in value.items()}
    return value


LANGUAGES: Mapping[str, Words] = {"fr": _comparable(_FRENCH), "en": _comparable(_ENGLISH)}
