"""What organisers type for the start of an event, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import parse_start
from bot.domain.mistakes import Mistake
from bot.i18n.catalogue import Catalogues
from tests.work import counted

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=BRUSSELS)
LANGUAGES = Catalogues.load()


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=BRUSSELS)


def start(text: str, now: datetime = MONDAY, zone: ZoneInfo = BRUSSELS) -> str:
    return parse_start(text, now=now, zone=zone).strftime("%Y-%m-%d %H:%M")


def refusal(text: str, now: datetime = MONDAY) -> Mistake:
    with pytest.raises(Mistake) as caught:
        parse_start(text, now=now, zone=BRUSSELS)
    return caught.value


def params(mistake: Mistake) -> dict[str, str]:
    return {
        name: value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value
        for name, value in mistake.params.items()
        if name != "text"
    }


UNDERSTOOD_ON_A_MONDAY_NOON = {
    # French
    "4 décembre 18h30": "2026-12-04 18:30",
    "le 4 décembre 2026 à 9h": "2026-12-04 09:00",
    "vendredi 4 décembre à 18 h 30": "2026-12-04 18:30",
    "le vendredi 4 déc. à 18 heures": "2026-12-04 18:00",
    "VENDREDI 4 DECEMBRE 18H30": "2026-12-04 18:30",
    "4 de\u0301cembre 18h30": "2026-12-04 18:30",
    "18h30 le 4 décembre": "2026-12-04 18:30",
    "9h 30 novembre": "2026-11-30 09:00",
    "4 décembre prochain à 18h": "2026-12-04 18:00",
    "1er décembre 9h": "2026-12-01 09:00",
    "1ᵉʳ décembre 9h": "2026-12-01 09:00",
    "4\u202fdécembre 18\u00a0h\u00a030": "2026-12-04 18:30",
    "« 4 décembre 18h30 ».": "2026-12-04 18:30",
    "demain 18h": "2026-11-24 18:00",
    "demain à 18": "2026-11-24 18:00",
    "demain midi": "2026-11-24 12:00",
    "demain 0h": "2026-11-24 00:00",
    "demain soir 7h": "2026-11-24 19:00",
    "demain matin 9h": "2026-11-24 09:00",
    "7h du soir demain": "2026-11-24 19:00",
    "demain soir à 7h du soir": "2026-11-24 19:00",
    "après-demain à 9h30": "2026-11-25 09:30",
    "apres demain 9h30": "2026-11-25 09:30",
    "aujourd'hui 17h": "2026-11-23 17:00",
    "aujourd’hui 17h": "2026-11-23 17:00",
    "ce soir 19h": "2026-11-23 19:00",
    "ce soir minuit": "2026-11-24 00:00",
    "demain soir minuit": "2026-11-25 00:00",
    "cet après-midi à 3h": "2026-11-23 15:00",
    "mardi 18h": "2026-11-24 18:00",
    "mar. 18h": "2026-11-24 18:00",
    "lundi 18h": "2026-11-23 18:00",
    "lundi 11h": "2026-11-30 11:00",
    "lundi prochain à 18h": "2026-11-30 18:00",
    "dans 3 jours à 18h": "2026-11-26 18:00",
    "dans une semaine à 18h": "2026-11-30 18:00",
    "dans 2 h": "2026-11-23 14:00",
    "dans 1h30": "2026-11-23 13:30",
    "dans 1 jour et 2 heures": "2026-11-24 14:00",
    # Figures: the day first, whatever the language
    "4/12/2026 14:00": "2026-12-04 14:00",
    "4/12 14:00": "2026-12-04 14:00",
    "4/12/27 14h": "2027-12-04 14:00",
    "4.12.2026 14h": "2026-12-04 14:00",
    "04-12-2026 14h": "2026-12-04 14:00",
    "2026-12-04 18:30": "2026-12-04 18:30",
    "2026-12-04T18:30": "2026-12-04 18:30",
    "Friday 4/12/2026 at 2pm": "2026-12-04 14:00",
    # English
    "4 December 6:30pm": "2026-12-04 18:30",
    "December 4 at 18:30": "2026-12-04 18:30",
    "Friday 4 Dec 2026 6 pm": "2026-12-04 18:00",
    "Friday, December 4, 2026 at 6:30\u202fPM": "2026-12-04 18:30",
    "Friday the 4th of December at 6.30 p.m.": "2026-12-04 18:30",
    "4 Mar 2027 6pm": "2027-03-04 18:00",
    "tomorrow at 06:30": "2026-11-24 06:30",
    "tomorrow at 7 in the evening": "2026-11-24 19:00",
    "tomorrow 12pm": "2026-11-24 12:00",
    "tomorrow 12:30am": "2026-11-24 00:30",
    "the day after tomorrow at noon": "2026-11-25 12:00",
    "tonight at 7": "2026-11-23 19:00",
    "this Friday 6pm": "2026-11-27 18:00",
    "next Monday 6pm": "2026-11-30 18:00",
    "in 3 days at 18:00": "2026-11-26 18:00",
    "in 8 days at 18:00": "2026-12-01 18:00",
    "in a week at 6pm": "2026-11-30 18:00",
    "in half an hour": "2026-11-23 12:30",
    "demain at 6pm": "2026-11-24 18:00",
    # Discord's own markup
    "<t:1796410800>": "2026-12-04 20:00",
    " <t:1796410800:F> ": "2026-12-04 20:00",
}


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD_ON_A_MONDAY_NOON.items())
def test_a_phrase_is_understood(text: str, expected: str) -> None:
    assert start(text) == expected


UNDERSTOOD_AT_ANOTHER_TIME = [
    ("2026-12-31 22:00", "demain 9h", "2027-01-01 09:00"),
    ("2026-12-31 22:00", "3 janvier 9h", "2027-01-03 09:00"),
    ("2026-12-31 22:00", "vendredi 18h", "2027-01-01 18:00"),
    ("2027-03-01 12:00", "29 février 18h", "2028-02-29 18:00"),
    ("2028-02-28 12:00", "demain 18h", "2028-02-29 18:00"),
    ("2028-02-28 12:00", "29 Feb 6pm", "2028-02-29 18:00"),
    ("2027-03-27 12:00", "dans 24 h", "2027-03-28 13:00"),  # a day of 23 hours
    ("2027-03-27 12:00", "dans 1 jour à 12h", "2027-03-28 12:00"),
    ("2027-10-30 12:00", "in 24 h", "2027-10-31 11:00"),  # a day of 25 hours
    ("2026-11-22 12:00", "mardi prochain 18h", "2026-11-24 18:00"),  # a Sunday
    ("2026-11-24 12:00", "mardi prochain 18h", "2026-12-01 18:00"),  # a Tuesday
    ("2026-11-24 12:00", "next Tuesday 6pm", "2026-12-01 18:00"),
    ("2026-11-28 12:00", "next Tuesday 6pm", "2026-12-01 18:00"),  # a Saturday
]


@pytest.mark.parametrize(("now", "text", "expected"), UNDERSTOOD_AT_ANOTHER_TIME)
def test_a_phrase_is_understood_from_where_one_stands(now: str, text: str, expected: str) -> None:
    assert start(text, local(now)) == expected


REFUSED_ON_A_MONDAY_NOON = [
    (
        "31 février 18h",
        "dates-no-such-day",
        {"suggestion": "2027-02-28 18:00", "day": 31, "month": 2, "year": 2027},
    ),
    (
        "31 avril",
        "dates-no-such-day",
        {"suggestion": "2027-04-30 18:30", "day": 31, "month": 4, "year": 2027},
    ),
    (
        "29/02/2027 9h",
        "dates-no-such-day",
        {"suggestion": "2027-02-28 09:00", "day": 29, "month": 2, "year": 2027},
    ),
    (
        "29 février 9h",
        "dates-no-such-day",
        {"suggestion": "2027-02-28 09:00", "day": 29, "month": 2, "year": 2027},
    ),
    ("0/12 9h", "dates-no-such-day", {"suggestion": "2026-12-01 09:00", "day": 0, "month": 12, "year": 2026}),
    ("12/25/2026 18h", "dates-month-first", {"suggestion": "2026-12-25 18:00"}),
    ("45/67 18h", "dates-unknown", {}),
    ("demain 25h", "dates-no-such-hour", {}),
    ("demain 24:00", "dates-no-such-hour", {}),
    ("demain 18h75", "dates-no-such-hour", {}),
    ("tomorrow 13pm", "dates-no-such-hour", {}),
    ("18h30", "dates-day-missing", {"suggestion": "2026-11-23 18:30"}),
    ("midi", "dates-day-missing", {"suggestion": "2026-11-24 12:00"}),
    ("mardi", "dates-hour-missing", {"suggestion": "2026-11-24 18:30"}),
    ("1er décembre", "dates-hour-missing", {"suggestion": "2026-12-01 18:30"}),
    ("demain matin", "dates-hour-missing", {"suggestion": "2026-11-24 09:00"}),
    ("4 December 2030", "dates-hour-missing", {"suggestion": "2030-12-04 18:30"}),  # the year, or 20:30?
    ("20 novembre 18h", "dates-year-missing", {"suggestion": "2027-11-20 18:00"}),
    ("vendredi 20 novembre 18h", "dates-past", {"understood": "2026-11-20 18:00"}),
    ("23 novembre 9h", "dates-past", {"understood": "2026-11-23 09:00"}),
    ("aujourd'hui 12h", "dates-past", {"understood": "2026-11-23 12:00"}),
    ("ce matin 9h", "dates-past", {"understood": "2026-11-23 09:00"}),
    ("4/12/2020 9h", "dates-past", {"understood": "2020-12-04 09:00"}),
    ("4/12/2020", "dates-past", {"understood": "2020-12-04 18:30"}),
    ("lundi 4/12/2020 9h", "dates-past", {"understood": "2020-12-04 09:00"}),
    ("<t:0>", "dates-past", {"understood": "1970-01-01 01:00"}),
    ("4/12/2036 9h", "dates-too-far", {"limit": "2031-11-22 12:00"}),
    ("dans 999999 semaines à 9h", "dates-too-far", {"limit": "2031-11-22 12:00"}),
    ("dans 99999999999999 h", "dates-too-far", {"limit": "2031-11-22 12:00"}),
    ("<t:99999999999999999999>", "dates-too-far", {"limit": "2031-11-22 12:00"}),
    (
        "lundi 4 décembre 18h",
        "dates-weekday-differs",
        {"understood": "2026-12-04 18:00", "suggestion": "2026-12-07 18:00"},
    ),
    (
        "dimanche 24 novembre 18h",
        "dates-weekday-differs",
        {"understood": "2026-11-24 18:00", "suggestion": "2026-11-29 18:00"},
    ),
    ("ce soir 14h", "dates-part-differs", {"suggestion": "2026-11-23 19:00"}),
    ("demain soir 07:00", "dates-part-differs", {"suggestion": "2026-11-24 19:00"}),
    ("tomorrow evening 7am", "dates-part-differs", {"suggestion": "2026-11-24 19:00"}),
    ("tomorrow at 9", "dates-ambiguous-hour", {"first": "2026-11-24 09:00", "second": "2026-11-24 21:00"}),
    ("demain à 9", "dates-ambiguous-hour", {"first": "2026-11-24 09:00", "second": "2026-11-24 21:00"}),
    ("tomorrow at 12", "dates-ambiguous-hour", {"first": "2026-11-24 12:00", "second": "2026-11-25 00:00"}),
    ("tomorrow at 6:30", "dates-ambiguous-hour", {"first": "2026-11-24 06:30", "second": "2026-11-24 18:30"}),
    ("Monday at 9", "dates-ambiguous-hour", {"first": "2026-11-23 21:00", "second": "2026-11-30 09:00"}),
    (
        "mardi prochain à 18h",
        "dates-two-readings",
        {"first": "2026-11-24 18:00", "second": "2026-12-01 18:00"},
    ),
    ("next Tuesday 6pm", "dates-two-readings", {"first": "2026-11-24 18:00", "second": "2026-12-01 18:00"}),
    ("dans 8 jours à 18h", "dates-two-readings", {"first": "2026-11-30 18:00", "second": "2026-12-01 18:00"}),
    (
        "dans quinze jours à 9h",
        "dates-two-readings",
        {"first": "2026-12-07 09:00", "second": "2026-12-08 09:00"},
    ),
    ("demain minuit", "dates-two-readings", {"first": "2026-11-24 00:00", "second": "2026-11-25 00:00"}),
    ("4 December 12am", "dates-two-readings", {"first": "2026-12-04 00:00", "second": "2026-12-05 00:00"}),
    ("28 mars 2027 2h30", "dates-skipped-hour", {"suggestion": "2027-03-28 03:30"}),
]


@pytest.mark.parametrize(("text", "code", "expected"), REFUSED_ON_A_MONDAY_NOON)
def test_what_is_wrong_is_refused_by_name(text: str, code: str, expected: dict[str, str]) -> None:
    mistake = refusal(text)
    assert (mistake.code, params(mistake)) == (code, expected)
    assert mistake.params["text"] == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "💥",
            "@everyone",
            "bientôt",
            "18h-20h demain",
            "demain 18h à 20h",
            "le mardi 18h",
            "mardi 18",
        ),
        *(
            "mar 4 18:00",
            "4-12 18h",
            "26-12-04 18h",
            "décembre 4 18h",
            "4 décembre 18",
            "demain 18h UTC",
            "demain soir 7h du matin",
            "9h 18 mar",
        ),
        *("4² décembre 18h", "٤ décembre 18h", "４ décembre 18h", "4 décembre 5 décembre 18h", "1 8h demain"),
        *("<t:12", "<t:1796410800> ou demain", "4 décembre -2026 18h", "\x00", "\ud800", "4/12/2026/1 18h"),
    ],
)
def test_what_does_not_read_whole_is_not_guessed(text: str) -> None:
    assert refusal(text).code == "dates-unknown"


def test_next_weekday_in_english_must_suit_those_whose_week_begins_on_sunday() -> None:
    sunday = local("2026-11-22 12:00")
    assert params(refusal("next Tuesday 6pm", sunday)) == {
        "first": "2026-11-24 18:00",
        "second": "2026-12-01 18:00",
    }


def test_a_repeated_hour_is_the_first_of_the_two() -> None:
    first = parse_start("31 octobre 2027 2h30", now=MONDAY, zone=BRUSSELS)
    assert first.astimezone(UTC) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_between_the_two_passes_of_an_hour_the_first_is_past() -> None:
    between = datetime(2027, 10, 31, 0, 45, tzinfo=UTC)
    assert refusal("aujourd'hui 2h30", between).code == "dates-past"
    assert start("aujourd'hui 3h", between) == "2027-10-31 03:00"


def test_an_hour_that_the_wall_clock_will_not_show_again_is_past() -> None:
    second_pass = datetime(2027, 10, 31, 1, 45, tzinfo=UTC)  # 02:45 for the second time
    assert refusal("aujourd'hui 2h50", second_pass).code == "dates-past"


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # already Tuesday in Brussels, still Monday in Montreal
    assert start("demain 18h", late) == "2026-11-25 18:00"
    assert start("demain 18h", late, ZoneInfo("America/Toronto")) == "2026-11-24 18:00"


def test_only_the_languages_asked_for_are_read() -> None:
    def read(text: str, *languages: str) -> datetime:
        return parse_start(text, now=MONDAY, zone=BRUSSELS, languages=languages)

    assert read("Mar 4 2027 6pm", "en") == local("2027-03-04 18:00")
    assert read("2026-12-04 18:30", "nl") == local("2026-12-04 18:30")
    for text, language in (("demain 18h", "en"), ("tomorrow 6pm", "fr"), ("demain 18h", "nl")):
        with pytest.raises(Mistake, match="dates-unknown"):
            read(text, language)


def test_a_naive_now_is_a_bug_not_a_mistake() -> None:
    with pytest.raises(ValueError, match="aware"):
        parse_start("demain 18h", now=MONDAY.replace(tzinfo=None), zone=BRUSSELS)


def test_no_phrase_is_longer_than_a_line() -> None:
    assert start("demain" + " " * 100 + "18h") == "2026-11-24 18:00"
    assert refusal("demain" + " " * 120 + "18h").code == "dates-unknown"


def test_a_long_text_is_refused_with_little_work_and_quoted_short() -> None:
    refusal("4/" * 59)  # what is read and kept at the first date is not counted
    for text in (
        "demain " * 600,
        "1 " * 2000,
        "4/" * 59,
        "a " * 60,
        " " * 4000 + "x",
        "9" * 4000,
        "de " * 40,
    ):
        with counted() as work:
            mistake = refusal(text)
        assert work.calls < 5_000
        assert mistake.code == "dates-unknown"
        assert len(mistake.params["text"]) <= 80


@pytest.mark.parametrize(("text", "code", "expected"), REFUSED_ON_A_MONDAY_NOON)
def test_every_refusal_is_told_in_both_languages(text: str, code: str, expected: dict[str, str]) -> None:
    mistake = refusal(text)
    for locale in ("fr", "en"):
        language = LANGUAGES.language(locale)
        told = language(code, **mistake.params)
        assert text in told
        for name in expected.keys() - {"day", "month", "year"}:
            assert language.moment(mistake.params[name]) in told


def test_the_examples_of_the_catalogues_are_read() -> None:
    for text in ("4 décembre 18h30", "mardi 18h", "04/12/2026 14:00", "demain 18h30"):
        assert start(text)
    for text in ("4 December 18:30", "Tuesday 6pm", "04/12/2026 14:00", "tomorrow 18:30"):
        assert start(text)
