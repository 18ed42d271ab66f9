"""A second organiser's approval: nothing leaves without it, and nothing but what was shown."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clock import FrozenClock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    Act,
    AnnouncementState,
    Approval,
    ApprovalState,
    EditPreview,
    Planned,
    Repeat,
    Report,
    Words,
)
from bot.domain.communities import GroupSeed, Seed
from bot.domain.effects import Delivery, Kind, State
from bot.domain.mistakes import Mistake
from bot.services.announcements import (
    AnnouncementApprovalService,
    AnnouncementDraftService,
    AnnouncementEditService,
    AnnouncementJournalService,
    AnnouncementPlanService,
    AnnouncementService,
)
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database
from bot.storage.tables import working_group

COMMUNITY, ANNE, BORIS, CHLOE = 100, 7, 8, 9
SECOND = timedelta(seconds=1)


class Desk:
    """The services of a community where a second organiser has to approve."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.database, self.clock = database, clock
        self.drafts = AnnouncementDraftService(database, clock, approval=True)
        self.edits = AnnouncementEditService(database, clock, approval=True)
        self.plans = AnnouncementPlanService(database, clock, approval=True)
        self.approvals = AnnouncementApprovalService(database, clock)
        self.announcements = AnnouncementService(database, clock)
        self.journal = AnnouncementJournalService(database)

    async def ask(self, by: int = ANNE) -> Approval:
        """Write an announcement for every group and ask for approval."""
        written = await self.drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
        chosen = await self.drafts.choose_all(COMMUNITY, written.announcement.id)
        asked = await self.drafts.confirm(COMMUNITY, chosen.announcement.id, by, chosen.announcement.version)
        assert isinstance(asked, Approval)
        return asked

    async def sent(self) -> int:
        """Have an announcement sent with approval, and give its id."""
        asked = await self.ask()
        await self.approvals.approve(COMMUNITY, asked.id, BORIS)
        async with self.database.write() as unit:
            for row in await unit.deliveries.claim(self.clock.now(), lease=SECOND, limit=9):
                await unit.deliveries.settle(row, State.SENT, self.clock.now(), message_id=row.id)
            await unit.announcements.end(asked.announcement_id, self.clock.now())
        self.clock.advance(SECOND)
        return asked.announcement_id

    async def ask_edit(
        self, announcement_id: int, body: str = "Venez à 19h."
    ) -> tuple[EditPreview, Approval]:
        found = await self.edits.begin(COMMUNITY, announcement_id, ANNE, 0, Words("Soirée", body), "")
        asked = await self.edits.confirm(
            COMMUNITY, found.edit.id, ANNE, found.edit.version, found.announcement.revision
        )
        assert isinstance(asked, Approval)
        return found, asked

    async def approved(self, asked: Approval) -> Report:
        """Have a second organiser approve what is sent, or changed, at once."""
        report = await self.approvals.approve(COMMUNITY, asked.id, BORIS)
        assert isinstance(report, Report)
        return report

    async def rows(self, subject: str) -> list[Delivery]:
        async with self.database.read() as unit:
            return await unit.deliveries.of_subject(subject)

    async def state(self, announcement_id: int) -> AnnouncementState:
        return (await self.announcements.find(COMMUNITY, str(announcement_id))).state

    async def acts(self, announcement_id: int) -> list[tuple[Act, int | None]]:
        found = await self.journal.journal(COMMUNITY, announcement_id, 0)
        return [(one.act, one.user_id) for one in found.entries]


@pytest.fixture
async def desk(database: Database) -> Desk:
    clock = FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))
    groups = [GroupSeed(key, {"fr": key}, {"fr": key}, 0) for key in ("security", "web")]
    setup = SetupService(database, clock, Seed("fr", "Europe/Brussels", groups=groups))
    await setup.meet(COMMUNITY, "Grappe", Seen())
    async with database.write() as unit:
        await unit.deliveries.withdraw(f"community:{COMMUNITY}", clock.now())
        await unit.deliveries.withdraw(f"panel:{COMMUNITY}", clock.now())
    return Desk(database, clock)


