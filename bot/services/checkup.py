"""Examining a community's configuration against what Discord shows of it."""

from __future__ import annotations

from typing import ClassVar

from bot.clock import Clock
from bot.domain.checkup import RECENT, SENDINGS, Badge, Checkup, Home, Server, Stock, examine
from bot.domain.effects import State
from bot.domain.mistakes import Mistake
from bot.domain.places import PLACES
from bot.storage.database import Database, Unit
from bot.storage.delivery_oversight import Standing


class CheckupService:
    """Reads what should stand, and compares."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def check(self, community_id: int, server: Server) -> Checkup:
        """Tell what is wrong in a community, and change nothing."""
        async with self._database.read() as unit:
            community = await unit.communities.get(community_id)
            if community is None:
                raise Mistake("mistake-not-ready")
            places = await unit.communities.places(community_id)
            groups = await unit.groups.active(community_id)
            stock = await self._stock(unit, community_id)
        homes = [
            *(Home(places.get(place.key), place=place.key) for place in PLACES),
            *(Home(group.channel_id, group=group.names) for group in groups),
        ]
        badges = [Badge(group.role_id, group.names) for group in groups]
        return examine(server, homes, badges, stock, community.organiser_role_id)

    async def _stock(self, unit: Unit, community_id: int) -> Stock:
        now = self._clock.now()
        era = await unit.eras.known()
        paused = era is not None and era.paused
        standings = (Standing.WAITING, Standing.LATE)
        counts = (await unit.oversight.overview(now, standings, community_id, 0)).counts
        ended = await unit.oversight.ended_badly(community_id, SENDINGS, now - RECENT)
        return Stock(
            waiting=counts[Standing.WAITING],
            late=counts[Standing.LATE],
            failed=ended.get(State.FAILED, 0),
            uncertain=ended.get(State.UNCERTAIN, 0),
            to_look_up=await unit.eras.in_question(community_id) if paused else None,
        )
