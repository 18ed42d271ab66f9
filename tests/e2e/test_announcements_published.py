"""Announcements in the community's own channel: read by everybody, and published to those who follow it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox import Actor, ActorInteraction, Sandbox
from sandbox.faults import Fault
from sandbox.world.model import ANNOUNCEMENT, CROSSPOSTED, TEXT
from tests.e2e.announcing import TITLE, compose, draft_of, finished, number, press, report_on, said
from tests.e2e.scene import Scene, texts

CHANNEL = "annonces"
PUBLISHED = "publiée aux communautés qui suivent ce salon"


async def choose_channel(scene: Scene, person: Actor, preview: ActorInteraction) -> ActorInteraction:
    menu = f"announcements:others:{draft_of(preview.message)}"
    channel = f"channel:{scene.community_id}"
    return await (await person.select(number(preview.message), menu, [channel])).done()


async def send(scene: Scene, title: str = TITLE) -> ActorInteraction:
    preview = await choose_channel(scene, scene.organiser, await compose(scene, scene.organiser, title))
    asked = await press(scene.organiser, preview, "Envoyer…")
    return await press(scene.organiser, asked, "Confirmer l’envoi")


def copies(scene: Scene) -> list[dict[str, Any]]:
    """Give what stands in the announcement channel, oldest first."""
    return scene.messages(scene.organiser, CHANNEL)


def is_published(message: dict[str, Any]) -> bool:
    return bool(message["flags"] & CROSSPOSTED)


async def test_everybody_reads_it_and_it_is_published(scene: Scene):
    reader = scene.member("Lou")
    preview = await choose_channel(scene, scene.organiser, await compose(scene, scene.organiser))
    # The owner, the bot, the organiser and Lou.
    assert "1 salon, environ 4 personnes" in said(preview.message)
    asked = await press(scene.organiser, preview, "Envoyer…")
    assert "Salon des annonces" in said(asked.message)
    answer = await press(scene.organiser, asked, "Confirmer l’envoi")
    await finished(scene, answer)
    await scene.settled()
    (seen,) = scene.messages(reader, CHANNEL)
    assert TITLE in texts(seen)
    assert is_published(seen)
    common = scene.messages(scene.organiser, "organisation")[-1]
    assert PUBLISHED in said(common)


async def test_in_an_ordinary_channel_nothing_is_published_until_it_is_made_another(scene: Scene):
    channel_id = scene.channel(CHANNEL)
    scene.world.edit_channel(channel_id, kind=TEXT)
    await finished(scene, await send(scene))
    await scene.settled()
    assert [is_published(message) for message in copies(scene)] == [False]
    await scene.until(lambda: "publiée" not in said(scene.messages(scene.organiser, "organisation")[-1]))
    scene.world.edit_channel(channel_id, kind=ANNOUNCEMENT)
    await finished(scene, await send(scene, "Deuxième"))
    await scene.settled()
    assert [is_published(message) for message in copies(scene)] == [False, True]


async def test_a_publication_whose_answer_was_lost_counts_as_done(scene: Scene, sandbox: Sandbox):
    sandbox.faults.add(Fault("lost_reply", "POST", r".*/crosspost", status=0))
    await finished(scene, await send(scene))
    await scene.until(lambda: PUBLISHED in said(scene.messages(scene.organiser, "organisation")[-1]))
    assert [is_published(message) for message in copies(scene)] == [True]


async def test_a_refused_publication_is_reported_with_what_to_do(scene: Scene, sandbox: Sandbox):
    sandbox.faults.add(Fault("refuse", "POST", r".*/crosspost", times=None, code=50013))
    await finished(scene, await send(scene))
    await scene.until(lambda: "«Publier»" in _tight(scene.messages(scene.organiser, "organisation")[-1]))
    report = await report_on(scene, scene.organiser, TITLE)
    assert "1 envoyée" in said(report.message)


async def test_the_tenth_in_an_hour_waits_and_holds_back_no_message(scene: Scene):
    for round_ in range(10):
        await finished(scene, await send(scene, f"Annonce {round_}"))
    await scene.until(lambda: sum(map(is_published, copies(scene))) == 9)
    assert len(copies(scene)) == 10
    report = await report_on(scene, scene.organiser, "Annonce 9")
    assert "une dizaine par heure" in said(report.message)
    await scene.advance(timedelta(hours=1, seconds=1))
    await scene.until(lambda: all(map(is_published, copies(scene))))


async def test_a_community_without_announcement_channels_gets_an_ordinary_one(
    tmp_path: Path, sandbox: Sandbox
):
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}", news=False)
    async with scene.running():
        assert scene.world.channels[scene.channel(CHANNEL)].type == TEXT
        await finished(scene, await send(scene))
        assert len(copies(scene)) == 1


async def test_the_channel_is_an_announcement_channel_where_there_may_be_one(scene: Scene):
    assert scene.world.channels[scene.channel(CHANNEL)].type == ANNOUNCEMENT


def _tight(message: dict[str, Any]) -> str:
    return said(message).replace(" ", "")
