"""Announcements that are not sent: what is lacking, what changed meanwhile, who was faster, who may not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from bot.storage.tables import working_group
from sandbox import Actor, ActorInteraction
from sandbox.actor_commands import Resolver, command_data, find_command
from sandbox.actor_forms import fields_of
from sandbox.world.interactions import COMMAND
from tests.e2e.announcing import (
    BODY,
    SIX,
    TITLE,
    compose,
    draft_of,
    finished,
    group_ids,
    number,
    posts,
    press,
    ready,
    report_on,
    said,
)
from tests.e2e.scene import Scene


@pytest.mark.parametrize(
    ("title", "body", "told"),
    [
        ("   ", BODY, "Il manque le titre"),
        (TITLE, "   ", "Il manque le texte"),
        ("x" * 300, BODY, "Le titre compte 300 caractères, 100 au plus"),
        (TITLE, "x" * 3_600, "caractères, 3 500 au plus"),
    ],
)
async def test_a_form_with_a_mistake_says_so_and_loses_nothing(
    scene: Scene, title: str, body: str, told: str
):
    claire = scene.organiser
    form = await (await claire.slash(scene.lobby, "announce compose")).done()
    assert form.source.modal is not None
    for field in fields_of(form.source.modal):
        field["max_length"] = 4000  # a client that does not hold the form's limits
    answer = await (await claire.submit(form, {"title": title, "body": body})).done()
    assert told in said(answer.message)
    again = await press(claire, answer, "Corriger")
    assert again.modal is not None
    kept = {field["custom_id"]: field.get("value") or "" for field in fields_of(again.modal)}
    assert (kept["title"], kept["body"]) == (title.strip(), body.strip())
    right = await (await claire.submit(again, {"title": TITLE, "body": BODY})).done()
    assert "Choisissez qui recevra l’annonce" in said(right.message)


async def test_without_a_group_nothing_is_sent(scene: Scene):
    preview = await compose(scene, scene.organiser)
    answer = await press(scene.organiser, preview, "Envoyer…")
    assert "Personne n’est choisi" in said(answer.message)
    assert "Choisissez qui recevra l’annonce" in said(preview.message)


async def test_a_group_archived_before_the_confirmation_is_named(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    web = int((await group_ids(scene))["web"])
    await _archive(scene, web)
    answer = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    assert "Le groupe Web a été archivé entre-temps : rien n’est parti" in said(answer.message)
    preview = await press(scene.organiser, confirmation, "Retour à l’aperçu")
    assert "Pour 5 salons" in said(preview.message)
    confirmation = await press(scene.organiser, preview, "Envoyer…")
    assert "5 envoyées" in await finished(
        scene, await press(scene.organiser, confirmation, "Confirmer l’envoi")
    )
    assert posts(scene, "web") == []


async def test_a_discarded_draft_is_not_confirmed(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    opened = await report_on(scene, scene.organiser, draft_of(confirmation.message))
    discarded = await press(scene.organiser, opened, "Abandonner")
    assert "rien n’a été envoyé" in said(discarded.message)
    answer = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    assert "Ce brouillon n’existe plus" in said(answer.message)
    assert posts(scene, "web") == []


async def test_of_two_organisers_who_confirm_at_once_one_is_told_who_did(scene: Scene):
    claire, marc = scene.organiser, scene.member("Marc", organiser=True)
    hers = await ready(scene, claire)
    his = await press(marc, await report_on(scene, marc, draft_of(hers.message)), "Envoyer…")
    outcomes = await asyncio.gather(
        press(claire, hers, "Confirmer l’envoi"), press(marc, his, "Confirmer l’envoi")
    )
    answers = [said(outcome.message) for outcome in outcomes]
    (refused,) = [answer for answer in answers if "a déjà confirmé cette annonce" in answer]
    winner = marc if answers[0] == refused else claire
    assert f"<@{winner.user_id}>" in refused
    await scene.settled()
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)


async def test_pressing_confirm_twice_sends_once(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    message = number(confirmation.message)
    button = next(
        part for part in str(confirmation.message).split("'") if part.startswith("announcements:confirm:")
    )
    first, second = [await scene.organiser.click(message, button) for _ in range(2)]
    answers = [said((await pressed.done()).message) for pressed in (first, second)]
    assert sum("a déjà confirmé" in answer for answer in answers) == 1
    await scene.settled()
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)


@pytest.mark.parametrize(
    "command", ["announce compose", "announce list", "announce report", "announce recall"]
)
async def test_a_member_who_calls_it_by_hand_is_refused(scene: Scene, command: str):
    lea = scene.member("Léa")
    options = {"announcement": "1"} if command in ("announce report", "announce recall") else {}
    answer = await _by_hand(scene, lea, command, options)
    assert "Seule l’équipe d’organisation peut faire cela" in said(answer.message)


async def _archive(scene: Scene, group_id: int) -> None:
    """Archive a group; no command does so yet."""
    async with scene.app.database.write() as unit:
        await unit.groups._connection.execute(
            update(working_group).where(working_group.c.id == group_id).values(archived_at=scene.clock.now())
        )


async def _by_hand(scene: Scene, person: Actor, path: str, options: dict[str, Any]) -> ActorInteraction:
    """Call a command that the client hides from a person, as a made-up request would."""
    channel = scene.world.channels[scene.lobby]
    command, chain = find_command(scene.world, scene.organiser.user_id, channel, path)
    resolver = Resolver(scene.world, scene.community_id, person.user_id)
    data = command_data(resolver, command, chain, options, focused=None)
    opened = scene.world.open_interaction(scene.application.id, person.user_id, scene.lobby, COMMAND, data)
    return await ActorInteraction(scene.world, opened).done()
