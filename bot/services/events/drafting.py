"""Preparing events: typed, chosen, looked at. Nothing that anybody else sees comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from bot.clock import Clock
from bot.domain.communities import Partner
from bot.domain.dates.typed import quoted
from bot.domain.events import Audience, Draft, DraftState, Purpose, Typed, typed_of
from bot.domain.events.drafts import TYPED_LIMIT, reason_understood
from bot.domain.groups import folded
from bot.domain.mistakes import Mistake
from bot.services.events.attendance import find
from bot.services.events.previews import (
    CancelPreview,
    Preview,
    check_cancellable,
    check_editable,
    counted,
    ended,
    opened,
    preview,
)
from bot.services.groups import find as find_group
from bot.storage.database import Database, Unit

# No group's name is longer; a longer text is answered with no more than this of it.
GROUP_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft that was begun; `mistake` tells of a group or partner that could not be found."""

    draft: Draft
    mistake: Mistake | None = None


class EventDraftService:
    """What organisers are typing about events, kept so that a mistake loses nothing."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(
        self, community_id: int, user_id: int, typed: Typed, *, groups: str = "", partner: str = ""
    ) -> Begun:
        """Begin a new event with what is typed so far; `groups` are names separated by commas."""
        mistake = None
        async with self._database.write() as unit:
            try:
                typed = await _named(unit, community_id, typed, groups, partner)
            except Mistake as unknown:
                mistake = unknown
            draft = await unit.event_drafts.add(
                community_id, user_id, Purpose.CREATE, _clipped(typed), self._clock.now()
            )
        return Begun(draft, mistake)

    async def begin_edit(self, community_id: int, user_id: int, wanted: str) -> Draft:
        """Begin to edit an event, found by id or title, with all that it says now."""
        async with self._database.write() as unit:
            now = self._clock.now()
            event = await find(unit, community_id, wanted, now)
            check_editable(event, now)
            return await unit.event_drafts.add(
                community_id,
                user_id,
                Purpose.EDIT,
                typed_of(event.details),
                now,
                event_id=event.id,
                revision=event.revision,
            )

    async def begin_cancel(self, community_id: int, user_id: int, wanted: str, reason: str) -> Draft:
        """Begin to call off an event, found by id or title."""
        async with self._database.write() as unit:
            now = self._clock.now()
            event = await find(unit, community_id, wanted, now)
            check_cancellable(event, now)
            return await unit.event_drafts.add(
                community_id,
                user_id,
                Purpose.CANCEL,
                _clipped(Typed(reason=reason)),
                now,
                event_id=event.id,
                revision=event.revision,
            )

    async def draft(self, community_id: int, draft_id: int) -> Draft:
        """Find a draft that is still open. Raises Mistake that says what became of it."""
        async with self._database.read() as unit:
            return await opened(unit, community_id, draft_id)

    async def partners(self, community_id: int) -> Sequence[Partner]:
        """List the partners that an event can be held with."""
        async with self._database.read() as unit:
            return await unit.communities.partners(community_id)

    async def retype(
        self,
        community_id: int,
        draft_id: int,
        *,
        title: str,
        start: str,
        duration: str,
        place: str,
        description: str,
    ) -> Draft:
        """Keep what was typed in the form of an event instead of what was there."""
        async with self._database.write() as unit:
            draft = await opened(unit, community_id, draft_id)
            typed = replace(
                draft.typed, title=title, start=start, duration=duration, place=place, description=description
            )
            # A date that was left as it stood keeps the meaning it had: "demain" does not move on with the days.
            typed_at = draft.typed_at if start == draft.typed.start else self._clock.now()
            return await _kept(unit, draft, _clipped(typed), typed_at)

    async def retype_reason(self, community_id: int, draft_id: int, reason: str) -> Draft:
        """Keep the reason typed for a cancellation instead of what was there."""
        async with self._database.write() as unit:
            draft = await opened(unit, community_id, draft_id)
            return await _kept(unit, draft, _clipped(replace(draft.typed, reason=reason)), draft.typed_at)

    async def choose_groups(self, community_id: int, draft_id: int, group_ids: Sequence[int]) -> Draft:
        """Choose the groups that an event is for."""
        async with self._database.write() as unit:
            draft = await opened(unit, community_id, draft_id)
            return await _kept(unit, draft, replace(draft.typed, group_ids=tuple(group_ids)), draft.typed_at)

    async def choose_partner(self, community_id: int, draft_id: int, partner_id: int | None) -> Draft:
        """Choose the partner that an event is held with, or none."""
        async with self._database.write() as unit:
            draft = await opened(unit, community_id, draft_id)
            if partner_id is not None and await unit.communities.partner(community_id, partner_id) is None:
                raise Mistake("events-partner-gone")
            return await _kept(unit, draft, replace(draft.typed, partner_id=partner_id), draft.typed_at)

    async def choose_audience(self, community_id: int, draft_id: int, audience: Audience) -> Draft:
        """Choose whom an event is for."""
        async with self._database.write() as unit:
            draft = await opened(unit, community_id, draft_id)
            return await _kept(unit, draft, replace(draft.typed, audience=audience), draft.typed_at)

    async def drop(self, community_id: int, draft_id: int) -> Draft:
        """Give a draft up."""
        async with self._database.write() as unit:
            draft = await opened(unit, community_id, draft_id)
            if not await unit.event_drafts.close(draft, DraftState.DROPPED):
                raise await ended(unit, draft)
            return draft

    async def preview(self, community_id: int, draft_id: int) -> Preview:
        """Show a draft of a new event, or of an edit, as it would be. Raises Mistake with what can't be taken."""
        async with self._database.read() as unit:
            return await preview(unit, await opened(unit, community_id, draft_id), self._clock.now())

    async def preview_cancel(self, community_id: int, draft_id: int) -> CancelPreview:
        """Show what a cancellation would do. Raises Mistake where the event can't be called off any more."""
        async with self._database.read() as unit:
            draft = await opened(unit, community_id, draft_id)
            event = await unit.events.get(community_id, draft.event_id or 0)
            if event is None or draft.purpose is not Purpose.CANCEL:
                raise Mistake("events-draft-gone")
            check_cancellable(event, self._clock.now())
            reason = reason_understood(draft.typed)
            return CancelPreview(draft, await counted(unit, event), reason)


