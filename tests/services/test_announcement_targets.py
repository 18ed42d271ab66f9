"""Whom an announcement is for: what can be chosen, how many people that is, and what is published."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import announcements as rules
from bot.domain.announcements import AnnouncementState, Direct, Publication, Reach, Words
from bot.domain.consent import Purpose
from bot.domain.effects import Kind, Priority, State
from bot.domain.mistakes import Mistake
from bot.services.groups import GroupService
from bot.services.people import PeopleService
from bot.services.setup import Seen, SetupService
from tests.services.announcing import (
    ANNE,
    BORIS,
    COMMUNITY,
    OTHER,
    SEED,
    archive,
    confirm,
    copies,
    reports,
    settle,
)


async def test_the_reach_counts_each_person_once(drafts, database, clock, draft):
    groups = GroupService(database, clock)
    await groups.join(COMMUNITY, OTHER, "web")
    await groups.join(COMMUNITY, OTHER, "security")
    await groups.join(COMMUNITY, BORIS, "web")
    assert (await drafts.draft(COMMUNITY, draft.announcement.id)).reach == Reach(3, 2)


async def test_the_announcement_channel_reaches_everybody_and_nobody_twice(drafts, database, clock, draft):
    await GroupService(database, clock).join(COMMUNITY, BORIS, "web")
    targets = [one.target for one in draft.offered]
    everywhere = await drafts.choose(COMMUNITY, draft.announcement.id, targets, targets)
    assert everywhere.reach == Reach(4, 1)
    setup = SetupService(database, clock, SEED)
    await setup.meet(COMMUNITY, "Grappe", Seen(people=230))
    await setup.counted(COMMUNITY, 2)
    await setup.counted(COMMUNITY, -1)
    assert (await drafts.draft(COMMUNITY, draft.announcement.id)).reach == Reach(4, 231)
    groups = await drafts.choose(COMMUNITY, draft.announcement.id, [rules.channel_target(COMMUNITY)], [])
    assert groups.reach == Reach(3, 1)


async def test_a_copy_in_the_announcement_channel_is_published_and_reported(
    announcements, drafts, database, clock
):
    written = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    channel = rules.channel_target(COMMUNITY)
    written = await drafts.choose(COMMUNITY, written.announcement.id, [], [channel])
    await confirm(drafts, written)
    await settle(database, clock, State.SENT)
    report = await announcements.report(COMMUNITY, written.announcement.id)
    assert report.announcement.state is AnnouncementState.FINISHED
    assert [result.publication for result in report.results] == [Publication.WAITING]
    clock.advance(timedelta(seconds=1))
    await settle(database, clock, State.SENT, State.SENT)  # the report of the copy, and the publication
    report = await announcements.report(COMMUNITY, written.announcement.id)
    assert [result.publication for result in report.results] == [Publication.DONE]
    assert [row.kind for row in await reports(database, written)] == [Kind.MESSAGE_POST, Kind.MESSAGE_EDIT]


async def test_a_recall_publishes_nothing_any_more(announcements, drafts, database, clock):
    written = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    written = await drafts.choose(COMMUNITY, written.announcement.id, [], [rules.channel_target(COMMUNITY)])
    await confirm(drafts, written)
    await settle(database, clock, State.SENT)
    await announcements.recall(COMMUNITY, written.announcement.id, ANNE)
    async with database.read() as unit:
        (publication,) = await unit.deliveries.of_subject(f"{rules.PUBLICATION_SUBJECT}:{COMMUNITY}")
    assert publication.state is State.CANCELLED


async def test_a_menu_changes_only_the_groups_it_offers(drafts, draft):
    first, second, third = [rules.group_target(group.id) for group in rules.groups_of(draft.offered)]
    changed = await drafts.choose(COMMUNITY, draft.announcement.id, [first, second], [second])
    assert [one.target for one in changed.chosen] == [second, third]


async def test_anothers_group_is_never_a_target(drafts, database, draft):
    async with database.read() as unit:
        foreign = [rules.group_target(group.id) for group in await unit.groups.active(COMMUNITY + 1)]
    every = [one.target for one in draft.offered]
    changed = await drafts.choose(COMMUNITY, draft.announcement.id, every, foreign)
    assert changed.chosen == []


async def test_a_group_archived_before_the_confirmation_stops_it_by_name(drafts, database, clock, draft):
    await archive(database, clock, "web")
    with pytest.raises(Mistake, match="announcements-group-archived") as refused:
        await confirm(drafts, draft)
    assert refused.value.params["groups"] == [{"fr": "Web"}]
    again = await drafts.prepare(COMMUNITY, draft.announcement.id)
    assert [one.group.key for one in again.chosen] == ["security", "iot"]
    assert (await confirm(drafts, again)).counts.total == 2


async def test_only_who_agreed_last_is_written_to_and_each_counts_once(drafts, database, clock, draft):
    people = PeopleService(database, clock)
    await GroupService(database, clock).join(COMMUNITY, BORIS, "web")
    await people.set_announcements(COMMUNITY, BORIS, wanted=True)
    await people.set_announcements(COMMUNITY, OTHER, wanted=True)
    await people.set_announcements(COMMUNITY, ANNE, wanted=True)
    await people.set_announcements(COMMUNITY, ANNE, wanted=False)
    await people.set_announcements(COMMUNITY + 1, ANNE, wanted=True)
    members = rules.members_target(COMMUNITY)
    chosen = await drafts.choose(COMMUNITY, draft.announcement.id, [members], [members])
    assert chosen.reach == Reach(channels=3, people=2, direct=2)
    report = await confirm(drafts, chosen)
    assert report.direct == Direct(waiting=2)
    direct = [row for row in await copies(database, draft) if row.kind is Kind.DM_POST]
    assert [row.payload["target"]["user"] for row in direct] == [BORIS, OTHER]
    assert [row.due_at - clock.now() for row in direct] == [timedelta(), rules.DIRECT_PACE]
    assert {row.lane for row in direct} == {rules.DIRECT_LANE}
    assert {row.priority for row in direct} == {Priority.LAST}


async def test_nobody_to_write_to_is_nobody_at_all(drafts):
    written = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    written = await drafts.choose(COMMUNITY, written.announcement.id, [], [rules.members_target(COMMUNITY)])
    with pytest.raises(Mistake, match="announcements-no-target"):
        await drafts.prepare(COMMUNITY, written.announcement.id)


async def test_the_log_of_consents_tells_each_change_once(database, clock, served):
    people = PeopleService(served, clock)
    for wanted in (True, True, False, False, True):
        chosen = await people.set_announcements(COMMUNITY, ANNE, wanted=wanted)
        assert chosen.announcements is wanted
    async with database.read() as unit:
        log = await unit.people.consents(COMMUNITY, ANNE)
    assert [entry.given for entry in log] == [True, False, True]
    assert {entry.purpose for entry in log} == {Purpose.ANNOUNCEMENTS}
    assert (await people.export(COMMUNITY, ANNE))["announcements_by_direct_message"] is True
