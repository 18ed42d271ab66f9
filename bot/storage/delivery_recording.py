"""How effects come into the outbox: each once, and behind what they are done to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.effects import Delivery, Effect, Kind, State
from bot.domain.eras import Era
from bot.storage.delivery_readings import DeliveryReadings
from bot.storage.delivery_rows import values_of
from bot.storage.tables import delivery as table

# Both databases limit the parameters of one statement; twenty columns a row stay far below.
ROWS_A_STATEMENT = 500


class DeliveryRecording(DeliveryReadings):
    """What is recorded for delivery, within one transaction."""

    def __init__(self, connection: AsyncConnection, era: Era | None = None) -> None:
        super().__init__(connection)
        self._era = era
        self.recorded = False  # whether the dispatcher has something new to look at after the commit
        # Set while what follows from a delivery is recorded that a lost run may have performed: it may have done this
        # too.
        self.follows: Delivery | None = None

    async def record(self, *effects: Effect, now: datetime) -> int:
        """Keep effects for delivery; those whose `dedup_key` is known already change nothing. Tell how many are new.

        An edit whose key is known but no longer waits is kept as a further edit: what it would have shown may have
        changed after it was made.
        """
        fresh = 0
        for start in range(0, len(effects), ROWS_A_STATEMENT):
            some = await self._behind_their_messages(effects[start : start + ROWS_A_STATEMENT])
            inserted = await self._keep([self._row(effect, effect.dedup_key, now) for effect in some])
            fresh += len(inserted)
            for effect in some:
                if effect.kind is Kind.MESSAGE_EDIT and effect.dedup_key not in inserted:
                    fresh += await self._record_again(effect, now)
        self.recorded = self.recorded or fresh > 0
        return fresh

    async def _behind_their_messages(self, effects: Sequence[Effect]) -> Sequence[Effect]:
        """Have what is done to a message, or an entry in a list, that is still to be made come after it in their lane.

        Of two transactions, the one that read the time first may be the last to record: each would wait for the other.
        """
        of = {key for effect in effects if (key := effect.made_by) is not None}
        if not of:
            return effects
        to_come = select(table.c.dedup_key, table.c.due_at).where(
            table.c.dedup_key.in_(of), table.c.state.in_([State.PENDING, State.CLAIMED])
        )
        due = {row.dedup_key: row.due_at for row in await self._connection.execute(to_come)}
        return [
            replace(effect, due_at=max(effect.due_at, due.get(effect.made_by, effect.due_at)))
            for effect in effects
        ]

    async def _keep(self, rows: Sequence[Mapping[str, Any]]) -> set[str]:
        # The rows beside the statement, not in it: one of so many values would be compiled anew each time, and a
        # hundred copies of an announcement would hold up the event loop for longer than anybody may.
        statement = (
            self._insert(table)
            .on_conflict_do_nothing(index_elements=["dedup_key"])
            .returning(table.c.dedup_key)
        )
        return set(await self._connection.scalars(statement, list(rows)))

    async def _record_again(self, effect: Effect, now: datetime) -> int:
        key, time = effect.dedup_key, 1
        while (known := await self.by_key(key)) is not None:
            if known.state is State.PENDING:
                return 0
            time += 1
            key = f"{effect.dedup_key}#{time}"
        return len(await self._keep([self._row(effect, key, now)]))

    def _row(self, effect: Effect, dedup_key: str, now: datetime) -> dict[str, Any]:
        if self._era is None:
            msg = f"{dedup_key} was recorded in a transaction that only reads"
            raise RuntimeError(msg)
        return values_of(effect, dedup_key, now, self._era, follows=self.follows)
