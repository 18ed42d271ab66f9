"""The outbox as an operator sees and mends it: what is open or ended badly, and rows named by their ids.

Each change names the states it holds for, so that a bot that works on the same rows meanwhile is never overruled.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, case, func, null, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.effects import Delivery, State
from bot.storage.delivery_rows import delivery_of
from bot.storage.engine import driver_url
from bot.storage.store import Store
from bot.storage.tables import delivery as table

# The database is away, refuses, or has no tables yet.
UNUSABLE = (DBAPIError, PoolTimeoutError, OSError)
# What is not done this long after it was due is late: back-off and the rate limit explain less.
LATE_AFTER = timedelta(minutes=1)


class Standing(enum.StrEnum):
    """How a delivery that is not simply done stands."""

    WAITING = "waiting"
    LATE = "late"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Overview:
    """How many deliveries stand how, and the first of them by due time."""

    counts: dict[Standing, int]
    rows: list[tuple[Standing, Delivery]]


class OversightStore(Store):
    """Deliveries under an operator's hands, within one transaction."""

    async def overview(
        self, now: datetime, standings: Collection[Standing], community_id: int | None, limit: int
    ) -> Overview:
        """Count what stands in one of `standings`, and read the first `limit` of them."""
        standing = _standing(now)
        chosen: list[ColumnElement[bool]] = [table.c.state.in_(_STATES)]
        if community_id is not None:
            chosen.append(table.c.community_id == community_id)
        counted = await self._connection.execute(
            select(standing, func.count()).where(*chosen).group_by(standing)
        )
        counts = {Standing(name): number for name, number in counted}
        rows = await self._connection.execute(
            select(table, standing.label("standing"))
            .where(*chosen, standing.in_(standings))
            .order_by(table.c.due_at, table.c.id)
            .limit(limit)
        )
        read = []
        for row in rows.mappings():
            values = dict(row)
            named = Standing(values.pop("standing"))
            read.append((named, delivery_of(values)))
        return Overview({one: counts.get(one, 0) for one in standings}, read)

    async def try_again(self, delivery_id: int, now: datetime) -> Delivery | None:
        """Open a failed or uncertain row anew, or end the back-off of a waiting one.

        None when it stands otherwise, is not due yet, is being withdrawn, or its time is over. An earlier doubt is
        forgotten for what had ended, because a person decided; a row that waits keeps its own.
        """
        ended = table.c.state.in_([State.FAILED, State.UNCERTAIN])
        changed = await self._connection.execute(
            update(table)
            .where(
                table.c.id == delivery_id,
                table.c.state.in_([State.PENDING, State.FAILED, State.UNCERTAIN]),
                table.c.due_at <= now,
                table.c.cancel_requested.is_(False),
                (table.c.expires_at.is_(None)) | (table.c.expires_at > now),
            )
            .values(
                state=State.PENDING,
                next_at=now,
                settled_at=null(),
                uncertain_since=case((ended, null()), else_=table.c.uncertain_since),
            )
            .returning(table)
        )
        row = changed.mappings().one_or_none()
        return None if row is None else delivery_of(row)

    async def drop(self, delivery_id: int, now: datetime) -> Delivery | None:
        """Give up a row that waits, failed or is uncertain. None when it stands otherwise."""
        changed = await self._connection.execute(
            update(table)
            .where(
                table.c.id == delivery_id,
                table.c.state.in_([State.PENDING, State.FAILED, State.UNCERTAIN]),
            )
            .values(state=State.CANCELLED, cancel_requested=True, settled_at=now)
            .returning(table)
        )
        row = changed.mappings().one_or_none()
        return None if row is None else delivery_of(row)


def missing_file(url: str) -> Path | None:
    """Name the SQLite file of a URL if it does not exist: connecting would make an empty one."""
    parsed = driver_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    path = Path(parsed.database)
    return None if path.exists() else path


_STATES = (State.PENDING, State.CLAIMED, State.FAILED, State.UNCERTAIN)


def _standing(now: datetime) -> ColumnElement[str]:
    return case(
        (table.c.state == State.FAILED, Standing.FAILED.value),
        (table.c.state == State.UNCERTAIN, Standing.UNCERTAIN.value),
        (table.c.due_at <= now - LATE_AFTER, Standing.LATE.value),
        else_=Standing.WAITING.value,
    )
