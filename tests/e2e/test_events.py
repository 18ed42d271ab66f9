"""Events as people meet them: prepared, published, answered, edited and cancelled, each reminder in its channel."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from sandbox import Actor
from sandbox.actor import ActorRefused
from tests.e2e.scene import Scene, texts

TITLE = "Rencontre IoT"
FRIDAY = "vendredi 10 janvier 18h30"
SPELLED = "vendredi 10 janvier 2031 à 18h30"


async def prepared(scene: Scene, **options: str) -> dict[str, Any]:
    """Have the organiser type an event in one go; give the preview."""
    typed = {"title": TITLE, "start": FRIDAY, "place": "Espace KIKK, Namur", "audience": "open", **options}
    answer = await (await scene.organiser.slash(scene.lobby, "event-admin create", **typed)).done()
    assert answer.message is not None
    return answer.message


async def published(scene: Scene, **options: str) -> dict[str, Any]:
    """Have the organiser publish an event; give its card in everybody's channel."""
    preview = await prepared(scene, **options)
    answer = await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
    assert "est publié" in texts(answer.message)
    await scene.settled()
    return scene.messages(scene.organiser, "événements")[-1]


async def joined(scene: Scene, name: str, *groups: str) -> Actor:
    """Let a new person in who joins groups."""
    person = scene.member(name)
    for group in groups:
        await (await person.slash(scene.lobby, "group join", group=group)).done()
    await scene.settled()
    return person


async def pressed(person: Actor, card: dict[str, Any], label: str) -> str:
    """Have a person press a card's button; give what they alone are told."""
    answer = await (await person.click(int(card["id"]), label=label)).done()
    return texts(answer.message)


async def refreshed(scene: Scene) -> None:
    """Let the moment pass in which changes of cards are gathered."""
    await scene.advance(timedelta(seconds=5))


def pinged(message: dict[str, Any]) -> set[int]:
    return {int(user["id"]) for user in message["mentions"]}


def news(scene: Scene, reader: Actor, channel: str) -> list[dict[str, Any]]:
    """Give a channel's messages that are no cards."""
    return [
        message
        for message in scene.messages(reader, channel)
        if not any(component["type"] == 17 for component in message["components"])
    ]


async def test_typed_in_one_go_it_is_shown_as_understood_before_anything_is_saved(scene: Scene):
    shown = texts(await prepared(scene, duration="1h30", groups="sécurité, Internet des objets"))
    assert SPELLED in shown
    assert "1 h 30 min" in shown
    assert "Europe centrale" in shown
    assert "Sécurité et Internet des objets" in shown
    await scene.settled()
    assert scene.messages(scene.organiser, "événements") == []


async def test_the_form_leads_to_the_preview_and_the_menus_change_it(scene: Scene):
    form = await (await scene.organiser.slash(scene.lobby, "event-admin create")).done()
    assert form.modal is not None
    values = {"title": TITLE, "start": FRIDAY, "duration": "2h", "place": "Namur", "description": "Venez."}
    preview = (await (await scene.organiser.submit(form, values)).done()).message
    assert preview is not None
    draft = _draft(preview)
    async with scene.app.database.read() as unit:
        groups = {group.key: str(group.id) for group in await unit.groups.active(scene.community_id)}
        partners = {
            partner.name: str(partner.id) for partner in await unit.communities.partners(scene.community_id)
        }
    for menu, values_chosen in (
        ("groups", [groups["web"]]),
        ("partner", [partners["MecaTech"]]),
        ("audience", ["open"]),
    ):
        used = await scene.organiser.select(int(preview["id"]), f"events:draft:{menu}:{draft}", values_chosen)
        shown = await used.done()
    preview = scene.messages(scene.organiser, scene.lobby)[-1]
    assert {"🤝 MecaTech", "👥 Web · ouvert à tout le monde"} <= set(texts(preview).splitlines()), shown
    await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
    await scene.settled()
    for channel in ("événements", "web"):
        (card,) = scene.messages(scene.organiser, channel)
        assert TITLE in texts(card)
        assert "MecaTech" in texts(card)


async def test_answers_are_confirmed_to_each_and_counted_on_every_card(scene: Scene):
    lea, tom = await joined(scene, "Léa", "Web"), await joined(scene, "Tom")
    card = await published(scene, groups="Web")
    said = await pressed(lea, card, "Je viens")
    assert "vous venez à **Rencontre IoT**" in said
    assert SPELLED in said
    assert "déjà noté" in await pressed(lea, card, "Je viens")
    assert "peut-être" in await pressed(tom, card, "Peut-être")
    await refreshed(scene)
    for channel in ("événements", "web"):
        shown = texts(scene.messages(scene.organiser, channel)[-1])
        assert "1 personne vient · 1 peut-être" in shown
        assert f"<@{lea.user_id}>" in shown
    assert all(not pinged(message) for message in scene.messages(scene.organiser, "événements"))
    assert len(scene.messages(scene.organiser, "événements")) == 1
    await pressed(lea, card, "Je ne viens pas")
    await refreshed(scene)
    assert "personne ne s’est encore annoncé" in texts(scene.messages(scene.organiser, "web")[-1])


