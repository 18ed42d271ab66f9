"""Creating, editing and cancelling events: typed, looked at, confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.clock import Clock
from bot.domain.events import (
    Draft,
    DraftState,
    Event,
    EventOverview,
    Purpose,
    Reminder,
    plan_reminders,
)
from bot.domain.events.drafts import reason_understood
from bot.domain.mistakes import Mistake
from bot.services.events import effects, scheduled
from bot.services.events.effects import EVERYBODY, Target
from bot.services.events.previews import (
    check_cancellable,
    check_editable,
    counted,
    details_of,
    edited,
    ended,
    opened,
)
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True)
class Published:
    """An event that was published: how many people its groups have, and which reminders are planned."""

    overview: EventOverview
    reach: int
    reminders: Sequence[Reminder]


@dataclass(frozen=True, slots=True)
class Applied:
    """An event that was edited. `told`: how many people are told, because date or place changed."""

    overview: EventOverview
    told: int
    reminders: Sequence[Reminder]


@dataclass(frozen=True, slots=True)
class Cancelled:
    """An event that was called off; those its counts name as coming are told."""

    overview: EventOverview


class EventAdminService:
    """What organisers do. That they are organisers is known before.

    `scheduled`: each event is put in Discord's own list of events, too.
    """

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock, *, scheduled: bool = True) -> None:
        self._database = database
        self._clock = clock
        self._scheduled = scheduled

    async def publish(self, community_id: int, user_id: int, draft_id: int) -> Published:
        """Publish a new event: its cards and reminders go out. Of two who do so at once, one is told by whom."""
        async with self._database.write() as unit:
            draft = await self._closed(unit, community_id, draft_id, Purpose.CREATE)
            now = self._clock.now()
            details = await details_of(unit, draft, None, now)
            event = await unit.events.add(community_id, details, user_id, now)
            await unit.event_drafts.set_event(draft, event.id)
            targets = await effects.targets_of(unit, event.id)
            await unit.deliveries.record(
                *effects.cards(event, targets, now),
                *effects.reminders(event, targets, now),
                *effects.endings(event, targets),
                now=now,
            )
            if self._scheduled:
                await scheduled.enter(unit, event, now)
            reach = await unit.groups.reach(details.group_ids) if details.group_ids else 0
            planned = [each.reminder for each in plan_reminders(details, now)]
            return Published(await counted(unit, event), reach, planned)

    async def apply(self, community_id: int, draft_id: int) -> Applied:
        """Save an edit: cards follow, reminders are planned anew, and those who come are told of a move.

        Of two who edit one event at once, the second is told, and nothing of the first is undone.
        """
        async with self._database.write() as unit:
            draft = await self._closed(unit, community_id, draft_id, Purpose.EDIT)
            now = self._clock.now()
            before = await edited(unit, draft, now)
            details = await details_of(unit, draft, before, now)
            rescheduled = (
                before.details.starts_at,
                before.details.ends_at,
                set(before.details.group_ids),
            ) != (
                details.starts_at,
                details.ends_at,
                set(details.group_ids),
            )
            schedule = before.schedule + rescheduled
            old_targets = await effects.targets_of(unit, before.id)
            if not await unit.events.change(before, details, schedule):
                raise Mistake("events-changed-meanwhile", title=before.details.title)
            event = replace(before, details=details, schedule=schedule, revision=before.revision + 1)
            await self._follow(unit, before, event, old_targets)
            told = await counted(unit, event)
            planned = [each.reminder for each in plan_reminders(details, now)]
            return Applied(told, told.concerned if _is_moved(before, event) else 0, planned)

    async def cancel(self, community_id: int, user_id: int, draft_id: int) -> Cancelled:
        """Call an event off: reminders are withdrawn, also those in flight, and those who come are told.

        Of two who do so at once, one is told by whom it was.
        """
        async with self._database.write() as unit:
            draft = await self._closed(unit, community_id, draft_id, Purpose.CANCEL)
            now = self._clock.now()
            before = await unit.events.get(community_id, draft.event_id or 0)
            if before is None:
                raise Mistake("events-gone")
            check_cancellable(before, now)
            if not await unit.events.cancel(before, user_id, reason_understood(draft.typed)):
                event = await unit.events.get(community_id, before.id) or before
                check_editable(event, now)
            event = await unit.events.get(community_id, before.id) or before
            targets = await effects.targets_of(unit, event.id)
            await effects.withdraw(unit, event, now, "reminder", "ending", "moved")
            await unit.deliveries.record(*effects.cancelled(event, targets, now), now=now)
            await effects.refresh(unit, event, now, targets=targets)
            await scheduled.remove(unit, event, now)
            return Cancelled(await counted(unit, event))

    async def _closed(self, unit: Unit, community_id: int, draft_id: int, purpose: Purpose) -> Draft:
        """Take a draft for the last step. Whoever comes second waits here for the first, and is told."""
        draft = await opened(unit, community_id, draft_id)
        if draft.purpose is not purpose:
            raise Mistake("events-draft-gone")
        if not await unit.event_drafts.close(draft, DraftState.DONE):
            raise await ended(unit, draft)
        return draft

    async def _follow(self, unit: Unit, before: Event, event: Event, old_targets: Sequence[Target]) -> None:
        """Have Discord follow an edit."""
        now = self._clock.now()
        targets = await effects.targets_of(unit, event.id)
        gone = [target for target in old_targets if target not in targets]
        fresh = [target for target in targets if target not in old_targets]
        kept = [target for target in targets if target in old_targets]
        await effects.withdraw(unit, event, now, "card", "reminder", "ending", "moved", targets=gone)
        moved = before.details.starts_at != event.details.starts_at
        if moved:
            await effects.withdraw(unit, event, now, "reminder")
        if event.schedule != before.schedule:
            await effects.withdraw(unit, event, now, "ending")
        recorded = [
            *effects.removals(event, gone, now),
            *effects.cards(event, fresh, now),
            *effects.reminders(event, targets if moved else fresh, now),
            *(effects.endings(event, targets) if event.schedule != before.schedule else ()),
        ]
        if _is_moved(before, event):
            await effects.withdraw(unit, event, now, "moved")
            recorded += effects.moved(event, targets, before, now)
        await unit.deliveries.record(*recorded, now=now)
        shown_in = [EVERYBODY, *(each for each in kept if each != EVERYBODY)]
        await effects.refresh(unit, event, now, targets=shown_in)
        await scheduled.follow(unit, before, event, now, enter_anew=self._scheduled)


def _is_moved(before: Event, after: Event) -> bool:
    """Tell whether somebody who comes would stand before a closed door."""
    return (before.details.starts_at, before.details.place, before.details.link) != (
        after.details.starts_at,
        after.details.place,
        after.details.link,
    )
