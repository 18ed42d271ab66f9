"""Publishing a message of an announcement channel to the communities that follow it.

Discord publishes a message once and says so when it is asked again, so repeating is harmless. How many it takes an
hour is not written anywhere: about ten. The payload is `{"message_of": key, "origin": community}`: the community whose
words it publishes, which may be a linked one.
"""

from __future__ import annotations

from datetime import timedelta

import discord

from bot.delivery.answers import PUBLISHED_ALREADY, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, WRONG_CHANNEL_TYPE
from bot.delivery.handlers.handler import Context, Handler
from bot.delivery.handlers.messages import posted
from bot.delivery.outcomes import Done, Moot, NotYet, Outcome
from bot.domain.effects import Delivery

HOUR = timedelta(hours=1)
# One below what Discord is seen to take: discord.py would hold the last one back until the hour is over.
PUBLISHED_AN_HOUR = 9


async def _publish(context: Context, delivery: Delivery) -> Outcome:
    """Publish what stands, if its channel is an announcement channel now; wait where the hour's number is used up.

    The words of a community that is linked no more are published no more.
    """
    now = context.clock.now()
    here = delivery.community_id
    origin = delivery.payload.get("origin", here)
    async with context.database.read() as unit:
        if origin != here and not await unit.partners.linked(here, origin):
            return Moot("the communities are linked no more")
        post = await posted(unit, delivery.payload["message_of"])
        latest = await unit.deliveries.latest_sent(delivery.subject, PUBLISHED_AN_HOUR)
    if isinstance(post, (NotYet, Moot)):
        return post
    if post.channel_id is None or post.message_id is None:
        return Moot("the message is gone")
    if len(latest) == PUBLISHED_AN_HOUR and latest[-1] + HOUR > now:
        return NotYet("Discord publishes no more this hour", latest[-1] + HOUR)
    try:
        if not await context.rest.is_announcement_channel(post.channel_id):
            return Moot("not an announcement channel")
        await context.rest.publish(post.channel_id, post.message_id)
    except discord.HTTPException as error:
        if error.code in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL, WRONG_CHANNEL_TYPE):
            return Moot("the message was deleted, or its channel is of another kind now")
        if error.code != PUBLISHED_ALREADY:
            raise
    return Done(channel_id=post.channel_id, message_id=post.message_id)


MESSAGE_PUBLISH = Handler(_publish)