async def test_english_readers_are_answered_in_english(scene: Scene):
    card = await published(scene)
    tom = scene.member("Tom", locale="en-GB")
    assert "Friday 10 January 2031 at 18:30" in await pressed(tom, card, "Je viens")
    shown = await (await tom.slash(scene.lobby, "event list")).done()
    assert "1 event" in texts(shown.message)


async def test_reminders_come_once_where_those_who_come_can_read_them(scene: Scene):
    lea, tom = await joined(scene, "Léa", "Web", "Sécurité"), await joined(scene, "Tom", "Web")
    guest, shy = await joined(scene, "Zoé"), await joined(scene, "Max", "Web")
    card = await published(scene, groups="Web, Sécurité")
    for person in (lea, tom, guest):
        await pressed(person, card, "Je viens")
    await pressed(shy, card, "Peut-être")
    # To the day before, 18h29 in Brussels: from 9h on Monday.
    await scene.advance(timedelta(days=3, hours=9, minutes=29))
    assert news(scene, scene.organiser, "web") == []
    await scene.advance(timedelta(minutes=2))
    found = {channel: news(scene, scene.organiser, channel) for channel in ("web", "sécurité", "événements")}
    assert {channel: len(messages) for channel, messages in found.items()} == {
        "web": 1,
        "sécurité": 1,
        "événements": 1,
    }
    # Named once each, in a channel that they see.
    assert pinged(found["web"][0]) == {tom.user_id}
    assert pinged(found["sécurité"][0]) == {lea.user_id}
    assert pinged(found["événements"][0]) == {guest.user_id}
    first_line = texts(found["web"][0]).strip().splitlines()[0]
    assert all(word in first_line for word in (TITLE, "18h30", "Espace KIKK, Namur"))
    await scene.advance(timedelta(hours=23))
    assert len(news(scene, scene.organiser, "web")) == 2
    await scene.advance(timedelta(days=3))
    assert len(news(scene, scene.organiser, "web")) == 2


async def test_a_reminder_says_what_is_true_when_it_is_sent(scene: Scene):
    await published(scene, groups="Web")
    form = await (await scene.organiser.slash(scene.lobby, "event-admin edit", event=TITLE)).done()
    preview = (
        await (await scene.organiser.submit(form, _values(form, title="Nouveau titre"))).done()
    ).message
    assert preview is not None
    assert "Rencontre IoT → **Nouveau titre**" in texts(preview)
    await (await scene.organiser.click(int(preview["id"]), label="Enregistrer")).done()
    await scene.advance(timedelta(days=3, hours=10))
    (reminder,) = news(scene, scene.organiser, "web")
    assert "Nouveau titre" in texts(reminder)


async def test_moving_tells_those_who_come_and_plans_the_reminders_anew(scene: Scene):
    lea, tom = await joined(scene, "Léa", "Web"), await joined(scene, "Tom", "Web")
    card = await published(scene, groups="Web")
    await pressed(lea, card, "Je viens")
    await pressed(tom, card, "Peut-être")
    form = await (await scene.organiser.slash(scene.lobby, "event-admin edit", event=TITLE)).done()
    answer = await (await scene.organiser.submit(form, _values(form, start="samedi 11 janvier 10h"))).done()
    assert "2 personnes qui viennent ou viendront peut-être seront prévenues" in texts(answer.message)
    assert answer.message is not None
    done = await (await scene.organiser.click(int(answer.message["id"]), label="Enregistrer")).done()
    assert "samedi 11 janvier 2031 à 10h" in texts(done.message)
    await refreshed(scene)
    (moved,) = news(scene, scene.organiser, "web")
    assert SPELLED in texts(moved)
    assert "samedi 11 janvier 2031 à 10h" in texts(moved)
    assert pinged(moved) == {lea.user_id, tom.user_id}
    await scene.advance(timedelta(days=3, hours=10))
    assert len(news(scene, scene.organiser, "web")) == 1, "the reminder of the old date was withdrawn"
    await scene.advance(timedelta(hours=15))
    assert len(news(scene, scene.organiser, "web")) == 2


