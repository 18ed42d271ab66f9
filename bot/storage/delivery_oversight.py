"""The outbox as an operator sees and mends it: what is open or ended badly, and rows named by their ids.

Each change names the states it holds for, so that a bot that works on the same rows meanwhile is never overruled.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, null, select, union_all, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.effects import LANDING, Delivery, Kind, State
from bot.storage.delivery_rows import CLAIMED, FAILED, MAY_STAND, PENDING, UNCERTAIN, delivery_of, instant
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
        # Open rows and those that ended badly each have an index of their own; one condition for both would use
        # neither, and read every row that ever was.
        counts: Counter[str] = Counter()
        first: list[Select[Any]] = []
        for states in ((PENDING, CLAIMED), (FAILED, UNCERTAIN)):
            chosen: list[ColumnElement[bool]] = [table.c.state.in_(states)]
            if community_id is not None:
                chosen.append(table.c.community_id == community_id)
            standing = _standing(now)
            counted = await self._connection.execute(
                select(standing, func.count()).where(*chosen).group_by(standing)
            )
            for name, number in counted:
                counts[name] += number
            some = select(table, standing.label("standing")).where(*chosen, standing.in_(standings))
            first.append(some.order_by(table.c.due_at, table.c.id).limit(limit))
        both = union_all(*(select(some.subquery()) for some in first))
        rows = await self._connection.execute(both.order_by("due_at", "id").limit(limit))
        read = []
        for row in rows.mappings():
            values = dict(row)
            named = Standing(values.pop("standing"))
            read.append((named, delivery_of(values)))
        return Overview({one: counts[one] for one in standings}, read)

    async def ended_badly(
        self, community_id: int, kinds: Collection[Kind], since: datetime
    ) -> dict[State, int]:
        """Count what of these kinds failed or became uncertain in a community since then, by state."""
        rows = await self._connection.execute(
            select(table.c.state, func.count())
            .where(
                table.c.state.in_((FAILED, UNCERTAIN)),
                table.c.community_id == community_id,
                table.c.kind.in_(kinds),
                table.c.settled_at >= since,
            )
            .group_by(table.c.state)
        )
        return {State(state): count for state, count in rows}

    async def probe(self) -> None:
        """Ask the database for as little as there is: it answers, or this raises."""
        await self._connection.execute(select(1))

    async def standings(self, now: datetime) -> dict[tuple[Kind, Standing], int]:
        """Count what is not simply done, by kind, in every community; what there is none of is left out."""
        since = now - LATE_AFTER
        is_open = table.c.state.in_((PENDING, CLAIMED))
        found: dict[tuple[Kind, Standing], int] = {}
        for standing, due in (
            (Standing.LATE, table.c.due_at <= since),
            (Standing.WAITING, table.c.due_at > since),
        ):
            rows = await self._connection.execute(
                select(table.c.kind, func.count()).where(is_open, due).group_by(table.c.kind)
            )
            found |= {(Kind(kind), standing): count for kind, count in rows}
        ended = await self._connection.execute(
            select(table.c.kind, table.c.state, func.count())
            .where(table.c.state.in_((FAILED, UNCERTAIN)))
            .group_by(table.c.kind, table.c.state)
        )
        # Both states have the name of their standing.
        return found | {(Kind(kind), Standing(state)): count for kind, state, count in ended}

    async def try_again(self, delivery_id: int, now: datetime) -> Delivery | None:
        """Open a failed or uncertain row anew, or end the back-off of a waiting one.

        None when it stands otherwise, is not due yet, is being withdrawn, or its time is over. An earlier doubt
        stays, so that what may have arrived is looked for first; for what ended uncertain a person has decided that
        it is sent where the look-up can't tell either.
        """
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
                insisted=table.c.insisted | (table.c.state == UNCERTAIN),
            )
            .returning(table)
        )
        row = changed.mappings().one_or_none()
        return None if row is None else delivery_of(row)

    async def drop(self, delivery_id: int, now: datetime) -> Delivery | None:
        """Give up a row that waits, failed or is uncertain. None when it stands otherwise.

        A waiting message that may have arrived is withdrawn instead: it waits until it was looked for and taken away.
        """
        sought = (table.c.state == PENDING) & MAY_STAND
        changed = await self._connection.execute(
            update(table)
            .where(
                table.c.id == delivery_id,
                table.c.state.in_([State.PENDING, State.FAILED, State.UNCERTAIN]),
            )
            .values(
                cancel_requested=True,
                state=case((sought, State.PENDING.value), else_=State.CANCELLED.value),
                settled_at=case((sought, null()), else_=instant(now)),
                next_at=case((sought, instant(now + LANDING)), else_=table.c.next_at),
                expires_at=case((sought, null()), else_=table.c.expires_at),
            )
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


def _standing(now: datetime) -> ColumnElement[str]:
    return case(
        (table.c.state == State.FAILED, Standing.FAILED.value),
        (table.c.state == State.UNCERTAIN, Standing.UNCERTAIN.value),
        (table.c.due_at <= now - LATE_AFTER, Standing.LATE.value),
        else_=Standing.WAITING.value,
    )
