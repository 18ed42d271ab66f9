"""Languages: dates, lists and durations by ear, and values written inside messages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogues

CATALOGUES = Catalogues.load()
FRENCH = CATALOGUES.language("fr")
ENGLISH = CATALOGUES.language("en-GB")
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("instant", "french", "english"),
    [
        (
            datetime(2026, 12, 1, 17, 30, tzinfo=UTC),
            "mardi 1er décembre 2026 à 18h30",
            "Tuesday 1 December 2026 at 18:30",
        ),
        (
            datetime(2026, 7, 2, 7, 0, tzinfo=UTC),
            "jeudi 2 juillet 2026 à 9h",
            "Thursday 2 July 2026 at 09:00",
        ),
        (
            datetime(2026, 12, 31, 23, 5, tzinfo=UTC),
            "vendredi 1er janvier 2027 à 0h05",
            "Friday 1 January 2027 at 00:05",
        ),
    ],
)
def test_a_moment_is_written_in_full_in_its_zone(instant, french, english):
    assert FRENCH.moment(instant, BRUSSELS) == french
    assert ENGLISH.moment(instant, BRUSSELS) == english


def test_lists_are_joined_as_each_language_does():
    assert FRENCH.listing(["Web", "sécurité", "transmédia"]) == "Web, sécurité et transmédia"
    assert ENGLISH.listing(["Web", "security", "transmedia"]) == "Web, security and transmedia"


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(minutes=90), "1 h 30 min"),
        (timedelta(days=1), "1 jour"),
        (timedelta(days=2, hours=3), "2 jours 3 h"),
        (timedelta(), "0 min"),
    ],
)
def test_durations(length, written):
    assert FRENCH.duration(length) == written


def test_values_inside_messages_are_written_by_the_language():
    names = [{"fr": "sécurité", "en": "security"}, {"fr": "Web"}]
    assert "sécurité et Web" in FRENCH("groups-unknown", text="x", groups=names)
    assert "security and Web" in ENGLISH("groups-unknown", text="x", groups=names)
    assert "mardi 1er décembre 2026" in FRENCH("groups-left", group=date(2026, 12, 1))


def test_a_message_that_does_not_exist_is_a_bug():
    with pytest.raises(LookupError):
        FRENCH("no-such-message")


@pytest.mark.parametrize(
    ("tags", "locale"),
    [
        (("fr",), "fr"),
        (("en-US",), "en"),
        (("nl", "fr"), "fr"),
        (("nl", None, "en-GB"), "en"),
        (("nl", None), "en"),
        ((), "en"),
    ],
)
def test_the_first_tag_that_has_a_catalogue_decides(tags, locale):
    assert CATALOGUES.language(*tags).locale == locale


@pytest.mark.parametrize(
    ("zone", "french", "english"),
    [
        ("Europe/Brussels", "heure de Bruxelles", "Brussels time"),
        ("Europe/Athens", "heure d’Athènes", "Athens time"),
        ("America/New_York", "heure de New York", "New York time"),
    ],
)
def test_a_zone_is_named_by_its_city(zone, french, english):
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert FRENCH.zone(ZoneInfo(zone), at) == french
    assert ENGLISH.zone(ZoneInfo(zone), at) == english


def test_how_far_away_an_instant_is():
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert FRENCH.from_now(now + timedelta(hours=1), now) == "dans 1 heure"
    assert ENGLISH.from_now(now - timedelta(days=3), now) == "3 days ago"
