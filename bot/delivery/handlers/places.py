"""Categories, channels and roles: made when they are missing, put right when they were changed.

What stands is found by the id we stored. Otherwise a channel or role of exactly the wanted name that belongs to
nothing else of ours is adopted: it is one that was made before the answer was lost, or that the organisers prepared.
So repeating an ambiguous attempt doubles nothing. The payload of a category is `{"place": key}`, of a channel that or
`{"group": id}`, of a role `{"group": id}`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.delivery.handlers.handler import Context, Handler, Step
from bot.delivery.handlers.repair import group_role_lost, place_lost
from bot.delivery.outcomes import Done, Moot, NotYet, Outcome
from bot.delivery.rest import ANNOUNCEMENT_CHANNEL, CATEGORY, TEXT_CHANNEL
from bot.domain.communities import Community
from bot.domain.effects import Delivery, Effect, Kind, Priority, group_setup_lane, roles_lane
from bot.domain.groups import Group, channel_name
from bot.domain.permissions import Permission
from bot.domain.places import (
    GROUP_RULE,
    GROUPS,
    PLACES,
    Overwrite,
    Parties,
    Rule,
    overwrites,
    place_of,
    to_mend,
)
from bot.storage.database import Unit

FOLLOWS_ITS_ROLE = "the group's channel is made after its role"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A channel or category as it should be.

    `published`: made as an announcement channel where the community may have some; either kind is right when found.
    `position` orders a channel in our category, where all are made at once; a category goes below the community's own.
    `others` are the ids of our other channels: never adopted. `role_id` is the role of the channel's group.
    """

    kind: Literal[0, 4]
    published: bool
    name: str
    stored_id: int | None
    parent: str | None
    parent_id: int | None
    topic: str | None
    position: int | None
    overwrites: tuple[Overwrite, ...]
    others: frozenset[int]
    role_id: int | None


async def _ensure_channel(context: Context, delivery: Delivery) -> Outcome:
    """Find, adopt or make the channel, and put right its name, parent and overwrites."""
    async with context.database.read() as unit:
        wanted = await _wanted(context, unit, delivery)
    if not isinstance(wanted, Wanted):
        return wanted
    present = await context.rest.channels(delivery.community_id)
    roles = {int(role["id"]) for role in await context.rest.roles(delivery.community_id)}
    if wanted.role_id is not None and wanted.role_id not in roles:
        await group_role_lost(context, delivery, delivery.payload["group"], wanted.role_id)
        return Moot(FOLLOWS_ITS_ROLE)
    # An organisers' role that is gone opens nothing any more, and Discord refuses a channel that names it.
    opened = (one for one in wanted.overwrites if one.is_member or one.target_id in roles)
    wanted = replace(wanted, overwrites=tuple(opened))
    if wanted.parent_id is not None and not _has(present, wanted.parent_id):
        await place_lost(context, delivery, wanted.parent or "", wanted.parent_id)
        return NotYet("its category is being made anew")
    channel = _choose(wanted, present)
    if channel is None:
        made = await context.rest.create_channel(
            delivery.community_id,
            await _kind(context, delivery, wanted),
            wanted.name,
            parent_id=wanted.parent_id,
            topic=wanted.topic,
            position=wanted.position,
            overwrites=wanted.overwrites,
        )
        return Done(channel_id=made, message_id=made)
    await _put_right(context, wanted, channel)
    return Done(channel_id=int(channel["id"]), message_id=int(channel["id"]))


async def _kind(context: Context, delivery: Delivery, wanted: Wanted) -> Literal[0, 4, 5]:
    if wanted.published and await context.rest.has_announcement_channels(delivery.community_id):
        return ANNOUNCEMENT_CHANNEL
    return wanted.kind


async def _record_channel(step: Step, done: Done) -> None:
    """Store which channel it is."""
    unit, delivery = step.unit, step.delivery
    if "group" in delivery.payload:
        await unit.groups.set_channel(delivery.payload["group"], done.channel_id)
        return
    language = await step.context.language(unit, delivery)
    key = delivery.payload["place"]
    name = language(place_of(key).message)
    await unit.communities.set_place(delivery.community_id, key, name=name, channel_id=done.channel_id)


async def _wanted(context: Context, unit: Unit, delivery: Delivery) -> Wanted | NotYet | Moot:
    community = await context.community(unit, delivery)
    language = context.catalogues.language(community.locale)
    places = await unit.communities.places(community.id)
    ours = {channel_id for channel_id in places.values() if channel_id is not None}
    active = await unit.groups.active(community.id)
    ours |= {one.channel_id for one in active if one.channel_id is not None}
    if "group" in delivery.payload:
        group = await unit.groups.get(community.id, delivery.payload["group"])
        if group is None or group.archived_at is not None:
            return Moot("the group is no longer there")
        if group.role_id is None:
            # It stands in the lane in which the role is made: waiting here, it would hold back what it waits for.
            return Moot(FOLLOWS_ITS_ROLE)
        name, topic = channel_name(group.name(community.locale)), language.pick(group.topics)
        stored, parent, rule = group.channel_id, GROUPS, GROUP_RULE
        parties = _parties(context, community, group)
        position = next((order for order, one in enumerate(active) if one.id == group.id), None)
        return _want(name, stored, parent, places, topic, position, rule, parties, ours, published=False)
    place = place_of(delivery.payload["place"])
    words = None if place.is_category else language(f"{place.message}.topic")
    stored = places.get(place.key)
    parties = _parties(context, community)
    position = None if place.is_category else PLACES.index(place)
    return _want(
        language(place.message),
        stored,
        place.parent,
        places,
        words,
        position,
        place.rule,
        parties,
        ours,
        published=place.published,
    )


