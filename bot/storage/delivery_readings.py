"""What the outbox tells: single rows, those of a subject, and what is due when."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from bot.domain.effects import Delivery, Kind, Priority, State
from bot.storage.delivery_rows import CLAIMED, PENDING, delivery_of
from bot.storage.store import Store
from bot.storage.tables import delivery as table

# An announcement has thousands of rows, and one takes some 20 µs to read: so many before others get their turn.
SLICE = 100


class DeliveryReadings(Store):
    """Deliveries, read within one transaction."""

    async def next_due(self, now: datetime) -> datetime | None:
        """Tell the next instant after `now` at which a row comes due, is over, or loses its lease."""
        instants = [
            select(func.min(table.c.next_at))
            .where(table.c.state == PENDING, table.c.priority == priority, table.c.next_at > now)
            .scalar_subquery()
            for priority in Priority
        ]
        instants.append(
            select(func.min(table.c.expires_at))
            .where(table.c.state == PENDING, table.c.expires_at > now)
            .scalar_subquery()
        )
        instants.append(
            select(func.min(table.c.lease_until))
            .where(table.c.state == CLAIMED, table.c.lease_until > now)
            .scalar_subquery()
        )
        row = (await self._connection.execute(select(*instants))).one()
        return min((instant for instant in row if instant is not None), default=None)

    async def backlog(self, now: datetime, subjects: str = "") -> int:
        """Count what should have happened by now and is not settled, waiting for another try included.

        `subjects` ("event:") limits it to the subjects that begin so.
        """
        query = select(func.count()).where(
            table.c.state.in_([PENDING, CLAIMED]),
            table.c.due_at <= now,
            table.c.subject.startswith(subjects, autoescape=True),
        )
        return int((await self._connection.execute(query)).scalar_one())

    async def get(self, delivery_id: int) -> Delivery | None:
        """Read one row."""
        return await self._one(select(table).where(table.c.id == delivery_id))

    async def by_key(self, dedup_key: str) -> Delivery | None:
        """Read the row of that `dedup_key`."""
        return await self._one(select(table).where(table.c.dedup_key == dedup_key))

    async def by_keys(self, dedup_keys: Iterable[str]) -> list[Delivery]:
        """Read the rows of these `dedup_key`s, as far as there are any."""
        return await self._all(select(table).where(table.c.dedup_key.in_(list(dedup_keys))))

    async def of_subject(self, subject: str, *, locked: bool = False) -> list[Delivery]:
        """Read every row of a subject, in order of recording.

        `locked`: nobody changes them until the transaction ends. Whoever also changes what the rows belong to does
        this first, as settling a row holds the row before that.
        """
        query = select(table).where(table.c.subject == subject).order_by(table.c.id)
        return await self._all(query.with_for_update() if locked else query)

    async def matching(self, *conditions: ColumnElement[bool]) -> list[Delivery]:
        """Read the rows for which all of that holds, in order of recording."""
        return await self._all(select(table).where(*conditions).order_by(table.c.id))

    async def latest(self, subject: str, kind: Kind) -> Delivery | None:
        """Read the row of a subject and kind that was recorded last."""
        query = select(table).where(table.c.subject == subject, table.c.kind == kind)
        return await self._one(query.order_by(table.c.id.desc()).limit(1))

    async def latest_sent(self, subject: str, limit: int) -> list[datetime]:
        """Tell when the latest of a subject's rows that arrived did so, latest first."""
        query = (
            select(table.c.settled_at)
            .where(table.c.subject == subject, table.c.state == State.SENT)
            .order_by(table.c.settled_at.desc())
            .limit(limit)
        )
        return list(await self._connection.scalars(query))

    async def tally(self, subject: str) -> dict[State, int]:
        """Count a subject's rows by state; a state without rows is left out."""
        rows = await self._connection.execute(
            select(table.c.state, func.count()).where(table.c.subject == subject).group_by(table.c.state)
        )
        return {State(state): count for state, count in rows}

    async def to_come(self, lane: str, kind: Kind) -> bool:
        """Tell whether something of that kind is still to be done in a lane."""
        chosen = select(table.c.id).where(
            table.c.lane == lane, table.c.kind == kind, table.c.state.in_([PENDING, CLAIMED])
        )
        return (await self._connection.execute(chosen.limit(1))).first() is not None

    async def made(self, community_id: int, kind: Kind, message_id: int) -> bool:
        """Tell whether a delivery of that kind is known to have made this (message, channel, role, thread…)."""
        chosen = select(table.c.id).where(
            table.c.community_id == community_id, table.c.kind == kind, table.c.message_id == message_id
        )
        return (await self._connection.execute(chosen.limit(1))).first() is not None

    async def _all(self, statement: Select[Any]) -> list[Delivery]:
        """Read many rows, a slice at a time: whoever waits for the event loop is not held up until the last."""
        found: list[Delivery] = []
        for rows in (await self._connection.execute(statement)).mappings().partitions(SLICE):
            found += map(delivery_of, rows)
            await asyncio.sleep(0)
        return found

    async def _one(self, statement: Any) -> Delivery | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return None if row is None else delivery_of(row)
