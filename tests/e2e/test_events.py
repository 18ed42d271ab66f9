"""Events as people meet them: prepared, published, answered, edited and cancelled, each reminder in its channel."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.effects import Delivery, Kind, State
from tests.e2e.organising import (
    FRIDAY,
    SPELLED,
    TITLE,
    draft_of,
    filled_in,
    joined,
    news,
    pinged,
    prepared,
    pressed,
    published,
    refreshed,
)
from tests.e2e.scene import Scene, texts


async def test_typed_in_one_go_it_is_shown_as_understood_before_anything_is_saved(scene: Scene):
    shown = texts(await prepared(scene, duration="1h30", groups="sécurité, Internet des objets"))
    assert SPELLED in shown
    assert "1 h 30 min" in shown
    assert "heure de Bruxelles" in shown
    assert "Sécurité et Internet des objets" in shown
    await scene.settled()
    assert scene.messages(scene.organiser, "événements") == []


async def test_the_form_leads_to_the_preview_and_the_menus_change_it(scene: Scene):
    form = await (await scene.organiser.slash(scene.lobby, "event-admin create")).done()
    assert form.modal is not None
    values = {"title": TITLE, "start": FRIDAY, "duration": "2h", "place": "Namur", "description": "Venez."}
    preview = (await (await scene.organiser.submit(form, values)).done()).message
    assert preview is not None
    draft = draft_of(preview)
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


async def test_an_old_card_whose_edits_discord_caps_holds_up_nothing_and_catches_up_at_once(scene: Scene):
    lea, tom = await joined(scene, "Léa"), await joined(scene, "Tom")
    card = await published(scene)
    await scene.advance(timedelta(hours=2))
    scene.world.late_edit_limit = 0

    async def edits() -> list[Delivery]:
        async with scene.app.database.read() as unit:
            found = await unit.deliveries.of_subject("event:1")
        return [row for row in found if row.kind is Kind.MESSAGE_EDIT and ":ending:" not in row.dedup_key]

    async def put_off() -> bool:
        return [(row.state, row.attempt) for row in await edits()] == [(State.PENDING, 1)]

    await pressed(lea, card, "Je viens")
    scene.sandbox.clock.advance(timedelta(seconds=5))
    await scene.until(put_off)
    preview = await prepared(scene, title="Atelier")
    await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
    await scene.until(lambda: "Atelier" in texts(scene.messages(scene.organiser, "événements")[-1]))
    await pressed(tom, card, "Je viens")
    assert await put_off(), "the edit that waits will show both"
    del scene.world.late_edit_limit
    await scene.advance(timedelta(minutes=6))
    assert "2 personnes viennent" in texts(scene.messages(scene.organiser, "événements")[0])


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
    assert "Personne ne s’est encore annoncé" in texts(scene.messages(scene.organiser, "web")[-1])


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
        await (await scene.organiser.submit(form, filled_in(form, title="Nouveau titre"))).done()
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
    answer = await (await scene.organiser.submit(form, filled_in(form, start="samedi 11 janvier 10h"))).done()
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
    offered = await scene.organiser.autocomplete(scene.lobby, "event show", "event", "iot")
    assert [choice["name"] for choice in offered] == [f"{TITLE} · {SPELLED}"]
    groups = await scene.organiser.autocomplete(scene.lobby, "event-admin create", "groups", "Web, séc")
    assert [choice["value"] for choice in groups] == ["Web, Sécurité"]