async def _put_right(context: Context, wanted: Wanted, channel: Any) -> None:
    channel_id = int(channel["id"])
    changes: dict[str, Any] = {}
    if channel["name"] != wanted.name:
        changes["name"] = wanted.name
    if wanted.parent_id is not None and _id(channel.get("parent_id")) != wanted.parent_id:
        changes["parent_id"] = wanted.parent_id
    if changes:
        await context.rest.edit_channel(channel_id, **changes)
    for overwrite in to_mend(wanted.overwrites, _overwrites(channel)):
        await context.rest.set_overwrite(channel_id, overwrite)


async def _ensure_role(context: Context, delivery: Delivery) -> Outcome:
    """Find, adopt or make the group's role, and put right its name and colour."""
    async with context.database.read() as unit:
        community = await context.community(unit, delivery)
        group = await unit.groups.get(community.id, delivery.payload["group"])
        others = {one.role_id for one in await unit.groups.active(community.id)}
    if group is None or group.archived_at is not None:
        return Moot("the group is no longer there")
    others |= {community.organiser_role_id}
    name = group.name(community.locale)
    role = _choose_role(name, group.role_id, others, await context.rest.roles(community.id), community.id)
    if role is None:
        return Done(message_id=await context.rest.create_role(community.id, name, group.colour))
    changes: dict[str, Any] = {}
    if role["name"] != name:
        changes["name"] = name
    if role["color"] != group.colour:
        changes["color"] = group.colour
    if changes:
        await context.rest.edit_role(community.id, int(role["id"]), **changes)
    return Done(message_id=int(role["id"]))


async def _record_role(step: Step, done: Done) -> None:
    """Store which role it is; another one than before goes to all members, and its channel is made or opened to it."""
    unit, delivery, now = step.unit, step.delivery, step.now
    group = await unit.groups.get(delivery.community_id, delivery.payload["group"])
    if group is None or done.message_id is None or group.role_id == done.message_id:
        return
    await unit.groups.set_role(group.id, done.message_id)
    effects = [
        Effect(
            community_id=group.community_id,
            dedup_key=f"group:{group.id}:role:{done.message_id}:give:{user_id}",
            kind=Kind.ROLE_GIVE,
            lane=roles_lane(group.community_id, bulk=True),
            due_at=now,
            subject=f"group:{group.id}:member:{user_id}",
            payload={"group": group.id, "user": user_id},
            priority=Priority.BULK,
        )
        for user_id in await unit.groups.member_ids(group.id)
    ]
    effects.append(
        Effect(
            community_id=group.community_id,
            dedup_key=f"group:{group.id}:role:{done.message_id}:channel",
            kind=Kind.CHANNEL_ENSURE,
            lane=group_setup_lane(group.id),
            due_at=now,
            subject=f"community:{group.community_id}",
            payload={"group": group.id},
            priority=Priority.URGENT,
        )
    )
    await unit.deliveries.record(*effects, now=now)


def _want(
    name: str,
    stored_id: int | None,
    parent: str | None,
    places: dict[str, int | None],
    topic: str | None,
    position: int | None,
    rule: Rule | None,
    parties: Parties,
    ours: set[int],
    *,
    published: bool,
) -> Wanted | NotYet:
    parent_id = places.get(parent) if parent is not None else None
    if parent is not None and parent_id is None:
        return NotYet("its category is being made")
    return Wanted(
        kind=CATEGORY if rule is None else TEXT_CHANNEL,
        published=published,
        name=name,
        stored_id=stored_id,
        parent=parent,
        parent_id=parent_id,
        topic=topic,
        position=position,
        overwrites=() if rule is None else tuple(overwrites(rule, parties)),
        others=frozenset(ours - {stored_id or 0}),
        role_id=parties.group_role_id,
    )


def _parties(context: Context, community: Community, group: Group | None = None) -> Parties:
    return Parties(
        everyone_id=community.id,
        bot_id=context.rest.bot_id,
        organiser_role_id=community.organiser_role_id,
        group_role_id=None if group is None else group.role_id,
    )


def _choose(wanted: Wanted, present: Any) -> Any | None:
    for channel in present:
        if int(channel["id"]) == wanted.stored_id:
            return channel
    kinds = (wanted.kind, ANNOUNCEMENT_CHANNEL) if wanted.published else (wanted.kind,)
    for channel in present:
        if (
            channel["type"] in kinds
            and channel["name"] == wanted.name
            and _id(channel.get("parent_id")) == wanted.parent_id
            and int(channel["id"]) not in wanted.others
        ):
            return channel
    return None


def _choose_role(
    name: str, stored_id: int | None, others: set[int | None], present: Any, guild_id: int
) -> Any | None:
    everyone = 0
    for role in present:
        if int(role["id"]) == stored_id:
            return role
        if int(role["id"]) == guild_id:
            everyone = int(role["permissions"])
    for role in present:
        # Whoever joins the group gets the role: one that permits more than everybody may is not adopted.
        harmless = int(role["permissions"]) & ~everyone == 0
        if role["name"] == name and harmless and not role.get("managed") and int(role["id"]) not in others:
            return role
    return None


def _overwrites(channel: Any) -> list[Overwrite]:
    return [
        Overwrite(
            int(one["id"]),
            is_member=int(one["type"]) == 1,
            allow=Permission(int(one["allow"])),
            deny=Permission(int(one["deny"])),
        )
        for one in channel.get("permission_overwrites", ())
    ]


def _has(present: Any, channel_id: int) -> bool:
    return any(int(channel["id"]) == channel_id for channel in present)


def _id(value: Any) -> int | None:
    return None if value is None else int(value)


CHANNEL_ENSURE = Handler(_ensure_channel, _record_channel)
ROLE_ENSURE = Handler(_ensure_role, _record_role)
