"""The forms of calendar days and of hours, as patterns over canonical text (see `typed.canonical`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TypeVar

from bot.domain.dates.words import Words

_Meaning = TypeVar("_Meaning")

_DAY = "(?P<day>[0-9]{1,2})"
_MONTH = "(?P<month>[0-9]{1,2})"
_YEAR = "(?P<year>[12][0-9]{3})"
_SHORT_YEAR = "(?P<year>[12][0-9]{3}|[0-9]{2})"
_HOUR = "(?P<hour>[0-9]{1,2})"
_MINUTE = "(?P<minute>[0-9]{2})"


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`; of none when there is none."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else "(?!)"


def listed(words: Iterable[Iterable[str]]) -> list[str]:
    """Return the words of every language, each once."""
    return list(dict.fromkeys(word for some in words for word in some))


def merged(words: Iterable[Mapping[str, _Meaning]]) -> dict[str, _Meaning]:
    """Return the words of every language with their meaning."""
    return {word: meaning for some in words for word, meaning in some.items()}


def calendar_forms(languages: Sequence[Words]) -> Iterator[str]:
    """Yield the forms of a day of a month. The day comes before the month, except after the name of the month."""
    weekdays = merged(words.weekdays for words in languages)
    article = rf"(?:{one_of(listed(words.before_date for words in languages))} )?"
    start = rf"{article}(?:(?P<weekday>{one_of(weekdays)}) )?{article}"  # "le vendredi 4", "Friday the 4th"
    nth = rf"{_DAY}(?: {one_of(listed(words.ordinals for words in languages))})?"

    month = rf"(?P<month>{one_of(merged(words.months for words in languages))})"
    of = rf"(?:{one_of(listed(words.before_month for words in languages))} )?"
    coming = one_of(listed(words.next_after for words in languages))
    yield rf"{start}{nth} {of}{month}(?: {_YEAR}| {coming})?"

    # "mar" is Tuesday to one reader and March to the other: it can't open a date.
    opening = listed(words.months for words in languages if words.month_first)
    month = rf"(?P<month>{one_of(name for name in opening if name not in weekdays)})"
    yield rf"{start}{month} {article}{nth}(?: {_YEAR})?"

    yield rf"{start}{_DAY} / {_MONTH} / {_SHORT_YEAR}"
    yield rf"{start}{_DAY} \. {_MONTH} \. {_SHORT_YEAR}"
    yield rf"{start}{_DAY} - {_MONTH} - {_YEAR}"  # "26-12-04" begins with the year for some
    # "4-12" could be a span of hours and "4.12" an hour: without a year, only the slash says a date.
    yield rf"{start}{_DAY} / {_MONTH}"
    yield rf"{start}{_YEAR} - {_MONTH} - {_DAY}"
    yield rf"{start}{_YEAR} / {_MONTH} / {_DAY}"


def clock_forms(languages: Sequence[Words]) -> Iterator[str]:
    """Yield the forms of an hour. The groups `bare`, `colon`, `half_day`, `noon` and `midnight` tell them apart."""
    said = listed(words.before_hour for words in languages)
    before = rf"(?:{one_of([*said, '@', 't'])} )?"  # "t" parts day and hour in ISO 8601
    yield rf"{before}{_HOUR} (?:h|heures?)(?: {_MINUTE})?"
    yield rf"{before}{_HOUR} (?P<colon>:) {_MINUTE}"
    yield rf"{before}{_HOUR}(?: [:.] {_MINUTE})? (?P<half_day>am|pm|a m|p m)"
    yield rf"{one_of([*said, '@'])} (?P<bare>){_HOUR}(?: o ' clock)?"
    yield rf"{before}(?P<noon>{one_of(listed(words.noon for words in languages))})"
    yield rf"{before}(?P<midnight>{one_of(listed(words.midnight for words in languages))})"


def twelve_hour_words(languages: Sequence[Words]) -> frozenset[str]:
    """Return the words that only a language with a twelve-hour clock has."""
    twelve = {token for words in languages if words.twelve_hours for token in _tokens(words)}
    other = {token for words in languages if not words.twelve_hours for token in _tokens(words)}
    return frozenset(twelve - other)


def _tokens(words: Words) -> Iterator[str]:
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, Mapping | tuple):
            yield from (token for word in value if isinstance(word, str) for token in word.split())
