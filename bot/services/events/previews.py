"""What an organiser sees before anything is saved: the event as it is understood, and whom it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.communities import Partner
from bot.domain.events import (
    Details,
    Draft,
    DraftState,
    Event,
    EventOverview,
    EventState,
    Purpose,
    understood,
)
from bot.domain.groups import Group
from bot.domain.mistakes import Mistake
from bot.storage.database import Unit


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as it is understood. `before` is the event being edited, `reach` how many people its groups have."""

    draft: Draft
    overview: EventOverview
    before: EventOverview | None
    groups: Sequence[Group]
    partners: Sequence[Partner]
    reach: int


@dataclass(frozen=True, slots=True)
class CancelPreview:
    """A cancellation before it is confirmed."""

    draft: Draft
    overview: EventOverview
    reason: str


async def preview(unit: Unit, draft: Draft, now: datetime) -> Preview:
    """Show a draft of a new event, or of an edit. Raises Mistake with what can't be taken."""
    before = None if draft.purpose is Purpose.CREATE else await edited(unit, draft, now)
    details = await details_of(unit, draft, before, now)
    groups = await unit.groups.active(draft.community_id)
    partners = await unit.communities.partners(draft.community_id)
    shown = replace(before, details=details) if before else _imagined(draft, details)
    old = None if before is None else await unit.events.overview(draft.community_id, before.id)
    overview = await unit.events.overview_of(
        shown,
        counts=dict(old.counts) if old else None,
        going=old.first_going if old else (),
    )
    reach = await unit.groups.reach(details.group_ids) if details.group_ids else 0
    return Preview(draft, overview, old, groups, partners, reach)


async def details_of(unit: Unit, draft: Draft, before: Event | None, now: datetime) -> Details:
    """Read a draft. Raises Mistake with what can't be taken, or where it is too late for it."""
    community = await unit.communities.get(draft.community_id)
    if community is None:  # pragma: no cover - a draft goes with its community
        raise Mistake("mistake-not-ready")
    zone = before.details.timezone if before else community.timezone
    details = understood(draft.typed, draft.typed_at, zone, before=before.details if before else None)
    # In the community's order, which is the one they are stored and compared in; a group archived since the
    # draft was begun is left out, one that the event has already stays.
    active = [group.id for group in await unit.groups.active(draft.community_id)]
    known = dict.fromkeys((*active, *(before.details.group_ids if before else ())))
    chosen = tuple(group_id for group_id in known if group_id in details.group_ids)
    details = replace(details, group_ids=chosen)
    if before is None or details.starts_at != before.details.starts_at:
        if details.starts_at <= now:
            raise Mistake("events-start-passed", start=details.local_start)
    elif details.ends_at <= now:
        raise Mistake("events-end-passed", end=details.ends_at.astimezone(details.zone))
    return details


async def edited(unit: Unit, draft: Draft, now: datetime) -> Event:
    """Find the event that a draft is about. Raises Mistake where it can't be changed any more."""
    event = await unit.events.get(draft.community_id, draft.event_id or 0)
    if event is None:
        raise Mistake("events-gone")
    check_editable(event, now)
    if event.revision != draft.revision:
        raise Mistake("events-changed-meanwhile", title=event.details.title)
    return event


def check_editable(event: Event, now: datetime) -> None:
    """Raise Mistake where an event can't be changed any more."""
    if event.cancelled:
        raise Mistake(
            "events-cancelled-already", title=event.details.title, person=str(event.cancelled_by or 0)
        )
    if event.is_over(now):
        raise Mistake("events-over", title=event.details.title)


def check_cancellable(event: Event, now: datetime) -> None:
    """Raise Mistake where an event can't be called off any more."""
    check_editable(event, now)
    if event.has_begun(now):
        raise Mistake("events-begun", title=event.details.title)


async def counted(unit: Unit, event: Event) -> EventOverview:
    """Show an event with its groups, its partner and how many gave each answer."""
    return await unit.events.overview_of(event, counts=await unit.events.counts(event.id))


async def opened(unit: Unit, community_id: int, draft_id: int) -> Draft:
    """Find a draft that is still open. Raises Mistake that says what became of it."""
    draft = await unit.event_drafts.get(community_id, draft_id)
    if draft is None:
        raise Mistake("events-draft-gone")
    if draft.state is not DraftState.OPEN:
        raise await ended(unit, draft)
    return draft


async def ended(unit: Unit, draft: Draft) -> Mistake:
    """Say what became of a draft that somebody ended first."""
    now_known = await unit.event_drafts.get(draft.community_id, draft.id) or draft
    if now_known.state is DraftState.DROPPED:
        return Mistake("events-draft-dropped")
    event = await unit.events.get(draft.community_id, now_known.event_id or 0)
    if event is None:
        return Mistake("events-draft-gone")
    title = event.details.title
    if draft.purpose is Purpose.CANCEL:
        return Mistake("events-cancelled-already", title=title, person=str(event.cancelled_by or 0))
    if draft.purpose is Purpose.EDIT:
        return Mistake("events-applied-already", title=title)
    return Mistake("events-published-already", title=title, person=str(event.created_by))


def _imagined(draft: Draft, details: Details) -> Event:
    """Make the event that a draft would become. Its id is nobody's."""
    return Event(
        id=0,
        community_id=draft.community_id,
        details=details,
        state=EventState.PUBLISHED,
        schedule=1,
        revision=1,
        created_by=draft.author_id,
        created_at=draft.typed_at,
    )
