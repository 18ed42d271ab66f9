"""What goes wrong with events, told kindly: bad input, the wrong person, too late, and two at the same instant."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from sandbox.actor import ActorRefused
from tests.e2e.organising import (
    FRIDAY,
    SPELLED,
    TITLE,
    filled_in,
    joined,
    news,
    pinged,
    plain,
    prepared,
    pressed,
    published,
    refreshed,
)
from tests.e2e.scene import Scene, texts


async def test_an_old_button_of_a_cancelled_event_answers_kindly(scene: Scene):
    lea = await joined(scene, "Léa", "Web")
    await published(scene, groups="Web")
    shown = (await (await lea.slash(scene.lobby, "event show", event=TITLE)).done()).message
    assert shown is not None
    asked = await (await scene.organiser.slash(scene.lobby, "event-admin cancel", event=TITLE)).done()
    assert asked.message is not None
    await (await scene.organiser.click(int(asked.message["id"]), label="Annuler l’événement")).done()
    assert "est annulé : il n’y a plus rien à répondre" in plain(await pressed(lea, shown, "Je viens"))


async def test_members_only_shows_the_way_in(scene: Scene):
    card = await published(scene, audience="members")
    lea = scene.member("Léa")
    assert "/groupe rejoindre" in await pressed(lea, card, "Je viens")
    await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    assert "C’est noté" in await pressed(lea, card, "Je viens")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"start": "3 janvier 2031 18h30"}, "est déjà passé"),
        ({"start": "31 février 18h"}, "ce jour n’existe pas"),
        ({"start": "mardi"}, "il manque l’heure"),
        ({"duration": "20 jours"}, "c’est trop long"),
        ({"title": "x" * 300}, "Le titre compte 300 caractères"),
        ({"place": "x" * 300}, "Le lieu compte 300 caractères"),
        ({"description": "x" * 2000}, "La description compte"),
        ({"groups": "jardinage"}, "Aucun groupe ne s’appelle"),
        ({"partner": "Acme"}, "Aucun partenaire ne s’appelle"),
    ],
)
async def test_a_mistake_is_told_and_nothing_typed_is_lost(scene: Scene, options: dict[str, str], told: str):
    message = await prepared(scene, **options)
    assert told in plain(texts(message))
    form = await (await scene.organiser.click(int(message["id"]), label="Corriger")).done()
    kept = filled_in(form)
    assert kept["title"] == options.get("title", TITLE)
    assert kept["start"] == options.get("start", FRIDAY)
    fixed = {**kept, "title": TITLE, "start": FRIDAY, "duration": "2h", "place": "Namur", "description": ""}
    await (await scene.organiser.submit(form, fixed)).done()
    shown = scene.messages(scene.organiser, scene.lobby)
    assert len(shown) == 1, "the mistake became the preview"
    assert SPELLED in texts(shown[0])


async def test_nobody_is_pinged_by_what_organisers_type(scene: Scene):
    role = scene.organiser_role.id
    lea = scene.member("Léa")
    text = f"@everyone <@&{role}> <@{lea.user_id}>"
    await published(scene, title=f"Gala {text}", place=text, description=text, groups="Web")
    await scene.advance(timedelta(days=3, hours=10))
    for channel in ("événements", "web"):
        for message in scene.messages(scene.organiser, channel):
            assert not message["mention_everyone"]
            assert not message["mention_roles"]
            assert not pinged(message)


async def test_a_member_is_not_offered_organisers_commands_and_is_refused_when_they_are(scene: Scene):
    lea = scene.member("Léa")
    with pytest.raises(ActorRefused):
        await lea.slash(scene.lobby, "event-admin create", title=TITLE, start=FRIDAY)
    # Somebody opened the command to everyone in the community's settings.
    for command in scene.world.usable_commands(scene.organiser.user_id, scene.world.channels[scene.lobby]):
        command["default_member_permissions"] = None
    for path, options in (
        ("event-admin create", {"title": TITLE, "start": FRIDAY}),
        ("event-admin edit", {"event": "1"}),
        ("event-admin cancel", {"event": "1"}),
    ):
        answer = await (await lea.slash(scene.lobby, path, **options)).done()
        assert "Seule l’équipe d’organisation peut faire cela" in texts(answer.message)


async def test_who_is_no_organiser_any_more_can_press_nothing(scene: Scene):
    preview = await prepared(scene)
    scene.world.remove_role(scene.community_id, scene.organiser.user_id, scene.organiser_role.id)
    for label in ("Publier", "Corriger", "Abandonner"):
        answer = await (await scene.organiser.click(int(preview["id"]), label=label)).done()
        assert "Seule l’équipe d’organisation peut faire cela" in texts(answer.message)
    await scene.settled()
    assert scene.messages(scene.organiser, "événements") == []


async def test_pressing_publish_twice_at_once_publishes_once(scene: Scene):
    preview = await prepared(scene)
    first, second = await asyncio.gather(
        scene.organiser.click(int(preview["id"]), label="Publier"),
        scene.organiser.click(int(preview["id"]), label="Publier"),
    )
    said = [texts((await each.done()).message) for each in (first, second)]
    await scene.settled()
    assert len(scene.messages(scene.organiser, "événements")) == 1
    assert sum("est déjà publié" in text for text in said) == 1, said


async def test_two_organisers_who_cancel_at_once_cancel_once_and_one_is_told_by_whom(scene: Scene):
    lea = await joined(scene, "Léa", "Web")
    card = await published(scene, groups="Web")
    await pressed(lea, card, "Je viens")
    other = scene.member("Paul", organiser=True)
    asked = []
    for organiser in (scene.organiser, other):
        answer = await (await organiser.slash(scene.lobby, "event-admin cancel", event=TITLE)).done()
        assert answer.message is not None
        asked.append((organiser, int(answer.message["id"])))
    presses = await asyncio.gather(
        *(organiser.click(message, label="Annuler l’événement") for organiser, message in asked)
    )
    said = [texts((await each.done()).message) for each in presses]
    await refreshed(scene)
    assert sum("est déjà annulé, par" in text for text in said) == 1, said
    assert len(news(scene, scene.organiser, "web")) == 1


async def test_commands_in_a_direct_message_say_where_to_type_them(scene: Scene):
    lea = scene.member("Léa")
    answer = await (await lea.slash(lea.dm_with(scene.bot_id), "event list")).done()
    assert "dans un salon de la communauté" in texts(answer.message)
