"""What an event is in Discord's own list of a server's events: entered once, kept true, taken out when it is off.

Whoever takes it out of the list by hand wanted that: it is not entered again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.effects import Delivery, Effect, Kind, State, scheduled_lane
from bot.domain.events import Event
from bot.services.events.effects import everybodys_card, subject
from bot.storage.database import Unit

# What was not entered for these is tried again when somebody edits the event.
_NOT_ENTERED = (State.FAILED, State.EXPIRED, State.CANCELLED)


async def enter(unit: Unit, event: Event, now: datetime) -> None:
    """Enter a published event in the list."""
    await unit.deliveries.record(_creation(event, now), now=now)


async def remove(unit: Unit, event: Event, now: datetime) -> None:
    """Take an event that was called off out of the list, also where it is just being entered."""
    created = await unit.deliveries.latest(subject(event.id), Kind.SCHEDULED_CREATE)
    if created is not None:
        await unit.deliveries.record(_removal(event, created, now), now=now)


async def follow(unit: Unit, before: Event, event: Event, now: datetime, *, enter_anew: bool) -> None:
    """Have the list follow an edit; what it does not hold is entered then, if `enter_anew`.

    An event that has begun is under way for Discord, too, which takes no other start for it: one that is moved
    although it had begun is taken out and entered anew.
    """
    created = await unit.deliveries.latest(subject(event.id), Kind.SCHEDULED_CREATE)
    if created is None:
        if enter_anew:
            await enter(unit, event, now)
        return
    restarted = before.has_begun(now) and not event.has_begun(now)
    if restarted and created.state is State.SENT:
        removal = _removal(event, created, now)
        await unit.deliveries.record(removal, now=now)
        if enter_anew:
            await unit.deliveries.record(_creation(event, now, after=removal), now=now)
        return
    if enter_anew and created.state in _NOT_ENTERED and not created.cancel_requested:
        await unit.deliveries.retry(subject(event.id), now, Kind.SCHEDULED_CREATE, _NOT_ENTERED, None)
    edit = _effect(
        event,
        Kind.SCHEDULED_EDIT,
        f"{_key(event)}edit:{event.revision}",
        now,
        {"scheduled_of": created.dedup_key},
    )
    await unit.deliveries.record(edit, now=now)


def _creation(event: Event, now: datetime, *, after: Effect | None = None) -> Effect:
    """Enter the event; `after` a removal, only if that found something to take out.

    It is entered by the name of this moment, so that an attempt whose answer was lost is found by it; if the name is
    another by then, the edit that follows puts it right.
    """
    payload = {"card_of": everybodys_card(event)}
    if after is not None:
        payload["after"] = after.dedup_key
    return _effect(event, Kind.SCHEDULED_CREATE, f"{_key(event)}create:{event.schedule}", now, payload)


def _removal(event: Event, created: Delivery, now: datetime) -> Effect:
    payload = {"scheduled_of": created.dedup_key}
    return _effect(event, Kind.SCHEDULED_DELETE, f"{_key(event)}delete:{created.id}", now, payload)


def _key(event: Event) -> str:
    return f"event:{event.id}:scheduled:"


def _effect(event: Event, kind: Kind, dedup_key: str, now: datetime, payload: Mapping[str, str]) -> Effect:
    return Effect(
        community_id=event.community_id,
        dedup_key=dedup_key,
        kind=kind,
        lane=scheduled_lane(event.id),
        due_at=now,
        subject=subject(event.id),
        payload={"event": event.id, "name": event.details.title, **payload},
    )
