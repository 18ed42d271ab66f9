"""One language: its messages, and how it writes dates, durations, lists and numbers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from babel import Locale
from babel.dates import format_timedelta, get_day_names, get_month_names, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle

log = logging.getLogger(__name__)


class Language:
    """A language the bot speaks. Calling it gives a message of its catalogue, filled with values.

    Values are passed as they are: aware datetimes, dates, durations, lists and texts kept in several languages
    (`{"fr": …, "en": …}`) are written as this language writes them.
    """

    def __init__(self, locale: str, bundle: FluentBundle, fallback: FluentBundle) -> None:
        self.locale = locale
        self._bundle = bundle
        self._fallback = fallback
        # Which of a language's conventions: a list in British English has no comma before "and".
        self._babel = Locale.parse(self("language-conventions"))
        self._days = get_day_names("wide", locale=self._babel)
        self._months = get_month_names("wide", locale=self._babel)

    def __call__(self, message: str, /, **values: Any) -> str:
        """Give a message. A name that no catalogue has is a bug and raises LookupError."""
        name, _, attribute = message.partition(".")
        bundle = self._bundle if self._bundle.has_message(name) else self._fallback
        if not bundle.has_message(name):
            raise LookupError(message)
        entry = bundle.get_message(name)
        pattern = entry.attributes[attribute] if attribute else entry.value
        if pattern is None:
            raise LookupError(message)
        text, errors = bundle.format_pattern(
            pattern, {key: self._written(value) for key, value in values.items()}
        )
        if errors:
            log.error("message %s in %s: %s", message, self.locale, errors)
        return str(text)

    def has(self, message: str) -> bool:
        """Tell whether this language itself has the message, or the attribute after its dot."""
        name, _, attribute = message.partition(".")
        if not self._bundle.has_message(name):
            return False
        return not attribute or attribute in self._bundle.get_message(name).attributes

    def pick(self, texts: Mapping[str, str]) -> str:
        """Choose among texts kept in several languages: this one, English, or any."""
        return texts.get(self.locale) or texts.get("en") or next(iter(texts.values()), "")

    def name_of(self, locale: str) -> str:
        """Name a language as this one does within a sentence: « anglais »."""
        return str(Locale.parse(locale, sep="-").get_display_name(self._babel))

    def day(self, day: date) -> str:
        """Write a day in full: « mardi 1er décembre 2026 »."""
        return self(
            "format-day",
            weekday=self._days[day.weekday()],
            day=day.day,
            month=self._months[day.month],
            year=str(day.year),
        )

    def weekday(self, day: date) -> str:
        """Name the weekday of a day: « mardi »."""
        return str(self._days[day.weekday()])

    def time(self, moment: datetime) -> str:
        """Write the hour as the wall clock of the datetime's own zone shows it: « 18h30 »."""
        return self(
            "format-time",
            hour=str(moment.hour),
            hours=f"{moment.hour:02}",
            minute=moment.minute,
            minutes=f"{moment.minute:02}",
        )

    def moment(self, instant: datetime, zone: tzinfo | None = None) -> str:
        """Write day and hour in full, in `zone` or else the datetime's own: « mardi 1er décembre 2026 à 18h30 »."""
        local = instant.astimezone(zone) if zone is not None else instant
        return self("format-moment", day=self.day(local.date()), time=self.time(local))

    def zone(self, zone: tzinfo, at: datetime) -> str:
        """Name a time zone as people do, by its city: « heure de Bruxelles »; by its offset where it has none."""
        key = str(zone)
        known = self._babel.time_zones.get(key, {}).get("city")
        city = known or (key.rpartition("/")[2].replace("_", " ") if "/" in key else None)
        if city is None:
            return get_timezone_name(at.astimezone(zone), width="long", locale=self._babel)
        return self("format-zone", city=city, vowel="yes" if city[0] in "AEÉÈIOUYH" else "no")

    def duration(self, length: timedelta) -> str:
        """Write a length of time in days, hours and minutes: « 2 h 30 »."""
        minutes = max(0, round(length.total_seconds() / 60))
        days, rest = divmod(minutes, 24 * 60)
        hours, rest = divmod(rest, 60)
        parts = [
            self(f"format-{unit}", count=count)
            for unit, count in (("days", days), ("hours", hours), ("minutes", rest))
            if count
        ]
        return " ".join(parts) or self("format-minutes", count=0)

    def from_now(self, instant: datetime, now: datetime) -> str:
        """Write how far away an instant is: « dans 2 heures », « il y a 3 jours »."""
        return format_timedelta(instant - now, add_direction=True, locale=self._babel)

    def listing(self, items: Iterable[str]) -> str:
        """Write a list within a sentence: « a, b et c »."""
        return format_list(list(items), locale=self._babel)

    def number(self, value: float) -> str:
        """Write a number: « 1 234 »."""
        return format_decimal(value, locale=self._babel)

    def _written(self, value: Any) -> Any:
        match value:
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case timedelta():
                return self.duration(value)
            case Mapping():
                return self.pick(value)
            case list() | tuple() | set() | frozenset():
                return self.listing(str(self._written(item)) for item in value)
            case _:
                return value
