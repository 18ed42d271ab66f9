"""Cards of events stay within what Discord takes and a phone shows, whatever was typed and however many come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.communities import Partner, PartnerKind
from bot.domain.events import (
    Answer,
    Audience,
    Details,
    Draft,
    DraftState,
    Event,
    EventOverview,
    EventState,
    Purpose,
    Typed,
)
from bot.domain.groups import Group
from bot.i18n import Catalogues
from bot.ui.events import cards, drafts, news
from bot.ui.message import Message

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
LANGUAGES = Catalogues.load()
FULL = Details(
    title="*" * 100,
    description="@everyone <@&123456789012345678>\n" + "d" * 900,
    starts_at=NOW + timedelta(days=3),
    ends_at=NOW + timedelta(days=3, hours=2),
    timezone="Europe/Brussels",
    place="_" * 100,
    link="https://e.eu/" + "x" * 287,
    partner_id=1,
    audience=Audience.OPEN,
    group_ids=tuple(range(1, 26)),
)
GROUPS = [
    Group(number, 100, f"g{number}", {"fr": "*" * 100}, {"fr": ""}, 0x112233, None, number, 2**60, None)
    for number in range(1, 26)
]
PARTNERS = [Partner(1, 100, "p", "*" * 100, {"fr": "s" * 200}, PartnerKind.CLUSTER)]
PEOPLE = [2**60 + number for number in range(300)]


def overview(details: Details = FULL, state: EventState = EventState.PUBLISHED) -> EventOverview:
    event = Event(1, 100, details, state, 1, 1, 7, NOW, cancel_reason="r" * 300, cancelled_by=7)
    counts = {Answer.GOING: 300, Answer.MAYBE: 20, Answer.DECLINED: 5}
    return EventOverview(event, GROUPS, PARTNERS[0], counts, PEOPLE[:10])


def check_fits(message: Message) -> str:
    """Check a message against Discord's limits; give its text."""
    assert message.view is not None
    assert message.view.total_children_count <= 40
    assert message.view.content_length() <= 4000
    return "\n".join(str(getattr(item, "content", "")) for item in message.view.walk_children())


@pytest.mark.parametrize("tag", LANGUAGES.locales)
def test_the_fullest_event_fits_everywhere_it_is_shown(tag: str):
    language = LANGUAGES.language(tag)
    draft = Draft(9, 100, 7, Purpose.EDIT, DraftState.OPEN, 1, 1, Typed(), NOW)
    before = overview(replace(FULL, title="#" * 100, place="~" * 100, starts_at=NOW + timedelta(days=2)))
    for message in (
        cards.event_card(overview(), language, NOW),
        cards.event_card(overview(), language, NOW, own=Answer.GOING, whole=True),
        cards.event_card(overview(state=EventState.CANCELLED), language, NOW),
        news.reminder(overview(), PEOPLE, language),
        news.moved(overview(), NOW, PEOPLE, language),
        news.cancelled(overview(), PEOPLE, language),
        drafts.preview(
            draft,
            overview(),
            before,
            groups=GROUPS,
            partners=PARTNERS * 40,
            reach=9,
            language=language,
            now=NOW,
        ),
        drafts.published(overview(), 9, [], 2**60, language),
    ):
        check_fits(message)


def test_a_card_is_as_long_as_a_phone_shows():
    details = replace(FULL, title="Rencontre", description="Un.\n\nDeux.", place="Namur", link=None)
    shown = check_fits(cards.event_card(overview(details), LANGUAGES.language("fr"), NOW))
    assert len([line for line in shown.splitlines() if line.strip()]) <= 12


def test_nobody_is_pinged_by_a_card_and_only_those_named_by_a_reminder():
    language = LANGUAGES.language("fr")
    for message in (cards.event_card(overview(), language, NOW), news.reminder(overview(), [], language)):
        assert message.mentions.to_dict()["parse"] == []
        assert not message.mentions.to_dict().get("users")
    reminded = news.reminder(overview(), PEOPLE, language)
    assert [int(user) for user in reminded.mentions.to_dict()["users"]] == PEOPLE[:80]
    assert reminded.mentions.to_dict()["parse"] == []
    assert "toutes les autres personnes" in check_fits(reminded)


def test_what_people_typed_mentions_nobody_even_to_the_eye():
    text = check_fits(cards.event_card(overview(), LANGUAGES.language("fr"), NOW, whole=True))
    assert "@everyone" not in text
    assert "<@&123456789012345678>" not in text


def test_a_cancelled_or_past_event_has_no_buttons():
    for shown, now in ((overview(state=EventState.CANCELLED), NOW), (overview(), NOW + timedelta(days=9))):
        view = cards.event_card(shown, LANGUAGES.language("fr"), now).view
        assert view is not None
        assert [item for item in view.walk_children() if getattr(item, "custom_id", None)] == []
