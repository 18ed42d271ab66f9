"""Edits of announcements: every copy follows, whatever it was doing at that instant, and nobody overwrites unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import FrozenClock
from bot.delivery.announcements import settled
from bot.domain import announcements as rules
from bot.domain.announcements import Act, AnnouncementState, EditPreview, Outcome, Report, Words
from bot.domain.communities import GroupSeed, Seed
from bot.domain.effects import Delivery, Kind, State
from bot.domain.mistakes import Mistake
from bot.services.announcements import (
    AnnouncementDraftService,
    AnnouncementEditService,
    AnnouncementJournalService,
    AnnouncementService,
)
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database

COMMUNITY, ANNE, BORIS = 100, 7, 8
GROUPS = ("security", "web", "iot")
LEASE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Desk:
    """An announcement to three groups, the services, and delivery's hands."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.database, self.clock = database, clock
        self.drafts = AnnouncementDraftService(database, clock)
        self.announcements = AnnouncementService(database, clock)
        self.edits = AnnouncementEditService(database, clock)
        self.journal = AnnouncementJournalService(database)
        self.id = 0

    async def send(self) -> None:
        """Write and confirm it; nothing has left yet."""
        written = await self.drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
        self.id = written.announcement.id
        chosen = await self.drafts.choose_all(COMMUNITY, self.id)
        await self.drafts.confirm(COMMUNITY, self.id, ANNE, chosen.announcement.version)

    async def claim(self, limit: int = 1) -> list[Delivery]:
        """Take what is due, but for the report's own messages."""
        async with self.database.write() as unit:
            await unit.deliveries.withdraw(f"announcement-report:{self.id}", self.clock.now())
            return await unit.deliveries.claim(self.clock.now(), lease=LEASE, limit=limit)

    async def end(self, row: Delivery, state: State) -> None:
        """Bring a claimed row to an end, as delivery does."""
        error = "403 50013: Missing Permissions" if state is State.FAILED else None
        async with self.database.write() as unit:
            ended = await unit.deliveries.settle(
                row, state, self.clock.now(), definite=state is State.FAILED, message_id=row.id, error=error
            )
            assert ended is not None
            await settled(unit, ended, self.clock.now())

    async def settle(self, *states: State) -> None:
        for state in states:
            (row,) = await self.claim()
            await self.end(row, state)

    async def typed(self, body: str = "Venez à 19h.", by: int = BORIS, seen: int = 0) -> EditPreview:
        return await self.edits.begin(COMMUNITY, self.id, by, seen, Words("Soirée", body), "")

    async def confirm(self, found: EditPreview, by: int = BORIS) -> Report:
        report = await self.edits.confirm(
            COMMUNITY, found.edit.id, by, found.edit.version, found.announcement.revision
        )
        assert isinstance(report, Report)
        return report

    async def edit(self, body: str = "Venez à 19h.") -> Report:
        report = await self.announcements.report(COMMUNITY, self.id)
        return await self.confirm(await self.typed(body, seen=report.announcement.revision))

    async def rows(self, kind: Kind) -> Sequence[Delivery]:
        async with self.database.read() as unit:
            found = await unit.deliveries.of_subject(rules.subject_of(self.id))
        return [row for row in found if row.kind is kind]

    async def report(self) -> Report:
        return await self.announcements.report(COMMUNITY, self.id)


@pytest.fixture
async def desk(database: Database) -> Desk:
    clock = FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))
    groups = [GroupSeed(key, {"fr": key}, {"fr": key}, 0) for key in GROUPS]
    setup = SetupService(database, clock, Seed("fr", "Europe/Brussels", groups=groups))
    await setup.meet(COMMUNITY, "Grappe", Seen())
    async with database.write() as unit:
        await unit.deliveries.withdraw(f"community:{COMMUNITY}", clock.now())
        await unit.deliveries.withdraw(f"panel:{COMMUNITY}", clock.now())
    desk = Desk(database, clock)
    await desk.send()
    return desk


