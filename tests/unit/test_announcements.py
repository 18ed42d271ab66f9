"""Announcements by rule: what can be sent, what became of each copy, and that cards fit what Discord takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import announcements as rules
from bot.domain.announcements import (
    Addressee,
    Announcement,
    AnnouncementState,
    Cause,
    Draft,
    Outcome,
    Plan,
    Planned,
    Planning,
    Reach,
    Recall,
    Repeat,
    Replaced,
    TypedPlan,
)
from bot.domain.communities import Community
from bot.domain.effects import Delivery, Kind, Priority, State
from bot.domain.groups import Group
from bot.domain.recurrence import Every, Recurrence
from bot.i18n import Catalogues
from bot.ui.announcements import drafts as ui
from bot.ui.announcements.journal import journal
from bot.ui.announcements.mentions import mention_choice, mention_confirmation
from bot.ui.announcements.names import choice_name
from bot.ui.announcements.planning import plan_confirmation, planned
from bot.ui.announcements.reports import delivery_report, progress, recall_confirmation
from bot.ui.message import Message

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
CATALOGUES = Catalogues.load()
COMPONENTS, TEXT = 40, 4000
WIDE = Reach(120, 12_345)
TYPED = TypedPlan("30 décembre 9h", Repeat.MONTH_DAY, "99 fois", NOON)


def announcement(title: str = "Titre", body: str = "Texte", **changes: Any) -> Announcement:
    values: dict[str, Any] = {
        "id": 5,
        "community_id": 100,
        "author_id": 7,
        "confirmed_by": 7,
        "recalled_by": None,
        "edited_by": None,
        "title": title,
        "body": body,
        "state": AnnouncementState.SENDING,
        "round": 1,
        "revision": 0,
        "created_at": NOON,
        "changed_at": NOON,
        "confirmed_at": NOON,
        "finished_at": None,
        "recalled_at": None,
        "edited_at": None,
    }
    return Announcement(**{**values, **changes})


def group(number: int) -> Group:
    names = {"fr": f"Groupe {number} " + "é" * 80}
    return Group(number, 100, f"g{number}", names, {}, 0, None, number, 9_000 + number, None)


def to(groups: Sequence[Group]) -> list[Addressee]:
    return [rules.addressee_of(one) for one in groups]


def copy(target: Group, state: State, error: str | None = None) -> Delivery:
    effect = rules.copy_for(announcement(), rules.group_target(target.id), NOON)
    return Delivery(
        id=target.id,
        community_id=100,
        dedup_key=effect.dedup_key,
        subject=effect.subject,
        kind=Kind.MESSAGE_POST,
        lane=effect.lane,
        priority=Priority.BULK,
        due_at=NOON,
        next_at=NOON,
        expires_at=effect.expires_at,
        state=state,
        attempt=1,
        lease_until=None,
        uncertain_since=None,
        cancel_requested=False,
        insisted=False,
        nonce="n",
        payload=effect.payload,
        channel_id=9_000 + target.id,
        message_id=123456789012345678 if state is State.SENT else None,
        last_error=error,
        created_at=NOON,
        settled_at=None,
    )


states = st.lists(st.sampled_from(State), min_size=1, max_size=60)


@given(st.text(max_size=130), st.text(max_size=3600))
def test_what_has_no_flaw_has_a_title_and_a_text_within_the_limits(title: str, body: str):
    whole = bool(title.strip()) and bool(body.strip())
    fits = len(title) <= rules.TITLE_LIMIT and len(body) <= rules.BODY_LIMIT
    content = rules.Content("fr", rules.Words(title, body))
    assert (rules.flaw(content) is None) is (whole and fits)


@given(states)
def test_a_report_tells_every_group_once_and_what_needs_a_hand_first(reached: list[State]):
    groups = [group(number) for number in range(len(reached))]
    copies = [copy(target, state) for target, state in zip(groups, reached, strict=True)]
    report = rules.report(announcement(), to(groups), copies)
    assert report.counts.total == len(groups)
    assert {result.addressee.target for result in report.results} == {one.target for one in to(groups)}
    outcomes = [list(Outcome).index(result.outcome) for result in report.results]
    assert outcomes == sorted(outcomes)
    assert report.counts.waiting == sum(not state.final for state in reached)
    assert all((result.cause is None) is (result.outcome is not Outcome.FAILED) for result in report.results)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("403 50013: Missing Permissions", Cause.PERMISSION),
        ("403 50001: Missing Access", Cause.PERMISSION),
        ("404 10003: Unknown Channel", Cause.CHANNEL_GONE),
        ("400 50035: Invalid Form Body", Cause.REFUSED),
        ("fault: ValueError: 50013", Cause.REFUSED),
        (None, Cause.REFUSED),
    ],
)
def test_discords_refusal_is_read_for_what_one_can_do(error: str | None, cause: Cause):
    assert rules.cause_of(error) is cause


def test_an_archived_groups_copy_is_not_worth_a_retry():
    report = rules.report(announcement(), to([group(1)]), [copy(group(1), State.CANCELLED)])
    assert report.results[0].cause is Cause.GROUP_GONE
    assert not report.results[0].retryable


def test_a_copys_subject_alone_names_its_announcement():
    assert rules.announcement_of(rules.subject_of(5)) == 5
    assert rules.announcement_of(rules.report_of(announcement(), NOON)[0].subject) is None


def test_the_report_is_posted_once_and_edited_after_each_further_round():
    (first,) = rules.report_of(announcement(), NOON)
    posted, second = rules.report_of(announcement(round=2), NOON)
    _, third = rules.report_of(announcement(round=3), NOON)
    assert posted == first
    assert (first.kind, second.kind) == (Kind.MESSAGE_POST, Kind.MESSAGE_EDIT)
    assert second.payload["message_of"] == first.dedup_key
    assert len({first.dedup_key, second.dedup_key, third.dedup_key}) == 3


def test_a_drafts_version_changes_with_it():
    later = announcement(changed_at=NOON + timedelta(microseconds=1))
    assert announcement().version != later.version


def removal(of: Delivery, state: State) -> Delivery:
    effect = rules.removal_of(of, NOON)
    return replace(of, id=of.id + 500, dedup_key=effect.dedup_key, kind=effect.kind, state=state)


@pytest.mark.parametrize(
    ("stood", "removed", "outcome"),
    [
        (State.SENT, None, Outcome.WAITING),
        (State.SENT, State.PENDING, Outcome.WAITING),
        (State.SENT, State.SENT, Outcome.REMOVED),
        (State.SENT, State.FAILED, Outcome.FAILED),
        (State.CLAIMED, None, Outcome.WAITING),
        (State.CANCELLED, None, Outcome.UNSENT),
        (State.FAILED, None, Outcome.UNSENT),
        (State.UNCERTAIN, None, Outcome.UNCERTAIN),
    ],
)
def test_a_recall_is_told_copy_by_copy(stood: State, removed: State | None, outcome: Outcome):
    sent = copy(group(1), stood)
    rows = [sent] if removed is None else [sent, removal(sent, removed)]
    report = rules.report(announcement(state=AnnouncementState.RECALLED), to([group(1)]), rows)
    assert [result.outcome for result in report.results] == [outcome]


def test_a_copy_stopped_after_an_attempt_without_an_answer_may_stand_there():
    stopped = replace(copy(group(1), State.CANCELLED), uncertain_since=NOON, cancel_requested=True)
    report = rules.report(announcement(state=AnnouncementState.RECALLED), to([group(1)]), [stopped])
    assert report.results[0].outcome is Outcome.UNCERTAIN


def fits(message: Message) -> bool:
    """Tell whether Discord takes it: its number of components, all its text, and no custom id twice."""
    view = message.view
    assert view is not None
    items = list(view.walk_children())
    length = sum(len(getattr(item, "content", "")) for item in items)
    ids = [item.custom_id for item in items if isinstance(item, (discord.ui.Button, discord.ui.Select))]
    return len(items) <= COMPONENTS and length <= TEXT and len(ids) == len(set(ids))


def words_of(message: Message) -> str:
    assert message.view is not None
    return "\n".join(getattr(item, "content", "") for item in message.view.walk_children())


@pytest.mark.parametrize("locale", CATALOGUES.locales)
@given(count=st.integers(0, 120), chosen=st.integers(0, 120))
def test_any_preview_and_confirmation_fits(locale: str, count: int, chosen: int):
    language = CATALOGUES.language(locale)
    groups = [group(number) for number in range(count)]
    longest = announcement("*" * rules.TITLE_LIMIT, "é" * rules.BODY_LIMIT)
    offered = [Addressee(rules.channel_target(100), 8_000), *to(groups)]
    mentionable = rules.mentions([(replace(one, role_id=1), 999) for one in groups], offered)
    mention = mentionable[0] if mentionable else None
    draft = Draft(
        longest, locale, offered, offered[:chosen], WIDE, None, mentionable=mentionable, mention=mention
    )
    assert fits(ui.preview(draft, language, CATALOGUES))
    assert fits(ui.confirmation(draft, language))
    overtaking = replace(longest, revision=1, edited_by=7, edited_at=NOON, link="https://a.be/" + "a" * 499)
    rule = Recurrence(date(2026, 12, 30), time(9), "Europe/Brussels", Every.MONTH_DAY, times=99)
    replaced = Replaced(overtaking, offered, mentionable[-1].group if mentionable else None, rule, [])
    replacing = replace(draft, replaced=replace(replaced, coming=rule.from_number(3, 3)))
    assert fits(ui.preview(replacing, language, CATALOGUES))
    assert replacing.replaced is not None
    for approval in (True, False):
        asked = ui.revision_confirmation(replacing, replacing.replaced, language, approval=approval)
        assert fits(asked)
    plan = Plan(rule, 3, 7, NOON)
    assert fits(plan_confirmation(Planning(draft, TYPED, rule, None), language))
    waiting = Planned(replace(draft, announcement=replace(longest, state=AnnouncementState.PLANNED)), plan)
    shown = planned(waiting, language, CATALOGUES)
    assert fits(shown)
    assert mention is None or "🔔" in words_of(shown), "whom it notifies is never what lacks room"
    assert fits(mention_choice(draft, language))
    if mention is not None:
        assert fits(mention_confirmation(draft, mention, language))


@given(chosen=st.sets(st.integers(0, 9)), channel=st.booleans(), wanted=st.integers(0, 9))
def test_a_mention_stands_in_one_copy_at_most_and_where_its_role_reads_it(
    chosen: set[int], channel: bool, wanted: int
):
    groups = [replace(group(number), role_id=500 + number) for number in range(10)]
    addressees = to([groups[number] for number in sorted(chosen)])
    if channel:
        addressees.insert(0, Addressee(rules.channel_target(100)))
    offered = {one.group.id: one for one in rules.mentions([(one, 3) for one in groups], addressees)}
    assert (wanted in offered) is (channel or wanted in chosen)
    mention = offered.get(wanted)
    effects = rules.copies_of(announcement(), addressees, mention, NOON)
    carrying = [effect for effect in effects if "mention" in effect.payload["about"]]
    assert len(carrying) == (mention is not None)
    for effect in carrying:
        own = f"announcement:5:group:{wanted}"
        assert effect.dedup_key == (own if wanted in chosen else "announcement:5:channel:100")
        assert effect.payload["about"]["mention"] == wanted


@pytest.mark.parametrize("locale", CATALOGUES.locales)
@given(reached=states, page=st.integers(0, 8))
def test_any_report_fits(locale: str, reached: list[State], page: int):
    groups = [group(number) for number in range(len(reached))]
    copies = [copy(target, state) for target, state in zip(groups, reached, strict=True)]
    report = rules.report(announcement("*" * 100), to(groups), copies)
    language = CATALOGUES.language(locale)
    assert fits(delivery_report(report, language, page))
    assert fits(progress(report, language, NOON))
    assert fits(recall_confirmation(Recall(report, WIDE), language))
    back = announcement("*" * 100, state=AnnouncementState.RECALLED, recalled_by=7, recalled_at=NOON)
    assert fits(delivery_report(rules.report(back, to(groups), copies), language, page))


@pytest.mark.parametrize("locale", CATALOGUES.locales)
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("published", [None, State.SENT, State.FAILED, State.PENDING])
def test_a_report_of_linked_communities_and_direct_messages_fits(
    locale: str, state: State, published: State | None
):
    sending, rows = announcement("*" * 100), []
    addressees = [Addressee(rules.members_target(100), people=3)]
    for number in range(12):
        other = Community(200 + number, "*" * 100, "fr", "UTC", None, NOON)
        addressees.insert(0, Addressee(rules.linked_target(other.id), 9_000, community=other))
        effect = rules.copy_for(sending, rules.linked_target(other.id), NOON)
        sent = copy(group(number), state, "403 50013: Missing Permissions")
        rows.append(replace(sent, dedup_key=effect.dedup_key, community_id=other.id))
        if published is not None:
            key = rules.publication_key(effect.dedup_key)
            rows.append(replace(sent, dedup_key=key, kind=Kind.MESSAGE_PUBLISH, state=published))
    for number, each in enumerate(State):
        direct = rules.direct_copy_for(sending, 300 + number, NOON)
        rows.append(
            replace(
                copy(group(1), each), dedup_key=direct.dedup_key, kind=direct.kind, payload=direct.payload
            )
        )
    report = rules.report(sending, addressees, rows)
    assert report.counts.total == 13
    language = CATALOGUES.language(locale)
    for page in (0, 1):
        assert fits(delivery_report(report, language, page))
    assert fits(progress(report, language, NOON))


@given(reached=st.lists(st.sampled_from(State), max_size=40))
def test_direct_messages_are_each_counted_once(reached: list[State]):
    sending, rows = announcement(), []
    for number, state in enumerate(reached):
        effect = rules.direct_copy_for(sending, 300 + number, NOON)
        row = copy(group(number), state)
        rows.append(replace(row, dedup_key=effect.dedup_key, kind=effect.kind, payload=effect.payload))
    report = rules.report(sending, [Addressee(rules.members_target(100))], rows)
    direct = report.direct
    assert direct is not None
    assert sum(asdict(direct).values()) == len(reached)
    assert direct.delivered == reached.count(State.SENT)
    assert (report.counts.waiting == 1) is any(not state.final for state in reached)


@given(count=st.integers(0, 99))
def test_the_menus_offer_every_group_once(count: int):
    groups = [group(number) for number in range(count)]
    draft = Draft(announcement(), "fr", to(groups), [], Reach(), None)
    offered = [one for number in range(ui.MENUS) for one in ui.menu_groups(draft, number)]
    assert offered == groups


def test_a_name_in_a_menu_stays_within_discords_limit():
    language = CATALOGUES.language("fr")
    for title in ("", "x", "x" * 4000):
        assert 0 < len(choice_name(announcement(title), language)) <= 100


@pytest.mark.parametrize("locale", CATALOGUES.locales)
def test_any_journal_fits_with_what_was_changed(locale: str):
    content = announcement("*" * rules.TITLE_LIMIT).content
    groups = [Addressee(rules.group_target(number), group=group(number)) for number in range(60)]
    changes = rules.changes_between(
        replace(content, link="https://a.be/" + "_" * 499),
        replace(content, link="https://b.be/" + "_" * 499, picture_id=3),
        targets=(groups, groups[:30]),
        mention=(group(1), group(2)),
    )
    entries = [
        rules.Entry(number, 5, rules.Act.EDITED, 10**18, NOON, None, content, changes) for number in range(10)
    ]
    found = rules.Journal(announcement("*" * rules.TITLE_LIMIT), entries, 0, 30)
    assert fits(journal(found, CATALOGUES.language(locale)))


@given(
    st.sets(st.integers(0, 9)),
    st.sets(st.integers(0, 9)),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 1, 2]),
)
def test_what_changed_is_told_and_what_did_not_is_not(
    before: set[int], after: set[int], was: int | None, now: int | None
):
    content = announcement().content
    found = rules.changes_between(
        replace(content, picture_id=was),
        replace(content, picture_id=now),
        targets=(to([group(each) for each in before]), to([group(each) for each in after])),
    )
    assert (found.picture is None) is (was == now)
    assert (found.targets is None) is (before == after)
    assert found.link is None
    assert bool(found) is (was != now or before != after)
