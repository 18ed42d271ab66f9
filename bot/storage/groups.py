"""Groups and memberships."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.domain.communities import GroupSeed
from bot.domain.groups import Group, GroupOverview
from bot.storage.store import Store
from bot.storage.tables import membership, working_group

_GROUP = [column for column in working_group.c if column.name != "size"]
# Built once: SQLAlchemy takes as long to put it together as SQLite to answer it.
_OVERVIEW = (
    select(
        working_group,
        select(membership.c.user_id)
        .where(membership.c.group_id == working_group.c.id, membership.c.user_id == bindparam("reader"))
        .exists()
        .label("joined"),
    )
    .where(working_group.c.community_id == bindparam("community"), working_group.c.archived_at.is_(None))
    .order_by(working_group.c.position, working_group.c.id)
)


class GroupStore(Store):
    """Groups and memberships."""

    async def add(self, community_id: int, seeds: Iterable[GroupSeed]) -> None:
        """Store groups in their order; those already there, by key, stay as they are."""
        for position, seed in enumerate(seeds):
            insert = self._insert(working_group).values(
                community_id=community_id,
                key=seed.key,
                names=dict(seed.names),
                topics=dict(seed.topics),
                colour=seed.colour,
                emoji=seed.emoji,
                position=position,
            )
            await self._connection.execute(
                insert.on_conflict_do_nothing(index_elements=["community_id", "key"])
            )

    async def get(self, community_id: int, group_id: int) -> Group | None:
        """Find a group of this community, archived or not."""
        rows = await self._connection.execute(
            select(working_group).where(
                working_group.c.id == group_id, working_group.c.community_id == community_id
            )
        )
        row = rows.one_or_none()
        return None if row is None else group_of(row)

    async def active(self, community_id: int) -> Sequence[Group]:
        """List the groups that are not archived, in their order."""
        rows = await self._connection.execute(
            select(working_group)
            .where(working_group.c.community_id == community_id, working_group.c.archived_at.is_(None))
            .order_by(working_group.c.position, working_group.c.id)
        )
        return [group_of(row) for row in rows]

    async def overview(self, community_id: int, user_id: int) -> Sequence[GroupOverview]:
        """List the groups with their sizes, and whether this person is in them."""
        rows = await self._connection.execute(_OVERVIEW, {"community": community_id, "reader": user_id})
        return [GroupOverview(group_of(row), row.size, bool(row.joined)) for row in rows]

    async def sized(self, community_id: int) -> Sequence[tuple[Group, int]]:
        """List the groups that are not archived, in their order, each with how many members it has."""
        rows = await self._connection.execute(
            select(working_group)
            .where(working_group.c.community_id == community_id, working_group.c.archived_at.is_(None))
            .order_by(working_group.c.position, working_group.c.id)
        )
        return [(group_of(row), row.size) for row in rows]

    async def set_channel(self, group_id: int, channel_id: int | None) -> None:
        """Note the group's channel on Discord."""
        await self._connection.execute(
            update(working_group).where(working_group.c.id == group_id).values(channel_id=channel_id)
        )

    async def set_role(self, group_id: int, role_id: int | None) -> None:
        """Note the group's role on Discord."""
        await self._connection.execute(
            update(working_group).where(working_group.c.id == group_id).values(role_id=role_id)
        )

    async def join(self, group: Group, user_id: int, now: datetime) -> bool:
        """Make a person a member; False if they were already."""
        insert = self._insert(membership).values(
            group_id=group.id, user_id=user_id, community_id=group.community_id, joined_at=now
        )
        result = await self._connection.execute(
            insert.on_conflict_do_nothing(index_elements=["group_id", "user_id"])
        )
        return await self._resize(group.id, result.rowcount)

    async def leave(self, group_id: int, user_id: int) -> bool:
        """End a membership; False if there was none."""
        result = await self._connection.execute(
            delete(membership).where(membership.c.group_id == group_id, membership.c.user_id == user_id)
        )
        return await self._resize(group_id, -result.rowcount)

    async def memberships(self, community_id: int, user_id: int) -> Sequence[tuple[Group, datetime]]:
        """List a person's groups with the day they joined."""
        rows = await self._connection.execute(
            select(working_group, membership.c.joined_at)
            .join(membership, membership.c.group_id == working_group.c.id)
            .where(membership.c.community_id == community_id, membership.c.user_id == user_id)
            .order_by(working_group.c.position)
        )
        return [(group_of(row), row.joined_at) for row in rows]

    async def member_ids(self, group_id: int) -> Sequence[int]:
        """List a group's members by user id."""
        query = select(membership.c.user_id).where(membership.c.group_id == group_id)
        return list((await self._connection.execute(query)).scalars())

    async def is_member(self, group_id: int, user_id: int) -> bool:
        """Tell whether a person is in a group."""
        query = select(membership.c.user_id).where(
            membership.c.group_id == group_id, membership.c.user_id == user_id
        )
        return (await self._connection.execute(query)).first() is not None

    async def size(self, group_id: int) -> int:
        """Tell how many members a group has."""
        query = select(working_group.c.size).where(working_group.c.id == group_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def _resize(self, group_id: int, by: int) -> bool:
        """Keep the group's size in step with a change of its memberships; tell whether there was one."""
        if by:
            await self._connection.execute(
                update(working_group)
                .where(working_group.c.id == group_id)
                .values(size=working_group.c.size + by)
            )
        return by != 0

    async def reach(self, group_ids: Iterable[int]) -> int:
        """Count the people who are in at least one of these groups."""
        query = select(func.count(membership.c.user_id.distinct())).where(
            membership.c.group_id.in_(list(group_ids))
        )
        return int((await self._connection.execute(query)).scalar_one())


def group_of(row: Any) -> Group:
    """Read a group out of a row that has every column of `working_group`."""
    return Group(**{column.name: row._mapping[column] for column in _GROUP})  # noqa: SLF001 - as documented