async def test_every_copy_that_stands_is_edited_and_the_report_shown_anew(desk: Desk):
    await desk.settle(*[State.SENT] * 3)
    desk.clock.advance(SECOND)
    report = await desk.edit()
    assert report.announcement.state is AnnouncementState.EDITING
    assert (report.announcement.body, report.announcement.edited_by) == ("Venez à 19h.", BORIS)
    assert (report.counts.waiting, report.counts.delivered) == (3, 0)
    edits = await desk.rows(Kind.MESSAGE_EDIT)
    copies = await desk.rows(Kind.MESSAGE_POST)
    assert [row.payload["message_of"] for row in edits] == [row.dedup_key for row in copies]
    assert [row.lane for row in edits] == [row.lane for row in copies]
    await desk.settle(*[State.SENT] * 3)
    report = await desk.report()
    assert report.announcement.state is AnnouncementState.FINISHED
    assert report.counts.delivered == 3
    async with desk.database.read() as unit:
        shown = await unit.deliveries.of_subject(f"announcement-report:{desk.id}")
    assert [row.kind for row in shown] == [Kind.MESSAGE_POST, Kind.MESSAGE_EDIT]


async def test_what_has_not_left_goes_out_with_the_new_text_and_what_flies_is_edited_after_it(desk: Desk):
    await desk.settle(State.SENT)
    (flying,) = await desk.claim()
    desk.clock.advance(SECOND)
    await desk.edit()
    assert {row.payload["message_of"] for row in await desk.rows(Kind.MESSAGE_EDIT)} == {
        row.dedup_key for row in await desk.rows(Kind.MESSAGE_POST) if row.state is not State.PENDING
    }
    await desk.end(flying, State.SENT)
    desk.clock.advance(SECOND)
    # The one that waited is posted now, the edits follow, and nothing more.
    await desk.settle(*[State.SENT] * 3)
    assert await desk.claim() == []
    report = await desk.report()
    assert (report.announcement.state, report.counts.delivered) == (AnnouncementState.FINISHED, 3)


async def test_a_copy_seen_after_all_that_left_before_the_edit_is_edited_then(desk: Desk):
    await desk.settle(State.UNCERTAIN, State.SENT, State.SENT)
    desk.clock.advance(SECOND)
    await desk.edit()
    await desk.settle(State.SENT, State.SENT)
    (uncertain,) = [row for row in await desk.rows(Kind.MESSAGE_POST) if row.state is State.UNCERTAIN]
    assert (await desk.report()).counts.uncertain == 1
    async with desk.database.write() as unit:
        heard = await unit.deliveries.heard(uncertain.nonce, 1, 2, desk.clock.now())
        assert heard is not None
        await settled(unit, heard, desk.clock.now())
    assert len(await desk.rows(Kind.MESSAGE_EDIT)) == 3
    assert (await desk.report()).counts.waiting == 1


async def test_an_edit_that_fails_is_told_of_its_channel_and_tried_again(desk: Desk):
    await desk.settle(*[State.SENT] * 3)
    desk.clock.advance(SECOND)
    await desk.edit()
    await desk.settle(State.SENT, State.FAILED, State.SENT)
    report = await desk.report()
    (failed,) = report.of(Outcome.FAILED)
    assert (failed.stale, failed.cause, failed.retryable) == (True, rules.Cause.PERMISSION, True)
    assert report.announcement.state is AnnouncementState.FINISHED
    desk.clock.advance(SECOND)
    again = await desk.announcements.retry(COMMUNITY, desk.id, ANNE, Outcome.FAILED)
    assert again.counts.waiting == 1
    (row,) = [each for each in await desk.rows(Kind.MESSAGE_EDIT) if not each.state.final]
    assert row.payload["message_of"] == rules.copy_key(report.announcement, failed.addressee.target)


