"""Posting, editing and deleting messages, in channels and to persons.

The nonce, stable over attempts, lets Discord itself recognise a message it has: while it remembers ("the past few
minutes"), sending again gives the message that stands. Past that it is looked for in its channel first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.delivery.answers import DMS_CLOSED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, Answer
from bot.delivery.handlers.handler import Context, Handler, Step
from bot.delivery.handlers.lookup import look_up, mark
from bot.delivery.handlers.targets import channel_of, lost, person_of
from bot.delivery.outcomes import Done, Moot, NotYet, Outcome
from bot.domain.effects import (
    DMS_ARE_CLOSED,
    MENTION_WITHHELD,
    Card,
    Delivery,
    Effect,
    Kind,
    State,
    dm_lane,
    thread_payload,
)
from bot.storage.database import Unit
from bot.ui.message import Message

# For how long after its first attempt a message may be sent again by its nonce alone.
NONCE_TRUSTED = timedelta(seconds=60)
FALLBACK = ":fallback"
FIRST = ":first"


async def _post(context: Context, delivery: Delivery) -> Outcome:
    async with context.database.read() as unit:
        channel_id = await channel_of(unit, delivery)
        message = await context.render(unit, delivery, delivery.payload, _reader(delivery))
    if delivery.cancel_requested:
        return await _left_behind(context, delivery, channel_id, message)
    if not isinstance(channel_id, int):
        return channel_id
    try:
        return await _send(context, delivery, channel_id, message, _reader(delivery))
    except discord.NotFound as error:
        if not await lost(context, delivery, channel_id, error):
            raise
        return NotYet("the channel is being made anew")


async def _post_direct(context: Context, delivery: Delivery) -> Outcome:
    user_id = await person_of(context, delivery)
    async with context.database.read() as unit:
        message = await context.render(unit, delivery, delivery.payload, user_id)
    if delivery.cancel_requested:
        return await _left_behind(context, delivery, await context.rest.dm_channel(user_id), message)
    if message is None:
        return Moot("nothing is left to say")
    if not delivery.payload.get("optional"):
        return await _send(context, delivery, await context.rest.dm_channel(user_id), message, user_id)
    if not await context.rest.is_member(delivery.community_id, user_id):
        return Moot("they have left")
    try:
        return await _send(context, delivery, await context.rest.dm_channel(user_id), message, user_id)
    except discord.Forbidden as error:
        if error.code != DMS_CLOSED:
            raise
        return Moot(DMS_ARE_CLOSED)


async def _left_behind(
    context: Context, delivery: Delivery, channel_id: int | NotYet | Moot, message: Message | None
) -> Outcome:
    """Find what an attempt without an answer left of a message that was withdrawn since: then it is taken away."""
    since = delivery.uncertain_since
    if not isinstance(channel_id, int) or not delivery.uncertain_before or since is None:
        return Moot("it was withdrawn")
    try:
        found = await look_up(context, delivery, channel_id, message, since)
    except discord.NotFound as error:
        if error.code != UNKNOWN_CHANNEL:
            raise
        found = None
    if isinstance(found, int):
        return Done(channel_id=channel_id, message_id=found)
    return found or Moot("it was withdrawn, and nothing of it stands", proven=True)


async def _send(
    context: Context, delivery: Delivery, channel_id: int, message: Message | None, reader: int | None
) -> Outcome:
    if message is None:
        return Moot("nothing is left to say")
    began = context.clock.now()
    await mark(context, message, delivery)
    sent = message
    if (since := _forgotten_since(delivery, began)) is not None:
        found = await look_up(context, delivery, channel_id, message, since)
        if isinstance(found, int):
            return await _put_right(context, channel_id, found, message)
        if found is not None and not delivery.insisted:
            # A message that may be repeated does less harm twice than never, if it says so.
            if not delivery.payload.get("repeatable"):
                return found
            sent = await _labelled(context, delivery, message, reader)
    try:
        message_id = await context.rest.post(channel_id, sent, delivery.nonce)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        # The nonce is known and its message is gone: it was delivered, and somebody deleted it.
        return Done(channel_id=channel_id)
    if delivery.uncertain_before and discord.utils.snowflake_time(message_id) < began:
        return await _put_right(context, channel_id, message_id, message)
    withheld = await _mention_withheld(context, channel_id, message_id, message)
    return Done(channel_id, message_id, MENTION_WITHHELD if withheld else None)


async def _mention_withheld(context: Context, channel_id: int, message_id: int, message: Message) -> bool:
    """Tell whether Discord shows the role that a message was to notify, and notified nobody.

    It does not refuse such a message: whoever took the right to from the bot took it in silence. Where it can't be
    read, nothing is claimed; the message stands in any case.
    """
    wanted = message.mentions.roles
    if not isinstance(wanted, Sequence) or not wanted:
        return False
    try:
        notified = await context.rest.notified_roles(channel_id, message_id)
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return False
    return not {role.id for role in wanted} <= notified


async def _labelled(context: Context, delivery: Delivery, message: Message, reader: int | None) -> Message:
    async with context.database.read() as unit:
        language = await context.language(unit, delivery, reader)
    return message.with_small_print(language("delivery-maybe-repeated"))


def _forgotten_since(delivery: Delivery, now: datetime) -> datetime | None:
    """Tell since when it may have been sent, if that is too long ago to rely on its nonce."""
    since = delivery.uncertain_since
    if not delivery.uncertain_before or since is None or now - since <= NONCE_TRUSTED:
        return None
    return since


async def _put_right(context: Context, channel_id: int, message_id: int, message: Message) -> Done:
    """Give the message of an earlier attempt, which has the words of then, those of now."""
    try:
        await context.rest.edit(channel_id, message_id, message)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        return Done(channel_id=channel_id)
    return Done(channel_id=channel_id, message_id=message_id)


def _diverts_direct(delivery: Delivery, answer: Answer) -> bool:
    """Tell whether a private thread is opened instead: for whom direct messages are closed, if the feature wants it."""
    return answer.code == DMS_CLOSED and bool(delivery.payload.get("fallback"))


async def _divert_direct(step: Step) -> None:
    """Open a private thread for a person whose direct messages are closed."""
    delivery = step.delivery
    fallback = delivery.payload["fallback"]
    user_id, about = delivery.payload["target"]["user"], delivery.payload["about"]
    thread = Effect(
        community_id=delivery.community_id,
        dedup_key=f"{delivery.dedup_key}{FALLBACK}",
        kind=Kind.THREAD_OPEN,
        lane=dm_lane(user_id),
        due_at=step.now,
        subject=delivery.subject,
        payload=thread_payload(
            fallback["place"],
            title=Card(fallback["thread"], about),
            members=[user_id],
            first=Card(delivery.payload["card"], about),
        ),
        priority=delivery.priority,
        expires_at=delivery.expires_at,
    )
    await step.unit.deliveries.record(thread, now=step.now)


async def _edit(context: Context, delivery: Delivery) -> Outcome:
    async with context.database.read() as unit:
        post = await posted(unit, delivery.payload["message_of"])
        if isinstance(post, (NotYet, Moot)):
            return post
        message = await context.render(unit, delivery, delivery.payload, _reader(post))
    if message is None or post.channel_id is None or post.message_id is None:
        return Moot("nothing is left to show")
    # It stays known by it, should the database lose sight of it.
    await mark(context, message, post)
    try:
        await context.rest.edit(post.channel_id, post.message_id, message)
    except discord.HTTPException as error:
        if error.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
            raise
        return Moot("the message was deleted")
    return Done(channel_id=post.channel_id, message_id=post.message_id)


async def _delete(context: Context, delivery: Delivery) -> Outcome:
    async with context.database.read() as unit:
        post = await posted(unit, delivery.payload["message_of"])
    if isinstance(post, (NotYet, Moot)):
        return post
    if post.channel_id is None or post.message_id is None:
        return Moot("it is gone already")
    try:
        await context.rest.delete(post.channel_id, post.message_id)
    except discord.HTTPException as error:
        if error.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
            raise
    return Done(channel_id=post.channel_id, message_id=post.message_id)


def _reader(post: Delivery) -> int | None:
    """Tell for whom alone a message is written, and so in whose language; None for a channel's."""
    target = post.payload["target"]
    reader: int | None = target.get("user") or target.get("reader")
    return reader


async def posted(unit: Unit, dedup_key: str) -> Delivery | NotYet | Moot:
    """Find the message that a post became, also when it had to go another way."""
    post = await unit.deliveries.by_key(dedup_key)
    if post is not None and post.state in (State.CANCELLED, State.FAILED):
        thread = await unit.deliveries.by_key(f"{dedup_key}{FALLBACK}")
        if thread is not None:
            first = await unit.deliveries.by_key(f"{thread.dedup_key}{FIRST}")
            if first is None and (not thread.state.final or thread.state is State.SENT):
                return NotYet("the thread of the message is being opened")
            post = first
    if post is None or (post.state.final and post.state is not State.SENT):
        return Moot("the message was never sent")
    return post if post.state is State.SENT else NotYet("the message is not sent yet")


MESSAGE_POST = Handler(_post)
DM_POST = Handler(_post_direct, diverts=_diverts_direct, divert=_divert_direct)
MESSAGE_EDIT = Handler(_edit)
MESSAGE_DELETE = Handler(_delete)
