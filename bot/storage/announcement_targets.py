"""Whom announcements are for: what can be chosen, what was, and how many people that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from bot.domain import announcements as rules
from bot.domain.announcements import Addressee, Reach, Target, TargetKind
from bot.domain.places import ANNOUNCEMENTS
from bot.storage.groups import GroupStore, group_of
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
        return [*await self._channels(channels), *(rules.addressee_of(group_of(row)) for row in rows)]

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
        targets = [one.target for one in addressees]
        groups = [target.ref for target in targets if target.kind is TargetKind.GROUP]
        members = select(func.count(membership.c.user_id.distinct())).where(membership.c.group_id.in_(groups))
        people = int((await self._connection.execute(members)).scalar_one())
        whole = [target.ref for target in targets if target.kind is TargetKind.CHANNEL]
        everybody = select(func.sum(community.c.people)).where(community.c.id.in_(whole))
        return Reach(len(targets), max(people, (await self._connection.execute(everybody)).scalar_one() or 0))

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
