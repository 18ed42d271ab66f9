"""Whom announcements are for: what can be chosen, what was, and how many people that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from bot.domain import announcements as rules
from bot.domain.announcements import Addressee, Reach, Target, TargetKind
from bot.domain.consent import Purpose
from bot.domain.places import ANNOUNCEMENTS
from bot.storage.groups import GroupStore, group_of
from bot.storage.people import agreeing
from bot.storage.store import Store
from bot.storage.tables import announcement_target as table
from bot.storage.tables import community, membership, place, working_group


class AnnouncementTargetStore(Store):
    """The targets of announcements."""

    async def offered(self, community_id: int) -> Sequence[Addressee]:
        """List whom a community's announcements can be for, its announcement channel first."""
        groups = await GroupStore(self._connection).active(community_id)
        return [
            *await self._channels(select(literal(community_id).label("ref")).subquery()),
            *(rules.addressee_of(group) for group in groups),
            await self._members(community_id),
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
        members = await self._connection.scalars(theirs.where(table.c.kind == TargetKind.MEMBERS))
        return [
            *await self._channels(channels),
            *(rules.addressee_of(group_of(row)) for row in rows),
            *[await self._members(ref) for ref in list(members)],
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
        whole = select(func.sum(community.c.people)).where(community.c.id.in_(by_kind[TargetKind.CHANNEL]))
        everybody = (await self._connection.execute(whole)).scalar_one() or 0
        channels = len(by_kind[TargetKind.GROUP]) + len(by_kind[TargetKind.CHANNEL])
        return Reach(channels, max(people, everybody), direct)

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
