"""Who may ask whom, and what a card says at its longest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.introductions import (
    INTRODUCED_FOR,
    LIFETIME,
    MOST_OPEN,
    REASON_LONGEST,
    REASON_SHORTEST,
    SPARED_FOR,
    AskedByThem,
    NotRegistered,
    Person,
    Request,
    RequestState,
    RequestView,
    Standing,
    UnfitReason,
    check_person,
    check_standing,
    explain_late,
    fit_reason,
)
from bot.domain.mistakes import Mistake
from bot.domain.profiles import LANGUAGES, LONG_LIMIT, NAME_LIMIT, SHORT_LIMIT, Profile
from bot.i18n import Catalogues
from bot.ui import introductions as ui
from bot.ui.card import TEXT_LIMIT

NOW = datetime(2031, 1, 6, 8, tzinfo=UTC)
LEA, TOM = 1, 2
INSTANT = timedelta(microseconds=1)


def request(
    state: RequestState = RequestState.PENDING,
    *,
    requester: int = TOM,
    created: datetime = NOW,
    decided: datetime | None = None,
    thread: int | None = None,
) -> Request:
    return Request(
        id=5,
        community_id=100,
        requester_id=requester,
        target_id=LEA if requester == TOM else TOM,
        reason="Vos capteurs",
        state=state,
        created_at=created,
        expires_at=created + LIFETIME,
        decided_at=decided,
        thread_id=thread,
    )


def standing(*between: Request, open_sent: int = 0) -> Standing:
    return Standing(requester_registered=True, target_registered=True, between=between, open_sent=open_sent)


def code(standing: Standing, now: datetime = NOW) -> str | None:
    try:
        check_standing(standing, TOM, now)
    except Mistake as mistake:
        return mistake.code
    return None


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (Person(TOM), "introductions-oneself"),
        (Person(9, is_bot=True), "introductions-bot"),
        (Person(9, present=False), "introductions-absent"),
    ],
)
def test_some_cannot_be_met_at_all(person: Person, why: str):
    with pytest.raises(Mistake) as refused:
        check_person(TOM, person)
    assert refused.value.code == why


def test_both_must_take_part_and_the_asker_is_told_first():
    with pytest.raises(NotRegistered):
        check_standing(Standing(False, False, (), 0), TOM, NOW)
    assert code(Standing(True, False, (), 0)) == "introductions-not-registered"
    assert code(standing()) is None


def test_a_pending_request_stands_in_the_way_until_its_last_instant():
    mine = request()
    assert code(standing(mine), NOW + LIFETIME - INSTANT) == "introductions-asked-already"
    assert code(standing(mine), NOW + LIFETIME) is None
    with pytest.raises(AskedByThem) as theirs:
        check_standing(standing(request(requester=LEA)), TOM, NOW)
    assert theirs.value.request_id == 5


@pytest.mark.parametrize("requester", [LEA, TOM])
def test_who_was_introduced_is_not_again_for_ninety_days_whoever_asked(requester: int):
    met = request(RequestState.ACCEPTED, requester=requester, decided=NOW, thread=77)
    assert code(standing(met), NOW + INTRODUCED_FOR - INSTANT) == "introductions-introduced"
    assert code(standing(met), NOW + INTRODUCED_FOR) is None


def test_a_no_holds_back_whoever_asked_and_nobody_else():
    refused = request(RequestState.DECLINED, decided=NOW)
    assert code(standing(refused), NOW + SPARED_FOR - INSTANT) == "introductions-unavailable"
    assert code(standing(refused), NOW + SPARED_FOR) is None
    assert code(standing(request(RequestState.DECLINED, requester=LEA, decided=NOW))) is None


@pytest.mark.parametrize("state", [RequestState.EXPIRED, RequestState.CLOSED])
def test_silence_and_departures_hold_back_nobody(state: RequestState):
    assert code(standing(request(state, decided=NOW))) is None


def test_at_most_five_wait_at_a_time():
    assert code(standing(open_sent=MOST_OPEN - 1)) is None
    assert code(standing(open_sent=MOST_OPEN)) == "introductions-too-many"


@pytest.mark.parametrize("state", RequestState)
def test_a_late_answer_is_told_what_happened(state: RequestState):
    over = request(state, decided=None if state is RequestState.PENDING else NOW)
    expected = RequestState.EXPIRED if state is RequestState.PENDING else state
    assert explain_late(over, NOW + LIFETIME).code == f"introductions-late-{expected}"


@given(st.text(max_size=2 * REASON_LONGEST))
def test_a_reason_is_taken_within_its_bounds_or_refused(text: str):
    try:
        reason = fit_reason(text)
    except UnfitReason:
        return
    assert REASON_SHORTEST <= len(reason) <= REASON_LONGEST
    assert fit_reason(reason) == reason


def test_lines_stay_unless_they_are_many():
    assert fit_reason(" Bonjour,\n\n  parlons   capteurs ") == "Bonjour,\nparlons capteurs"
    assert "\n" not in fit_reason("une ligne\n" * 9)


def profile(user_id: int, sign: str) -> Profile:
    return Profile(
        community_id=100,
        user_id=user_id,
        name=(sign * NAME_LIMIT)[:NAME_LIMIT],
        company=(sign * SHORT_LIMIT)[:SHORT_LIMIT],
        role=(sign * SHORT_LIMIT)[:SHORT_LIMIT],
        offers=(sign * LONG_LIMIT)[:LONG_LIMIT],
        seeks=(sign * LONG_LIMIT)[:LONG_LIMIT],
        languages=LANGUAGES,
        partner_id=None,
        updated_at=NOW,
    )


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("reason", ["*" * REASON_LONGEST, "> a\n" * 125])
@pytest.mark.parametrize("sign", ["*", "WORD "])
def test_the_longest_texts_fit_every_card(locale: str, reason: str, sign: str):
    language = Catalogues.load().language(locale)
    made = Request(
        5, 100, 2**63 - 1, 2**63 - 2, reason, RequestState.PENDING, NOW, NOW + LIFETIME, None, 2**63 - 1
    )
    view = RequestView(made, profile(made.requester_id, sign), profile(made.target_id, sign))
    cards = [
        ui.asked(view, "Grappe" * 16, language),
        ui.opening(view, language),
        ui.answered(view, language),
        ui.outcome(view, language),
    ]
    for card in cards:
        assert card.view is not None
        assert card.view.content_length() <= TEXT_LIMIT
    title = ui.thread_title(view, language).content
    assert title is not None
    assert len(title) <= 100


def test_the_first_words_ping_both_and_nobody_else():
    view = RequestView(request(), profile(TOM, "a"), profile(LEA, "b"))
    message = ui.opening(view, Catalogues.load().language("fr"))
    allowed = message.mentions
    assert allowed.everyone is False
    assert isinstance(allowed.users, Sequence)
    assert {each.id for each in allowed.users} == {LEA, TOM}
