"""What is planned is changed before it leaves, in all it is, by who saw what stood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import FrozenClock
from bot.domain.announcements import (
    Act,
    AnnouncementState,
    Approval,
    ApprovalState,
    Draft,
    Planned,
    Repeat,
    Words,
)
from bot.domain.mistakes import Mistake
from bot.services.announcements import (
    AnnouncementApprovalService,
    AnnouncementDraftService,
    AnnouncementJournalService,
    AnnouncementPlanService,
    AnnouncementService,
)
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database
from tests.services.announcing import ANNE, BORIS, COMMUNITY, SEED

HOUR = timedelta(hours=1)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


class Desk:
    """The services of a community, with one announcement planned in two hours for every group."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, FrozenClock(NOW)
        self.drafts = AnnouncementDraftService(database, self.clock)
        self.plans = AnnouncementPlanService(database, self.clock)
        self.approvals = AnnouncementApprovalService(database, self.clock)
        self.announcements = AnnouncementService(database, self.clock)
        self.journal = AnnouncementJournalService(database)

    async def planned(self, repeat: Repeat = Repeat.ONCE) -> int:
        await SetupService(self.database, self.clock, SEED).meet(COMMUNITY, "Grappe", Seen())
        written = await self.drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
        named = written.announcement.id
        await self.drafts.choose_all(COMMUNITY, named)
        planning = await self.plans.type(COMMUNITY, named, "aujourd’hui 12h", repeat, "")
        done = await self.plans.confirm(COMMUNITY, named, ANNE, planning.draft.announcement.version)
        assert isinstance(done, Planned)
        return named

    async def changed(self, named: int, by: int = BORIS, body: str = "Venez tôt.") -> Draft:
        """Begin to change what is planned: other words, for the first group alone."""
        self.clock.advance(timedelta(minutes=1))
        begun = await self.drafts.revise(COMMUNITY, named, by)
        draft = begun.announcement.id
        await self.drafts.correct(COMMUNITY, draft, by, Words("Soirée", body))
        groups = [one.target for one in begun.offered if one.group is not None]
        await self.drafts.choose(COMMUNITY, draft, groups, groups[:1])
        return await self.drafts.prepare(COMMUNITY, draft)

    async def replace(self, draft: Draft, by: int = BORIS) -> Planned | Approval:
        found = draft.announcement
        return await self.drafts.replace(COMMUNITY, found.id, by, found.version)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_nothing_changes_before_the_change_is_confirmed_and_then_all_of_it_does(desk: Desk):
    named = await desk.planned()
    draft = await desk.changed(named)
    assert (await desk.plans.planned(COMMUNITY, named)).announcement.body == "Venez."
    done = await desk.replace(draft)
    assert isinstance(done, Planned)
    assert done.announcement.id == named
    assert (done.announcement.body, len(done.draft.chosen)) == ("Venez tôt.", 1)
    assert done.plan.coming()[0].at == NOW + 2 * HOUR
    assert (await desk.announcements.listing(COMMUNITY, 0)).total == 1
    entry = (await desk.journal.journal(COMMUNITY, named, 0)).entries[0]
    assert (entry.act, entry.user_id) == (Act.EDITED, BORIS)
    assert entry.before is not None
    assert entry.before.words.body == "Venez."
    assert entry.changes.targets is not None
    assert [len(each) for each in entry.changes.targets] == [3, 1]
    desk.clock.advance(2 * HOUR)
    await desk.plans.tick()
    report = await desk.announcements.report(COMMUNITY, named)
    assert (report.announcement.body, len(report.results)) == ("Venez tôt.", 1)
    assert report.announcement.edited_at is None, "nobody read it before the change"


async def test_what_left_meanwhile_is_not_changed_and_the_text_is_kept(desk: Desk):
    named = await desk.planned()
    draft = await desk.changed(named)
    desk.clock.advance(2 * HOUR)
    await desk.plans.tick()
    with pytest.raises(Mistake, match="announcements-revision-over"):
        await desk.replace(draft)
    kept = await desk.drafts.draft(COMMUNITY, draft.announcement.id)
    assert (kept.announcement.body, kept.replaced) == ("Venez tôt.", None)
    assert (await desk.announcements.report(COMMUNITY, named)).announcement.body == "Venez."


