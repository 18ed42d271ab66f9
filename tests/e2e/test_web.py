"""The operator's pages over real HTTP: whether the bot works, part by part, and its figures."""

from __future__ import annotations

import json
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App, run
from bot.check import check
from bot.client import StartError
from bot.config import Settings
from sandbox import Fault, Sandbox
from tests.e2e.organising import joined, pressed, published, refreshed
from tests.e2e.restoring import Operator
from tests.e2e.scene import Scene


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def with_pages(settings: Settings, port: int, host: str = "127.0.0.1") -> Settings:
    return settings.model_copy(update={"web": settings.web.model_copy(update={"host": host, "port": port})})


@pytest.fixture
def resting(tmp_path: Path, sandbox: Sandbox) -> Scene:
    """A community whose bot serves pages, once it is started."""
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    scene.settings = with_pages(scene.settings, free_port())
    scene.app = App(scene.settings, scene.clock)
    return scene


async def get(scene: Scene, path: str) -> tuple[int, str]:
    address = f"http://127.0.0.1:{scene.settings.web.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def checks(scene: Scene) -> tuple[int, dict[str, Any]]:
    address = f"http://127.0.0.1:{scene.settings.web.port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        report = await answer.json()
        assert (report["status"] == "ok") is (answer.status == 200)
        return answer.status, report["checks"]


async def figures(scene: Scene) -> dict[tuple[str, ...], float]:
    """Read every sample, by its name and the values of its labels in the order of the labels' names."""
    status, text = await get(scene, "/metrics")
    assert status == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def starting(settings: Settings) -> str:
    with pytest.raises(StartError) as error:
        async with App(settings).running():
            pass
    return str(error.value)


class TestHealth:
    async def test_a_bot_that_works_says_so(self, resting: Scene):
        async with resting.running():
            status, found = await checks(resting)
        assert status == 200
        assert found == {name: {"ok": True} for name in ("loop", "database", "gateway", "delivery")}

    async def test_a_gateway_that_is_gone_is_named_until_it_is_back(self, resting: Scene, sandbox: Sandbox):
        async with resting.running() as running:
            running.traffic.gateway("disconnect")
            status, found = await checks(resting)
            assert status == 503
            assert "no connection to Discord's gateway" in found["gateway"]["reason"]
            assert found["database"] == {"ok": True}
            sandbox.gateway.drop()
            before = running.traffic.connections
            await resting.until(lambda: running.traffic.connections > before)
            assert (await checks(resting))[0] == 200

    async def test_a_token_that_was_withdrawn_stops_delivery_and_is_named(
        self, resting: Scene, sandbox: Sandbox
    ):
        async with resting.running() as running:
            sandbox.faults.add(Fault("status", "PUT", r"/guilds/.*", status=401, times=None))
            lea = resting.member("Léa")
            await (await lea.slash(resting.lobby, "group join", group="Web")).done()
            await resting.until(lambda: running.delivery.health.stopped is not None)
            status, found = await checks(resting)
        assert status == 503
        assert "Discord no longer knows the bot (401" in found["delivery"]["reason"]

    async def test_a_database_that_does_not_answer_is_named(self, resting: Scene):
        async with resting.running() as running:
            await running.database.close()
            status, found = await checks(resting)
            samples = await figures(resting)
        assert status == 503
        assert "database does not answer" in found["database"]["reason"]
        assert samples["maillage_database_up",] == 0
        assert not any(name == "maillage_deliveries" for name, *_ in samples)

    async def test_a_watch_that_ended_is_named(self, resting: Scene):
        async with resting.running() as running:
            await running.stalls.stop()
            assert (await checks(resting))[1]["loop"]["ok"] is False

    async def test_while_the_bot_starts_it_is_not_well_yet(self, resting: Scene):
        seen: list[tuple[int, dict[str, Any]]] = []

        async def look() -> None:
            seen.append(await checks(resting))

        resting.app.client.setup_hook = look  # type: ignore[method-assign] # asked in the middle of the start
        async with resting.app.running():
            pass
        ((status, found),) = seen
        assert status == 503
        assert [name for name, each in found.items() if not each["ok"]] == ["gateway", "delivery"]


class TestPause:
    async def test_a_bot_that_looks_up_what_a_copy_does_not_know_is_alive_and_says_that_it_is_paused(
        self, resting: Scene, tmp_path: Path
    ):
        operator = Operator(resting, tmp_path)
        async with resting.running():
            lea = await joined(resting, "Léa", "Web")
            await pressed(lea, await published(resting, groups="Web"), "Je viens")
            await refreshed(resting)
            unpaused = await figures(resting)
            await operator.backs_up()
            copied_at = resting.clock.now()
        resting.sandbox.clock.advance(timedelta(days=4))
        await operator.puts_back()
        blind = resting.sandbox.faults.add(
            Fault("status", "GET", r"/channels/\d+/messages", status=503, times=None)
        )
        resting.app = App(resting.settings, resting.clock)
        async with resting.app.running() as running:
            await resting.until(lambda: blind.struck > 0)
            began_at = (await running.database.era()).began_at
            async with running.database.read() as unit:
                left = await unit.eras.in_question()
            status, report = await get(resting, "/healthz")
            during = await figures(resting)
            resting.sandbox.faults.clear()
            await resting.advance(timedelta(minutes=6))
            assert await checks(resting) == (
                200,
                {name: {"ok": True} for name in report_of(report)["checks"]},
            )
            after = await figures(resting)
        assert (status, report_of(report)["status"]) == (200, "paused")
        delivery = report_of(report)["checks"]["delivery"]
        assert delivery["ok"] is True
        paused = delivery["paused"]
        assert abs(datetime.fromisoformat(paused["copied_at"]) - copied_at) < timedelta(minutes=1)
        assert datetime.fromisoformat(paused["since"]) == began_at
        assert paused["to_look_up"] == left > 0
        assert "goes on by itself" in paused["reason"]
        pauses = [each["maillage_restore_paused",] for each in (unpaused, during, after)]
        assert pauses == [0, 1, 0]
        assert during["maillage_restore_to_look_up",] == left
        assert began_at is not None
        assert during["maillage_restore_paused_since_timestamp_seconds",] == pytest.approx(
            began_at.timestamp()
        )
        assert ("maillage_restore_paused_since_timestamp_seconds",) not in after