async def test_a_confirmation_sends_nothing_and_shows_the_request(desk: Desk):
    asked = await desk.ask()
    assert await desk.rows(rules.subject_of(asked.announcement_id)) == []
    assert await desk.state(asked.announcement_id) is AnnouncementState.AWAITING
    (card,) = await desk.rows(f"announcement-approval:{asked.id}")
    assert (card.kind, card.payload["target"]) == (Kind.MESSAGE_POST, {"place": "organisation"})
    assert asked.expires_at == desk.clock.now() + rules.APPROVAL_LIFE


async def test_with_the_approval_of_another_it_is_sent_as_the_one_who_asked_confirmed(desk: Desk):
    asked = await desk.ask(ANNE)
    desk.clock.advance(SECOND)
    report = await desk.approved(asked)
    assert (report.announcement.state, report.announcement.confirmed_by) == (AnnouncementState.SENDING, ANNE)
    assert len(await desk.rows(rules.subject_of(asked.announcement_id))) == 2
    kinds = [row.kind for row in await desk.rows(f"announcement-approval:{asked.id}")]
    assert kinds == [Kind.MESSAGE_POST, Kind.MESSAGE_EDIT, Kind.MESSAGE_POST]
    assert await desk.acts(asked.announcement_id) == [
        (Act.SENT, ANNE),
        (Act.APPROVED, BORIS),
        (Act.ASKED, ANNE),
        (Act.WRITTEN, ANNE),
    ]


async def test_nobody_approves_their_own(desk: Desk):
    asked = await desk.ask(ANNE)
    with pytest.raises(Mistake, match="announcements-approval-own"):
        await desk.approvals.approve(COMMUNITY, asked.id, ANNE)
    assert await desk.state(asked.announcement_id) is AnnouncementState.AWAITING


async def test_what_waits_cannot_be_changed_by_any_way(desk: Desk):
    asked = await desk.ask()
    number = asked.announcement_id
    for change in (
        desk.drafts.correct(COMMUNITY, number, ANNE, Words("Autre", "Autre")),
        desk.drafts.translate(COMMUNITY, number, ANNE, "en", Words("Other", "Other")),
        desk.drafts.illustrate(COMMUNITY, number, ANNE, None),
        desk.drafts.choose_all(COMMUNITY, number),
        desk.drafts.mention(COMMUNITY, number, None, allowed=True),
        desk.drafts.discard(COMMUNITY, number),
        desk.drafts.prepare(COMMUNITY, number),
        desk.drafts.confirm(COMMUNITY, number, ANNE, 0),
    ):
        with pytest.raises(Mistake, match="announcements-awaiting"):
            await change
    assert (await desk.approvals.view(COMMUNITY, asked.id)).content.words.title == "Soirée"


async def test_sent_back_it_is_a_draft_again_and_the_reason_is_told(desk: Desk):
    asked = await desk.ask()
    with pytest.raises(Mistake, match="announcements-approval-reason-empty"):
        await desk.approvals.send_back(COMMUNITY, asked.id, BORIS, "  ")
    with pytest.raises(Mistake, match="announcements-approval-reason-long"):
        await desk.approvals.send_back(COMMUNITY, asked.id, BORIS, "x" * 501)
    desk.clock.advance(SECOND)
    await desk.approvals.send_back(COMMUNITY, asked.id, BORIS, " C’est jeudi. ")
    assert await desk.state(asked.announcement_id) is AnnouncementState.DRAFT
    found = await desk.journal.journal(COMMUNITY, asked.announcement_id, 0)
    assert (found.entries[0].act, found.entries[0].reason) == (Act.SENT_BACK, "C’est jeudi.")
    with pytest.raises(Mistake, match="announcements-approval-over-sent-back"):
        await desk.approvals.approve(COMMUNITY, asked.id, CHLOE)
    # Corrected, it can be asked for again; the older request stays decided.
    draft = await desk.drafts.correct(COMMUNITY, asked.announcement_id, ANNE, Words("Soirée", "Jeudi."))
    again = await desk.drafts.confirm(COMMUNITY, asked.announcement_id, ANNE, draft.announcement.version)
    assert isinstance(again, Approval)
    assert again.id != asked.id
    report = await desk.approved(again)
    assert report.announcement.body == "Jeudi."


