"""A second organiser's approval: looked at, given, refused, taken back, or never answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    Act,
    AnnouncementState,
    Approval,
    ApprovalState,
    ApprovalView,
    EditState,
    Planned,
    Report,
)
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture
from bot.services.announcements.editing import change
from bot.services.announcements.planning import plan_approved
from bot.services.announcements.reading import check_complete, community_of, draft_of, report_of
from bot.services.announcements.releasing import release
from bot.services.announcements.revising import take_place
from bot.storage.database import Database, Unit


class AnnouncementApprovalService:
    """Lets a second organiser decide on what one wants to send."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset(
        {"announcement_approval.asked_by", "announcement_approval.decided_by"}
    )

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def view(self, community_id: int, approval_id: int) -> ApprovalView:
        """Show a request with what it is about. Raises Mistake where it was decided."""
        async with self._database.read() as unit:
            return await _view(unit, await _open(unit, community_id, approval_id))

    async def present(self, community_id: int, approval_id: int) -> tuple[ApprovalView, Picture | None]:
        """Give a request with the picture of what is read now. Raises Mistake where it was decided."""
        async with self._database.read() as unit:
            found = await _view(unit, await _open(unit, community_id, approval_id))
            picture_id = found.announcement.picture_id
            picture = None if picture_id is None else await unit.pictures.get(community_id, picture_id)
        return found, picture

    async def of(self, community_id: int, announcement_id: int) -> ApprovalView:
        """Show the open request to send an announcement. Raises Mistake where there is none."""
        async with self._database.read() as unit:
            found = await unit.announcement_approvals.open_for(announcement_id)
            if found is None or found.community_id != community_id:
                raise Mistake("announcements-approval-gone")
            return await _view(unit, found)

    async def approve(self, community_id: int, approval_id: int, user_id: int) -> Report | Planned:
        """Give the approval: what was asked for happens, as it was shown.

        Raises Mistake where it was decided already, where the same person asked, or where it can't be done any more.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            approval = await _open(unit, community_id, approval_id, now)
            if approval.asked_by == user_id:
                raise Mistake("announcements-approval-own")
            # Locked before anything of it is read: no copy leaves unseen with what was said before an edit.
            subject = rules.subject_of(approval.announcement_id)
            copies = await unit.deliveries.of_subject(subject, locked=True)
            approval = await _decide(unit, approval, ApprovalState.APPROVED, user_id, now)
            announcement = (await _view(unit, approval)).announcement
            await unit.announcement_journal.note(announcement, Act.APPROVED, user_id, now)
            outcome: Report | Planned
            if approval.edit_id is None:
                outcome = await _send(unit, approval, now)
            else:
                if announcement.revision != approval.revision:
                    raise Mistake("announcements-approval-overtaken")
                if (impossible := rules.refusal(announcement)) is not None:
                    raise impossible
                edit = await unit.announcement_edits.turn(
                    approval.edit_id, EditState.AWAITING, EditState.DONE, now
                )
                if edit is None:
                    raise Mistake("announcements-approval-gone")
                await change(unit, edit, announcement, copies, approval.asked_by, now)
                outcome = await report_of(unit, community_id, approval.announcement_id)
            await unit.deliveries.record(
                rules.approval_shown(approval, now), rules.decision_post(approval, now), now=now
            )
            return outcome

    async def asked_by(self, community_id: int, approval_id: int) -> int:
        """Tell who made a request. Raises Mistake where it was decided."""
        async with self._database.read() as unit:
            return (await _open(unit, community_id, approval_id)).asked_by

    async def send_back(self, community_id: int, approval_id: int, user_id: int, reason: str) -> Approval:
        """Refuse the approval, with a reason: what it is about can be changed, and asked for again.

        Raises Mistake where it was decided already, or no reason is given.
        """
        wanted = rules.approval_reason(reason)
        now = self._clock.now()
        async with self._database.write() as unit:
            approval = await _open(unit, community_id, approval_id, now)
            return await _give_back(unit, approval, ApprovalState.SENT_BACK, user_id, now, reason=wanted)

    async def take_back(self, community_id: int, approval_id: int, user_id: int) -> Approval:
        """Give up one's own request. Raises Mistake where it was decided already, or somebody else's."""
        now = self._clock.now()
        async with self._database.write() as unit:
            approval = await _open(unit, community_id, approval_id, now)
            if approval.asked_by != user_id:
                raise Mistake("announcements-approval-not-own")
            return await _give_back(unit, approval, ApprovalState.TAKEN_BACK, user_id, now)

    async def tick(self) -> datetime | None:
        """Give back what nobody answered; tell when the next request is over."""
        now = self._clock.now()
        async with self._database.write() as unit:
            for approval in await unit.announcement_approvals.over(now):
                await _give_back(unit, approval, ApprovalState.LAPSED, None, now)
            return await unit.announcement_approvals.next_over()

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give the requests that a person made or decided."""
        async with self._database.read() as unit:
            theirs = await unit.announcement_approvals.of_person(community_id, user_id)
        return {
            "announcement_approvals": [
                {
                    "announcement": one.announcement_id,
                    "asked": one.asked_by == user_id,
                    "asked_at": one.asked_at,
                    "state": one.state.value,
                    "decided": one.decided_by == user_id,
                    "decided_at": one.decided_at,
                    "reason": one.reason if one.decided_by == user_id else None,
                }
                for one in theirs
            ]
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Leave that someone of the team asked and decided; who it was, and their reasons, go."""
        async with self._database.write() as unit:
            await unit.announcement_approvals.forget(community_id, user_id)


async def _open(unit: Unit, community_id: int, approval_id: int, now: datetime | None = None) -> Approval:
    found = await unit.announcement_approvals.get(community_id, approval_id)
    if found is None:
        raise Mistake("announcements-approval-gone")
    wrong = rules.refused(found)
    if wrong is None and now is not None and found.expires_at <= now:
        wrong = rules.lapsed(found)
    if wrong is not None:
        raise wrong
    return found


async def _send(unit: Unit, approval: Approval, now: datetime) -> Report | Planned:
    """Send what was approved as whoever asked would have, at once or at its time."""
    draft = await unit.announcements.turn(
        approval.announcement_id, AnnouncementState.AWAITING, AnnouncementState.DRAFT, now
    )
    if draft is None:
        raise Mistake("announcements-approval-gone")
    if approval.planned and draft.replaces_id is None:
        return await plan_approved(unit, approval, now)
    community = await community_of(unit, approval.community_id)
    found = await draft_of(unit, community, draft)
    try:
        await check_complete(unit, found)
    except Mistake as lacking:
        if lacking.code == "announcements-group-archived":
            raise Mistake("announcements-approval-group-archived", **lacking.params) from None
        raise
    if approval.planned:
        if found.replaced is None:
            raise Mistake("announcements-approval-plan-over")
        if found.overtaken:
            raise Mistake("announcements-approval-overtaken")
        return await take_place(unit, found, approval.asked_by, now)
    await release(unit, draft, approval.asked_by, now)
    return await report_of(unit, approval.community_id, approval.announcement_id)


async def _view(unit: Unit, approval: Approval) -> ApprovalView:
    found = await unit.announcement_approvals.view(approval)
    if found is None:
        raise Mistake("announcements-approval-gone")
    return found


async def _decide(
    unit: Unit,
    approval: Approval,
    state: ApprovalState,
    user_id: int | None,
    now: datetime,
    *,
    reason: str | None = None,
) -> Approval:
    decided = await unit.announcement_approvals.close(approval.id, state, user_id, now, reason=reason)
    if decided is None:
        await _open(unit, approval.community_id, approval.id)
        raise Mistake("announcements-approval-gone")
    return decided


async def _give_back(
    unit: Unit,
    approval: Approval,
    state: ApprovalState,
    user_id: int | None,
    now: datetime,
    *,
    reason: str | None = None,
) -> Approval:
    decided = await _decide(unit, approval, state, user_id, now, reason=reason)
    if approval.edit_id is not None:
        await unit.announcement_edits.turn(approval.edit_id, EditState.AWAITING, EditState.OPEN, now)
    else:
        await unit.announcements.turn(
            approval.announcement_id, AnnouncementState.AWAITING, AnnouncementState.DRAFT, now
        )
    announcement = await unit.announcements.get(approval.community_id, approval.announcement_id)
    if announcement is None:
        raise Mistake("announcements-approval-gone")
    acts = {
        ApprovalState.SENT_BACK: Act.SENT_BACK,
        ApprovalState.TAKEN_BACK: Act.TAKEN_BACK,
        ApprovalState.LAPSED: Act.LAPSED,
    }
    # What comes with time is due at its own instant, not when it was noticed.
    at = approval.expires_at if state is ApprovalState.LAPSED else now
    await unit.announcement_journal.note(announcement, acts[state], user_id, at, reason=reason)
    effects = [rules.approval_shown(decided, at)]
    if state is not ApprovalState.TAKEN_BACK:
        effects.append(rules.decision_post(decided, at))
    await unit.deliveries.record(*effects, now=now)
    return decided
