"""Private threads below a place, and who is in them."""

from __future__ import annotations

import discord

from bot.delivery.answers import UNKNOWN_CHANNEL, UNKNOWN_MEMBER, UNKNOWN_USER
from bot.delivery.handlers.handler import Context, Handler, Step
from bot.delivery.handlers.lookup import CLOCKS_APART
from bot.delivery.handlers.messages import FIRST
from bot.delivery.handlers.repair import place_lost
from bot.delivery.outcomes import Done, Doubtful, Moot, NotYet, Outcome
from bot.domain.effects import Card, Delivery, Effect, Kind, channel_lane, message_payload
from bot.ui.text import shortened

NAME_LIMIT = 100


async def _open(context: Context, delivery: Delivery) -> Outcome:
    place = delivery.payload["place"]
    members = delivery.payload["members"]
    reader = members[0] if len(members) == 1 else None
    async with context.database.read() as unit:
        channel_id = await unit.communities.place_channel(delivery.community_id, place)
        title = await context.render(unit, delivery, delivery.payload["title"], reader)
    if channel_id is None:
        return NotYet(f"the place {place} is being made")
    if title is None or not title.content:
        return Moot("nothing is left to talk about")
    name = shortened(title.content, NAME_LIMIT)
    if delivery.uncertain_before:
        made = await _made_before(context, delivery, channel_id, name)
        if isinstance(made, int):
            return Done(channel_id=made, message_id=made)
        if made is not None and not delivery.insisted:
            return made
    try:
        thread_id = await context.rest.open_private_thread(channel_id, name)
    except discord.NotFound as error:
        if error.code != UNKNOWN_CHANNEL:
            raise
        await place_lost(context, delivery, place, channel_id)
        return NotYet(f"the place {place} is being made anew")
    return Done(channel_id=thread_id, message_id=thread_id)


async def _made_before(
    context: Context, delivery: Delivery, channel_id: int, name: str
) -> int | Doubtful | None:
    """Find the thread that an earlier attempt opened although its answer was lost, also if it was archived since.

    There is doubt where those archived can't be read.
    """
    if delivery.uncertain_since is None:
        return None
    since = discord.utils.time_snowflake(delivery.uncertain_since - CLOCKS_APART)
    threads = [*await context.rest.active_threads(delivery.community_id)]
    doubt: Doubtful | None = None
    try:
        # Asked for second: one that is archived between the two is in either list.
        threads += await context.rest.archived_threads(channel_id, since)
    except discord.Forbidden:
        doubt = Doubtful("an earlier attempt may have opened it, and archived threads can't be read")
    found = [
        int(thread["id"])
        for thread in threads
        if int(thread["parent_id"]) == channel_id
        and int(thread["owner_id"]) == context.rest.bot_id
        and thread["name"] == name
        and int(thread["id"]) >= since
    ]
    async with context.database.read() as unit:
        for thread_id in found:
            if not await unit.deliveries.made(delivery.community_id, Kind.THREAD_OPEN, thread_id):
                return thread_id
    return doubt


async def _record_open(step: Step, done: Done) -> None:
    """Add the members, then say the first words, in that order."""
    delivery, thread_id = step.delivery, done.channel_id
    if thread_id is None:
        return

    def then(suffix: str, kind: Kind, payload: dict[str, object]) -> Effect:
        return Effect(
            community_id=delivery.community_id,
            dedup_key=f"{delivery.dedup_key}{suffix}",
            kind=kind,
            lane=channel_lane(thread_id),
            due_at=step.now,
            subject=delivery.subject,
            payload=payload,
            priority=delivery.priority,
            expires_at=delivery.expires_at,
        )

    first = Card(delivery.payload["first"]["card"], delivery.payload["first"]["about"])
    effects = [
        then(f":member:{user_id}", Kind.THREAD_MEMBER, {"thread": thread_id, "user": user_id})
        for user_id in delivery.payload["members"]
    ]
    # A thread with one person stands in for their direct messages, and speaks their language.
    members = delivery.payload["members"]
    reader = {"reader": members[0]} if len(members) == 1 else {}
    effects.append(then(FIRST, Kind.MESSAGE_POST, message_payload(first, channel=thread_id, **reader)))
    await step.unit.deliveries.record(*effects, now=step.now)


async def _add_member(context: Context, delivery: Delivery) -> Outcome:
    """Add a person to a thread: `{"thread": id, "user": id}`. One who has left, or a thread that is gone, is fine."""
    try:
        await context.rest.add_to_thread(delivery.payload["thread"], delivery.payload["user"])
    except discord.NotFound as error:
        if error.code not in (UNKNOWN_MEMBER, UNKNOWN_USER, UNKNOWN_CHANNEL):
            raise
        return Moot("the person or the thread is gone")
    return Done(channel_id=delivery.payload["thread"])


THREAD_OPEN = Handler(_open, _record_open)
THREAD_MEMBER = Handler(_add_member)