async def test_what_comes_back_before_a_weekend_is_there_after_it(desk: Desk):
    asked = await desk.ask()
    other = await desk.drafts.compose(COMMUNITY, ANNE, Words("Midi", "Venez."))
    await desk.approvals.send_back(COMMUNITY, asked.id, BORIS, "C’est jeudi.")
    back = desk.clock.now()
    desk.clock.advance(rules.DRAFT_LIFE + SECOND)
    assert await desk.announcements.tick() == back + rules.APPROVAL_LIFE
    assert await desk.state(asked.announcement_id) is AnnouncementState.DRAFT
    with pytest.raises(Mistake, match="announcements-draft-gone"):
        await desk.announcements.get(COMMUNITY, other.announcement.id)
    desk.clock.advance(rules.APPROVAL_LIFE)
    assert await desk.announcements.tick() is None
    with pytest.raises(Mistake, match="announcements-draft-gone"):
        await desk.announcements.get(COMMUNITY, asked.announcement_id)


async def test_whoever_would_approve_is_told_of_a_group_archived_meanwhile(desk: Desk):
    asked = await desk.ask()
    async with desk.database.write() as unit:
        group = (await unit.groups.active(COMMUNITY))[0]
        await unit.groups._connection.execute(
            update(working_group).where(working_group.c.id == group.id).values(archived_at=desk.clock.now())
        )
    with pytest.raises(Mistake, match="announcements-approval-group-archived"):
        await desk.approvals.approve(COMMUNITY, asked.id, BORIS)
    assert await desk.state(asked.announcement_id) is AnnouncementState.AWAITING
    assert await desk.rows(rules.subject_of(asked.announcement_id)) == []


async def test_whoever_asked_alone_takes_it_back(desk: Desk):
    asked = await desk.ask(ANNE)
    with pytest.raises(Mistake, match="announcements-approval-not-own"):
        await desk.approvals.take_back(COMMUNITY, asked.id, BORIS)
    await desk.approvals.take_back(COMMUNITY, asked.id, ANNE)
    assert await desk.state(asked.announcement_id) is AnnouncementState.DRAFT
    kinds = [row.kind for row in await desk.rows(f"announcement-approval:{asked.id}")]
    assert kinds == [Kind.MESSAGE_POST, Kind.MESSAGE_EDIT], "nobody has to be told"


async def test_unanswered_it_comes_back_when_its_time_is_over(desk: Desk):
    asked = await desk.ask()
    assert await desk.approvals.tick() == asked.expires_at
    desk.clock.advance(rules.APPROVAL_LIFE)
    with pytest.raises(Mistake, match="announcements-approval-over-lapsed"):
        await desk.approvals.approve(COMMUNITY, asked.id, BORIS)
    # However late it is noticed, what follows is due at that instant.
    desk.clock.advance(timedelta(hours=5))
    assert await desk.approvals.tick() is None
    assert await desk.state(asked.announcement_id) is AnnouncementState.DRAFT
    assert (await desk.acts(asked.announcement_id))[0] == (Act.LAPSED, None)
    told = (await desk.rows(f"announcement-approval:{asked.id}"))[-1]
    assert (told.payload["card"], told.due_at) == (rules.DECISION_CARD, asked.expires_at)
    await desk.announcements.tick()
    assert await desk.state(asked.announcement_id) is AnnouncementState.DRAFT


