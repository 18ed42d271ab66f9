"""Giving and taking a group's role. Both are idempotent on Discord, so they are simply repeated.

Whether somebody is in the group is looked up at that moment: who joins and leaves again while roles are being given
to many ends with the role that fits, in whatever order the changes come.

The payload of either is `{"group": id, "user": id}`.
"""

from __future__ import annotations

import discord

from bot.delivery.answers import UNKNOWN_MEMBER, UNKNOWN_ROLE, UNKNOWN_USER
from bot.delivery.handlers.handler import Context, Handler
from bot.delivery.handlers.repair import group_role_lost
from bot.delivery.outcomes import Done, Moot, NotYet, Outcome
from bot.domain.effects import Delivery, Kind, group_setup_lane


async def _give(context: Context, delivery: Delivery) -> Outcome:
    """Give the group's role to a person; one who has left is fine."""
    group_id, user_id = delivery.payload["group"], delivery.payload["user"]
    async with context.database.read() as unit:
        # Asked first: once it is made, the role is stored in the same transaction.
        making = await unit.deliveries.to_come(group_setup_lane(group_id), Kind.ROLE_ENSURE)
        group = await unit.groups.get(delivery.community_id, group_id)
        member = await unit.groups.is_member(group_id, user_id)
    if group is None or group.archived_at is not None:
        return Moot("the group is no longer there")
    if not member:
        return Moot("the person has left the group")
    if group.role_id is None:
        if making:
            return NotYet("the group's role is being made")
        # It stands in the lane of every group's roles, and once somebody has made the role, all members get it.
        return Moot("the group has no role: whoever is in it gets it once it is made")
    try:
        await context.rest.give_role(delivery.community_id, user_id, group.role_id)
    except discord.NotFound as error:
        if error.code == UNKNOWN_ROLE:
            await group_role_lost(context, delivery, group_id, group.role_id)
            return NotYet("the group's role is being made anew")
        if error.code not in (UNKNOWN_MEMBER, UNKNOWN_USER):
            raise
    return Done()


async def _take(context: Context, delivery: Delivery) -> Outcome:
    """Take the group's role from a person; no role, no member, nothing to take is fine."""
    group_id, user_id = delivery.payload["group"], delivery.payload["user"]
    async with context.database.read() as unit:
        group = await unit.groups.get(delivery.community_id, group_id)
        member = await unit.groups.is_member(group_id, user_id)
    if group is None or group.role_id is None:
        return Moot("the group has no role")
    if member:
        return Moot("the person has joined the group again")
    try:
        await context.rest.take_role(delivery.community_id, user_id, group.role_id)
    except discord.NotFound as error:
        if error.code not in (UNKNOWN_ROLE, UNKNOWN_MEMBER, UNKNOWN_USER):
            raise
    return Done()


ROLE_GIVE = Handler(_give)
ROLE_TAKE = Handler(_take)
