"""The request for approval fits a message, however long what it shows is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from discord.ui import TextDisplay

from bot.domain.announcements import (
    Approval,
    ApprovalState,
    ApprovalView,
    Mention,
    Reach,
    Words,
    addressee_of,
)
from bot.domain.groups import Group
from bot.domain.recurrence import Every, Recurrence
from bot.i18n import Catalogues
from bot.ui.announcements.approvals import decided, decision, request
from bot.ui.message import Message
from tests.unit.test_announcements import announcement

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
CATALOGUES = Catalogues.load()
PEOPLE = 2**62
COMPONENTS, TEXT = 40, 4000


def group(number: int) -> Group:
    return Group(number, 100, f"g{number}", {"fr": "#" * 100}, {}, 0, None, number, 9, 7)


def approval(**changes) -> Approval:
    values = {
        "id": 1,
        "community_id": 100,
        "announcement_id": 5,
        "edit_id": None,
        "planned": True,
        "revision": 0,
        "asked_by": PEOPLE,
        "asked_at": NOON,
        "expires_at": NOON,
        "state": ApprovalState.OPEN,
        "decided_by": PEOPLE,
        "decided_at": NOON,
        "reason": "r" * 500,
    }
    return Approval(**{**values, **changes})


def view(*, long: bool) -> ApprovalView:
    words = Words("*" * 100, "b" * 3500, "a" * 300) if long else Words("Titre", "Texte")
    found = announcement(words.title, words.body, locale="fr")
    content = found.content.with_words(found.locale, words)
    others = content.with_words("en", Words("*" * 100, "b" * 3500)) if long else content
    addressees = [addressee_of(group(number)) for number in range(25)]
    rule = Recurrence(date(2026, 12, 4), time(9), "Europe/Brussels", Every.MONTH_WEEKDAY)
    mention = Mention(group(1), addressees[1], 2000)
    return ApprovalView(approval(), found, others, None, addressees, Reach(25, 2000), mention, rule)


def texts(message: Message) -> list[str]:
    assert message.view is not None
    children = list(message.view.walk_children())
    assert len(children) <= COMPONENTS
    found = [item.content for item in children if isinstance(item, TextDisplay)]
    assert sum(map(len, found)) <= TEXT
    return found


@pytest.mark.parametrize("locale", CATALOGUES.locales)
@pytest.mark.parametrize("viewer", [None, PEOPLE, 3])
def test_the_longest_request_fits_and_says_who_asked(locale: str, viewer: int | None):
    shown = texts(request(view(long=True), CATALOGUES.language(locale), CATALOGUES, viewer_id=viewer))
    assert f"<@{PEOPLE}>" in shown[0]


def test_a_short_one_says_when_whom_and_whom_it_notifies():
    (head, *_) = texts(request(view(long=False), CATALOGUES.language("fr"), CATALOGUES))
    for part in ("🗓️", "🔁", "⏭️", "🔔", "-# "):
        assert part in head


@pytest.mark.parametrize("locale", CATALOGUES.locales)
@pytest.mark.parametrize("state", [one for one in ApprovalState if one is not ApprovalState.OPEN])
@pytest.mark.parametrize("edit_id", [None, 3])
def test_what_came_of_it_is_said_in_every_language(locale: str, state: ApprovalState, edit_id: int | None):
    found, language = approval(state=state, edit_id=edit_id), CATALOGUES.language(locale)
    long = announcement("*" * 100, "b" * 3500, locale="fr")
    assert texts(decided(found, long, language))
    if state not in (ApprovalState.TAKEN_BACK, ApprovalState.RECALLED):
        told = decision(found, long, language)
        assert texts(told)
        notified: object = told.mentions.to_dict()
        assert notified == {"parse": [], "users": [PEOPLE], "roles": []}