async def test_cancelling_asks_once_more_then_tells_and_withdraws(scene: Scene):
    lea = await joined(scene, "Léa", "Web")
    card = await published(scene, groups="Web")
    await pressed(lea, card, "Je viens")
    asked = await (
        await scene.organiser.slash(scene.lobby, "event-admin cancel", event=TITLE, reason="Salle inondée")
    ).done()
    assert "1 personne vient ou viendra peut-être" in texts(asked.message)
    assert asked.message is not None
    await refreshed(scene)
    assert news(scene, scene.organiser, "web") == []
    done = await (await scene.organiser.click(int(asked.message["id"]), label="Annuler l’événement")).done()
    assert "est annulé" in texts(done.message)
    await refreshed(scene)
    (told,) = news(scene, scene.organiser, "web")
    assert "Salle inondée" in texts(told)
    assert pinged(told) == {lea.user_id}
    shown = scene.messages(scene.organiser, "événements")[0]
    assert "Cet événement est annulé" in texts(shown)
    assert "Je viens" not in texts(shown)
    await scene.advance(timedelta(days=5))
    assert len(news(scene, scene.organiser, "web")) == 1


async def test_an_old_button_of_a_cancelled_event_answers_kindly(scene: Scene):
    lea = await joined(scene, "Léa", "Web")
    await published(scene, groups="Web")
    shown = (await (await lea.slash(scene.lobby, "event show", event=TITLE)).done()).message
    assert shown is not None
    asked = await (await scene.organiser.slash(scene.lobby, "event-admin cancel", event=TITLE)).done()
    assert asked.message is not None
    await (await scene.organiser.click(int(asked.message["id"]), label="Annuler l’événement")).done()
    assert "est annulé : il n’y a plus rien à répondre" in _plain(await pressed(lea, shown, "Je viens"))


async def test_the_card_closes_when_the_event_is_over(scene: Scene):
    lea = scene.member("Léa")
    card = await published(scene)
    shown = (await (await lea.slash(scene.lobby, "event show", event=TITLE)).done()).message
    assert shown is not None
    await scene.advance(timedelta(days=5))
    over = scene.messages(scene.organiser, "événements")[0]
    assert int(over["id"]) == int(card["id"])
    assert "Cet événement est passé" in texts(over)
    assert "Je viens" not in texts(over)
    assert "est passé" in await pressed(lea, shown, "Je viens")


async def test_members_only_shows_the_way_in(scene: Scene):
    card = await published(scene, audience="members")
    lea = scene.member("Léa")
    assert "/groupe rejoindre" in await pressed(lea, card, "Je viens")
    await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    assert "C’est noté" in await pressed(lea, card, "Je viens")


async def test_lists_show_what_is_coming_and_say_how_to_fill_an_empty_one(scene: Scene):
    lea = scene.member("Léa")
    empty = await (await lea.slash(scene.lobby, "event list")).done()
    assert "Rien n’est prévu" in texts(empty.message)
    for day in range(10, 22):
        await published(scene, title=f"Soirée {day}", start=f"{day} janvier 18h30")
    first = (await (await lea.slash(scene.lobby, "event list")).done()).message
    assert first is not None
    assert "12 événements · Page 1 sur 2" in texts(first)
    await (await lea.click(int(first["id"]), label="Suivants")).done()
    second = texts(scene.messages(lea, scene.lobby)[-1])
    assert "Soirée 21" in second
    assert "Soirée 10" not in second
    card = scene.messages(scene.organiser, "événements")[0]
    await pressed(lea, card, "Peut-être")
    mine = texts((await (await lea.slash(scene.lobby, "event mine")).done()).message)
    assert "Soirée 10" in mine
    assert "1 événement" in mine


async def test_autocomplete_offers_events_by_what_is_typed(scene: Scene):
    await published(scene)
    offered = await scene.organiser.autocomplete(scene.lobby, "event show", focused="event", value="iot")
    assert [choice["name"] for choice in offered] == [f"{TITLE} · {SPELLED}"]
    groups = await scene.organiser.autocomplete(
        scene.lobby, "event-admin create", focused="groups", value="Web, séc"
    )
    assert [choice["value"] for choice in groups] == ["Web, Sécurité"]


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
    assert told in _plain(texts(message))
    form = await (await scene.organiser.click(int(message["id"]), label="Corriger")).done()
    kept = _values(form)
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


def _draft(preview: dict[str, Any]) -> int:
    """Find the draft's id in the preview's buttons."""
    for row in preview["components"]:
        for component in row.get("components", []):
            if str(component.get("custom_id", "")).startswith("events:draft:publish:"):
                return int(component["custom_id"].rsplit(":", 1)[1])
    raise AssertionError(preview)


def _values(form: Any, **changed: str) -> dict[str, str]:
    """Give what a form is filled in with."""
    assert form.modal is not None
    inputs = [label["component"] for label in form.modal["components"] if "component" in label]
    return {**{each["custom_id"]: each.get("value") or "" for each in inputs}, **changed}


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
