"""The database's own history: its eras, and what is in question when one begins with an older copy."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, false, func, null, select, text, update

from bot.domain.effects import POSTS, Delivery, Inquiry, State
from bot.domain.eras import Era, Span
from bot.storage.delivery_rows import CLAIMED, OPEN, PENDING, delivery_of, instant
from bot.storage.engine import APPLICATION
from bot.storage.homes import home_of, keep_writers_out, lock
from bot.storage.store import Store
from bot.storage.tables import delivery
from bot.storage.tables import era as table

SALT_BYTES = 24
FIRST = 1


class EraStore(Store):
    """Eras, within one transaction."""

    async def present(self) -> Era:
        """Give the era the database is in; a database that has none begins its first."""
        if not (found := await self._all()):
            first = self._insert(table).values(number=FIRST, salt=_salt())
            await self._connection.execute(first.on_conflict_do_nothing(index_elements=["number"]))
            found = await self._all()
        return _era(found)

    async def known(self) -> Era | None:
        """Give the era the database is in, and change nothing: None before its first."""
        found = await self._all()
        return _era(found) if found else None

    async def stamp(self, copied_at: datetime, *, correcting: bool = False) -> Era:
        """Note that this database is a copy made then.

        One that is known for a copy already keeps its instant, but for an earlier one that corrects it, until a bot
        starts on it: more is looked up then, and nothing less.
        """
        present = await self.present()
        if correcting and present.waits_for_start:
            await self._connection.execute(
                update(table)
                .where(table.c.number == present.number, table.c.copied_at > copied_at)
                .values(copied_at=copied_at)
            )
        elif not present.waits_for_start:
            await self._connection.execute(
                self._insert(table).values(number=present.number + 1, salt=_salt(), copied_at=copied_at)
            )
        return await self.present()

    async def come_home(self, now: datetime) -> bool:
        """Note where the rows lie; stamp the database if that is not where a bot last worked on them, and tell so.

        It counts as a copy of when something last happened in it. Until the transaction ends, no other process
        compares. A database that names no home yet, as one that an earlier version left, is taken for the latest state.
        """
        await lock(self._connection)
        home = await home_of(self._connection)
        present = await self.present()
        known = (await self._all())[-1].home
        moved = None not in (home, known) and home != known and not present.waits_for_start
        if moved:
            await self.stamp(await self.last_sign() or now)
        elif home is not None and not present.waits_for_start:
            await self._connection.execute(
                update(table).where(table.c.number == present.number).values(home=home)
            )
        return moved

    async def seen(self, now: datetime) -> None:
        """Note that a bot works on the database: whatever copy is made of it from now on is no older than this."""
        await self._connection.execute(
            update(table)
            .where(table.c.number == select(func.max(table.c.number)).scalar_subquery())
            .values(seen_at=now)
        )

    async def begin(self, now: datetime) -> Era | None:
        """Begin the era of a copy on which no bot has started yet; None when there is none such.

        Everything that was to happen by now, and is not known to have, is in question from then on.
        """
        if not (await self.present()).waits_for_start:
            return None
        await keep_writers_out(self._connection)
        began = await self._connection.execute(
            update(table)
            .where(table.c.copied_at.is_not(None), table.c.began_at.is_(None))
            .values(began_at=now, salt=_salt(), home=await home_of(self._connection), seen_at=now)
            .returning(table.c.copied_at)
        )
        copied_at = began.scalar_one_or_none()
        if copied_at is None:
            return None
        was_due = case((delivery.c.due_at > copied_at, delivery.c.due_at), else_=instant(copied_at))
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.state.in_([PENDING, CLAIMED]), delivery.c.due_at < now)
            .values(
                inquiry=case((delivery.c.kind.in_(POSTS), Inquiry.OPEN.value), else_=Inquiry.CLOSED.value),
                # No run can have sent it before it was due, nor, but for an attempt we know of, before the copy.
                uncertain_since=func.coalesce(
                    delivery.c.uncertain_since, was_due, type_=delivery.c.uncertain_since.type
                ),
                next_at=case((delivery.c.next_at > now, instant(now)), else_=delivery.c.next_at),
            )
        )
        # What had failed may have been tried again since, by a person: a further retry looks first, too.
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.state.in_([State.FAILED, State.EXPIRED, State.UNCERTAIN]))
            .values(
                inquiry=Inquiry.CLOSED,
                uncertain_since=func.coalesce(
                    delivery.c.uncertain_since, was_due, type_=delivery.c.uncertain_since.type
                ),
            )
        )
        return await self.present()

    async def looked(self, row: Delivery, now: datetime, *, absent: bool) -> Delivery | None:
        """Put back a claimed row that was looked up; None when the row is no longer this attempt's.

        `absent`: no lost run performed it, surely. Otherwise whoever performs it has to be careful.
        """
        # A message that was withdrawn meanwhile, and may stand, is left to whoever takes it away.
        cancelled = delivery.c.cancel_requested if absent or row.kind not in POSTS else false()
        changed = await self._connection.execute(
            update(delivery)
            .where(delivery.c.id == row.id, delivery.c.state == CLAIMED, delivery.c.attempt == row.attempt)
            .values(
                state=case((cancelled, State.CANCELLED.value), else_=State.PENDING.value),
                settled_at=case((cancelled, instant(now)), else_=null()),
                inquiry=Inquiry.CLOSED,
                lease_until=null(),
                uncertain_since=null() if absent else delivery.c.uncertain_since,
                last_error=null(),
            )
            .returning(delivery)
        )
        found = changed.mappings().one_or_none()
        return None if found is None else delivery_of(found)

    async def in_question(self, community_id: int | None = None) -> int:
        """Count what is still to be looked up, in all communities or one."""
        query = select(func.count()).where(
            delivery.c.state.in_([PENDING, CLAIMED]), delivery.c.inquiry == OPEN
        )
        if community_id is not None:
            query = query.where(delivery.c.community_id == community_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def finish(self, now: datetime) -> bool:
        """Note that everything was looked up; False while something is left."""
        if await self.in_question():
            return False
        await self._connection.execute(
            update(table)
            .where(table.c.began_at.is_not(None), table.c.looked_up_at.is_(None))
            .values(looked_up_at=now)
        )
        return True

    async def knows(self, message_id: int) -> bool:
        """Tell whether a delivery is knows to have made this message."""
        chosen = select(delivery.c.id).where(delivery.c.message_id == message_id)
        return (await self._connection.execute(chosen.limit(1))).first() is not None

    async def last_sign(self) -> datetime | None:
        """Tell when something last happened, as far as rows tell; None where there is none.

        A bot that works says so every minute: a copy of its database is hardly older than this.
        """
        happened = select(func.max(delivery.c.created_at), func.max(delivery.c.settled_at))
        seen = select(func.max(table.c.seen_at))
        rows = [(await self._connection.execute(query)).one() for query in (happened, seen)]
        return max((each for row in rows for each in row if each is not None), default=None)

    async def others_work(self) -> bool:
        """Tell whether another process of ours is connected; on SQLite the file itself tells (`bot.storage.copies`)."""
        if self._connection.dialect.name == "sqlite":
            return False
        query = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND application_name = :name"
        )
        return bool((await self._connection.execute(query, {"name": APPLICATION})).scalar_one())

    async def _all(self) -> list[Row[Any]]:
        return list(await self._connection.execute(select(table).order_by(table.c.number)))


def _era(rows: list[Row[Any]]) -> Era:
    first, *_, present = rows[0], *rows
    begun = [row for row in rows[:-1] if row.copied_at is None or row.began_at is not None]
    return Era(
        number=present.number,
        salt=present.salt,
        salt_before=(begun[-1] if begun else present).salt,
        root=first.salt,
        copied_at=present.copied_at,
        began_at=present.began_at,
        looked_up_at=present.looked_up_at,
        lost=tuple(Span(row.copied_at, row.began_at) for row in rows if row.copied_at and row.began_at),
    )


def _salt() -> str:
    return secrets.token_urlsafe(SALT_BYTES)
