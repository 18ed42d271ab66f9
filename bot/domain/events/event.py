"""An event, and who may say that they come."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.groups import folded
from bot.domain.mistakes import Mistake

# Roles that communities give to people who are not members, beside a role named like a partner.
GUEST_ROLES = frozenset(
    {"guest", "guests", "invite", "invites", "invitee", "invitees", "partner", "partenaire"}
)


class Audience(enum.StrEnum):
    """Whom an event is for."""

    MEMBERS = "members"
    OPEN = "open"


class Answer(enum.StrEnum):
    """What a person says to an event."""

    GOING = "going"
    MAYBE = "maybe"
    DECLINED = "declined"


class EventState(enum.StrEnum):
    """What became of an event. That it is over is told by the time, not by its state."""

    PUBLISHED = "published"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Details:
    """What organisers decide about an event. Instants are aware; `timezone` is the zone people say its times in."""

    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    place: str | None
    link: str | None
    partner_id: int | None
    audience: Audience
    group_ids: tuple[int, ...]

    @property
    def zone(self) -> ZoneInfo:
        """Give the zone in which its times are said."""
        return ZoneInfo(self.timezone)

    @property
    def local_start(self) -> datetime:
        """Give its start as the clocks of its zone show it."""
        return self.starts_at.astimezone(self.zone)

    @property
    def duration(self) -> timedelta:
        """Tell how long it lasts."""
        return self.ends_at - self.starts_at


@dataclass(frozen=True, slots=True)
class Event:
    """A published event. `schedule` counts changes of date and of groups, `revision` every edit, both from 1."""

    id: int
    community_id: int
    details: Details
    state: EventState
    schedule: int
    revision: int
    created_by: int
    created_at: datetime
    cancel_reason: str | None = None
    cancelled_by: int | None = None

    @property
    def cancelled(self) -> bool:
        """Tell whether it was called off."""
        return self.state is EventState.CANCELLED

    def is_over(self, now: datetime) -> bool:
        """Tell whether it has ended."""
        return now >= self.details.ends_at

    def has_begun(self, now: datetime) -> bool:
        """Tell whether it has started."""
        return now >= self.details.starts_at

    def is_open(self, now: datetime) -> bool:
        """Tell whether people may answer."""
        return not self.cancelled and not self.is_over(now)


def check_answerable(event: Event, now: datetime) -> None:
    """Raise Mistake where an answer to an event makes no sense any more: it was cancelled, or it is over."""
    if event.cancelled:
        raise Mistake("events-cancelled-no-answer", title=event.details.title)
    if event.is_over(now):
        raise Mistake("events-over-no-answer", title=event.details.title)


def is_guest(*, memberships: int, role_names: Iterable[str], partner_names: Iterable[str]) -> bool:
    """Tell whether a person is a guest: in none of the community's groups, or marked as a guest by a role.

    A role marks guests when it is named so ("Invité"), or like a partner ("MecaTech").
    """
    marks = GUEST_ROLES | {folded(name) for name in partner_names}
    return memberships == 0 or any(folded(name) in marks for name in role_names)
