"""What holds for any text, any now and any zone: a start is read back as it was meant, or refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import FARTHEST, parse_start
from bot.domain.mistakes import Mistake
from bot.i18n.catalogue import Catalogues

LANGUAGES = Catalogues.load()
FR = list(get_month_names("wide", locale="fr").values())
EN = list(get_month_names("wide", locale="en").values())

# Each way of writing one instant. French and English names come from the catalogues, so what the bot shows is read.
FORMS = {
    "fr in full": lambda at: LANGUAGES.language("fr").moment(at),
    "en in full": lambda at: LANGUAGES.language("en").moment(at),
    "fr with year": lambda at: f"{at.day} {FR[at.month - 1]} {at.year} à {at.hour}h{at.minute:02}",
    "fr spaced": lambda at: f"le {at.day} {FR[at.month - 1]} {at.year} {at.hour} h {at.minute:02}",
    "fr hour first": lambda at: f"à {at.hour}h{at.minute:02} le {at.day} {FR[at.month - 1]} {at.year}",
    "slashes": lambda at: f"{at.day}/{at.month}/{at.year} {at:%H:%M}",
    "hyphens": lambda at: f"{at:%d-%m-%Y} {at.hour}h{at.minute:02}",
    "dots": lambda at: f"{at:%d.%m.%Y %H:%M}",
    "iso": lambda at: f"{at:%Y-%m-%d %H:%M}",
    "en day first": lambda at: f"{at.day} {EN[at.month - 1]} {at.year} at {at:%H:%M}",
    "en month first": lambda at: (
        f"{EN[at.month - 1]} {at.day}, {at.year}, {at.hour % 12 or 12}:{at:%M}{half(at)}"
    ),
    "en hour first": lambda at: (
        f"{at.hour % 12 or 12}:{at:%M} {half(at)} on {at.day} {EN[at.month - 1]} {at.year}"
    ),
    "markup": lambda at: f"<t:{int(at.timestamp())}:F>",
}


def half(at: datetime) -> str:
    return "am" if at.hour < 12 else "pm"


minutes = st.integers(0, 5 * 365 * 24 * 60 - 1).map(lambda minutes: timedelta(minutes=minutes + 1))
nows = st.integers(0, 16 * 365 * 24 * 60).map(
    lambda at: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=at)
)
zones = st.sampled_from(
    [
        ZoneInfo("Europe/Brussels"),
        ZoneInfo("UTC"),
        ZoneInfo("America/Toronto"),
        ZoneInfo("Australia/Lord_Howe"),
    ]
)


@pytest.mark.parametrize("form", FORMS)
@given(now=nows, ahead=minutes, zone=zones)
def test_every_way_of_writing_a_future_instant_reads_back(
    form: str, now: datetime, ahead: timedelta, zone: ZoneInfo
) -> None:
    at = (now + ahead).astimezone(zone)
    first = at.replace(fold=0)
    if form == "markup":
        first = at  # an instant has no second pass
    try:
        read = parse_start(FORMS[form](at), now=now, zone=zone)
    except Mistake as mistake:
        midnight = "12:00" in FORMS[form](at) and (at.hour, at.minute) == (0, 0)
        assert mistake.code == "dates-two-readings" if midnight else first.astimezone(UTC) <= now
    else:
        assert read.astimezone(UTC) == first.astimezone(UTC)


@given(now=nows, days=st.integers(0, 330), clock=st.times(), zone=zones)
def test_without_a_year_it_is_the_next_such_date(
    now: datetime, days: int, clock: time, zone: ZoneInfo
) -> None:
    day = now.astimezone(zone).date() + timedelta(days=days)
    at = datetime(day.year, day.month, day.day, clock.hour, clock.minute, tzinfo=zone)
    real = at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at.replace(tzinfo=None)
    for text in (
        f"{at.day} {FR[at.month - 1]} {at.hour}h{at.minute:02}",
        f"{EN[at.month - 1]} {at.day} at {at:%H:%M}",
        f"{at.day}/{at.month} {at:%H:%M}",
    ):
        if at.astimezone(UTC) > now and real:
            assert parse_start(text, now=now, zone=zone).astimezone(UTC) == at.astimezone(UTC)
        else:
            with pytest.raises(Mistake):
                parse_start(text, now=now, zone=zone)


WORDS = re.findall(
    r"\S+",
    "le on the demain tomorrow aujourd'hui ce soir tonight mardi Tuesday prochain next vendredi mar 4 décembre Dec "
    "29 février 31 1er 4th of 2026 2027 1999 / - . : , à at 18 h 30 9 am pm p.m. midi noon minuit midnight dans in "
    "3 8 jours days semaine week une a heure min du matin in the evening 12 0 24 25 🎉 <t:1796410800> ½ ４",
)
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))


@given(text=texts, now=nows, zone=zones)
def test_any_text_gives_a_start_to_come_or_a_mistake_that_can_be_told(
    text: str, now: datetime, zone: ZoneInfo
) -> None:
    try:
        read = parse_start(text, now=now, zone=zone)
    except Mistake as mistake:
        assert_can_be_told(mistake)
        for name in ("suggestion", "first", "second"):
            assert_can_be_typed(mistake.params.get(name), now, zone)
    else:
        assert read.astimezone(UTC) > now
        assert read.date() <= (now + FARTHEST).astimezone(zone).date()
        assert (read.second, read.microsecond, read.tzinfo) == (0, 0, zone)


def assert_can_be_told(mistake: Mistake) -> None:
    for locale in ("fr", "en"):
        language = LANGUAGES.language(locale)
        assert language.has(mistake.code)
        told = language(mistake.code, **mistake.params)
        assert mistake.params["text"] in told
        assert "{$" not in told.replace(mistake.params["text"], "")


def assert_can_be_typed(suggestion: datetime | None, now: datetime, zone: ZoneInfo) -> None:
    if suggestion is None:
        return
    for locale in ("fr", "en"):
        text = LANGUAGES.language(locale).moment(suggestion)
        assert parse_start(text, now=now, zone=zone).replace(tzinfo=None) == suggestion.replace(tzinfo=None)
