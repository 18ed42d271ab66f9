"""Announcements in the database: who is faster, when one ends, what is left of a person."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain import announcements as rules
from bot.domain.announcements import Announcement, AnnouncementState, Content, Outcome, Words
from bot.domain.communities import GroupSeed
from bot.domain.effects import Kind, State
from bot.domain.groups import Group
from bot.storage.database import Database
from tests.storage.conftest import NOON

ANNE, BORIS = 7, 8
LEASE = timedelta(seconds=60)


@pytest.fixture
async def groups(database: Database, community_id: int) -> list[Group]:
    seeds = [GroupSeed(key, {"fr": key.title()}, {"fr": ""}, 0) for key in ("web", "data")]
    async with database.write() as unit:
        await unit.groups.add(community_id, seeds)
        return list(await unit.groups.active(community_id))


@pytest.fixture
async def draft(database: Database, community_id: int, groups: list[Group]) -> Announcement:
    async with database.write() as unit:
        added = await unit.announcements.add(community_id, ANNE, said("Titre", "Texte"), NOON)
        await unit.announcement_targets.choose(added.id, [rules.group_target(group.id) for group in groups])
    return added


def said(title: str, body: str) -> Content:
    return Content("fr", Words(title, body))


async def send(database: Database, draft: Announcement) -> Announcement:
    async with database.write() as unit:
        begun = await unit.announcements.begin(draft.id, BORIS, NOON)
        assert begun is not None
        addressees = await unit.announcement_targets.chosen(draft.id)
        await unit.deliveries.record(
            *(rules.copy_for(begun, one.target, NOON) for one in addressees), now=NOON
        )
    return begun


async def settle(database: Database, *states: State) -> None:
    async with database.write() as unit:
        claimed = await unit.deliveries.claim(NOON, lease=LEASE, limit=len(states))
        for row, state in zip(claimed, states, strict=True):
            error = "403 50013: Missing Permissions" if state is State.FAILED else None
            refused = state is State.FAILED
            await unit.deliveries.settle(row, state, NOON, error=error, definite=refused)


async def end(database: Database, announcement: Announcement) -> Announcement | None:
    async with database.write() as unit:
        return await unit.announcements.end(announcement.id, NOON)


async def test_a_draft_is_found_in_its_own_community_alone(database: Database, draft: Announcement):
    async with database.read() as unit:
        assert await unit.announcements.get(draft.community_id, draft.id) == draft
        assert await unit.announcements.get(draft.community_id + 1, draft.id) is None


async def test_a_text_far_too_long_is_kept_as_it_was_typed(database: Database, community_id: int):
    async with database.write() as unit:
        added = await unit.announcements.add(community_id, ANNE, said("é" * 300, "ß" * 4000), NOON)
    assert (added.title, added.body) == ("é" * 300, "ß" * 4000)


async def test_choosing_replaces_what_was_chosen(
    database: Database, draft: Announcement, groups: list[Group]
):
    async with database.write() as unit:
        await unit.announcement_targets.choose(draft.id, [rules.group_target(groups[1].id)])
        assert await unit.announcement_targets.chosen(draft.id) == [rules.addressee_of(groups[1])]
        await unit.announcement_targets.choose(draft.id, [])
        assert await unit.announcement_targets.chosen(draft.id) == []


async def test_of_two_who_confirm_at_once_one_succeeds(database: Database, draft: Announcement):
    async def confirm(user_id: int) -> Announcement | None:
        async with database.write() as unit:
            return await unit.announcements.begin(draft.id, user_id, NOON)

    outcomes = await asyncio.gather(confirm(ANNE), confirm(BORIS))
    assert sum(outcome is not None for outcome in outcomes) == 1


async def test_what_is_being_sent_is_neither_rewritten_nor_discarded(database: Database, draft: Announcement):
    await send(database, draft)
    async with database.write() as unit:
        assert await unit.announcements.rewrite(draft.id, said("Autre", "Autre"), NOON) is None
        assert await unit.announcements.touch(draft.id, NOON) is None
        assert await unit.announcements.discard(draft.id) is False
        assert len(await unit.announcement_targets.chosen(draft.id)) == 2


async def test_it_ends_once_when_its_last_copy_is_settled(database: Database, draft: Announcement):
    sending = await send(database, draft)
    assert await end(database, sending) is None
    await settle(database, State.SENT)
    assert await end(database, sending) is None
    await settle(database, State.SENT)
    ended = await end(database, sending)
    assert ended is not None
    assert ended.state is AnnouncementState.FINISHED
    assert await end(database, sending) is None


async def test_two_copies_that_settle_at_the_same_instant_end_it_once(
    database: Database, draft: Announcement
):
    sending = await send(database, draft)
    async with database.write() as unit:
        claimed = await unit.deliveries.claim(NOON, lease=LEASE, limit=2)

    async def settled(number: int) -> Announcement | None:
        async with database.write() as unit:
            await unit.deliveries.settle(claimed[number], State.SENT, NOON)
            return await unit.announcements.end(sending.id, NOON)

    outcomes = await asyncio.gather(settled(0), settled(1))
    assert [outcome is not None for outcome in outcomes].count(True) == 1


async def test_of_two_who_recall_at_once_one_succeeds(database: Database, draft: Announcement):
    async def recall(user_id: int) -> Announcement | None:
        async with database.write() as unit:
            return await unit.announcements.recall(draft.id, user_id, NOON)

    assert await recall(ANNE) is None, "a draft is discarded, not recalled"
    await send(database, draft)
    outcomes = await asyncio.gather(recall(ANNE), recall(BORIS))
    (recalled,) = [outcome for outcome in outcomes if outcome is not None]
    assert recalled.state is AnnouncementState.RECALLING
    assert recalled.round == 2


async def test_failed_copies_alone_are_tried_again(database: Database, draft: Announcement):
    sending = await send(database, draft)
    await settle(database, State.SENT, State.FAILED)
    await end(database, sending)
    database.recorded.clear()
    later = NOON + timedelta(hours=3)
    async with database.write() as unit:
        again = await unit.announcements.begin_again(sending.id, later)
        opened = await unit.deliveries.retry(
            rules.subject_of(sending.id),
            later,
            Kind.MESSAGE_POST,
            [State.FAILED],
            later + rules.SENDING_LIFE,
        )
    assert again is not None
    assert (again.state, again.round, opened) == (AnnouncementState.SENDING, 2, 1)
    assert database.recorded.is_set()
    async with database.write() as unit:
        (row,) = await unit.deliveries.claim(later, lease=LEASE, limit=5)
    # Nobody may take the first attempt, which was surely refused, for one that perhaps went through.
    assert not row.uncertain_before
    assert row.attempt == 2


async def test_the_report_tells_each_copy(database: Database, draft: Announcement):
    sending = await send(database, draft)
    await settle(database, State.SENT, State.FAILED)
    async with database.read() as unit:
        report = await unit.announcements.report(sending.community_id, sending.id)
    assert report is not None
    assert [result.outcome for result in report.results] == [Outcome.FAILED, Outcome.DELIVERED]
    assert report.results[0].cause is rules.Cause.PERMISSION


async def test_a_draft_has_no_report(database: Database, draft: Announcement):
    async with database.read() as unit:
        assert await unit.announcements.report(draft.community_id, draft.id) is None


async def test_old_drafts_go_and_their_targets_with_them(database: Database, draft: Announcement):
    async with database.write() as unit:
        over = NOON + rules.DRAFT_LIFE
        assert await unit.announcements.next_old_draft() == over
        assert await unit.announcements.drop_drafts(over - timedelta(seconds=1)) == 0
        assert await unit.announcements.drop_drafts(over) == 1
        assert await unit.announcements.next_old_draft() is None
        assert await unit.announcement_targets.chosen(draft.id) == []


async def test_the_latest_come_first_page_by_page(database: Database, community_id: int):
    async with database.write() as unit:
        for number in range(3):
            await unit.announcements.add(
                community_id, ANNE, said(f"n{number}", "Texte"), NOON + timedelta(minutes=number)
            )
        first = await unit.announcements.recent(community_id, limit=2)
        second = await unit.announcements.recent(community_id, limit=2, offset=2)
        assert [one.title for one in (*first, *second)] == ["n2", "n1", "n0"]
        assert await unit.announcements.count(community_id) == 3


async def test_what_was_sent_stays_when_its_author_is_forgotten(
    database: Database, community_id: int, draft: Announcement
):
    sending = await send(database, draft)
    async with database.write() as unit:
        unsent = await unit.announcements.add(community_id, ANNE, said("Brouillon", "Texte"), NOON)
        assert [one.id for one in await unit.announcements.of_person(community_id, ANNE)] == [
            sending.id,
            unsent.id,
        ]
        await unit.announcements.forget(community_id, ANNE)
        await unit.announcements.forget(community_id, BORIS)
        left = await unit.announcements.recent(community_id, limit=5)
    assert [(one.id, one.author_id, one.confirmed_by) for one in left] == [(sending.id, 0, 0)]
