"""Changing what is planned before it leaves: a draft that says the same, and takes its place once it is confirmed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.announcements import Act, Announcement, AnnouncementState, Draft, Planned, Replaced
from bot.domain.mistakes import Mistake
from bot.services.announcements.reading import community_of, draft_of, lost
from bot.storage.database import Unit

# What happened to a draft on its way and is told with what it became; how its text came about is not.
_ABOUT_APPROVAL = (Act.ASKED, Act.TAKEN_BACK, Act.APPROVED, Act.SENT_BACK, Act.LAPSED)


async def begin_revision(
    unit: Unit, community_id: int, planned_id: int, user_id: int, now: datetime
) -> Draft:
    """Give the draft with which a person changes what is planned, theirs from before if nothing came between.

    Raises Mistake where it is not planned any more.
    """
    planned = await unit.announcements.get(community_id, planned_id)
    if planned is None or planned.state is not AnnouncementState.PLANNED:
        await lost(unit, community_id, planned_id)
    found = await unit.announcement_plans.revision_by(planned, user_id)
    if found is None:
        found = await unit.announcement_plans.begin_revision(planned, user_id, now)
        await unit.announcement_journal.note(found, Act.WRITTEN, user_id, now)
    return await draft_of(unit, await community_of(unit, community_id), found)


async def on_its_own(unit: Unit, draft: Draft) -> bool:
    """Let a draft go where what it is to replace left, or was called off; tell whether that is so.

    Whoever presses the button is told, and once that is kept, a second press sends it as what it is by then: an
    announcement of its own.
    """
    if draft.announcement.replaces_id is None or draft.replaced is not None:
        return False
    return await unit.announcement_plans.let_go(draft.announcement.id) is not None


def still_replaced(draft: Draft) -> Replaced:
    """Give what a draft is to replace. Raises Mistake where that left, or was called off, meanwhile."""
    if draft.replaced is None:
        raise Mistake("announcements-revision-over")
    return draft.replaced


async def take_place(unit: Unit, draft: Draft, user_id: int, now: datetime) -> Planned:
    """Have what is planned become what a draft says, for its targets; when it is sent stays.

    Raises Mistake where it is not planned any more, or somebody else changed it since.
    """
    planned, changes = still_replaced(draft).announcement, draft.changes
    if draft.overtaken:
        raise overtaken(planned)
    made = draft.announcement
    # Before the draft goes, and takes with it what belongs to it.
    await unit.announcement_journal.hand_over(made.id, _ABOUT_APPROVAL, planned.id)
    await unit.announcement_approvals.hand_over(made.id, planned.id)
    revised = await unit.announcement_plans.revise(made, user_id, now)
    if revised is None:
        raise Mistake("announcements-revision-over")
    await unit.announcement_journal.note(
        revised, Act.EDITED, user_id, now, before=planned.content, changes=changes
    )
    return await planned_of(unit, planned.community_id, planned.id)


async def planned_of(unit: Unit, community_id: int, announcement_id: int) -> Planned:
    """Read what is planned, or was. Raises Mistake where nothing was."""
    found = await unit.announcements.get(community_id, announcement_id)
    plan = await unit.announcement_plans.plan(announcement_id)
    if found is None or plan is None or not found.state.scheduled:
        raise Mistake("announcements-not-planned")
    return Planned(await draft_of(unit, await community_of(unit, community_id), found), plan)


def overtaken(announcement: Announcement) -> Mistake:
    """Say who edited it meanwhile, and when."""
    when = announcement.edited_at or announcement.changed_at
    return Mistake(
        "announcements-edit-overtaken",
        known="yes" if announcement.edited_by else "no",
        user=str(announcement.edited_by),
        instant=str(int(when.timestamp())),
    )


def check_changed(draft: Draft) -> None:
    """Raise Mistake where a draft says the same, to the same, as what it is to replace."""
    if draft.unchanged:
        raise Mistake("announcements-revision-same")
