"""Looking a message up in its channel, once Discord may have forgotten its nonce.

Discord keeps no nonce, but it gives back the `id` that a sender chose for a component. Every card is sent with one
that is made of its delivery's signature: nobody sees it, and it stays the same whatever the words and whichever run
sent it. A plain text has no component, and is known by its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.delivery.handlers.handler import Context
from bot.delivery.outcomes import Doubtful
from bot.domain.effects import Delivery
from bot.ui.message import LOWEST_MARK, Message

# Discord's clock and ours may differ by this much.
CLOCKS_APART = timedelta(seconds=5)
PAGE = 100
# A busier channel can't be read within an attempt, and is answered by doubt.
PAGES = 20
# Ids of components are 31 bits long.
MARKS = (1 << 31) - LOWEST_MARK


def mark_of(signature: str) -> int:
    """Make the id of a component by which the message of that signature is known."""
    digest = hashlib.sha256(signature.encode()).digest()
    return LOWEST_MARK + int.from_bytes(digest[:8]) % MARKS


async def mark(context: Context, message: Message, delivery: Delivery) -> None:
    """Put the mark of a delivery into its card; a plain text has no place for it."""
    if message.view is not None:
        era = await context.database.era()
        message.view.children[0].id = mark_of(era.signature(delivery.dedup_key))


async def look_up(
    context: Context, delivery: Delivery, channel_id: int, message: Message | None, since: datetime
) -> int | Doubtful | None:
    """Find what an attempt since then left in the channel: its id, None if it surely left nothing, or doubt.

    `message` is what it says now (None: there is nothing left to say), by which a plain text is known.
    There is doubt where the history can't be read, is too long, or holds a message of ours that can be anybody's:
    one without a mark that no delivery knows, as a card is that a button changed before its delivery heard of it.
    """
    if not await context.rest.reads_history(channel_id):
        return Doubtful("an earlier attempt may have sent it, and the channel's history can't be read")
    era = await context.database.era()
    # The nonce was the mark of what an earlier version sent after a copy was put back, or recorded before there were eras.
    wanted = {mark_of(era.signature(delivery.dedup_key)), mark_of(delivery.nonce)}
    strange = False
    async for found in _ours_since(context, channel_id, since - CLOCKS_APART):
        if found is None:
            return Doubtful(
                "an earlier attempt may have sent it, and too much was written since to look for it"
            )
        marks = {component.get("id", 0) for component in found["components"]}
        if wanted & marks:
            return int(found["id"])
        if any(number >= LOWEST_MARK for number in marks) or await _known(context, delivery, found):
            continue
        if message is not None and message.content is not None and found["content"] == message.content:
            return int(found["id"])
        strange = True
    return (
        Doubtful("an earlier attempt may have sent it: a message like it was changed since")
        if strange
        else None
    )


async def _ours_since(context: Context, channel_id: int, since: datetime) -> AsyncIterator[Any]:
    """Give each message that the bot sent by itself since then, oldest first; None when there are too many."""
    after = discord.utils.time_snowflake(since)
    for _ in range(PAGES):
        page = sorted(
            await context.rest.messages_after(channel_id, after, PAGE), key=lambda one: int(one["id"])
        )
        for one in page:
            # An answer to a command or button names it, and is no delivery.
            if int(one["author"]["id"]) == context.rest.bot_id and not one.get("interaction_metadata"):
                yield one
        if len(page) < PAGE:
            return
        after = int(page[-1]["id"])
    yield None


async def _known(context: Context, delivery: Delivery, found: Any) -> bool:
    async with context.database.read() as unit:
        return await unit.deliveries.made(delivery.community_id, delivery.kind, int(found["id"]))
