"""A database that was put back from an older copy: what begins with it, and what it can't know."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import ClassVar

from bot.clock import Clock
from bot.domain.eras import Era, told
from bot.domain.mistakes import Mistake
from bot.services.events import effects as event_effects
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)

# How often a bot writes that it works, and looks whether it still works on the same database: cheap beside anything
# else it does, and a copy's age is known to within it.
SIGN_EVERY = timedelta(minutes=1)
# What a server that takes over from another may have missed is told to nobody: seconds in which next to nothing is done.
# After a longer time the organisers should look.
WORTH_TELLING = timedelta(minutes=5)


class EraService:
    """Begins the era of a copy, and knows what was done in the time that it lost."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._signed_at: datetime | None = None

    async def begin(self) -> Era | None:
        """At the first start on a copy: put in question what came due since, tell the organisers, show events anew.

        None where there is nothing to begin. The cards of events show answers that were lost; as soon as delivery
        resumes they show those that count. A copy is also a database whose rows lie elsewhere than when a bot last
        worked on it (`bot.storage.homes`). Of several processes one begins.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            noticed = await unit.eras.come_home(now)
            era = await unit.eras.begin(now)
            if era is None:
                await unit.eras.seen(now)
            else:
                unit.era = era
                await self._follow(unit, era, now, noticed=noticed)
        # Also where another process began it.
        self._database.era_changed()
        self._signed_at = now
        if era is not None:
            log.warning(
                "the database %s of %s: nothing is sent until what came due since has been looked up",
                "lies elsewhere than before, and counts as a copy" if noticed else "is a copy",
                era.copied_at,
            )
        return era

    async def tick(self) -> datetime:
        """Write that the bot works, and look whether a copy was put in the database's place under its feet."""
        now = self._clock.now()
        signed_at = self._signed_at
        if signed_at is None or not signed_at <= now < signed_at + SIGN_EVERY:
            await self.begin()
            signed_at = now
        return signed_at + SIGN_EVERY

    @staticmethod
    async def _follow(unit: Unit, era: Era, now: datetime, *, noticed: bool) -> None:
        worth_telling = not noticed or era.copied_at is None or now - era.copied_at >= WORTH_TELLING
        for community in await unit.communities.present():
            if worth_telling:
                await unit.deliveries.record(told(community.id, era, now, noticed=noticed), now=now)
            for event in await unit.events.known(community.id, now):
                await event_effects.refresh(unit, event, now)

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