async def leaves(desk: Desk, named: int) -> None:
    desk.clock.advance(2 * HOUR)
    await desk.plans.tick()
    assert (await desk.announcements.report(COMMUNITY, named)).counts.total == 3


async def test_a_change_that_comes_too_late_is_told_before_it_becomes_an_announcement_of_its_own(desk: Desk):
    named = await desk.planned()
    draft = (await desk.changed(named)).announcement
    await leaves(desk, named)
    with pytest.raises(Mistake, match="announcements-revision-over"):
        await desk.drafts.prepare(COMMUNITY, draft.id)
    # A second press knows what it does.
    own = await desk.drafts.prepare(COMMUNITY, draft.id)
    assert (own.announcement.replaces_id, own.announcement.body) == (None, "Venez tôt.")
    await desk.drafts.confirm(COMMUNITY, draft.id, BORIS, own.announcement.version)
    assert (await desk.announcements.report(COMMUNITY, draft.id)).counts.total == 1


async def test_a_change_that_comes_too_late_is_not_sent_by_a_confirmation_either(desk: Desk):
    named = await desk.planned()
    draft = (await desk.changed(named)).announcement
    found = (await desk.plans.planned(COMMUNITY, named)).announcement
    await desk.plans.cancel(COMMUNITY, named, ANNE, found.version)
    with pytest.raises(Mistake, match="announcements-revision-over"):
        await desk.drafts.confirm(COMMUNITY, draft.id, BORIS, draft.version)
    assert (await desk.drafts.prepare(COMMUNITY, draft.id)).announcement.replaces_id is None


async def test_a_change_that_comes_too_late_gets_a_date_of_its_own_knowingly(desk: Desk):
    named = await desk.planned()
    draft = (await desk.changed(named)).announcement
    await leaves(desk, named)
    desk.plans.approval = True
    with pytest.raises(Mistake, match="announcements-revision-over"):
        await desk.plans.typed(COMMUNITY, draft.id)
    assert await desk.plans.typed(COMMUNITY, draft.id) is None
    planning = await desk.plans.type(COMMUNITY, draft.id, "demain 9h", Repeat.ONCE, "")
    asked = await desk.plans.confirm(COMMUNITY, draft.id, BORIS, planning.draft.announcement.version)
    assert isinstance(asked, Approval)
    done = await desk.approvals.approve(COMMUNITY, asked.id, ANNE)
    assert isinstance(done, Planned)
    assert done.announcement.id == draft.id


async def test_a_change_is_never_sent_by_the_button_of_another_screen(desk: Desk):
    named = await desk.planned()
    draft = (await desk.changed(named)).announcement
    with pytest.raises(Mistake, match="announcements-changed"):
        await desk.drafts.confirm(COMMUNITY, draft.id, BORIS, draft.version)


async def test_of_two_who_change_it_at_once_the_second_is_told_and_can_go_on(desk: Desk):
    named = await desk.planned()
    mine, theirs = await desk.changed(named), await desk.changed(named, ANNE, "Venez tard.")
    await desk.replace(theirs, ANNE)
    with pytest.raises(Mistake, match="announcements-edit-overtaken"):
        await desk.replace(mine)
    seen = await desk.drafts.prepare(COMMUNITY, mine.announcement.id)
    assert seen.overtaken
    done = await desk.replace(seen)
    assert isinstance(done, Planned)
    assert done.announcement.body == "Venez tôt."


