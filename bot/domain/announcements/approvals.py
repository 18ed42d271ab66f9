"""A second organiser's approval, where the operator wants one: asked for, given, refused, or never answered."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import places
from bot.domain.announcements.announcement import Announcement, version_at
from bot.domain.announcements.changes import Changes
from bot.domain.announcements.content import Content
from bot.domain.announcements.mentions import Mention
from bot.domain.announcements.targets import Addressee, Reach
from bot.domain.effects import Card, Effect, Kind, message_payload, place_lane
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture
from bot.domain.recurrence import Recurrence

# Longer than a weekend; what was not looked at by then has to be wanted again.
APPROVAL_LIFE = timedelta(days=3)
REASON_LIMIT = 500

APPROVAL_CARD = "announcement-approval"
DECISION_CARD = "announcement-decision"


class ApprovalState(enum.StrEnum):
    """Where a request is. All but the first are final."""

    OPEN = "open"
    APPROVED = "approved"
    SENT_BACK = "sent-back"
    TAKEN_BACK = "taken-back"
    LAPSED = "lapsed"
    RECALLED = "recalled"  # an edit of what was recalled meanwhile


@dataclass(frozen=True, slots=True)
class Approval:
    """A request: to send an announcement, at its time if it is `planned`, or to make an edit of it (`edit_id`).

    A person's id in it is 0 for someone of the team who had their data erased. While it is open nothing of what was
    shown can be changed; `revision` is the announcement's when it was asked for.
    """

    id: int
    community_id: int
    announcement_id: int
    edit_id: int | None
    planned: bool
    revision: int
    asked_by: int
    asked_at: datetime
    expires_at: datetime
    state: ApprovalState
    decided_by: int | None
    decided_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """A request with what it is about: the announcement as it is, what it is to say, and whom it reaches.

    `number` is that of the next date of a plan that is under way; `changes` is what it changes beside the words of
    what is read, or planned, now.
    """

    approval: Approval
    announcement: Announcement
    content: Content
    picture: Picture | None
    addressees: Sequence[Addressee]
    reach: Reach
    mention: Mention | None
    plan: Recurrence | None
    number: int | None = None
    changes: Changes = field(default_factory=Changes)

    @property
    def wanted(self) -> Announcement:
        """Give the announcement as it is to be."""
        return self.announcement.saying(self.content)


def refused(approval: Approval) -> Mistake | None:
    """Tell why a request can't be decided any more; None where it can."""
    match approval.state:
        case ApprovalState.OPEN:
            return None
        case ApprovalState.LAPSED:
            return lapsed(approval)
        case state:
            when = approval.decided_at or approval.expires_at
            return Mistake(
                f"announcements-approval-over-{state.value}",
                known="yes" if approval.decided_by else "no",
                user=str(approval.decided_by),
                instant=str(int(when.timestamp())),
            )


def lapsed(approval: Approval) -> Mistake:
    """Tell that nobody answered a request in time."""
    instant = str(int(approval.expires_at.timestamp()))
    return Mistake("announcements-approval-over-lapsed", instant=instant)


def approval_reason(text: str) -> str:
    """Read why a request is sent back. Raises Mistake where that is missing or too long."""
    reason = text.strip()
    if not reason:
        raise Mistake("announcements-approval-reason-empty")
    if len(reason) > REASON_LIMIT:
        raise Mistake("announcements-approval-reason-long", length=len(reason), most=REASON_LIMIT)
    return reason


def approval_post(approval: Approval, now: datetime) -> Effect:
    """Make the effect that shows the organisers a request, with what it is about."""
    return Effect(
        community_id=approval.community_id,
        dedup_key=_key(approval),
        kind=Kind.MESSAGE_POST,
        lane=place_lane(approval.community_id, places.ORGANISATION),
        due_at=now,
        subject=f"{APPROVAL_CARD}:{approval.id}",
        payload=message_payload(Card(APPROVAL_CARD, _about(approval)), place=places.ORGANISATION),
    )


def approval_shown(approval: Approval, now: datetime) -> Effect:
    """Make the effect that takes the buttons off a request that was decided."""
    return Effect(
        community_id=approval.community_id,
        dedup_key=f"{_key(approval)}:decided",
        kind=Kind.MESSAGE_EDIT,
        lane=place_lane(approval.community_id, places.ORGANISATION),
        due_at=now,
        subject=f"{APPROVAL_CARD}:{approval.id}",
        payload={
            **message_payload(Card(APPROVAL_CARD, _about(approval)), place=places.ORGANISATION),
            "message_of": _key(approval),
        },
    )


def approval_removed(approval: Approval, now: datetime) -> Effect:
    """Make the effect that takes a request away together with what it is about."""
    return Effect(
        community_id=approval.community_id,
        dedup_key=f"{_key(approval)}:removed",
        kind=Kind.MESSAGE_DELETE,
        lane=place_lane(approval.community_id, places.ORGANISATION),
        due_at=now,
        subject=f"{APPROVAL_CARD}:{approval.id}",
        payload={"message_of": _key(approval)},
    )


def decision_post(approval: Approval, due_at: datetime) -> Effect:
    """Make the effect that tells whoever asked what came of it."""
    return Effect(
        community_id=approval.community_id,
        dedup_key=f"{_key(approval)}:told",
        kind=Kind.MESSAGE_POST,
        lane=place_lane(approval.community_id, places.ORGANISATION),
        due_at=due_at,
        subject=f"{APPROVAL_CARD}:{approval.id}",
        payload=message_payload(Card(DECISION_CARD, _about(approval)), place=places.ORGANISATION),
    )


def _key(approval: Approval) -> str:
    return f"{APPROVAL_CARD}:{approval.id}:{version_at(approval.asked_at)}"


def _about(approval: Approval) -> dict[str, int]:
    return {"community": approval.community_id, "approval": approval.id}
