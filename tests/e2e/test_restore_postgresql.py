"""A PostgreSQL database that its own tools put back: the bot notices by itself, and nothing is lost or said twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from sandbox import Fault, Sandbox
from tests.conftest import needs_postgresql
from tests.e2e.introducing import LEA, TOM, ask, register
from tests.e2e.organising import joined, news, pressed, published, refreshed
from tests.e2e.restoring import Operator, Server, needs_dumps, standing
from tests.e2e.scene import Scene, texts
from tests.e2e.test_restore import DAYS, POST, announcing_channel

pytestmark = [needs_postgresql, needs_dumps]

CLEAN = ("--clean", "--if-exists")


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path)
    yield server
    await server.drop()


@pytest.fixture
async def scene(server: Server, sandbox: Sandbox) -> Scene:
    """A community whose bot is not started yet."""
    return Scene(sandbox, await server.create())


@pytest.fixture
def operator(scene: Scene, tmp_path: Path) -> Operator:
    return Operator(scene, tmp_path)


def url_of(scene: Scene) -> str:
    return scene.settings.database.secret_url.get_secret_value()


def move_to(scene: Scene, url: str) -> None:
    """Write another database into the settings."""
    database = scene.settings.database.model_copy(update={"url": url})
    scene.settings = scene.settings.model_copy(update={"database": database})


async def puts_back(scene: Scene, server: Server, where: str) -> None:
    """Put the dump back, and tell the bot nothing."""
    if where == "a new database":
        move_to(scene, await server.create())
        await server.puts_back(url_of(scene))
    else:
        await server.puts_back(url_of(scene), *CLEAN)


PLACES = pytest.mark.parametrize("where", ["a new database", "the same database"])


@PLACES
async def test_what_the_lost_run_sent_is_found_and_what_it_did_not_is_sent(
    scene: Scene, server: Server, operator: Operator, where: str
):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        card = await published(scene, groups="Web")
        await pressed(lea, card, "Je viens")
        await refreshed(scene)
        nadia, sofia = scene.member("Nadia"), scene.member("Sofia")
        await register(scene, nadia, LEA)
        await register(scene, sofia, TOM)
        await server.dumps(url_of(scene))
        # All of this is in no dump: an introduction, and the reminder of the day before.
        await ask(scene, nadia, sofia)
        await scene.advance(DAYS)
        assert len(news(scene, lea, "web")) == 1
    await puts_back(scene, server, where)
    before = standing(scene)
    # Longer than Discord remembers a nonce: whatever is sent again stands there twice.
    scene.sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew() as app:
        assert standing(scene) == before
        assert (await app.database.era()).number == 2
        # The reminder of the hour before is still to come, once.
        await scene.advance(timedelta(hours=9))
        assert len(news(scene, lea, "web")) == 2
    (told,) = [text for text in map(texts, announcing_channel(scene)) if "autre base" in text]
    assert "peut-être plus" in told
    # Another start on the same database is nothing new.
    async with operator.starts_anew() as app:
        assert (await app.database.era()).number == 2


@PLACES
async def test_nothing_is_sent_before_everything_was_looked_up(scene: Scene, server: Server, where: str):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await pressed(lea, await published(scene, groups="Web"), "Je viens")
        await refreshed(scene)
        await server.dumps(url_of(scene))
    scene.sandbox.clock.advance(DAYS)
    await puts_back(scene, server, where)
    blind = scene.sandbox.faults.add(Fault("status", "GET", POST, status=503, times=None))
    sent = len(scene.sandbox.exchanges)
    scene.app = App(scene.settings, scene.clock)
    async with scene.app.running():
        await scene.until(lambda: blind.struck > 1)
        assert (await scene.app.database.era()).paused
        posted = [one.path for one in list(scene.sandbox.exchanges)[sent:] if one.method == "POST"]
        assert [path for path in posted if path.endswith("/messages")] == []
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=6))
        assert len(news(scene, lea, "web")) == 1
        assert not (await scene.app.database.era()).paused


async def test_a_move_without_a_loss_says_nothing_twice_and_alarms_nobody(
    scene: Scene, server: Server, operator: Operator
):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await pressed(lea, await published(scene, groups="Web"), "Je viens")
        await refreshed(scene)
        await scene.advance(DAYS)
    await server.dumps(url_of(scene))
    before, told = standing(scene), announcing_channel(scene)
    await puts_back(scene, server, "a new database")
    async with operator.starts_anew() as app:
        assert (await app.database.era()).number == 2
        assert standing(scene) == before
        assert announcing_channel(scene) == told
