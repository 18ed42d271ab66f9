"""Meeting a community, and keeping its channels and roles as they should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.clock import Clock
from bot.domain import places
from bot.domain.communities import Community, Seed
from bot.domain.effects import (
    Card,
    Effect,
    Kind,
    Priority,
    group_setup_lane,
    message_payload,
    place_lane,
    place_setup_lane,
    roles_lane,
)
from bot.domain.groups import Group, channel_name
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True)
class SeenChannel:
    """A channel as Discord shows it now."""

    name: str
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A community's channels and roles as Discord shows them now, by id, and how many people are in it."""

    channels: Mapping[int, SeenChannel] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    people: int | None = None


class SetupService:
    """First meeting, presence, and repair of what people deleted, renamed or moved."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock, seed: Seed) -> None:
        self._database = database
        self._clock = clock
        self._seed = seed

    async def meet(self, community_id: int, name: str, seen: Seen) -> None:
        """Take up a community: at the first meeting give it its groups and partners; always see that all stands."""
        now = self._clock.now()
        async with self._database.write() as unit:
            known = await unit.communities.get(community_id)
            if known is None:
                await self._begin(unit, community_id, name, seen, now)
            elif known.name != name or known.left_at is not None:
                await unit.communities.set_presence(community_id, name=name, left_at=None)
            await self._mend(unit, community_id, seen, now)
            if seen.people is not None and (known is None or known.people != seen.people):
                await unit.communities.set_people(community_id, seen.people)

    async def counted(self, community_id: int, change: int) -> None:
        """Note that so many people came, or (below zero) left."""
        async with self._database.write() as unit:
            await unit.communities.change_people(community_id, change)

    async def repair(self, community_id: int, seen: Seen) -> None:
        """See that every channel and role stands; whatever is missing, renamed or moved is put right."""
        async with self._database.write() as unit:
            await self._mend(unit, community_id, seen, self._clock.now())

    async def message_removed(self, community_id: int, message_id: int) -> None:
        """Post the panel of groups again where somebody deleted it; other messages are none of ours."""
        now = self._clock.now()
        async with self._database.read() as unit:
            posted = await unit.deliveries.of_subject(f"panel:{community_id}")
        if posted and max(posted, key=lambda row: row.id).message_id == message_id:
            async with self._database.write() as unit:
                await unit.deliveries.record(_panel(community_id, now), now=now)

    async def depart(self, community_id: int, name: str) -> None:
        """Note that the bot is no longer in a community; nothing of it is lost."""
        async with self._database.write() as unit:
            await unit.communities.set_presence(community_id, name=name, left_at=self._clock.now())

    async def community(self, community_id: int) -> Community | None:
        """Find a community."""
        async with self._database.read() as unit:
            return await unit.communities.get(community_id)

    async def channel(self, community_id: int, place: str) -> int | None:
        """Give the channel of one of the community's own places; None while it is not made."""
        async with self._database.read() as unit:
            return await unit.communities.place_channel(community_id, place)

    async def _begin(self, unit: Unit, community_id: int, name: str, seen: Seen, now: datetime) -> None:
        wanted = self._seed.organiser_role.casefold()
        organisers = next((role for role, label in seen.roles.items() if wanted == label.casefold()), None)
        community = Community(
            id=community_id,
            name=name,
            locale=self._seed.locale,
            timezone=self._seed.timezone,
            organiser_role_id=organisers if wanted else None,
            joined_at=now,
        )
        await unit.communities.add(community)
        await unit.groups.add(community_id, self._seed.groups)
        await unit.communities.add_partners(community_id, self._seed.partners, now)

    async def _mend(self, unit: Unit, community_id: int, seen: Seen, now: datetime) -> None:
        community = await unit.communities.get(community_id)
        if community is None:
            return
        effects = [
            *await self._mend_places(unit, community, seen, now),
            *await self._mend_groups(unit, community, seen, now),
            *await self._missing_panel(unit, community, seen, now),
        ]
        if effects:
            await unit.deliveries.record(*effects, now=now)

    async def _mend_places(
        self, unit: Unit, community: Community, seen: Seen, now: datetime
    ) -> Iterable[Effect]:
        stored = await unit.communities.places(community.id)
        names = await unit.communities.place_names(community.id)
        wrong = []
        for place in places.PLACES:
            channel = seen.channels.get(stored.get(place.key) or 0)
            parent = stored.get(place.parent) if place.parent else None
            if channel is None or channel.name != names.get(place.key) or channel.parent_id != parent:
                wrong.append(place)
        return [
            Effect(
                community_id=community.id,
                dedup_key=f"community:{community.id}:place:{place.key}:{now.isoformat()}",
                kind=Kind.CATEGORY_ENSURE if place.is_category else Kind.CHANNEL_ENSURE,
                lane=place_setup_lane(community.id, place.key),
                due_at=now,
                subject=f"community:{community.id}",
                payload={"place": place.key},
                priority=Priority.URGENT,
            )
            for place in wrong
        ]

    async def _mend_groups(
        self, unit: Unit, community: Community, seen: Seen, now: datetime
    ) -> Iterable[Effect]:
        category = await unit.communities.place_channel(community.id, places.GROUPS)
        effects: list[Effect] = []
        for group in await unit.groups.active(community.id):
            name = group.name(community.locale)
            role_stands = seen.roles.get(group.role_id or 0) == name
            channel = seen.channels.get(group.channel_id or 0)
            channel_stands = channel == SeenChannel(channel_name(name), category)
            if not role_stands:
                effects.append(_ensure(community, group, Kind.ROLE_ENSURE, "role", now))
            # A role made anew has another id: the channel must let it in.
            if not channel_stands or not role_stands:
                effects.append(_ensure(community, group, Kind.CHANNEL_ENSURE, "channel", now))
        return effects

    async def _missing_panel(
        self, unit: Unit, community: Community, seen: Seen, now: datetime
    ) -> Iterable[Effect]:
        """Post the panel of groups once in the welcome channel, and again where that channel was made anew."""
        subject = f"panel:{community.id}"
        for earlier in await unit.deliveries.of_subject(subject):
            if not earlier.state.final or earlier.channel_id in seen.channels:
                return []
        return [_panel(community.id, now)]


