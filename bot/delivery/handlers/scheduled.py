"""Events in Discord's own list of a server's events: entered, edited and taken out.

An entry has no nonce. Before it is made again it is looked for: one of the wanted name that the bot made since the
first attempt, and that no other delivery made. The payload of a creation is `{"event": id, "name": words,
"card_of": key of the card}`, and may name a removal (`after`) that must have taken something out; of an edit or a
removal it is `{"event": id, "name": words, "scheduled_of": key of the creation}`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord

from bot.delivery.answers import UNKNOWN_SCHEDULED_EVENT
from bot.delivery.handlers.handler import Context, Handler
from bot.delivery.handlers.lookup import CLOCKS_APART
from bot.delivery.outcomes import Done, Moot, NotYet, Outcome
from bot.domain.effects import Delivery, Kind, State
from bot.domain.events import Event
from bot.storage.database import Unit
from bot.ui.events.scheduled import Entry, entry

# An entry links to the event's card. One that takes longer is not waited for.
CARD_AWAITED = timedelta(minutes=1)
CARD_LOOKED_FOR = timedelta(seconds=0.2)
ACTIVE, COMPLETED, CANCELLED = 2, 3, 4
BAD_REQUEST = 400


async def _create(context: Context, delivery: Delivery) -> Outcome:
    async with context.database.read() as unit:
        event = await unit.events.get(delivery.community_id, delivery.payload["event"])
        card = await unit.deliveries.by_key(delivery.payload["card_of"])
        removed = await unit.deliveries.by_key(delivery.payload.get("after", ""))
    if delivery.uncertain_before:
        # Also of an event that was called off since: what takes it out follows in the same lane.
        made = await _made_before(context, delivery)
        if made is not None:
            return Done(message_id=made)
    if event is None or event.cancelled:
        return Moot("the event was called off", proven=True)
    if removed is not None and removed.state is not State.SENT:
        return Moot("somebody took it out of the list before", proven=True)
    now = context.clock.now()
    if event.has_begun(now):
        return Moot("the event has begun", proven=True)
    if card is not None and not card.state.final and now < delivery.due_at + CARD_AWAITED:
        return NotYet("the event's card is being posted", now + CARD_LOOKED_FOR)
    shown = await _entry(context, delivery, event, card)
    fields = {**_fields(shown), "name": delivery.payload["name"]}
    try:
        made = await context.rest.create_scheduled_event(delivery.community_id, fields)
    except discord.HTTPException as error:
        # The start came nearer than the request took, or Discord's clock is ahead.
        if error.status == BAD_REQUEST and event.has_begun(context.clock.now() + CLOCKS_APART):
            return Moot("the event has begun")
        raise
    return Done(message_id=made)


async def _edit(context: Context, delivery: Delivery) -> Outcome:
    """Put right what differs."""
    async with context.database.read() as unit:
        event = await unit.events.get(delivery.community_id, delivery.payload["event"])
        created = await unit.deliveries.by_key(delivery.payload["scheduled_of"])
        card = await _card_of(unit, created)
    if created is None or created.message_id is None:
        return Moot("it is not in the list")
    if event is None or event.cancelled or event.is_over(context.clock.now()):
        return Moot("the event is over or called off")
    wanted = await _entry(context, delivery, event, card)
    try:
        seen = await context.rest.scheduled_event(delivery.community_id, created.message_id)
        if seen["status"] in (COMPLETED, CANCELLED):
            return Moot("it was ended by hand")
        changes = _changes(seen, wanted, begun=event.has_begun(context.clock.now()))
        if changes:
            await context.rest.edit_scheduled_event(delivery.community_id, created.message_id, changes)
    except discord.NotFound as error:
        if error.code != UNKNOWN_SCHEDULED_EVENT:
            raise
        return Moot("it was taken out of the list by hand")
    return Done(message_id=created.message_id)


async def _delete(context: Context, delivery: Delivery) -> Outcome:
    """Take the entry out, also one of which nobody heard whether it was made."""
    async with context.database.read() as unit:
        created = await unit.deliveries.by_key(delivery.payload["scheduled_of"])
    if created is None:
        return Moot("it was never in the list")
    found = created.message_id or await _made_before(context, created)
    if found is None:
        return Moot("it is not in the list")
    try:
        await context.rest.delete_scheduled_event(delivery.community_id, found)
    except discord.NotFound as error:
        if error.code != UNKNOWN_SCHEDULED_EVENT:
            raise
        if not delivery.uncertain_before:
            return Moot("it was taken out of the list by hand")
    return Done(message_id=found)


async def _made_before(context: Context, created: Delivery) -> int | None:
    """Find what an attempt made whose answer was lost."""
    if created.uncertain_since is None:
        return None
    since = discord.utils.time_snowflake(created.uncertain_since - CLOCKS_APART)
    found = sorted(
        int(one["id"])
        for one in await context.rest.scheduled_events(created.community_id)
        if int(one.get("creator_id") or 0) == context.rest.bot_id
        and one["name"] == created.payload["name"]
        and int(one["id"]) >= since
    )
    async with context.database.read() as unit:
        for event_id in found:
            if not await unit.deliveries.made(created.community_id, Kind.SCHEDULED_CREATE, event_id):
                return event_id
    return None


async def _card_of(unit: Unit, created: Delivery | None) -> Delivery | None:
    return None if created is None else await unit.deliveries.by_key(created.payload["card_of"])


async def _entry(context: Context, delivery: Delivery, event: Event, card: Delivery | None) -> Entry:
    address = None
    if card is not None and card.state is State.SENT and card.message_id is not None:
        address = f"https://discord.com/channels/{delivery.community_id}/{card.channel_id}/{card.message_id}"
    async with context.database.read() as unit:
        language = await context.language(unit, delivery)
    return entry(event.details, language, address)


def _fields(shown: Entry) -> dict[str, Any]:
    return {
        "name": shown.name,
        "description": shown.description,
        "entity_metadata": {"location": shown.place},
        "scheduled_start_time": shown.starts_at.isoformat(),
        "scheduled_end_time": shown.ends_at.isoformat(),
    }


def _changes(seen: Any, wanted: Entry, *, begun: bool) -> dict[str, Any]:
    """Compare an entry with what it should be. Discord takes no other start for one that has begun."""
    stands = {
        "name": seen["name"] == wanted.name,
        "description": seen["description"] == wanted.description,
        "entity_metadata": (seen["entity_metadata"] or {}).get("location") == wanted.place,
        "scheduled_start_time": begun
        or seen["status"] == ACTIVE
        or _is(seen["scheduled_start_time"], wanted.starts_at),
        "scheduled_end_time": _is(seen["scheduled_end_time"], wanted.ends_at),
    }
    return {field: value for field, value in _fields(wanted).items() if not stands[field]}


def _is(written: str | None, instant: datetime) -> bool:
    return written is not None and datetime.fromisoformat(written) == instant


SCHEDULED_CREATE = Handler(_create)
SCHEDULED_EDIT = Handler(_edit)
SCHEDULED_DELETE = Handler(_delete)