async def test_of_two_who_decide_at_once_one_is_told_what_the_other_did(desk: Desk):
    asked = await desk.ask()
    outcomes = await asyncio.gather(
        desk.approvals.approve(COMMUNITY, asked.id, BORIS),
        desk.approvals.send_back(COMMUNITY, asked.id, CHLOE, "Non."),
        return_exceptions=True,
    )
    (refused,) = [one for one in outcomes if isinstance(one, Mistake)]
    assert refused.code.startswith("announcements-approval-over-")
    state = await desk.state(asked.announcement_id)
    assert state is (
        AnnouncementState.SENDING if isinstance(outcomes[0], Report) else AnnouncementState.DRAFT
    )


async def test_what_is_planned_waits_for_approval_and_then_for_its_time(desk: Desk):
    written = await desk.drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    chosen = await desk.drafts.choose_all(COMMUNITY, written.announcement.id)
    number = chosen.announcement.id
    typed = await desk.plans.type(COMMUNITY, number, "vendredi 9h", Repeat.ONCE, "")
    asked = await desk.plans.confirm(COMMUNITY, number, ANNE, typed.draft.announcement.version)
    assert isinstance(asked, Approval)
    with pytest.raises(Mistake, match="announcements-awaiting"):
        await desk.plans.type(COMMUNITY, number, "samedi 9h", Repeat.ONCE, "")
    shown = await desk.approvals.view(COMMUNITY, asked.id)
    assert shown.plan is not None
    friday = shown.plan.from_number(0, 1)[0].at
    outcome = await desk.approvals.approve(COMMUNITY, asked.id, BORIS)
    assert isinstance(outcome, Planned)
    assert (outcome.plan.planned_by, outcome.announcement.planned_for) == (ANNE, friday)
    assert [act for act, _ in await desk.acts(number)][:3] == [Act.PLANNED, Act.APPROVED, Act.ASKED]
    # Another time for the same words needs no second look.
    typed = await desk.plans.type(COMMUNITY, number, "vendredi 10h", Repeat.ONCE, "")
    moved = await desk.plans.confirm(COMMUNITY, number, ANNE, typed.draft.announcement.version)
    assert isinstance(moved, Planned)
    desk.clock.advance(timedelta(days=4))
    await desk.plans.tick()
    assert await desk.state(number) is AnnouncementState.SENDING


async def test_a_plan_whose_time_has_passed_is_not_approved(desk: Desk):
    written = await desk.drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    chosen = await desk.drafts.choose_all(COMMUNITY, written.announcement.id)
    typed = await desk.plans.type(COMMUNITY, chosen.announcement.id, "demain 9h", Repeat.ONCE, "")
    asked = await desk.plans.confirm(
        COMMUNITY, chosen.announcement.id, ANNE, typed.draft.announcement.version
    )
    assert isinstance(asked, Approval)
    desk.clock.advance(timedelta(days=2))
    with pytest.raises(Mistake, match="announcements-plan-passed"):
        await desk.approvals.approve(COMMUNITY, asked.id, BORIS)
    await desk.approvals.send_back(COMMUNITY, asked.id, BORIS, "Trop tard.")
    assert await desk.state(chosen.announcement.id) is AnnouncementState.DRAFT


async def test_an_edit_waits_too_and_changes_nothing_before(desk: Desk):
    number = await desk.sent()
    found, asked = await desk.ask_edit(number)
    before = await desk.announcements.report(COMMUNITY, number)
    assert (before.announcement.body, before.announcement.state) == ("Venez.", AnnouncementState.FINISHED)
    with pytest.raises(Mistake, match="announcements-awaiting"):
        await desk.edits.correct(COMMUNITY, found.edit.id, 0, Words("Autre", "Autre"), "")
    with pytest.raises(Mistake, match="announcements-approval-own"):
        await desk.approvals.approve(COMMUNITY, asked.id, ANNE)
    report = await desk.approved(asked)
    assert (report.announcement.body, report.announcement.edited_by) == ("Venez à 19h.", ANNE)
    assert report.announcement.state is AnnouncementState.EDITING
    edits = [row for row in await desk.rows(rules.subject_of(number)) if row.kind is Kind.MESSAGE_EDIT]
    assert len(edits) == 2


