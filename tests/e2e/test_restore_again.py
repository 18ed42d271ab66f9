"""A copy put back, and once more: what any of the lost runs did is found, however many there were."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from sandbox import Fault, Sandbox
from tests.e2e import announcing
from tests.e2e.introducing import LEA, TOM, ask, direct, register
from tests.e2e.organising import joined, news, pressed, published, refreshed
from tests.e2e.restoring import Operator, standing
from tests.e2e.scene import Scene, texts

READING = r"/channels/\d+/messages"


@pytest.fixture
def scene(tmp_path: Path, sandbox: Sandbox) -> Scene:
    """A community whose bot is not started yet."""
    return Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")


@pytest.fixture
def operator(scene: Scene, tmp_path: Path) -> Operator:
    return Operator(scene, tmp_path)


async def test_what_a_run_on_the_copy_said_with_time_is_found_by_the_next_on_the_same_copy(
    scene: Scene, operator: Operator
):
    async with scene.running():
        nadia, sofia = scene.member("Nadia"), scene.member("Sofia")
        await register(scene, nadia, LEA)
        await register(scene, sofia, TOM)
        await ask(scene, nadia, sofia)
        await operator.backs_up()
    for _ in range(3):
        await operator.puts_back()
        scene.sandbox.clock.advance(timedelta(minutes=10))
        async with operator.starts_anew() as app:
            # The first of these runs is on the copy when the request runs out; the others find what it said of it.
            await scene.advance(timedelta(days=8))
            await app.services.introductions.tick()
            await scene.settled()
            assert len(direct(scene, nadia)) == 1


async def test_what_was_sent_before_a_copy_that_was_made_in_the_pause_is_found(
    scene: Scene, operator: Operator
):
    async with scene.running():
        outage = scene.sandbox.faults.add(Fault("status", "POST", READING, status=503, times=None))
        sending = await announcing.press(
            scene.organiser, await announcing.ready(scene, scene.organiser), "Confirmer l’envoi"
        )
        await scene.until(lambda: outage.struck > 0)
        await operator.backs_up()
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=6))
        await announcing.finished(scene, sending)
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(minutes=10))
    blind = scene.sandbox.faults.add(Fault("status", "GET", READING, status=503, times=None))
    scene.app = App(scene.settings, scene.clock)
    async with scene.app.running():
        await scene.until(lambda: blind.struck > 0)
        scene.sandbox.clock.advance(timedelta(minutes=10))
        operator.copy = operator.copy.with_name("second.db")
        await operator.backs_up()
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=6))
        assert len(reports(scene)) == 1
    before = standing(scene)
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew():
        assert standing(scene) == before
        assert len(reports(scene)) == 1


async def test_of_three_generations_each_says_what_is_its_own(scene: Scene, operator: Operator):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await pressed(lea, await published(scene, groups="Web"), "Je viens")
        await refreshed(scene)
        await operator.backs_up()
        # The day before.
        await scene.advance(timedelta(days=4))
        assert len(news(scene, lea, "web")) == 1
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew():
        operator.copy = operator.copy.with_name("second.db")
        await operator.backs_up()
        # One hour before.
        await scene.advance(timedelta(hours=9))
        assert len(news(scene, lea, "web")) == 2
    for _ in range(2):
        await operator.puts_back()
        scene.sandbox.clock.advance(timedelta(minutes=10))
        async with operator.starts_anew():
            assert len(news(scene, lea, "web")) == 2


def reports(scene: Scene) -> list[str]:
    said = map(texts, scene.messages(scene.organiser, "organisation"))
    return [text for text in said if "Rapport d’envoi" in text]
