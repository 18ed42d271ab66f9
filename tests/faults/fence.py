"""What keeps two bots on one database apart: the lease and the fence of a claim, watched, or the fence broken, in a fault run.

A claim holds until its lease runs out; then the other may take the delivery over. An outcome is written only by the
attempt that still holds the claim: that is the fence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sqlalchemy import update

from bot.domain.effects import Delivery, State
from bot.storage import database
from bot.storage.deliveries import DeliveryStore
from bot.storage.tables import delivery as table

# What is told: a name, and how often it was just seen.
Tell = Callable[[str, int], None]
TAKEN_OVER = "taken over"


class WatchedStore(DeliveryStore):
    """Tells of deliveries that are taken over, and of outcomes that come too late: what they would have changed."""

    fenced: ClassVar = True
    tell: ClassVar[Tell]

    async def recover(self, *arguments: Any, **settings: Any) -> list[Delivery]:
        """Put back what a worker that is gone had claimed."""
        found = await super().recover(*arguments, **settings)
        if found:
            type(self).tell(TAKEN_OVER, len(found))
        return found

    async def _change_claimed(self, delivery: Delivery, **values: Any) -> Delivery | None:
        present = await self.get(delivery.id)
        if present is not None and (present.state, present.attempt) != (State.CLAIMED, delivery.attempt):
            wanted = values["state"]
            told = wanted if isinstance(wanted, str) else State.PENDING
            why = "heard of" if present.attempt == delivery.attempt else TAKEN_OVER
            type(self).tell(f"{why}: {present.state} → {told}", 1)
        if self.fenced:
            return await super()._change_claimed(delivery, **values)
        whatever = update(table).where(table.c.id == delivery.id)
        return await self._one(whatever.values(**values).returning(table))


def watch(tell: Tell) -> None:
    """Have every transaction of this process use the store that tells."""
    WatchedStore.tell = tell
    vars(database)["DeliveryStore"] = WatchedStore
