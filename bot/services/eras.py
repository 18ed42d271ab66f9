"""A database that was put back from an older copy: what begins with it, and what it can't know."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.clock import Clock
from bot.domain.eras import Era, told
from bot.domain.mistakes import Mistake
from bot.services.events import effects as event_effects
from bot.storage.database import Database


class EraService:
    """Begins the era of a copy, and knows what was done in the time that it lost."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self) -> Era | None:
        """At the first start on a copy: put in question what came due since, tell the organisers, show events anew.

        None where there is nothing to begin. The cards of events show answers that were lost; as soon as delivery
        resumes they show those that count.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            era = await unit.eras.begin(now)
        self._database.era_changed()
        if era is None:
            return None
        async with self._database.write() as unit:
            for community in await unit.communities.present():
                await unit.deliveries.record(told(community.id, era, now), now=now)
                for event in await unit.events.known(community.id, now):
                    await event_effects.refresh(unit, event, now)
        return era

    async def recognise(self, message_id: int, sent_at: datetime) -> None:
        """Raise Mistake if a message of ours comes from a time that was lost: what its buttons name is unknown.

        Ids are given anew after a copy was put back: what such a button names may be something else by now.
        """
        era = await self._database.era()
        span = next((span for span in era.lost if span.holds(sent_at)), None)
        if span is None:
            return
        async with self._database.read() as unit:
            known = await unit.eras.knows(message_id)
        if not known:
            raise Mistake("eras-forgotten", copied=str(int(span.start.timestamp())))