async def test_a_later_edit_replaces_those_that_wait_or_failed(desk: Desk):
    await desk.settle(*[State.SENT] * 3)
    desk.clock.advance(SECOND)
    await desk.edit("Un")
    await desk.settle(State.FAILED, State.SENT)
    desk.clock.advance(SECOND)
    await desk.edit("Deux")
    opened = [row for row in await desk.rows(Kind.MESSAGE_EDIT) if not row.state.final]
    assert [row.dedup_key.rpartition(":")[2] for row in opened] == ["2", "2", "2"]
    assert not [row for row in await desk.rows(Kind.MESSAGE_EDIT) if row.state is State.FAILED]
    await desk.settle(*[State.SENT] * 3)
    report = await desk.report()
    assert (report.announcement.state, report.counts.delivered) == (AnnouncementState.FINISHED, 3)
    with pytest.raises(Mistake, match="announcements-nothing-to-retry"):
        await desk.announcements.retry(COMMUNITY, desk.id, ANNE, Outcome.FAILED)


async def test_a_recall_during_an_edit_removes_every_copy_and_edits_no_more(desk: Desk):
    await desk.settle(*[State.SENT] * 3)
    desk.clock.advance(SECOND)
    await desk.edit()
    (flying,) = await desk.claim()
    desk.clock.advance(SECOND)
    await desk.announcements.recall(COMMUNITY, desk.id, ANNE)
    await desk.end(flying, State.SENT)
    await desk.settle(*[State.SENT] * 3)
    assert await desk.claim() == []
    report = await desk.report()
    assert report.announcement.state is AnnouncementState.RECALLED
    assert report.counts.removed == 3
    with pytest.raises(Mistake, match="announcements-edit-recalled"):
        await desk.edits.editable(COMMUNITY, desk.id)


async def test_an_edit_typed_before_the_recall_is_refused_after_it(desk: Desk):
    found = await desk.typed()
    await desk.announcements.recall(COMMUNITY, desk.id, ANNE)
    with pytest.raises(Mistake, match="announcements-edit-recalled"):
        await desk.confirm(found)


async def test_the_second_of_two_who_edit_is_told_and_loses_nothing(desk: Desk):
    anne, boris = await desk.typed("D’Anne", ANNE), await desk.typed("De Boris", BORIS)
    desk.clock.advance(SECOND)
    await desk.confirm(anne, ANNE)
    with pytest.raises(Mistake, match="announcements-edit-overtaken") as told:
        await desk.confirm(boris)
    assert told.value.params["user"] == str(ANNE)
    again = await desk.edits.preview(COMMUNITY, boris.edit.id)
    assert again.overtaken
    assert (again.edit.content.words.body, again.announcement.body) == ("De Boris", "D’Anne")
    report = await desk.confirm(again)
    assert report.announcement.body == "De Boris"


async def test_of_two_who_confirm_the_same_edit_at_once_one_is_told(desk: Desk):
    found = await desk.typed()
    outcomes = await asyncio.gather(
        desk.confirm(found, ANNE), desk.confirm(found, BORIS), return_exceptions=True
    )
    (refused,) = [one for one in outcomes if isinstance(one, Mistake)]
    assert refused.code == "announcements-edit-done"
    assert (await desk.report()).announcement.revision == 1


async def test_what_was_replaced_is_in_the_journal(desk: Desk):
    await desk.edit("Nouveau")
    found = await desk.journal.journal(COMMUNITY, desk.id, 0)
    assert (found.entries[0].act, found.entries[0].user_id) == (Act.EDITED, BORIS)
    assert found.entries[0].before is not None
    assert found.entries[0].before.words.body == "Venez."


async def test_what_can_be_edited_is_what_was_sent(desk: Desk):
    written = await desk.drafts.compose(COMMUNITY, ANNE, Words("Brouillon", "Texte"))
    with pytest.raises(Mistake, match="announcements-edit-unsent"):
        await desk.edits.editable(COMMUNITY, written.announcement.id)
    with pytest.raises(Mistake, match="announcements-draft-gone"):
        await desk.edits.editable(COMMUNITY + 1, desk.id)


