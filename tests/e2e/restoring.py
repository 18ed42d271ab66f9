"""How an operator loses a database and puts an older copy back: what the tests of it share."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from bot.app import App
from bot.backup import backup, restore
from bot.domain.effects import Delivery
from tests.conftest import POSTGRESQL, administer
from tests.e2e.scene import Scene, texts

needs_dumps = pytest.mark.skipif(
    not (shutil.which("pg_dump") and shutil.which("pg_restore")),
    reason="PostgreSQL's client: install pg_dump and pg_restore of the server's version or newer",
)


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


class Server:
    """A PostgreSQL server as an operator uses it: databases of this test's own, dumped and put back by its tools."""

    def __init__(self, folder: Path) -> None:
        self.dump = folder / "maillage.dump"
        self._made: list[str] = []

    async def create(self) -> str:
        """Make an empty database, and give its URL."""
        name = f"maillage_restore_{os.getpid()}_{len(self._made)}"
        await administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        self._made.append(name)
        return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)

    async def dumps(self, url: str) -> None:
        """Dump a database, whoever works on it."""
        await _done("pg_dump", "--format=custom", f"--file={self.dump}", url)

    async def puts_back(self, url: str, *options: str) -> None:
        """Put the dump into a database, in one transaction."""
        await _done("pg_restore", *options, "--single-transaction", f"--dbname={url}", str(self.dump))

    async def drop(self) -> None:
        """Leave nothing behind."""
        for name in self._made:
            await administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


async def _done(program: str, *arguments: str) -> None:
    async with asyncio.timeout(60):
        process = await asyncio.create_subprocess_exec(
            program, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        _, told = await process.communicate()
    assert process.returncode == 0, told.decode()


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
