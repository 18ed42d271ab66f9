"""An older copy put back: what was sent since is found and not sent again, what was not is sent, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.effects import State
from sandbox import Fault, Sandbox
from tests.e2e import announcing
from tests.e2e.introducing import LEA, REASON, TOM, ask, direct, register
from tests.e2e.organising import joined, news, pressed, published, refreshed
from tests.e2e.restoring import Operator, rows, standing
from tests.e2e.scene import Scene, texts
from tests.e2e.test_announcement_plans import planned

POST = r"/channels/\d+/messages"
DAYS = timedelta(days=4)


@pytest.fixture
def scene(tmp_path: Path, sandbox: Sandbox) -> Scene:
    """A community whose bot is not started yet."""
    return Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")


@pytest.fixture
def operator(scene: Scene, tmp_path: Path) -> Operator:
    return Operator(scene, tmp_path)


async def test_what_the_lost_run_sent_is_not_sent_again_and_what_was_due_since_is(
    scene: Scene, operator: Operator
):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        card = await published(scene, groups="Web")
        await pressed(lea, card, "Je viens")
        await refreshed(scene)
        await operator.backs_up()
        # The reminder of the day before goes out in the run that will be lost.
        await scene.advance(DAYS)
        assert len(news(scene, lea, "web")) == 1
    await operator.puts_back()
    before = standing(scene)
    async with operator.starts_anew():
        assert standing(scene) == before
        # That of the hour before is still to come, once.
        await scene.advance(timedelta(hours=9))
        assert len(news(scene, lea, "web")) == 2
    (restored,) = [text for text in map(texts, announcing_channel(scene)) if "sauvegarde" in text]
    assert "n’est pas renvoyé" in restored.replace("\u00a0", " ").replace("\u202f", " ")


def announcing_channel(scene: Scene) -> list[dict[str, object]]:
    return scene.messages(scene.organiser, "organisation")


async def test_what_was_due_while_nothing_ran_is_sent_once(scene: Scene, operator: Operator):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await pressed(lea, await published(scene, groups="Web"), "Je viens")
        await refreshed(scene)
        await operator.backs_up()
    scene.sandbox.clock.advance(DAYS)
    await operator.puts_back()
    async with operator.starts_anew():
        assert len(news(scene, lea, "web")) == 1


async def test_what_was_on_its_way_at_the_copy_is_found_with_all_that_followed_from_it(
    scene: Scene, operator: Operator
):
    async with scene.running():
        outage = scene.sandbox.faults.add(Fault("status", "POST", POST, status=503, times=None))
        sending = await announcing.press(
            scene.organiser, await announcing.ready(scene, scene.organiser), "Confirmer l’envoi"
        )
        await scene.until(lambda: outage.struck > 0)
        await operator.backs_up()
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=6))
        await announcing.finished(scene, sending)
    await operator.puts_back()
    # Longer than Discord remembers a nonce.
    scene.sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew():
        for channel in announcing.SIX:
            assert len(announcing.posts(scene, channel)) == 1, channel
        reports = [text for text in map(texts, announcing_channel(scene)) if "Rapport d’envoi" in text]
        assert len(reports) == 1


async def test_a_reminder_whose_time_is_over_is_looked_up_before_anybody_is_alarmed(
    scene: Scene, operator: Operator
):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await pressed(lea, await published(scene, groups="Web"), "Je viens")
        await refreshed(scene)
        await operator.backs_up()
        await scene.advance(DAYS)
        await scene.advance(timedelta(hours=9))
        assert len(news(scene, lea, "web")) == 2
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(days=1))
    async with operator.starts_anew():
        assert len(news(scene, lea, "web")) == 2
        reminders = [row for row in await rows(scene, "event:1") if ":reminder:" in row.dedup_key]
        in_web = [row for row in reminders if ":group:" in row.dedup_key]
        assert {row.state for row in in_web} == {State.SENT}
        notices = [text for text in map(texts, announcing_channel(scene)) if "n’a pas pu" in text]
        assert notices == []


async def test_a_thread_and_what_is_said_in_it_are_found(scene: Scene, operator: Operator):
    async with scene.running():
        nadia, sofia = scene.member("Nadia"), scene.member("Sofia", dms_open=False)
        await register(scene, nadia, LEA)
        await register(scene, sofia, TOM)
        outage = scene.sandbox.faults.add(
            Fault("status", "POST", r"/users/@me/channels", status=503, times=None)
        )
        await (await nadia.slash(scene.lobby, "intro request", person=sofia.user_id, reason=REASON)).done()
        await scene.until(lambda: outage.struck > 0)
        await operator.backs_up()
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=6))
    before = standing(scene)
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew():
        assert standing(scene) == before


async def test_a_request_that_ran_out_in_the_lost_time_is_told_once(scene: Scene, operator: Operator):
    async with scene.running():
        nadia, sofia = scene.member("Nadia"), scene.member("Sofia")
        await register(scene, nadia, LEA)
        await register(scene, sofia, TOM)
        await ask(scene, nadia, sofia)
        await operator.backs_up()
        await scene.advance(timedelta(days=8))
        await scene.until(lambda: len(direct(scene, nadia)) == 1)
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew() as app:
        # The tick that notices it may come a moment after the start.
        await app.services.introductions.tick()
        await scene.settled()
        assert len(direct(scene, nadia)) == 1


async def test_nothing_goes_out_before_everything_was_looked_up(scene: Scene, operator: Operator):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await pressed(lea, await published(scene, groups="Web"), "Je viens")
        await refreshed(scene)
        await operator.backs_up()
    scene.sandbox.clock.advance(DAYS)
    await operator.puts_back()
    blind = scene.sandbox.faults.add(Fault("status", "GET", POST, status=503, times=None))
    sent = len(scene.sandbox.exchanges)
    scene.app = type(scene.app)(scene.settings, scene.clock)
    async with scene.app.running():
        await scene.until(lambda: blind.struck > 1)
        era = await scene.app.database.era()
        assert era.paused
        posted = [one.path for one in list(scene.sandbox.exchanges)[sent:] if one.method == "POST"]
        assert [path for path in posted if path.endswith("/messages")] == []
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=6))
        assert len(news(scene, lea, "web")) == 1
        assert not (await scene.app.database.era()).paused


async def test_a_card_of_the_lost_time_answers_that_it_is_forgotten_and_a_new_one_is_another(
    scene: Scene, operator: Operator
):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await operator.backs_up()
        lost = await published(scene, groups="Web")
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(seconds=20))
    async with operator.starts_anew():
        fresh = await published(scene, groups="Web", title="Atelier")
        assert fresh["id"] != lost["id"]
        assert "Atelier" in texts(fresh)
        assert len(scene.messages(lea, "événements")) == 2
        assert "oublié" in await pressed(lea, lost, "Je viens")
        assert "vous venez à **Atelier**" in await pressed(lea, fresh, "Je viens")


async def test_a_card_shows_the_answers_that_count(scene: Scene, operator: Operator):
    async with scene.running():
        lea, tom = await joined(scene, "Léa", "Web"), await joined(scene, "Tom", "Web")
        card = await published(scene, groups="Web")
        await pressed(lea, card, "Je viens")
        await refreshed(scene)
        await operator.backs_up()
        await pressed(tom, card, "Je viens")
        await refreshed(scene)
        assert "2 personnes" in texts(scene.messages(lea, "web")[0])
    await operator.puts_back()
    async with operator.starts_anew():
        await refreshed(scene)
        assert "1 personne" in texts(scene.messages(lea, "web")[0])
        assert "oublié" not in await pressed(tom, card, "Je viens")


async def test_a_second_copy_of_the_same_start_finds_what_both_lost_runs_did(
    scene: Scene, operator: Operator
):
    async with scene.running():
        lea = await joined(scene, "Léa", "Web")
        await pressed(lea, await published(scene, groups="Web"), "Je viens")
        await refreshed(scene)
        await operator.backs_up()
        await scene.advance(DAYS)
    for _ in range(2):
        await operator.puts_back()
        async with operator.starts_anew():
            assert len(news(scene, lea, "web")) == 1
        scene.sandbox.clock.advance(timedelta(minutes=5))


async def test_a_planned_announcement_that_the_lost_run_sent_is_found_and_reported_once(
    scene: Scene, operator: Operator
):
    async with scene.running():
        await planned(scene)
        await operator.backs_up()
        await scene.advance(timedelta(days=4))
        await scene.until(lambda: len(announcing.posts(scene, "web")) == 1)
        await scene.settled()
    await operator.puts_back()
    # Also when it is no news any more: nobody is told that it was missed.
    scene.sandbox.clock.advance(timedelta(days=2))
    async with operator.starts_anew() as app:
        await app.services.announcement_plans.tick()
        await scene.settled()
        assert len(announcing.posts(scene, "web")) == 1
        told = [text for text in map(texts, announcing_channel(scene)) if announcing.TITLE in text]
        assert len(told) == 1
        assert "1 envoyée" in told[0].replace("\u00a0", " ")


async def test_of_a_series_the_last_date_of_the_lost_time_is_found_and_those_before_are_told(
    scene: Scene, operator: Operator
):
    async with scene.running():
        await planned(scene, repeat="week", until="4 fois")
        await operator.backs_up()
        await scene.advance(timedelta(days=4))
        await scene.until(lambda: len(announcing.posts(scene, "web")) == 1)
        await scene.advance(timedelta(days=7))
        await scene.until(lambda: len(announcing.posts(scene, "web")) == 2)
        await scene.settled()
    await operator.puts_back()
    scene.sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew() as app:
        await app.services.announcement_plans.tick()
        await scene.settled()
        assert len(announcing.posts(scene, "web")) == 2
        assert any("Peut-être pas envoyée" in text for text in map(texts, announcing_channel(scene)))
        await scene.advance(timedelta(days=7))
        await scene.until(lambda: len(announcing.posts(scene, "web")) == 3)
