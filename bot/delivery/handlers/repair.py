"""What is found missing on Discord while something else is done: forgotten, and asked to be made anew."""

from __future__ import annotations

from bot.delivery.handlers.handler import Context
from bot.domain.effects import Delivery, Effect, Kind, Priority, group_setup_lane, place_setup_lane
from bot.domain.places import place_of
from bot.storage.database import Unit


async def group_channel_lost(context: Context, delivery: Delivery, group_id: int, channel_id: int) -> None:
    """Have a group's channel made anew; repeating it for the same loss changes nothing."""
    async with context.database.write() as unit:
        group = await unit.groups.get(delivery.community_id, group_id)
        if group is not None and group.channel_id == channel_id:
            await unit.groups.set_channel(group_id, None)
        await _ask_for_group(context, unit, delivery, group_id, Kind.CHANNEL_ENSURE, channel_id)


async def group_role_lost(context: Context, delivery: Delivery, group_id: int, role_id: int) -> None:
    """Have a group's role made anew; repeating it for the same loss changes nothing."""
    async with context.database.write() as unit:
        group = await unit.groups.get(delivery.community_id, group_id)
        if group is not None and group.role_id == role_id:
            await unit.groups.set_role(group_id, None)
        await _ask_for_group(context, unit, delivery, group_id, Kind.ROLE_ENSURE, role_id)


async def place_lost(context: Context, delivery: Delivery, key: str, channel_id: int) -> None:
    """Have one of the community's places made anew; repeating it for the same loss changes nothing."""
    now = context.clock.now()
    place = place_of(key)
    async with context.database.write() as unit:
        if await unit.communities.place_channel(delivery.community_id, key) == channel_id:
            names = await unit.communities.place_names(delivery.community_id)
            await unit.communities.set_place(delivery.community_id, key, name=names[key], channel_id=None)
        effect = Effect(
            community_id=delivery.community_id,
            dedup_key=f"community:{delivery.community_id}:place:{key}:lost:{channel_id}",
            kind=Kind.CATEGORY_ENSURE if place.is_category else Kind.CHANNEL_ENSURE,
            lane=place_setup_lane(delivery.community_id, key),
            due_at=now,
            subject=f"community:{delivery.community_id}",
            payload={"place": key},
            priority=Priority.URGENT,
        )
        await unit.deliveries.record(effect, now=now)


async def _ask_for_group(
    context: Context, unit: Unit, delivery: Delivery, group_id: int, kind: Kind, lost: int
) -> None:
    now = context.clock.now()
    effect = Effect(
        community_id=delivery.community_id,
        dedup_key=f"group:{group_id}:lost:{lost}",
        kind=kind,
        lane=group_setup_lane(group_id),
        due_at=now,
        subject=f"community:{delivery.community_id}",
        payload={"group": group_id},
        priority=Priority.URGENT,
    )
    await unit.deliveries.record(effect, now=now)
