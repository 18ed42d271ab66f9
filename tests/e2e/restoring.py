"""How an operator loses a database and puts an older copy back: what the tests of it share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.app import App
from bot.backup import backup, restore
from bot.domain.effects import Delivery
from tests.e2e.scene import Scene, texts


class Operator:
    """The person who hosts the bot of a scene, and reads what the commands say."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene = scene
        self.copy = folder / "copy.db"
        self.database = folder / "maillage.db"
        self.told: list[str] = []

    async def backs_up(self) -> None:
        assert await backup(self.scene.settings, self.copy, self.told.append, self.scene.clock)

    async def puts_back(self) -> None:
        """Put the copy back; the bot must not run."""
        done = restore(self.scene.settings, self.copy, self.told.append, replace=True, clock=self.scene.clock)
        assert await done, self.told

    @asynccontextmanager
    async def starts_anew(self) -> AsyncIterator[App]:
        self.scene.app = App(self.scene.settings, self.scene.clock)
        async with self.scene.running() as app:
            yield app


def standing(scene: Scene, *, but: str = "organisation") -> dict[str, list[str]]:
    """Read every message that stands in the community and in private, by channel; the organisers' own left out."""
    return {
        channel.name or str(channel.id): [texts(message.data) for message in _oldest_first(scene, channel.id)]
        for channel in scene.world.channels.values()
        if channel.name != but and channel.id in scene.world.messages
    }


def _oldest_first(scene: Scene, channel_id: int) -> list[Any]:
    everything = scene.world.messages[channel_id].newest_before(None)
    return sorted(
        (message for message in everything if message.ephemeral_to is None), key=lambda message: message.id
    )


async def rows(scene: Scene, subject: str) -> list[Delivery]:
    async with scene.app.database.read() as unit:
        return await unit.deliveries.of_subject(subject)
