"""An event as an entry of Discord's list: within its limits whatever was typed, and never without the way to answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Audience, Details
from bot.i18n import Catalogues
from bot.ui.events.scheduled import DESCRIPTION_LIMIT, PLACE_LIMIT, entry

START = datetime(2026, 12, 4, 17, 30, tzinfo=UTC)
CARD = f"https://discord.com/channels/{2**64 - 1}/{2**64 - 1}/{2**64 - 1}"
CATALOGUES = Catalogues.load()


def units(text: str) -> int:
    """Count as Discord does: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def words(limit: int) -> st.SearchStrategy[str]:
    letters = st.sampled_from(["a", "é", "🎉", "\n", "x" * 40, "🌐" * 20])
    texts = st.lists(letters, max_size=limit).map("".join)
    return texts.filter(lambda text: units(text) <= limit)


def details(**changes: object) -> Details:
    values: dict[str, object] = {
        "title": "Rencontre",
        "description": "",
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        "timezone": "Europe/Brussels",
        "place": None,
        "link": None,
        "partner_id": None,
        "audience": Audience.OPEN,
        "group_ids": (),
        **changes,
    }
    return Details(**values)  # type: ignore[arg-type]


@given(
    description=words(1000),
    place=st.none() | st.integers(1, 100).map(lambda n: "p" * n),
    link=st.none() | st.integers(1, 280).map(lambda n: "https://x.be/" + "l" * n),
    card=st.none() | st.just(CARD),
    locale=st.sampled_from(["fr", "en"]),
)
def test_whatever_was_typed_fits_and_says_where_to_answer(
    description: str, place: str | None, link: str | None, card: str | None, locale: str
):
    language = CATALOGUES.language(locale)
    shown = entry(details(description=description, place=place, link=link), language, card)
    assert 1 <= units(shown.place) <= PLACE_LIMIT
    assert 1 <= units(shown.description) <= DESCRIPTION_LIMIT
    assert {"fr": "Pour vous inscrire", "en": "To sign up"}[locale] in shown.description
    assert card is None or shown.description.endswith(card)
    # Nothing of where it is gets lost: what does not fit the place stands in the text.
    assert link is None or link in shown.place or link in shown.description
    assert place is None or place in shown.place
    if units(description) <= 400:
        assert shown.description.startswith(description)


@pytest.mark.parametrize(
    ("place", "link", "shown"),
    [
        ("Namur", None, "Namur"),
        ("Namur", "https://kikk.be", "Namur · https://kikk.be"),
        (None, "https://kikk.be", "https://kikk.be"),
        (None, "https://kikk.be/" + "x" * 100, "en ligne"),
        ("Namur", "https://kikk.be/" + "x" * 100, "Namur"),
        (None, None, "lieu à préciser"),
    ],
)
def test_the_place_is_said_in_what_fits(place: str | None, link: str | None, shown: str):
    assert entry(details(place=place, link=link), CATALOGUES.language("fr"), None).place == shown
