"""Linked communities: by a code that works once, for both, until either ends it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clock import FrozenClock
from bot.domain import announcements as rules
from bot.domain.announcements import Act, Cause, Outcome, Reach, Words
from bot.domain.effects import Kind, State
from bot.domain.mistakes import Mistake
from bot.domain.partners import INVITATION_LIFE, spelled
from bot.services.announcements import AnnouncementJournalService, AnnouncementReceptionService
from bot.services.partners import PartnerService
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database
from tests.services.announcing import ANNE, BORIS, COMMUNITY, SEED, confirm, settle

HERE, THERE = COMMUNITY, COMMUNITY + 1


@pytest.fixture
def partners(served: Database, clock: FrozenClock) -> PartnerService:
    return PartnerService(served, clock)


@pytest.fixture
async def linked(partners: PartnerService, database: Database, clock: FrozenClock) -> PartnerService:
    """Two linked communities, whose organisers have been told."""
    code = (await partners.invite(HERE, ANNE)).code
    await partners.accept(THERE, BORIS, code)
    await settle(database, clock, State.SENT, State.SENT)
    return partners


async def names(partners: PartnerService, community_id: int) -> list[int]:
    return [link.community.id for link in await partners.links(community_id)]


async def test_a_code_links_both_and_both_are_told(partners, database):
    made = await partners.invite(HERE, ANNE)
    assert await names(partners, HERE) == await names(partners, THERE) == []
    typed = f" {spelled(made.code).lower()} "
    assert (await partners.invited_by(THERE, typed)).id == HERE
    await partners.accept(THERE, BORIS, typed)
    assert (await names(partners, HERE), await names(partners, THERE)) == ([THERE], [HERE])
    async with database.read() as unit:
        for community_id in (HERE, THERE):
            (told,) = await unit.deliveries.of_subject(f"partners:{community_id}")
            assert told.community_id == community_id


async def test_a_code_works_once_and_for_one_alone(partners, database, clock):
    await SetupService(database, clock, SEED).meet(COMMUNITY + 2, "Troisième", Seen())
    code = (await partners.invite(HERE, ANNE)).code
    outcomes = await asyncio.gather(
        partners.accept(THERE, BORIS, code),
        partners.accept(COMMUNITY + 2, BORIS, code),
        return_exceptions=True,
    )
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Mistake)]
    assert refused.code == "partners-code-unknown"
    assert len(await partners.links(HERE)) == 1


async def test_a_code_that_is_old_replaced_ones_own_or_invented_links_nothing(partners, clock):
    first = (await partners.invite(HERE, ANNE)).code
    second = (await partners.invite(HERE, ANNE)).code
    for community_id, code, mistake in (
        (THERE, first, "partners-code-unknown"),
        (THERE, "ABCDEFGHJK", "partners-code-unknown"),
        (HERE, second, "partners-code-own"),
    ):
        with pytest.raises(Mistake, match=mistake):
            await partners.accept(community_id, BORIS, code)
    clock.advance(INVITATION_LIFE)
    with pytest.raises(Mistake, match="partners-code-unknown"):
        await partners.accept(THERE, BORIS, second)


async def test_one_sides_agreement_alone_is_no_link(partners, database, clock):
    async with database.write() as unit:
        await unit.partners.agree(HERE, THERE, ANNE, clock.now())
    assert await names(partners, HERE) == await names(partners, THERE) == []


async def test_either_ends_it_for_both(linked):
    with pytest.raises(Mistake, match="partners-linked-already"):
        await linked.accept(HERE, ANNE, (await linked.invite(THERE, BORIS)).code)
    await linked.end(THERE, BORIS, HERE)
    assert await names(linked, HERE) == await names(linked, THERE) == []
    with pytest.raises(Mistake, match="partners-not-linked"):
        await linked.end(HERE, ANNE, THERE)


async def test_what_a_person_agreed_to_is_exported_and_their_name_forgotten(linked, clock):
    await linked.invite(HERE, ANNE)
    held = await linked.export(HERE, ANNE)
    assert held["links"] == [{"community": THERE, "agreed_at": clock.now()}]
    assert held["invitation_until"] == clock.now() + INVITATION_LIFE
    await linked.erase(HERE, ANNE)
    assert await linked.export(HERE, ANNE) == {"links": [], "invitation_until": None}
    assert await names(linked, HERE) == [THERE]


async def test_only_a_linked_community_can_be_chosen(drafts, partners, database, clock):
    written = await drafts.compose(HERE, ANNE, Words("Soirée", "Venez."))
    there = rules.linked_target(THERE)
    assert there not in [one.target for one in written.offered]
    assert (await drafts.choose(HERE, written.announcement.id, [there], [there])).chosen == []
    await partners.accept(THERE, BORIS, (await partners.invite(HERE, ANNE)).code)
    await SetupService(database, clock, SEED).meet(THERE, "Autre", Seen(people=40))
    chosen = await drafts.choose(HERE, written.announcement.id, [there], [there])
    assert chosen.reach == Reach(channels=1, people=40)
    await partners.end(HERE, ANNE, THERE)
    with pytest.raises(Mistake, match="announcements-no-target"):
        await drafts.prepare(HERE, written.announcement.id)


@pytest.mark.usefixtures("linked")
async def test_a_copy_belongs_to_the_community_where_it_stands(announcements, drafts, database, clock):
    written = await drafts.compose(HERE, ANNE, Words("Soirée", "Venez."))
    there = rules.linked_target(THERE)
    chosen = await drafts.choose(HERE, written.announcement.id, [], [there])
    await confirm(drafts, chosen)
    await settle(database, clock, State.SENT)
    number = written.announcement.id
    async with database.read() as unit:
        (copy,) = await unit.deliveries.of_subject(rules.subject_of(number))
        (told,) = await unit.deliveries.of_subject(f"{rules.RECEIVED_CARD}:{THERE}")
    assert (copy.community_id, told.community_id) == (THERE, THERE)
    report = await announcements.report(HERE, number)
    assert [result.outcome for result in report.results] == [Outcome.DELIVERED]
    with pytest.raises(Mistake):
        await announcements.report(THERE, number)
    receptions = AnnouncementReceptionService(database, clock)
    with pytest.raises(Mistake, match="announcements-received-gone"):
        await receptions.remove(HERE, number, BORIS)
    await receptions.remove(THERE, number, BORIS)
    clock.advance(timedelta(seconds=1))
    async with database.read() as unit:
        rows = await unit.deliveries.of_subject(rules.subject_of(number))
    (removal,) = [row for row in rows if row.kind is Kind.MESSAGE_DELETE]
    assert (removal.community_id, removal.lane) == (THERE, copy.lane)


@pytest.mark.usefixtures("linked")
async def test_however_many_are_linked_ones_own_targets_come_first(drafts):
    written = await drafts.compose(HERE, ANNE, Words("Soirée", "Venez."))
    own = [rules.channel_target(HERE), rules.members_target(HERE)]
    assert [one.target for one in written.offered if one.group is None] == [*own, rules.linked_target(THERE)]
    chosen = await drafts.choose(HERE, written.announcement.id, [], [one.target for one in written.offered])
    assert [one.target for one in chosen.chosen if one.group is None][:2] == own
    async with drafts._database.read() as unit:
        kept = await unit.announcement_targets.chosen(written.announcement.id)
    assert [one.target for one in kept] == [one.target for one in chosen.offered]


@pytest.mark.usefixtures("linked")
async def test_a_recall_takes_a_linked_communitys_copy_and_publication_too(
    announcements, drafts, database, clock
):
    written = await drafts.compose(HERE, ANNE, Words("Soirée", "Venez."))
    chosen = await drafts.choose(HERE, written.announcement.id, [], [rules.linked_target(THERE)])
    await confirm(drafts, chosen)
    await settle(database, clock, State.SENT)
    report = await announcements.recall(HERE, written.announcement.id, ANNE)
    assert report.counts.waiting == 1
    async with database.read() as unit:
        (publication,) = await unit.deliveries.of_subject(f"{rules.PUBLICATION_SUBJECT}:{THERE}")
    assert publication.state is State.CANCELLED


@pytest.mark.parametrize("ended", [State.FAILED, State.EXPIRED, State.UNCERTAIN])
async def test_nothing_is_sent_again_to_a_community_that_is_linked_no_more(
    announcements, drafts, linked, database, clock, ended
):
    written = await drafts.compose(HERE, ANNE, Words("Soirée", "Venez."))
    chosen = await drafts.choose(HERE, written.announcement.id, [], [rules.linked_target(THERE)])
    await confirm(drafts, chosen)
    await settle(database, clock, ended)
    number = written.announcement.id
    (before,) = (await announcements.report(HERE, number)).results
    assert before.retryable or before.resendable
    await linked.end(THERE, BORIS, HERE)
    (after,) = (await announcements.report(HERE, number)).results
    assert (after.outcome, after.cause) == (before.outcome, Cause.GROUP_GONE)
    assert not (after.retryable or after.resendable)
    with pytest.raises(Mistake, match="announcements-nothing-to-retry"):
        await announcements.retry(HERE, number, ANNE, after.outcome)
    async with database.read() as unit:
        (copy,) = await unit.deliveries.of_subject(rules.subject_of(number))
    assert copy.state is ended


@pytest.mark.usefixtures("linked")
async def test_a_removal_is_noted_once_for_whoever_did_it_in_their_community(drafts, database, clock):
    number = await stands_there(drafts, database, clock)
    receptions = AnnouncementReceptionService(database, clock)
    await receptions.remove(THERE, number, BORIS)
    await receptions.remove(THERE, number, ANNE)  # while it is on its way
    journal = AnnouncementJournalService(database)
    first = (await journal.journal(HERE, number, 0)).entries[0]
    assert (first.act, first.user_id) == (Act.REMOVED, None)
    async with database.read() as unit:
        there = await unit.communities.get(THERE)
    assert there is not None
    assert first.elsewhere == there.name
    assert await removed_by(database, number) == BORIS
    assert [one["act"] for one in (await journal.export(THERE, BORIS))["announcement_acts"]] == ["removed"]
    assert (await journal.export(HERE, BORIS))["announcement_acts"] == []
    await journal.erase(THERE, BORIS)
    assert await removed_by(database, number) == 0


@pytest.mark.usefixtures("linked")
async def test_whoever_tries_a_refused_removal_again_removed_it(drafts, database, clock):
    number = await stands_there(drafts, database, clock)
    receptions = AnnouncementReceptionService(database, clock)
    await receptions.remove(THERE, number, BORIS)
    async with database.write() as unit:
        rows = await unit.deliveries.claim(clock.now(), lease=timedelta(minutes=1), limit=9)
        (removal,) = [row for row in rows if row.kind is Kind.MESSAGE_DELETE]
        await unit.deliveries.settle(removal, State.FAILED, clock.now())
    await receptions.remove(THERE, number, ANNE)
    assert await removed_by(database, number) == ANNE


async def removed_by(database: Database, announcement_id: int) -> int | None:
    async with database.read() as unit:
        entry = await unit.announcement_journal.latest(announcement_id, Act.REMOVED, THERE)
    return None if entry is None else entry.user_id


async def stands_there(drafts, database: Database, clock) -> int:
    """Have an announcement arrive in the linked community, and give its id."""
    written = await drafts.compose(HERE, ANNE, Words("Soirée", "Venez."))
    chosen = await drafts.choose(HERE, written.announcement.id, [], [rules.linked_target(THERE)])
    await confirm(drafts, chosen)
    await settle(database, clock, State.SENT)
    number: int = written.announcement.id
    return number
