"""What makes an announcement leave: a confirmation, or a second organiser's approval of one."""

from __future__ import annotations

from datetime import datetime

from bot.domain import announcements as rules
from bot.domain.announcements import (
    Act,
    Announcement,
    AnnouncementState,
    Approval,
    ApprovalState,
    EditState,
)
from bot.services.announcements.reading import lost
from bot.services.announcements.starting import start
from bot.storage.database import Unit


async def release(unit: Unit, draft: Announcement, user_id: int, now: datetime) -> None:
    """Send a draft to its targets, as that person confirmed. Raises Mistake when somebody was faster."""
    begun = await unit.announcements.begin(draft.id, user_id, now)
    begun = begun or await lost(unit, draft.community_id, draft.id)
    await unit.announcement_journal.note(begun, Act.SENT, user_id, now)
    await start(unit, begun, now)


async def ask(
    unit: Unit, draft: Announcement, user_id: int, now: datetime, *, planned: bool = False
) -> Approval:
    """Ask the other organisers to look at a draft; it stays as it is until one of them has decided.

    Raises Mistake when somebody was faster.
    """
    states = (AnnouncementState.DRAFT, AnnouncementState.AWAITING)
    awaiting = await unit.announcements.turn(draft.id, *states, now)
    awaiting = awaiting or await lost(unit, draft.community_id, draft.id)
    approval = await unit.announcement_approvals.ask(awaiting, user_id, now, planned=planned)
    await show_request(unit, awaiting, approval, now)
    return approval


async def show_request(unit: Unit, announcement: Announcement, approval: Approval, now: datetime) -> None:
    """Note that approval was asked for, and show it to the organisers."""
    await unit.announcement_journal.note(announcement, Act.ASKED, approval.asked_by, now)
    await unit.deliveries.record(rules.approval_post(approval, now), now=now)


async def drop_edit_requests(unit: Unit, announcement_id: int, user_id: int, now: datetime) -> None:
    """Close the open requests to edit an announcement that was recalled: nothing is left to decide."""
    for asked in await unit.announcement_approvals.open_edits_of(announcement_id):
        closed = await unit.announcement_approvals.close(asked.id, ApprovalState.RECALLED, user_id, now)
        if closed is None or closed.edit_id is None:
            continue
        await unit.announcement_edits.turn(closed.edit_id, EditState.AWAITING, EditState.DROPPED, now)
        await unit.deliveries.record(rules.approval_shown(closed, now), now=now)


async def remove_requests(unit: Unit, community_id: int, user_id: int, now: datetime) -> None:
    """Take away the open requests about what a person is writing, before that is erased: they show it."""
    for approval in await unit.announcement_approvals.open_texts_of(community_id, user_id):
        await unit.deliveries.record(rules.approval_removed(approval, now), now=now)
