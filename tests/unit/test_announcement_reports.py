"""Reports of announcements by rule: where nothing can be sent any more, and what is told together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import announcements as rules
from bot.domain.announcements import Addressee, Direct, Outcome
from bot.domain.communities import Community
from bot.domain.effects import State
from bot.ui.announcements.reports import delivery_report
from bot.ui.message import Message
from tests.unit.test_announcements import CATALOGUES, NOON, announcement, copy, group, removal


@pytest.mark.parametrize("locale", CATALOGUES.locales)
def test_a_copy_given_up_after_an_attempt_without_an_answer_may_stand_where_nothing_is_sent_any_more(
    locale: str,
):
    other = Community(200, "Autre", "fr", "UTC", None, NOON)
    target = rules.linked_target(other.id)
    unlinked = Addressee(target, 9_000, community=other, unlinked=True)
    archived = rules.addressee_of(replace(group(1), archived_at=NOON))
    given_up = replace(copy(group(1), State.CANCELLED), uncertain_since=NOON)
    rows = [given_up, replace(given_up, dedup_key=rules.copy_key(announcement(), target))]
    report = rules.report(announcement(), [unlinked, archived], rows)
    assert [(one.outcome, one.resendable) for one in report.results] == [(Outcome.UNCERTAIN, False)] * 2
    language = CATALOGUES.language(locale)
    shown = said(delivery_report(report, language))
    assert language("announcements-uncertain-gone") in shown
    assert language("announcements-uncertain-gone.linked") in shown
    assert language("announcements-resend") not in shown


@pytest.mark.parametrize(
    ("removed", "outcome"),
    [
        (State.PENDING, Outcome.WAITING),
        (State.SENT, Outcome.REMOVED),
        (State.FAILED, Outcome.DELIVERED),
        (State.EXPIRED, Outcome.DELIVERED),
    ],
)
def test_a_copy_that_could_not_be_removed_stands(removed: State, outcome: Outcome):
    sent = copy(group(1), State.SENT)
    rows = [sent, removal(sent, removed)]
    (result,) = rules.report(announcement(), [rules.addressee_of(group(1))], rows).results
    assert (result.outcome, result.cause) == (outcome, None)


def said(message: Message) -> str:
    """Give what a card says, its buttons included."""
    assert message.view is not None
    items = list(message.view.walk_children())
    return "\n".join(getattr(item, "content", None) or getattr(item, "label", None) or "" for item in items)


def test_direct_messages_of_which_some_stand_are_not_told_as_removed():
    assert Direct(delivered=5, closed=1, removed=1, unsent=1).outcome is Outcome.DELIVERED
    assert Direct(delivered=5, failed=1).outcome is Outcome.FAILED
    assert Direct(removed=1, unsent=1).outcome is Outcome.REMOVED
