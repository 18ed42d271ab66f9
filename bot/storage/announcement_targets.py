"""Whom announcements are for: what can be chosen, what was, and how many people that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from bot.domain import announcements as rules
from bot.domain.announcements import Addressee, Reach, Target, TargetKind
from bot.domain.communities import Community
from bot.domain.consent import Purpose
from bot.domain.partners import Link
from bot.domain.places import ANNOUNCEMENTS
from bot.storage.communities import CommunityStore, community_from
from bot.storage.groups import GroupStore, group_of
from bot.storage.partners import PartnerStore
from bot.storage.people import agreeing
from bot.storage.store import Store
from bot.storage.tables import announcement as origin
from bot.storage.tables import announcement_target as table
from bot.storage.tables import community, membership, place, working_group


class AnnouncementTargetStore(Store):
    """The targets of announcements."""

    async def offered(self, community_id: int) -> Sequence[Addressee]:
        """List whom a community's announcements can be for: its own first, then the linked communities.

        A menu may lack room for all of these, however many they are; what is the community's own always has it.
        """
        groups = await GroupStore(self._connection).active(community_id)
        return [
            *await self._channels(select(literal(community_id).label("ref")).subquery()),
            *(rules.addressee_of(group) for group in groups),
            await self._members(community_id),
            *[await self._linked(link.community) for link in await self._links(community_id)],
        ]

    async def chosen(self, announcement_id: int) -> Sequence[Addressee]:
        """List whom an announcement is or was for, in the same order; groups archived since are among them."""
        theirs = select(table.c.ref).where(table.c.announcement_id == announcement_id)
        channels = theirs.where(table.c.kind == TargetKind.CHANNEL).subquery()
        groups = theirs.where(table.c.kind == TargetKind.GROUP).subquery()
        rows = await self._connection.execute(
            select(working_group)
            .join(groups, groups.c.ref == working_group.c.id)
            .order_by(working_group.c.position, working_group.c.id)
        )
        linked = theirs.where(table.c.kind == TargetKind.LINKED).subquery()
        others = await self._connection.execute(
            select(community, origin.c.community_id.label("origin"))
            .join(linked, linked.c.ref == community.c.id)
            .join(origin, origin.c.id == announcement_id)
            .order_by(community.c.name, community.c.id)
        )
        members = await self._connection.scalars(theirs.where(table.c.kind == TargetKind.MEMBERS))
        return [
            *await self._channels(channels),
            *(rules.addressee_of(group_of(row)) for row in rows),
            *[await self._members(ref) for ref in list(members)],
            *[await self._linked(community_from(row), row.origin) for row in list(others)],
        ]

    async def choose(self, announcement_id: int, targets: Iterable[Target]) -> None:
        """Make these an announcement's targets, instead of those before."""
        await self._connection.execute(delete(table).where(table.c.announcement_id == announcement_id))
        rows = [
            {"announcement_id": announcement_id, "kind": target.kind, "ref": target.ref} for target in targets
        ]
        if rows:
            await self._connection.execute(insert(table), rows)

    async def reach(self, addressees: Iterable[Addressee]) -> Reach:
        """Count whom these reach. Everybody sees the announcement channel, so it counts everybody, once."""
        by_kind: dict[TargetKind, list[int]] = {kind: [] for kind in TargetKind}
        direct = 0
        for one in addressees:
            by_kind[one.target.kind].append(one.target.ref)
            direct += one.people
        readers: Any = select(membership.c.user_id).where(
            membership.c.group_id.in_(by_kind[TargetKind.GROUP])
        )
        for community_id in by_kind[TargetKind.MEMBERS]:
            readers = readers.union(agreeing(community_id, Purpose.ANNOUNCEMENTS))
        each = select(func.count(readers.subquery().c.user_id.distinct()))
        people = int((await self._connection.execute(each)).scalar_one())
        everybody = await self._people(by_kind[TargetKind.CHANNEL])
        elsewhere = await self._people(by_kind[TargetKind.LINKED])
        channels = sum(len(refs) for kind, refs in by_kind.items() if kind is not TargetKind.MEMBERS)
        return Reach(channels, max(people, everybody) + elsewhere, direct)

    async def _people(self, community_ids: Sequence[int]) -> int:
        whole = select(func.sum(community.c.people)).where(community.c.id.in_(community_ids))
        return (await self._connection.execute(whole)).scalar_one() or 0

    async def _links(self, community_id: int) -> Sequence[Link]:
        return await PartnerStore(self._connection).links(community_id)

    async def _linked(self, other: Community, origin: int | None = None) -> Addressee:
        """Make a linked community an addressee; one that is linked with `origin` no more is told as such."""
        places = await CommunityStore(self._connection).places(other.id)
        unlinked = origin is not None and not await PartnerStore(self._connection).linked(other.id, origin)
        target = rules.linked_target(other.id)
        return Addressee(target, places.get(ANNOUNCEMENTS), community=other, unlinked=unlinked)

    async def _members(self, community_id: int) -> Addressee:
        wanting = agreeing(community_id, Purpose.ANNOUNCEMENTS).subquery()
        people = int((await self._connection.execute(select(func.count()).select_from(wanting))).scalar_one())
        return Addressee(rules.members_target(community_id), people=people)

    async def _channels(self, communities: Any) -> list[Addressee]:
        rows = await self._connection.execute(
            select(communities.c.ref, place.c.channel_id).join_from(
                communities,
                place,
                (place.c.community_id == communities.c.ref) & (place.c.key == ANNOUNCEMENTS),
                isouter=True,
            )
        )
        return [Addressee(rules.channel_target(row.ref), row.channel_id) for row in rows]
