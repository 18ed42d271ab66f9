"""Communities, their own channels ("places") and their partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.domain.communities import Community, Partner, PartnerKind, PartnerSeed
from bot.storage.store import Store
from bot.storage.tables import community, partner, place


class CommunityStore(Store):
    """Communities, their places and partners."""

    async def add(self, new: Community) -> bool:
        """Store a community; False if it is known already."""
        insert = self._insert(community).values(
            id=new.id,
            name=new.name,
            locale=new.locale,
            timezone=new.timezone,
            organiser_role_id=new.organiser_role_id,
            joined_at=new.joined_at,
            left_at=new.left_at,
            people=new.people,
        )
        result = await self._connection.execute(insert.on_conflict_do_nothing(index_elements=["id"]))
        return bool(result.rowcount)

    async def get(self, community_id: int) -> Community | None:
        """Find a community."""
        rows = await self._connection.execute(select(community).where(community.c.id == community_id))
        row = rows.one_or_none()
        return None if row is None else community_from(row)

    async def present(self) -> Sequence[Community]:
        """List the communities the bot is in."""
        rows = await self._connection.execute(select(community).where(community.c.left_at.is_(None)))
        return [community_from(row) for row in rows]

    async def set_presence(self, community_id: int, *, name: str, left_at: datetime | None) -> None:
        """Note its present name, and whether the bot is in it."""
        await self._connection.execute(
            update(community).where(community.c.id == community_id).values(name=name, left_at=left_at)
        )

    async def set_people(self, community_id: int, people: int) -> None:
        """Note how many people are in a community."""
        await self._connection.execute(
            update(community).where(community.c.id == community_id).values(people=people)
        )

    async def change_people(self, community_id: int, change: int) -> None:
        """Note that so many people came or left; nothing where the number is not known."""
        await self._connection.execute(
            update(community).where(community.c.id == community_id).values(people=community.c.people + change)
        )

    async def set_organiser_role(self, community_id: int, role_id: int | None) -> None:
        """Note the role whose holders are organisers."""
        await self._connection.execute(
            update(community).where(community.c.id == community_id).values(organiser_role_id=role_id)
        )

    async def place_channel(self, community_id: int, key: str) -> int | None:
        """Give the channel of a place; None while it is not made."""
        return (
            await self._connection.execute(
                select(place.c.channel_id).where(place.c.community_id == community_id, place.c.key == key)
            )
        ).scalar_one_or_none()

    async def places(self, community_id: int) -> dict[str, int | None]:
        """Give the channel of every place that was asked for, by key."""
        rows = await self._connection.execute(
            select(place.c.key, place.c.channel_id).where(place.c.community_id == community_id)
        )
        return {row.key: row.channel_id for row in rows}

    async def place_names(self, community_id: int) -> dict[str, str]:
        """Give the name of every place as it was last made, by key."""
        rows = await self._connection.execute(
            select(place.c.key, place.c.name).where(place.c.community_id == community_id)
        )
        return {row.key: row.name for row in rows}

    async def set_place(self, community_id: int, key: str, *, name: str, channel_id: int | None) -> None:
        """Note the channel of a place."""
        insert = self._insert(place).values(
            community_id=community_id, key=key, name=name, channel_id=channel_id
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["community_id", "key"], set_={"name": name, "channel_id": channel_id}
            )
        )

    async def add_partners(self, community_id: int, seeds: Iterable[PartnerSeed], now: datetime) -> None:
        """Store partners; those already there stay as they are."""
        for seed in seeds:
            insert = self._insert(partner).values(
                community_id=community_id,
                key=seed.key,
                name=seed.name,
                sectors=dict(seed.sectors),
                kind=str(seed.kind),
                retired_at=now if seed.retired else None,
            )
            await self._connection.execute(
                insert.on_conflict_do_nothing(index_elements=["community_id", "key"])
            )

    async def partners(self, community_id: int, *, retired: bool = False) -> Sequence[Partner]:
        """List partners by name; those retired only when asked for."""
        query = select(partner).where(partner.c.community_id == community_id).order_by(partner.c.name)
        if not retired:
            query = query.where(partner.c.retired_at.is_(None))
        return [_partner(row) for row in await self._connection.execute(query)]

    async def partner(self, community_id: int, partner_id: int) -> Partner | None:
        """Find a partner, retired or not."""
        rows = await self._connection.execute(
            select(partner).where(partner.c.community_id == community_id, partner.c.id == partner_id)
        )
        row = rows.one_or_none()
        return None if row is None else _partner(row)


def community_from(row: Row[Any]) -> Community:
    """Read a community out of a row that has every column of `community`."""
    return Community(**{column.name: row._mapping[column] for column in community.c})  # noqa: SLF001 - as documented


def _partner(row: Row[tuple[object, ...]]) -> Partner:
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    return Partner(**{**values, "kind": PartnerKind(str(values["kind"]))})
