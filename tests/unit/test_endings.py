"""Until when something is repeated, as organisers type it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import Ending, parse_ending
from bot.domain.mistakes import Mistake
from bot.i18n.catalogue import Catalogues

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=BRUSSELS)
LANGUAGES = Catalogues.load()


def ending(text: str) -> Ending:
    return parse_ending(text, now=MONDAY, zone=BRUSSELS)


def refused(text: str) -> Mistake:
    with pytest.raises(Mistake) as caught:
        ending(text)
    return caught.value


@pytest.mark.parametrize("text", ["", "   ", "."])
def test_nothing_typed_is_without_end(text: str):
    assert ending(text) == Ending()


@pytest.mark.parametrize(
    ("text", "times"),
    [("10 fois", 10), ("dix fois", 10), ("10x", 10), ("3 times", 3), ("Three times.", 3), ("1 fois", 1)],
)
def test_so_many_times(text: str, times: int):
    assert ending(text) == Ending(times=times)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("30 juin 2027", date(2027, 6, 30)),
        ("jusqu’au 30 juin", date(2027, 6, 30)),
        ("jusqu'au mercredi 30 juin 2027", date(2027, 6, 30)),
        ("Jusqu'à mardi", date(2026, 11, 24)),
        ("30/06/2027", date(2027, 6, 30)),
        ("until 30 June 2027", date(2027, 6, 30)),
        ("till June 30", date(2027, 6, 30)),
        ("30 juin 2027 18h", date(2027, 6, 30)),
        ("aujourd'hui", date(2026, 11, 23)),
    ],
)
def test_a_last_day(text: str, until: date):
    assert ending(text) == Ending(until=until)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("toujours", "endings-unknown"),
        ("10", "endings-unknown"),
        ("18h", "endings-unknown"),
        ("jusqu'au", "endings-unknown"),
        ("0 fois", "endings-too-many"),
        ("501 fois", "endings-too-many"),
        ("20/11/2026", "dates-past"),
        ("31 février", "dates-no-such-day"),
        ("06/30/2027", "dates-month-first"),
        ("30 juin 2050", "dates-too-far"),
        ("x" * 500, "endings-unknown"),
    ],
)
def test_what_is_no_ending_is_refused_with_what_to_write(text: str, code: str):
    mistake = refused(text)
    assert mistake.code == code
    for locale in LANGUAGES.locales:
        assert LANGUAGES.language(locale)(mistake.code, **mistake.params)


@given(st.text(max_size=140))
def test_any_text_is_read_or_refused(text: str):
    try:
        found = parse_ending(text, now=MONDAY, zone=BRUSSELS)
    except Mistake:
        return
    assert found.until is None or found.until >= MONDAY.date()
    assert found.until is None or found.times is None
