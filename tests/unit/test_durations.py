"""What people type for the length of an event, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import LONGEST, parse_duration
from bot.domain.mistakes import Mistake
from bot.i18n.catalogue import Catalogues

LANGUAGES = Catalogues.load()
WORDS = [
    "2",
    "2,5",
    "1.25",
    "30",
    "une",
    "an",
    "h",
    "heures",
    "min",
    "jour",
    "days",
    "week",
    "et",
    "demie",
    ",",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            ("2h", 120),
            ("1h30", 90),
            ("90 min", 90),
            ("1 h 30", 90),
            ("1h30min", 90),
            ("1:30", 90),
            ("45m", 45),
        ),
        *(("2 heures", 120), ("2,5 h", 150), ("2.5 h", 150), ("0,25 h", 15), ("une heure et demie", 90)),
        *(
            ("une demi-heure", 30),
            ("half an hour", 30),
            ("an hour and a half", 90),
            ("1 hour 15 minutes", 75),
        ),
        *(("un jour", 1440), ("1 day", 1440), ("1 jour et demi", 2160), ("2 jours, 3 h et 15 min", 3075)),
        *(("1 semaine", 10080), ("14 jours", 20160), ("2 weeks", 20160), ("2\u202fHEURES.", 120)),
    ],
)
def test_a_duration_is_understood(text: str, expected: int) -> None:
    assert parse_duration(text) == timedelta(minutes=expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "durations-unknown")
            for text in ("", "h", "90", "0h", "0 min", "-2h", "1h75", "2 h 2 h", "30 min 1 h")
        ),
        *(
            (text, "durations-unknown")
            for text in ("1,01 h", "1,000 min", "2 h environ", "٢ h", "2h " * 2000, "🎉")
        ),
        *(
            (text, "durations-too-long")
            for text in ("15 jours", "3 weeks", "337 h", "14 jours 1 min", "9" * 99 + " h")
        ),
    ],
)
def test_a_wrong_duration_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(Mistake) as caught:
        parse_duration(text)
    assert caught.value.code == code
    assert_can_be_told(caught.value)


@given(st.integers(1, LONGEST // timedelta(minutes=1)).map(lambda minutes: timedelta(minutes=minutes)))
def test_a_duration_that_the_bot_writes_is_read_back(length: timedelta) -> None:
    for locale in ("fr", "en"):
        assert parse_duration(LANGUAGES.language(locale).duration(length)) == length


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_any_text_gives_a_duration_within_bounds_or_a_mistake(text: str) -> None:
    try:
        assert timedelta(0) < parse_duration(text) <= LONGEST
    except Mistake as mistake:
        assert_can_be_told(mistake)


def assert_can_be_told(mistake: Mistake) -> None:
    for locale in ("fr", "en"):
        language = LANGUAGES.language(locale)
        assert language.has(mistake.code)
        told = language(mistake.code, **mistake.params)
        assert mistake.params["text"] in told
        if "longest" in mistake.params:
            assert language.duration(LONGEST) in told