async def test_an_edit_must_change_something_and_be_right(desk: Desk):
    same = await desk.typed("Venez.")
    with pytest.raises(Mistake, match="announcements-edit-same"):
        await desk.edits.prepare(COMMUNITY, same.edit.id)
    wrong = await desk.typed("x" * 3600)
    assert wrong.flaw is not None
    with pytest.raises(Mistake, match="announcements-body-long"):
        await desk.edits.prepare(COMMUNITY, wrong.edit.id)
    right = await desk.edits.correct(COMMUNITY, wrong.edit.id, 0, Words("Soirée", "Court."), "")
    assert right.flaw is None
    with pytest.raises(Mistake, match="announcements-edit-changed"):
        await desk.edits.confirm(COMMUNITY, wrong.edit.id, BORIS, wrong.edit.version - 1, 0)


async def test_an_edit_can_be_given_up_and_grows_old(desk: Desk):
    found = await desk.typed()
    assert await desk.edits.tick() == desk.clock.now() + rules.DRAFT_LIFE
    await desk.edits.drop(COMMUNITY, found.edit.id)
    with pytest.raises(Mistake, match="announcements-edit-gone"):
        await desk.confirm(found)
    desk.clock.advance(rules.DRAFT_LIFE)
    assert await desk.edits.tick() is None
    with pytest.raises(Mistake, match="announcements-edit-gone"):
        await desk.edits.preview(COMMUNITY, found.edit.id)


async def test_whoever_has_their_data_erased_leaves_the_announcement_to_the_team(desk: Desk):
    await desk.edit()
    await desk.typed("Encore")
    exported = await desk.edits.export(COMMUNITY, BORIS)
    assert [one["text"] for one in exported["announcement_edits"]] == ["Venez à 19h.", "Encore"]
    await desk.edits.erase(COMMUNITY, BORIS)
    await desk.announcements.erase(COMMUNITY, BORIS)
    assert (await desk.edits.export(COMMUNITY, BORIS))["announcement_edits"] == []
    assert (await desk.report()).announcement.edited_by == 0


async def test_copies_that_settle_while_it_is_recalled_never_stay(desk: Desk):
    """Many times over: neither waits for the other for ever, and no copy is overlooked."""
    await desk.settle(*[State.SENT] * 3)
    for _ in range(8):
        await desk.send()
        claimed = await desk.claim(limit=9)
        number = desk.id

        async def deliver(rows: list[Delivery]) -> None:
            await asyncio.gather(*(desk.end(row, State.SENT) for row in rows))

        await asyncio.gather(deliver(claimed), desk.announcements.recall(COMMUNITY, number, ANNE))
        desk.clock.advance(SECOND)
        while rows := await desk.claim(limit=9):
            await deliver(rows)
        report = await desk.report()
        assert (report.announcement.state, report.counts.removed) == (AnnouncementState.RECALLED, 3)


async def test_copies_that_settle_while_it_is_edited_are_never_left_with_the_old_text(desk: Desk):
    """Many times over: copies are claimed and settled by one hand while another edits."""
    await desk.settle(*[State.SENT] * 3)
    for number in range(8):
        await desk.send()

        async def deliver() -> None:
            for row in await desk.claim(limit=9):
                await desk.end(row, State.SENT)

        await asyncio.gather(deliver(), desk.edit(f"Texte {number}"))
        desk.clock.advance(SECOND)
        while rows := await desk.claim(limit=9):
            for row in rows:
                await desk.end(row, State.SENT)
        report = await desk.report()
        assert (report.announcement.state, report.counts.delivered) == (AnnouncementState.FINISHED, 3)
        edited = {row.payload["message_of"] for row in await desk.rows(Kind.MESSAGE_EDIT)}
        stale = [
            row
            for row in await desk.rows(Kind.MESSAGE_POST)
            if row.dedup_key not in edited and rules.may_be_stale(row, report.announcement)
        ]
        assert stale == []
