"""Where a message goes: a group's channel, a place, a channel or thread by id, or a person's direct messages."""

from __future__ import annotations

import discord

from bot.delivery.answers import UNKNOWN_CHANNEL
from bot.delivery.handlers.handler import Context
from bot.delivery.handlers.repair import group_channel_lost, place_lost
from bot.delivery.outcomes import Moot, NotYet
from bot.domain.effects import Delivery
from bot.storage.database import Unit


async def channel_of(unit: Unit, delivery: Delivery) -> int | NotYet | Moot:
    """Find the channel that a payload's target (`group`, `place` or `channel`) names."""
    target = delivery.payload["target"]
    if "channel" in target:
        return int(target["channel"])
    if "place" in target:
        place = await unit.communities.place_channel(delivery.community_id, target["place"])
        return place if place is not None else NotYet(f"the place {target['place']} is being made")
    group = await unit.groups.get(delivery.community_id, target["group"])
    if group is None or group.archived_at is not None:
        return Moot("the group is no longer there")
    return group.channel_id if group.channel_id is not None else NotYet("the group's channel is being made")


async def person_of(context: Context, delivery: Delivery) -> int:
    """Find the person whom a direct message is for: a `user`, or the `owner` of a community."""
    target = delivery.payload["target"]
    return int(target["user"]) if "user" in target else await context.rest.owner_id(target["owner"])


async def lost(context: Context, delivery: Delivery, channel_id: int, error: discord.NotFound) -> bool:
    """Tell whether a refusal means that a channel of ours was deleted; then have it made anew."""
    if error.code != UNKNOWN_CHANNEL:
        return False
    target = delivery.payload["target"]
    if "group" in target:
        await group_channel_lost(context, delivery, target["group"], channel_id)
        return True
    if "place" in target:
        await place_lost(context, delivery, target["place"], channel_id)
        return True
    return False
