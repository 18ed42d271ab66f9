"""The outbox: effects on their way to Discord, and those that arrived.

The protocol of its states is told in `bot.domain.effects.State` and `bot.delivery`. Here is what two processes and
a crash must not break: a row is claimed once, one of a lane is in flight, order within a lane holds, and an outcome
is written only by the attempt it belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, false, func, null, select, text, update

from bot.domain.effects import (
    AWAITED,
    LANDING,
    POSTS,
    Delivery,
    Inquiry,
    Kind,
    Priority,
    State,
)
from bot.storage.delivery_recording import DeliveryRecording
from bot.storage.delivery_rows import (
    CLAIMED,
    MAY_STAND,
    NO_INQUIRY,
    PENDING,
    UNCERTAIN,
    claimable,
    cut,
    delivery_of,
    instant,
)
from bot.storage.tables import delivery as table


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal met: rows that will not happen, and rows in flight that will be undone after they do."""

    cancelled: int
    in_flight: int


class DeliveryStore(DeliveryRecording):
    """Deliveries, within one transaction."""

    async def claim(
        self,
        now: datetime,
        *,
        lease: timedelta,
        limit: int,
        held: Collection[Kind] = (),
        inquiries: bool = False,
    ) -> list[Delivery]:
        """Take up to `limit` due rows to perform, most urgent first, until `now + lease`.

        A row is not taken while another of its lane is in flight or an open one stands before it. Rows of the kinds
        `held` stay where they are (direct messages while Discord wants a pause); with `inquiries`, everything does
        but what is to be looked up.
        """
        if self._connection.dialect.name == "postgresql":
            # Two processes could each see a lane free, one by a row the other can't see yet. Claims take turns.
            await self._connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtext('maillage delivery claim'))")
            )
        found: dict[int, bool] = {}
        for priority in Priority:
            if len(found) < limit:
                chosen = claimable(priority, frozenset(held), inquiries=inquiries)
                asked = {"now": now, "wanted": limit - len(found)}
                rows = await self._connection.execute(chosen, asked)
                found.update({row.id: row.uncertain_since is not None for row in rows})
        if not found:
            return []
        rows = await self._connection.execute(
            update(table)
            .where(table.c.id.in_(found))
            .values(
                state=State.CLAIMED,
                attempt=table.c.attempt + 1,
                lease_until=now + lease,
                uncertain_since=func.coalesce(
                    table.c.uncertain_since, now, type_=table.c.uncertain_since.type
                ),
            )
            .returning(table)
        )
        claimed = [delivery_of(row, uncertain_before=found[row["id"]]) for row in rows.mappings()]
        return sorted(claimed, key=lambda row: (row.priority, row.next_at, row.id))

    async def settle(
        self,
        delivery: Delivery,
        state: State,
        now: datetime,
        *,
        definite: bool = False,
        proven: bool = False,
        channel_id: int | None = None,
        message_id: int | None = None,
        error: str | None = None,
    ) -> Delivery | None:
        """Write the final outcome of a claimed row; None when the row is no longer this attempt's.

        `definite`: this attempt surely had no effect, so that a later retry has nothing to look for; `proven`: no
        earlier one had.
        """
        return await self._change_claimed(
            delivery,
            state=state,
            settled_at=now,
            lease_until=null(),
            uncertain_since=null() if proven else _doubt(delivery, definite=definite),
            channel_id=channel_id,
            message_id=message_id,
            last_error=cut(error),
        )

    async def postpone(
        self,
        delivery: Delivery,
        next_at: datetime,
        now: datetime,
        *,
        definite: bool,
        error: str | None = None,
    ) -> Delivery | None:
        """Put a claimed row back until `next_at`; None when the row is no longer this attempt's.

        `definite`: this attempt surely had no effect. A row whose cancellation was asked for meanwhile comes back
        cancelled instead, but for a message that may have arrived: that is looked for, once it can be seen.
        """
        sought = delivery.kind in POSTS and not (definite and not delivery.uncertain_before)
        cancelled = false() if sought else table.c.cancel_requested
        looked_for = table.c.cancel_requested if sought else false()
        return await self._change_claimed(
            delivery,
            state=case((cancelled, State.CANCELLED.value), else_=State.PENDING.value),
            settled_at=case((cancelled, instant(now)), else_=null()),
            next_at=case(
                (looked_for, instant(max(next_at, now + LANDING))),
                else_=instant(next_at),
            ),
            lease_until=null(),
            uncertain_since=_doubt(delivery, definite=definite),
            last_error=cut(error),
        )

    async def heard(self, nonce: str, channel_id: int, message_id: int, now: datetime) -> Delivery | None:
        """Mark a row as sent because its message was seen on Discord; None when that is known, or not ours.

        A cancelled row counts too: its attempt may have been in flight, and its message must go.
        """
        unaware = [State.PENDING, State.CLAIMED, State.CANCELLED, State.UNCERTAIN]
        return await self._one(
            update(table)
            .where(table.c.nonce == nonce, table.c.state.in_(unaware), table.c.attempt > 0)
            .values(
                cancel_requested=table.c.cancel_requested | (table.c.state == State.CANCELLED),
                state=State.SENT,
                settled_at=now,
                lease_until=None,
                channel_id=channel_id,
                message_id=message_id,
            )
            .returning(table)
        )

    async def remark(self, delivery_id: int, lacking: str) -> Delivery | None:
        """Note what Discord left out of what was sent; None where it is not known as sent."""
        noted = update(table).values(last_error=cut(lacking)).returning(table)
        return await self._one(noted.where(table.c.id == delivery_id, table.c.state == State.SENT))

    async def withdraw(
        self,
        subject: str,
        now: datetime,
        *,
        kinds: Collection[Kind] | None = None,
        key_prefix: str | None = None,
    ) -> Withdrawal:
        """Cancel what waits of a subject; ask for what is in flight to be undone once it is sent.

        A message that waits for another try may have arrived by an earlier one. It counts as in flight: as soon as
        an attempt of just before can be seen, it is looked for, however late it is by then.
        """
        chosen = [table.c.subject == subject]
        if kinds is not None:
            chosen.append(table.c.kind.in_(kinds))
        if key_prefix is not None:
            chosen.append(table.c.dedup_key.startswith(key_prefix, autoescape=True))
        # In one statement: between two, another process could claim a row or put it back, and it would slip through.
        waits = table.c.state == State.PENDING
        ends = waits & ~MAY_STAND
        sought = waits & MAY_STAND & ~table.c.cancel_requested
        changed = await self._connection.execute(
            update(table)
            .where(table.c.state.in_([State.PENDING, State.CLAIMED]), *chosen)
            .values(
                cancel_requested=True,
                state=case((ends, State.CANCELLED), else_=table.c.state),
                settled_at=case((ends, instant(now)), else_=table.c.settled_at),
                next_at=case((sought, instant(now + LANDING)), else_=table.c.next_at),
                expires_at=case((MAY_STAND, null()), else_=table.c.expires_at),
            )
            .returning(table.c.state)
        )
        states = Counter(changed.scalars())
        self.recorded = self.recorded or bool(states[State.PENDING])
        return Withdrawal(states[State.CANCELLED], states[State.CLAIMED] + states[State.PENDING])

    async def retry(
        self,
        subject: str,
        now: datetime,
        kind: Kind,
        states: Collection[State],
        expires_at: datetime | None,
        *,
        but: Collection[str] = (),
    ) -> int:
        """Open a subject's rows of a kind and these final states anew, as a person asked; tell how many.

        Those of the keys `but` stay as they ended.
        An earlier doubt stays, so that what may have arrived is looked for before it is sent again. For what ended
        uncertain the person has decided: it is sent where the look-up can't tell either.
        """
        chosen = select(table.c.id).where(
            table.c.subject == subject,
            table.c.kind == kind,
            table.c.state.in_(states),
            table.c.dedup_key.not_in(but),
        )
        opened = await self._change(
            chosen,
            state=State.PENDING,
            next_at=now,
            expires_at=expires_at,
            settled_at=None,
            insisted=table.c.insisted | (table.c.state == UNCERTAIN),
        )
        self.recorded = self.recorded or bool(opened)
        return len(opened)

    async def hold_next(self, lane: str, until: datetime) -> None:
        """Let what is next in a lane leave at that instant at the earliest."""
        first = (
            select(table.c.id)
            .where(table.c.lane == lane, table.c.state == PENDING)
            .order_by(table.c.due_at, table.c.id)
            .limit(1)
        )
        await self._connection.execute(
            update(table).where(table.c.id.in_(first), table.c.next_at < until).values(next_at=until)
        )

    async def edits_put_off(self, subject: str, until: datetime) -> set[str]:
        """Tell of which messages of a subject, by the key of their post, an edit was put off until then or later.

        It shows what is true when it is tried again; nobody takes it up before this transaction ends.
        """
        query = select(table).where(
            table.c.subject == subject,
            table.c.kind == Kind.MESSAGE_EDIT,
            table.c.state == PENDING,
            table.c.attempt > 0,
            table.c.next_at >= until,
        )
        rows = await self._all(query.order_by(table.c.id).with_for_update(skip_locked=True))
        return {row.payload["message_of"] for row in rows}

    async def supersede(self, subject: str, kind: Kind, now: datetime) -> None:
        """Give up a subject's rows of a kind that wait or failed: something later does what they were for."""
        await self._connection.execute(
            update(table)
            .where(
                table.c.subject == subject,
                table.c.kind == kind,
                table.c.state.in_([State.PENDING, State.FAILED, State.EXPIRED]),
            )
            .values(state=State.CANCELLED, settled_at=now)
        )

    async def expire_due(self, now: datetime, *, limit: int = 100) -> list[Delivery]:
        """Drop up to `limit` waiting rows whose time is over, and tell which.

        A message that may have arrived is not told as missed: it stays until it was looked for, which waits until an
        attempt of just before can be seen.
        """
        over = (
            select(table.c.id)
            .where(table.c.state == PENDING, table.c.expires_at <= now, NO_INQUIRY)
            .order_by(table.c.expires_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        in_doubt = MAY_STAND & table.c.inquiry.is_(None)
        await self._change(over.where(in_doubt), inquiry=Inquiry.OPEN, next_at=now + LANDING)
        return await self._change(over.where(~in_doubt), state=State.EXPIRED, settled_at=now)

    async def recover(
        self, now: datetime, *, held: Collection[int] = (), at_once: bool = False, limit: int = 100
    ) -> list[Delivery]:
        """Put back rows whose worker is gone: their lease ran out, or any (`at_once`) when no other process works.

        `held` are the ids this process itself is performing: a moved clock doesn't take them from it. Each comes
        back pending, or cancelled when that was asked for; `uncertain_since` stays, for it may have been sent: a
        message whose cancellation was asked for comes back to be looked for. That, as what is created, waits until an
        earlier attempt of it can be seen, and what is changed until one that comes late would not undo it.
        """
        gone = (
            select(table.c.id)
            .where(table.c.state == CLAIMED, table.c.id.not_in(held))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if not at_once:
            gone = gone.where(table.c.lease_until <= now)
        cancelled = table.c.cancel_requested & table.c.kind.not_in(POSTS)
        awaited = table.c.kind.in_(AWAITED) | (table.c.cancel_requested & table.c.kind.in_(POSTS))
        return await self._change(
            gone,
            state=case((cancelled, State.CANCELLED.value), else_=State.PENDING.value),
            settled_at=case((cancelled, instant(now)), else_=null()),
            next_at=case((awaited, instant(now + LANDING)), else_=instant(now)),
            lease_until=null(),
        )

    async def _change_claimed(self, delivery: Delivery, **values: Any) -> Delivery | None:
        return await self._one(
            update(table)
            .where(
                table.c.id == delivery.id,
                table.c.state == CLAIMED,
                table.c.attempt == delivery.attempt,
            )
            .values(**values)
            .returning(table)
        )

    async def _change(self, chosen: Select[Any], **values: Any) -> list[Delivery]:
        ids = list(await self._connection.scalars(chosen))
        if not ids:
            return []
        rows = await self._connection.execute(
            update(table).where(table.c.id.in_(ids)).values(**values).returning(table)
        )
        return sorted((delivery_of(row) for row in rows.mappings()), key=lambda row: row.id)


def _doubt(delivery: Delivery, *, definite: bool) -> Any:
    """Tell what is left of the doubt whether a claimed row arrived: nothing after a definite no to its only try."""
    return null() if definite and not delivery.uncertain_before else table.c.uncertain_since