async def test_an_edit_that_is_sent_back_can_be_corrected_and_does_not_grow_old_while_it_waits(desk: Desk):
    number = await desk.sent()
    found, asked = await desk.ask_edit(number)
    desk.clock.advance(rules.DRAFT_LIFE + SECOND)
    await desk.edits.tick()
    await desk.approvals.send_back(COMMUNITY, asked.id, BORIS, "Non.")
    back = desk.clock.now()
    desk.clock.advance(rules.DRAFT_LIFE + SECOND)
    assert await desk.edits.tick() == back + rules.APPROVAL_LIFE
    right = await desk.edits.correct(COMMUNITY, found.edit.id, 0, Words("Soirée", "Venez à 20h."), "")
    assert right.edit.content.words.body == "Venez à 20h."


async def test_another_edit_that_came_between_is_not_overwritten_unseen(desk: Desk):
    number = await desk.sent()
    _, first = await desk.ask_edit(number, "Un")
    _, second = await desk.ask_edit(number, "Deux")
    await desk.approvals.approve(COMMUNITY, first.id, BORIS)
    with pytest.raises(Mistake, match="announcements-approval-overtaken"):
        await desk.approvals.approve(COMMUNITY, second.id, BORIS)
    await desk.approvals.send_back(COMMUNITY, second.id, BORIS, "À comparer.")
    assert (await desk.announcements.report(COMMUNITY, number)).announcement.body == "Un"


async def test_an_edit_of_what_was_recalled_meanwhile_is_not_made(desk: Desk):
    number = await desk.sent()
    _, asked = await desk.ask_edit(number)
    await desk.announcements.recall(COMMUNITY, number, BORIS)
    with pytest.raises(Mistake, match="announcements-approval-over-recalled") as told:
        await desk.approvals.approve(COMMUNITY, asked.id, CHLOE)
    assert told.value.params["user"] == str(BORIS)
    kinds = [row.kind for row in await desk.rows(f"announcement-approval:{asked.id}")]
    assert kinds == [Kind.MESSAGE_POST, Kind.MESSAGE_EDIT]


async def test_erasing_whoever_wrote_it_takes_the_request_away(desk: Desk):
    asked = await desk.ask(ANNE)
    await desk.announcements.erase(COMMUNITY, ANNE)
    removed = (await desk.rows(f"announcement-approval:{asked.id}"))[-1]
    assert removed.kind is Kind.MESSAGE_DELETE
    with pytest.raises(Mistake, match="announcements-approval-gone"):
        await desk.approvals.approve(COMMUNITY, asked.id, BORIS)


async def test_erasing_whoever_asked_or_decided_leaves_that_somebody_did(desk: Desk):
    asked = await desk.ask(BORIS)
    await desk.approvals.send_back(COMMUNITY, asked.id, CHLOE, "Non.")
    assert (await desk.approvals.export(COMMUNITY, CHLOE))["announcement_approvals"][0]["reason"] == "Non."
    for person in (BORIS, CHLOE):
        await desk.approvals.erase(COMMUNITY, person)
        assert (await desk.approvals.export(COMMUNITY, person))["announcement_approvals"] == []
    async with desk.database.read() as unit:
        left = await unit.announcement_approvals.get(COMMUNITY, asked.id)
    assert left is not None
    assert (left.asked_by, left.decided_by, left.reason) == (0, 0, None)
    assert left.state is ApprovalState.SENT_BACK


async def test_another_community_knows_nothing_of_it(desk: Desk):
    asked = await desk.ask()
    with pytest.raises(Mistake, match="announcements-approval-gone"):
        await desk.approvals.view(COMMUNITY + 1, asked.id)
    with pytest.raises(Mistake, match="announcements-approval-gone"):
        await desk.approvals.of(COMMUNITY + 1, asked.announcement_id)
