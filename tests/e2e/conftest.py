"""Fixtures of the end-to-end tests: the real bot on the real library, against the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.storage.database import Database
from sandbox import Sandbox
from tests.e2e.scene import Scene, scene_in
from tests.e2e.stage import Stage, staged


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put discord.py's addresses back after each test, and let none reach Discord."""
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1:9/"))


@pytest.fixture
async def scene(tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[Scene]:
    """A community whose bot runs and whose channels stand."""
    async with scene_in(tmp_path, sandbox) as ready:
        yield ready


@pytest.fixture
async def stage(discord_py: Sandbox, database: Database) -> AsyncIterator[Stage]:
    """A community without channels of ours, and a running dispatcher alone."""
    async with staged(discord_py, database) as ready:
        yield ready


@pytest.fixture
def lobby(stage: Stage) -> int:
    """A channel of the stage that everybody sees."""
    return stage.world.create_channel(stage.guild.id, "accueil").id