def report_of(body: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(body)
    return report


class TestFigures:
    async def test_what_was_sent_and_answered_is_counted(self, resting: Scene):
        async with resting.running():
            before = await figures(resting)
            lea = resting.member("Léa")
            await (await lea.slash(resting.lobby, "group join", group="Web")).done()
            await resting.settled()
            after = await figures(resting)

        def grown(*sample: str) -> float:
            return after[sample] - before.get(sample, 0)

        assert grown("maillage_interactions_total", "application_command") == 1
        assert grown("maillage_interaction_answer_seconds_count", "application_command") == 1
        assert grown("maillage_deliveries_settled_total", "role.give", "sent") == 1
        assert grown("maillage_delivery_attempts_total", "role.give", "done") == 1
        assert grown("maillage_delivery_lateness_seconds_count", "urgent") == 1
        assert grown("maillage_discord_requests_total", "PUT", "204") == 1
        assert grown("maillage_loop_stall_seconds_count") > 0
        assert after["maillage_gateway_connected",] == 1
        assert after["maillage_communities",] == 1
        assert after["maillage_delivery_running",] == 1
        assert after["maillage_deliveries", "role.give", "waiting"] == 0

    async def test_refusals_for_too_many_requests_are_counted_by_whose_limit_it_was(
        self, resting: Scene, sandbox: Sandbox
    ):
        async with resting.running() as running:
            lea = resting.member("Léa")
            for kind in ("rate_limit", "global_rate_limit", "blocked"):
                sandbox.faults.add(Fault(kind, "PUT", r"/guilds/.*"))
            await (await lea.slash(resting.lobby, "group join", group="Web")).done()
            await resting.until(lambda: running.traffic.rate_limited["wall"] > 0)
            samples = await figures(resting)
        counted = {
            scope: samples["maillage_discord_rate_limited_total", scope]
            for scope in ("shared", "global", "wall")
        }
        assert counted == {"shared": 1, "global": 1, "wall": 1}
        assert samples["maillage_discord_requests_total", "PUT", "429"] == 3

    async def test_no_figure_names_a_person_or_a_community(self, resting: Scene):
        async with resting.running():
            lea = resting.member("Léa")
            await (await lea.slash(resting.lobby, "group join", group="Web")).done()
            await resting.settled()
            _, text = await get(resting, "/metrics")
        for each in (lea.user_id, resting.community_id, resting.bot_id, "Léa"):
            assert str(each) not in text


class TestAddress:
    async def test_without_a_port_nothing_is_served(self, tmp_path: Path, sandbox: Sandbox):
        scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
        port = free_port()
        assert scene.settings.web.port == 0
        async with scene.running():
            with pytest.raises(aiohttp.ClientConnectionError):
                await get_from(port)

    async def test_the_port_is_free_again_after_the_stop(self, resting: Scene):
        async with resting.running():
            assert (await get(resting, "/"))[0] == 200
        with pytest.raises(aiohttp.ClientConnectionError):
            await get(resting, "/")

    async def test_a_port_that_is_taken_is_told_and_ends_the_start(self, resting: Scene):
        with socket.socket() as other:
            other.bind(("127.0.0.1", resting.settings.web.port))
            other.listen()
            told = await starting(resting.settings)
            assert await run(resting.settings) == 1
        assert f"port {resting.settings.web.port}, because another program has that port" in told
        assert "[web]" in told

    async def test_an_address_of_another_machine_is_told(self, resting: Scene):
        told = await starting(with_pages(resting.settings, 9464, host="192.0.2.7"))
        assert "not an address of this machine" in told

    async def test_a_name_that_no_machine_has_is_told(self, resting: Scene):
        told = await starting(with_pages(resting.settings, 9464, host="nowhere.invalid"))
        assert "no machine of that name" in told


class TestCheck:
    async def test_a_free_port_is_good(self, resting: Scene):
        good, said = await checked(resting.settings)
        assert good
        assert f"http://127.0.0.1:{resting.settings.web.port}/healthz will tell" in said

    async def test_the_port_of_the_bot_that_runs_is_good_too(self, resting: Scene):
        async with resting.running():
            good, said = await checked(resting.settings)
        assert good
        assert "says “ok”" in said

    async def test_a_port_that_another_program_has_is_not(self, resting: Scene, sandbox: Sandbox):
        taken = int(sandbox.api_base.rpartition(":")[2].partition("/")[0])
        good, said = await checked(with_pages(resting.settings, taken))
        assert not good
        assert "another program has that port" in said


async def checked(settings: Settings) -> tuple[bool, str]:
    """Check the settings without asking Discord."""
    lines: list[str] = []
    anonymous = settings.model_copy(update={"discord": settings.discord.model_copy(update={"token": None})})
    return await check(anonymous, lines.append), "\n".join(lines)


async def get_from(port: int) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        return answer.status
