"""Registrations and requests of introductions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Row, case, func, literal_column, or_, select, update

from bot.domain.introductions import ERASED, LIFETIME, Registration, Request, RequestState, pair
from bot.storage.store import Store
from bot.storage.tables import intro_registration, intro_request

_IS_PENDING = intro_request.c.state == RequestState.PENDING


class IntroductionStore(Store):
    """Registrations and requests of introductions."""

    async def register(self, community_id: int, user_id: int, now: datetime) -> bool:
        """Open a person's registration; False if it was open."""
        table = intro_registration
        opened = {"registered_at": now, "left_at": None}
        insert = self._insert(table).values(community_id=community_id, user_id=user_id, **opened)
        result = await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["community_id", "user_id"], set_=opened, where=table.c.left_at.is_not(None)
            )
        )
        return bool(result.rowcount)

    async def leave(self, community_id: int, user_id: int, now: datetime) -> bool:
        """End a person's registration; False if there was none open."""
        table = intro_registration
        result = await self._connection.execute(
            update(table)
            .where(
                table.c.community_id == community_id, table.c.user_id == user_id, table.c.left_at.is_(None)
            )
            .values(left_at=now)
        )
        return bool(result.rowcount)

    async def registrations(
        self, community_id: int, user_ids: Collection[int], *, hold: bool = False
    ) -> dict[int, Registration]:
        """Find registrations by user id, open or ended.

        `hold` keeps them as they are until the transaction ends: nobody leaves between a check and what relies on
        it. They are taken in the order of ids, so that two people who ask each other don't wait for each other.
        """
        table = intro_registration
        query = (
            select(table)
            .where(table.c.community_id == community_id, table.c.user_id.in_(list(user_ids)))
            .order_by(table.c.user_id)
        )
        rows = await self._connection.execute(query.with_for_update() if hold else query)
        return {row.user_id: Registration(row.user_id, row.registered_at, row.left_at) for row in rows}

    async def erase_registration(self, community_id: int, user_id: int) -> None:
        """Forget that a person ever took part."""
        table = intro_registration
        await self._connection.execute(
            table.delete().where(table.c.community_id == community_id, table.c.user_id == user_id)
        )

    async def add(
        self, community_id: int, requester_id: int, target_id: int, reason: str, now: datetime
    ) -> Request | None:
        """Keep a new request; None if one between these two is pending, whoever asked."""
        low, high = pair(requester_id, target_id)
        insert = self._insert(intro_request).values(
            community_id=community_id,
            requester_id=requester_id,
            target_id=target_id,
            reason=reason,
            state=RequestState.PENDING,
            created_at=now,
            expires_at=now + LIFETIME,
            pair_low=low,
            pair_high=high,
        )
        statement = insert.on_conflict_do_nothing(
            index_elements=["community_id", "pair_low", "pair_high"],
            index_where=literal_column("state = 'pending'", Boolean),
        )
        row = (await self._connection.execute(statement.returning(intro_request))).one_or_none()
        return None if row is None else _request(row)

    async def get(self, request_id: int) -> Request | None:
        """Find a request."""
        row = (
            await self._connection.execute(select(intro_request).where(intro_request.c.id == request_id))
        ).one_or_none()
        return None if row is None else _request(row)

    async def between(self, community_id: int, one: int, other: int) -> Sequence[Request]:
        """List the requests between two people, whoever asked, newest first."""
        low, high = pair(one, other)
        rows = await self._connection.execute(
            select(intro_request)
            .where(
                intro_request.c.community_id == community_id,
                intro_request.c.pair_low == low,
                intro_request.c.pair_high == high,
            )
            .order_by(intro_request.c.id.desc())
        )
        return [_request(row) for row in rows]

    async def open_sent(self, community_id: int, requester_id: int, now: datetime) -> int:
        """Count a person's own requests that wait for an answer."""
        query = select(func.count()).where(
            intro_request.c.community_id == community_id,
            intro_request.c.requester_id == requester_id,
            _IS_PENDING,
            intro_request.c.expires_at > now,
        )
        return int((await self._connection.execute(query)).scalar_one())

    async def answer(
        self, request_id: int, target_id: int, state: RequestState, now: datetime
    ) -> Request | None:
        """Give a request its answer, once; None if it was decided already, is over, or was not asked of them."""
        return await self._decide(
            state,
            now,
            intro_request.c.id == request_id,
            intro_request.c.target_id == target_id,
            intro_request.c.expires_at > now,
        )

    async def expire(self, now: datetime, *, limit: int) -> Sequence[Request]:
        """End up to `limit` requests that nobody answered in time."""
        over = (
            select(intro_request.c.id)
            .where(_IS_PENDING, intro_request.c.expires_at <= now)
            .order_by(intro_request.c.expires_at, intro_request.c.id)
            .limit(limit)
        )
        return await self.expire_these(list(await self._connection.scalars(over)), now)

    async def expire_these(self, request_ids: Sequence[int], now: datetime) -> Sequence[Request]:
        """End those of these requests that are pending still."""
        return await self._decide_each(request_ids, RequestState.EXPIRED, now)

    async def close_all(self, community_id: int, user_id: int, now: datetime) -> Sequence[Request]:
        """End every pending request of a person, sent or received."""
        pending = (
            select(intro_request.c.id)
            .where(_IS_PENDING, _of(community_id, user_id))
            .order_by(intro_request.c.id)
        )
        return await self._decide_each(
            list(await self._connection.scalars(pending)), RequestState.CLOSED, now
        )

    async def next_expiry(self) -> datetime | None:
        """Tell when the next pending request is over."""
        instant: datetime | None = await self._connection.scalar(
            select(func.min(intro_request.c.expires_at)).where(_IS_PENDING)
        )
        return instant

    async def set_thread(self, request_id: int, thread_id: int) -> None:
        """Note the private thread in which the two meet."""
        await self._connection.execute(
            update(intro_request).where(intro_request.c.id == request_id).values(thread_id=thread_id)
        )

    async def of_person(
        self, community_id: int, user_id: int, *, limit: int | None = None, offset: int = 0
    ) -> Sequence[Request]:
        """List a person's requests, sent and received: first those they can answer, then the newest."""
        mine = case((_IS_PENDING & (intro_request.c.target_id == user_id), 0), else_=1)
        rows = await self._connection.execute(
            select(intro_request)
            .where(_of(community_id, user_id))
            .order_by(mine, intro_request.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [_request(row) for row in rows]

    async def count(self, community_id: int, user_id: int) -> int:
        """Count a person's requests, sent and received."""
        query = select(func.count()).select_from(intro_request).where(_of(community_id, user_id))
        return int((await self._connection.execute(query)).scalar_one())

    async def erase_requests(self, community_id: int, user_id: int) -> None:
        """Take a person and their words out of requests; the other keeps that there was one, and when.

        None may be pending any more: two erased people must not look like one pair.
        """
        table = intro_request

        def without(column: ColumnElement[int]) -> ColumnElement[int]:
            return case((column == user_id, ERASED), else_=column)

        await self._connection.execute(
            update(table)
            .where(_of(community_id, user_id))
            .values(
                requester_id=without(table.c.requester_id),
                target_id=without(table.c.target_id),
                pair_low=without(table.c.pair_low),
                pair_high=without(table.c.pair_high),
                reason="",
            )
        )

    async def _decide_each(
        self, request_ids: Sequence[int], state: RequestState, now: datetime
    ) -> Sequence[Request]:
        # One by one in the order of ids, each only if it is pending still: of two deciding at once, one wins.
        decided = [
            await self._decide(state, now, intro_request.c.id == request_id)
            for request_id in sorted(request_ids)
        ]
        return [request for request in decided if request is not None]

    async def _decide(
        self, state: RequestState, now: datetime, *which: ColumnElement[bool]
    ) -> Request | None:
        row = (
            await self._connection.execute(
                update(intro_request)
                .where(_IS_PENDING, *which)
                .values(state=state, decided_at=now)
                .returning(intro_request)
            )
        ).one_or_none()
        return None if row is None else _request(row)


def _of(community_id: int, user_id: int) -> ColumnElement[bool]:
    return (intro_request.c.community_id == community_id) & or_(
        intro_request.c.requester_id == user_id, intro_request.c.target_id == user_id
    )


def _request(row: Row[Any]) -> Request:
    return Request(
        id=row.id,
        community_id=row.community_id,
        requester_id=row.requester_id,
        target_id=row.target_id,
        reason=row.reason,
        state=RequestState(row.state),
        created_at=row.created_at,
        expires_at=row.expires_at,
        decided_at=row.decided_at,
        thread_id=row.thread_id,
    )