async def test_what_was_a_draft_again_meanwhile_is_not_replaced_unseen(desk: Desk):
    named = await desk.planned()
    mine = await desk.changed(named, ANNE, "Venez tard.")
    found = (await desk.plans.planned(COMMUNITY, named)).announcement
    await desk.plans.unplan(COMMUNITY, named, BORIS, found.version)
    await desk.drafts.correct(COMMUNITY, named, BORIS, Words("Soirée", "Venez tôt."))
    planning = await desk.plans.type(COMMUNITY, named, "demain 9h", Repeat.ONCE, "")
    await desk.plans.confirm(COMMUNITY, named, BORIS, planning.draft.announcement.version)
    with pytest.raises(Mistake, match="announcements-edit-overtaken"):
        await desk.replace(mine, ANNE)
    assert (await desk.plans.planned(COMMUNITY, named)).announcement.body == "Venez tôt."
    seen = await desk.drafts.prepare(COMMUNITY, mine.announcement.id)
    assert seen.overtaken
    done = await desk.replace(seen, ANNE)
    assert isinstance(done, Planned)
    assert done.announcement.body == "Venez tard."
    desk.clock.advance(24 * HOUR)
    await desk.plans.tick()
    sent = (await desk.announcements.report(COMMUNITY, named)).announcement
    assert (sent.body, sent.revision, sent.edited_at) == ("Venez tard.", 0, None)


async def test_whoever_begins_again_finds_what_they_wrote(desk: Desk):
    named = await desk.planned()
    first = await desk.changed(named)
    again = await desk.drafts.revise(COMMUNITY, named, BORIS)
    assert again.announcement.id == first.announcement.id
    assert again.announcement.body == "Venez tôt."


async def test_what_changes_nothing_is_not_saved_and_has_no_date_of_its_own(desk: Desk):
    named = await desk.planned()
    begun = await desk.drafts.revise(COMMUNITY, named, ANNE)
    with pytest.raises(Mistake, match="announcements-revision-same"):
        await desk.drafts.prepare(COMMUNITY, begun.announcement.id)
    with pytest.raises(Mistake, match="announcements-revision-dated"):
        await desk.plans.type(COMMUNITY, begun.announcement.id, "demain 9h", Repeat.ONCE, "")


async def test_a_series_sends_its_new_words_from_then_on(desk: Desk):
    named = await desk.planned(Repeat.WEEK)
    await desk.replace(await desk.changed(named))
    desk.clock.advance(2 * HOUR)
    await desk.plans.tick()
    (sent,) = [
        one.announcement
        for one in (await desk.announcements.listing(COMMUNITY, 0)).entries
        if one.announcement.series_id == named
    ]
    assert (sent.body, sent.revision, sent.edited_by) == ("Venez tôt.", 0, None)


async def test_a_change_needs_approval_where_an_announcement_does(desk: Desk):
    named = await desk.planned()
    desk.drafts.approval = True
    asked = await desk.replace(await desk.changed(named))
    assert isinstance(asked, Approval)
    assert (await desk.plans.planned(COMMUNITY, named)).announcement.body == "Venez."
    view = await desk.approvals.view(COMMUNITY, asked.id)
    assert view.plan is not None
    assert view.changes.targets is not None
    assert [len(each) for each in view.changes.targets] == [3, 1]
    done = await desk.approvals.approve(COMMUNITY, asked.id, ANNE)
    assert isinstance(done, Planned)
    assert (done.announcement.id, done.announcement.body) == (named, "Venez tôt.")
    acts = [one.act for one in (await desk.journal.journal(COMMUNITY, named, 0)).entries]
    assert acts[:1] == [Act.EDITED]
    assert {Act.ASKED, Act.APPROVED} <= set(acts)
    async with desk.database.read() as unit:
        decided = await unit.announcement_approvals.get(COMMUNITY, asked.id)
    assert decided is not None
    assert (decided.state, decided.announcement_id) == (ApprovalState.APPROVED, named)


async def test_approval_comes_too_late_for_what_left_meanwhile(desk: Desk):
    named = await desk.planned()
    desk.drafts.approval = True
    asked = await desk.replace(await desk.changed(named))
    assert isinstance(asked, Approval)
    desk.clock.advance(2 * HOUR)
    await desk.plans.tick()
    with pytest.raises(Mistake, match="announcements-approval-plan-over"):
        await desk.approvals.approve(COMMUNITY, asked.id, ANNE)
    await desk.approvals.send_back(COMMUNITY, asked.id, ANNE, "Trop tard.")
    kept = await desk.drafts.draft(COMMUNITY, asked.announcement_id)
    assert kept.announcement.state is AnnouncementState.DRAFT