async def _kept(unit: Unit, draft: Draft, typed: Typed, typed_at: datetime) -> Draft:
    kept = await unit.event_drafts.retype(draft, typed, typed_at)
    if kept is None:
        raise await ended(unit, draft)
    return kept


async def _named(unit: Unit, community_id: int, typed: Typed, groups: str, partner: str) -> Typed:
    """Find the groups and the partner that were named."""
    names = [name.strip()[:GROUP_NAME_LIMIT] for name in groups.split(",") if name.strip()]
    found = [await find_group(unit, community_id, name) for name in names]
    typed = replace(typed, group_ids=tuple(group.id for group in found))
    return replace(typed, partner_id=await _partner_named(unit, community_id, partner)) if partner else typed


async def _partner_named(unit: Unit, community_id: int, wanted: str) -> int:
    partners = await unit.communities.partners(community_id)
    for each in partners:
        if wanted == str(each.id) or folded(wanted) in (folded(each.name), each.key):
            return each.id
    raise Mistake("events-partner-unknown", text=quoted(wanted), partners=[each.name for each in partners])


def _clipped(typed: Typed) -> Typed:
    """Keep no more of what was typed than a form can show again."""
    return replace(
        typed,
        title=typed.title[:TYPED_LIMIT],
        start=typed.start[:TYPED_LIMIT],
        duration=typed.duration[:TYPED_LIMIT],
        place=typed.place[:TYPED_LIMIT],
        description=typed.description[:TYPED_LIMIT],
        reason=typed.reason[:TYPED_LIMIT],
    )
