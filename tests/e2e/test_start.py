"""Starting and stopping: what is wrong is said in words that help, and what was begun is finished or undone."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest
from discord.ext import commands
from pydantic import SecretStr

from bot.app import App, run
from bot.client import StartError
from bot.cogs import COGS
from bot.cogs.front import Front
from bot.config import Settings
from sandbox import Fault, Sandbox
from tests.e2e.scene import Scene, texts


@pytest.fixture
def resting(tmp_path: Path, sandbox: Sandbox) -> Scene:
    """A community whose bot is not started yet."""
    return Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")


async def starting(settings: Settings) -> str:
    """Try to start; give what the operator is told."""
    with pytest.raises(StartError) as error:
        async with App(settings).running():
            pass
    return str(error.value)


def with_discord(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update={"discord": settings.discord.model_copy(update=changes)})


async def test_a_token_that_discord_refuses(resting: Scene):
    wrong = SecretStr("not.the.token")
    told = await starting(with_discord(resting.settings, token=wrong))
    assert "refuses the token" in told
    assert "not.the.token" not in told


async def test_the_intent_that_is_off(resting: Scene):
    resting.application.flags = 0
    assert "Server Members Intent" in await starting(resting.settings)


async def test_a_server_that_does_not_answer(resting: Scene):
    told = await starting(with_discord(resting.settings, api_base="http://127.0.0.1:9/api/v10"))
    assert "http://127.0.0.1:9/api/v10" in told


async def test_a_database_that_cannot_be_reached(resting: Scene):
    database = resting.settings.database.model_copy(update={"url": "postgresql://nobody@127.0.0.1:9/none"})
    told = await starting(resting.settings.model_copy(update={"database": database}))
    assert "postgresql://nobody@127.0.0.1:9/none can't be used" in told


async def test_a_connection_that_ends_for_good_is_told(
    resting: Scene, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
):
    running = asyncio.create_task(run(resting.settings))
    await resting.until(lambda: any(channel.name == "web" for channel in resting.channels()))
    resting.application.flags = 0
    sandbox.gateway.invalidate()
    assert await asyncio.wait_for(running, 30) == 1
    assert "ended for good" in caplog.text


async def test_a_cog_that_fails_stops_the_start_and_is_named(resting: Scene, monkeypatch: pytest.MonkeyPatch):
    class BrokenCog(commands.Cog):
        def __init__(self, _front: Front) -> None:
            msg = "a wire is loose"
            raise ValueError(msg)

    monkeypatch.setattr("bot.app.COGS", (*COGS, BrokenCog))
    told = await starting(resting.settings)
    assert "BrokenCog" in told
    assert "a wire is loose" in told


async def test_running_until_it_is_asked_to_stop(resting: Scene):
    stop = asyncio.Event()
    running = asyncio.create_task(run(resting.settings, stop=stop))
    await resting.until(lambda: any(channel.name == "web" for channel in resting.channels()))
    stop.set()
    assert await asyncio.wait_for(running, 30) == 0


async def test_the_collector_is_spared_what_the_start_has_made(resting: Scene):
    stop = asyncio.Event()
    running = asyncio.create_task(run(resting.settings, stop=stop))
    await resting.until(lambda: gc.get_freeze_count() > 0)
    stop.set()
    assert await asyncio.wait_for(running, 30) == 0
    assert gc.get_freeze_count() == 0


async def test_a_start_that_fails_ends_with_status_1(resting: Scene):
    resting.application.flags = 0
    assert await asyncio.wait_for(run(resting.settings), 30) == 1


async def test_what_is_being_sent_at_the_stop_arrives(resting: Scene, sandbox: Sandbox):
    async with resting.running():
        slow = sandbox.faults.add(Fault("slow", "PUT", r"/guilds/\d+/members/\d+/roles/\d+", delay=0.3))
        lea = resting.member("Léa")
        await (await lea.slash(resting.lobby, "group join", group="Web")).done()
        await resting.until(lambda: slow.struck > 0)
    assert "web" in [channel["name"] for channel in lea.channels(resting.community_id)]


async def test_buttons_and_menus_work_after_a_restart(resting: Scene):
    lea = resting.member("Léa")
    async with resting.running():
        shown = await (await lea.slash(resting.lobby, "group info", group="Web")).done()
    resting.app = App(resting.settings, resting.clock)
    async with resting.running():
        assert shown.message is not None
        pressed = await (await lea.click(int(shown.message["id"]), label="Rejoindre")).done()
        assert pressed.state == "answered"
        await resting.settled()
        assert "web" in [channel["name"] for channel in lea.channels(resting.community_id)]


async def test_a_fault_of_ours_is_told_with_its_reference(resting: Scene, caplog: pytest.LogCaptureFixture):
    lea = resting.member("Léa")
    async with resting.running() as running:

        async def broken(*_: object) -> None:
            msg = "a wire is loose"
            raise ValueError(msg)

        object.__setattr__(running.services.groups, "overview", broken)
        answer = await (await lea.slash(resting.lobby, "group list")).done()
    told = texts(answer.message)
    assert "Un problème de notre côté" in told
    (fault,) = [record for record in caplog.records if "a wire is loose" in str(record.exc_info)]
    assert fault.getMessage().split()[1] in told


async def test_a_fault_that_also_hides_the_persons_language_is_told(resting: Scene):
    lea = resting.member("Léa", locale="nl")

    async def broken(*_: object) -> None:
        msg = "a wire is loose"
        raise ValueError(msg)

    async with resting.running() as running:
        object.__setattr__(running.services.people, "locales", broken)
        answer = await (await lea.slash(resting.lobby, "group list")).done()
    assert "Un problème de notre côté" in texts(answer.message)


async def test_the_event_loop_is_watched_from_the_start_to_the_stop(resting: Scene):
    async with resting.running() as running:
        assert running.stalls.running
        await resting.until(lambda: running.stalls.stalls.total > 3)
    assert not running.stalls.running