def _panel(community_id: int, now: datetime) -> Effect:
    subject = f"panel:{community_id}"
    return Effect(
        community_id=community_id,
        dedup_key=f"{subject}:{now.isoformat()}",
        kind=Kind.MESSAGE_POST,
        lane=place_lane(community_id, places.WELCOME),
        due_at=now,
        subject=subject,
        payload=message_payload(Card("groups-panel", {"community": community_id}), place=places.WELCOME),
    )


def _ensure(community: Community, group: Group, kind: Kind, what: str, now: datetime) -> Effect:
    return Effect(
        community_id=community.id,
        dedup_key=f"group:{group.id}:{what}:{now.isoformat()}",
        kind=kind,
        lane=group_setup_lane(group.id),
        due_at=now,
        subject=f"community:{community.id}",
        payload={"group": group.id},
        priority=Priority.URGENT,
    )


def give_role(group: Group, user_id: int, now: datetime, *, take: bool = False) -> Effect:
    """Make the effect that gives a group's role to a person, or takes it away."""
    verb = "take" if take else "give"
    return Effect(
        community_id=group.community_id,
        dedup_key=f"group:{group.id}:{verb}:{user_id}:{now.isoformat()}",
        kind=Kind.ROLE_TAKE if take else Kind.ROLE_GIVE,
        lane=roles_lane(group.community_id),
        due_at=now,
        subject=f"group:{group.id}:member:{user_id}",
        payload={"group": group.id, "user": user_id},
        priority=Priority.URGENT,
    )
