"""What can be asked of the bot's database to see how it does: whether it answers, and what is not simply done."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.clock import Clock
from bot.domain.effects import Kind
from bot.storage.database import Closed, Database
from bot.storage.delivery_oversight import UNUSABLE, Standing

__all__ = ["HealthService", "Outbox", "Pause", "Standing"]

ANSWER_SECONDS = 3.0

Outbox = Mapping[tuple[Kind, Standing], int]


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is sent since `since`: the database counts as a copy of `copied_at`, and so many are to be looked up."""

    copied_at: datetime
    since: datetime
    to_look_up: int


class HealthService:
    """Reads for whoever watches the bot; it holds nothing about people."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def outbox(self) -> Outbox | None:
        """Count deliveries by kind and standing; None where the database does not answer in time."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._database.read() as unit:
                return await unit.oversight.standings(self._clock.now())
        except (*UNUSABLE, TimeoutError, Closed):
            return None

    async def pause(self) -> Pause | None:
        """Tell of the pause after a copy was put back; None without one, or where the database does not answer in time."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._database.read() as unit:
                era = await unit.eras.known()
                if era is None or not era.paused or era.copied_at is None or era.began_at is None:
                    return None
                return Pause(era.copied_at, era.began_at, await unit.eras.in_question())
        except (*UNUSABLE, TimeoutError, Closed):
            return None

    async def database_answers(self) -> bool:
        """Tell whether the database answers in time."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._database.read() as unit:
                await unit.oversight.probe()
        except (*UNUSABLE, TimeoutError, Closed):
            return False
        return True
