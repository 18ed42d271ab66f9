"""What waits until an earlier attempt can be seen gets its time by the clock: nobody waits for it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.domain.effects import AWAITED, State
from bot.storage.database import Database
from bot.storage.tables import delivery
from sandbox.clock import SandboxClock


async def let_land(database: Database, clock: SandboxClock) -> None:
    """Move the time on to when the first of what is awaited is tried again, unless something is under way."""
    now = clock.now() - clock.skew
    under_way = select(func.count()).where(delivery.c.state == State.CLAIMED)
    awaited = (
        select(delivery.c.next_at)
        .where(
            delivery.c.state == State.PENDING,
            delivery.c.kind.in_(AWAITED) | delivery.c.cancel_requested,
            delivery.c.uncertain_since.is_not(None),
        )
        .order_by(delivery.c.next_at)
        .limit(1)
    )
    async with database.read() as unit:
        connection = unit.deliveries._connection
        if await connection.scalar(under_way):
            return
        next_at = await connection.scalar(awaited)
    if next_at is not None and next_at > now:
        clock.advance(next_at - now + timedelta(milliseconds=1))
