"""Introductions as people live them: registering, asking, a yes, a no, silence, closed doors, and two at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain.introductions import Person
from sandbox import Actor
from sandbox.faults import Fault
from tests.e2e.introducing import LEA, REASON, TOM, ask, direct, id_of, register, threads
from tests.e2e.scene import Scene, texts

BOUND = 15


@pytest.fixture
async def lea(scene: Scene) -> Actor:
    person = scene.member("Léa")
    await register(scene, person, LEA)
    return person


@pytest.fixture
async def tom(scene: Scene) -> Actor:
    person = scene.member("Tom")
    await register(scene, person, TOM)
    return person


def pinged(scene: Scene) -> set[int]:
    return {user for ping in scene.world.pings for user in ping.user_ids}


async def test_registering_says_what_is_kept_before_anything_is_and_shows_the_profile_after(scene: Scene):
    lea = scene.member("Léa")
    asked = await (await lea.slash(scene.lobby, "intro register")).done()
    said = texts(asked.message)
    assert "Ce qui est gardé" in said
    assert "Qui le voit" in said
    assert "/mise-en-relation quitter" in said
    shown = await register(scene, lea, LEA)
    assert "Ardenne Capteurs" in texts(shown)
    assert "français et anglais" in texts(shown)
    held = await scene.app.services.profiles.export(scene.community_id, lea.user_id)
    assert [(entry["given"], entry["policy"]) for entry in held["consents"]] == [(True, "2026-11")]


async def test_registering_again_opens_the_form_filled_in(scene: Scene, lea: Actor):
    again = await (await lea.slash(scene.lobby, "intro register")).done()
    assert again.state == "modal"
    changed = await (await lea.submit(again, {"company": "Ardenne Mesures"})).done()
    assert "Ardenne Mesures" in texts(changed.message)
    assert "Capteurs connectés" in texts(changed.message)


async def test_a_blank_answer_loses_nothing_that_was_typed(scene: Scene):
    lea = scene.member("Léa")
    await register(scene, lea, {**LEA, "role": "   "})
    (*_, refusal) = scene.messages(lea, scene.lobby)
    assert "La fonction est vide" in texts(refusal)
    again = await (await lea.click(id_of(refusal), label="Corriger")).done()
    fixed = await (await lea.submit(again, {"role": "Directrice"})).done()
    assert "Ardenne Capteurs · Directrice" in texts(fixed.message)


async def test_an_affiliation_is_chosen_on_the_confirmation(scene: Scene):
    lea = scene.member("Léa")
    shown = await register(scene, lea, LEA)
    async with scene.app.database.read() as unit:
        partners = await unit.communities.partners(scene.community_id)
    mecatech = next(partner for partner in partners if partner.name == "MecaTech")
    chosen = await (await lea.select(id_of(shown), "profile:affiliation", [str(mecatech.id)])).done()
    assert "🤝 MecaTech" in texts(chosen.message)


async def test_a_yes_opens_a_thread_for_both_that_says_why_these_two(scene: Scene, lea: Actor, tom: Actor):
    said = await ask(scene, tom, lea)
    assert "lundi 13 janvier 2031 à 9h" in said
    (card,) = direct(scene, lea)
    assert "Tom souhaite vous rencontrer" in texts(card)
    assert "Meuse Hosting" in texts(card)
    assert f"> {REASON}" in texts(card)
    scene.world.pings.clear()
    answer = await (await lea.click(int(card["id"]), label="Oui")).done()
    assert "vous avez dit oui" in texts(answer.message)
    await scene.settled()
    (thread,) = threads(scene, tom)
    assert [each["id"] for each in threads(scene, lea)] == [thread["id"]]
    assert thread["name"] == "Tom et Léa"
    opening = (scene.messages(tom, int(thread["id"])))[-1]
    assert REASON in texts(opening)
    assert "Tom apporte ce que Léa cherche\u00a0: hébergement" in texts(opening)
    assert "Léa apporte ce que Tom cherche\u00a0: capteurs" in texts(opening)
    assert pinged(scene) == {lea.user_id, tom.user_id}
    (shown,) = direct(scene, lea)
    assert f"<#{thread['id']}>" in texts(shown)
    assert "Oui" not in texts(shown).splitlines()
    stranger = scene.member("Zoé")
    assert threads(scene, stranger) == []


async def test_a_no_is_told_kindly_and_spares_the_other_for_a_while(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    (card,) = direct(scene, lea)
    await (await lea.click(int(card["id"]), label="Non")).done()
    await scene.settled()
    (told,) = direct(scene, tom)
    assert "n’est pas disponible pour l’instant" in texts(told)
    assert threads(scene, tom) == []
    assert "n’est pas disponible pour l’instant" in await ask(scene, tom, lea)
    await scene.advance(timedelta(days=30))
    assert "est enregistrée" in await ask(scene, tom, lea)


async def test_silence_ends_a_request_after_seven_days_and_blocks_nothing(
    scene: Scene, lea: Actor, tom: Actor
):
    await ask(scene, tom, lea)
    (card,) = direct(scene, lea)
    await scene.advance(timedelta(days=7, minutes=1))
    await scene.until(lambda: bool(scene.world.messages[tom.dm_with(scene.bot_id)]))
    await scene.settled()
    (told,) = direct(scene, tom)
    assert "n’a pas répondu en sept jours" in texts(told)
    (shown,) = direct(scene, lea)
    assert "sans réponse de votre part" in texts(shown)
    assert int(shown["id"]) == int(card["id"])
    assert "est enregistrée" in await ask(scene, tom, lea)


async def test_closed_direct_messages_open_a_thread_with_that_person_alone(scene: Scene, tom: Actor):
    mia = scene.member("Mia", dms_open=False)
    await register(scene, mia, LEA)
    await ask(scene, tom, mia)
    (thread,) = threads(scene, mia)
    assert threads(scene, tom) == []
    (card,) = [m for m in scene.messages(mia, int(thread["id"])) if "souhaite" in texts(m)]
    await (await mia.click(int(card["id"]), label="Oui")).done()
    await scene.settled()
    assert [each["name"] for each in threads(scene, tom)] == ["Tom et Mia"]


async def test_the_thread_that_stands_in_for_direct_messages_speaks_its_readers_language(
    scene: Scene, tom: Actor
):
    mia = scene.member("Mia", dms_open=False, locale="en-GB")
    await register(scene, mia, LEA)
    async with scene.app.database.write() as unit:
        await unit.people.set_locale(scene.community_id, mia.user_id, "en")
    await ask(scene, tom, mia)
    (thread,) = threads(scene, mia)
    (card,) = [m for m in scene.messages(mia, int(thread["id"])) if "would like to meet you" in texts(m)]
    await (await mia.click(int(card["id"]), label="No")).done()
    await scene.settled()
    (card,) = [m for m in scene.messages(mia, int(thread["id"])) if m["id"] == card["id"]]
    assert "you said no" in texts(card)


@pytest.mark.parametrize(
    ("whom", "why"),
    [("oneself", "C’est vous"), ("bot", "Un bot ne peut pas"), ("stranger", "n’est pas inscrite")],
)
async def test_who_cannot_be_asked_is_said_kindly(scene: Scene, lea: Actor, whom: str, why: str):
    people = {"oneself": lea.user_id, "bot": scene.bot_id, "stranger": scene.member("Zoé").user_id}
    assert why in await ask(scene, lea, people[whom])


async def test_whoever_is_not_registered_is_offered_to(scene: Scene, lea: Actor):
    zoe = scene.member("Zoé")
    said = await ask(scene, zoe, lea)
    assert "Inscrivez-vous d’abord" in said
    (offer,) = scene.messages(zoe, scene.lobby)
    consent = await (await zoe.click(int(offer["id"]), label="S’inscrire")).done()
    assert "Ce qui est gardé" in texts(consent.message)


async def test_somebody_who_left_the_community_cannot_be_asked(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, lea, tom)
    tom.leave_guild(scene.community_id)
    await scene.until(lambda: bool(scene.world.messages[lea.dm_with(scene.bot_id)]))
    (told,) = direct(scene, lea)
    assert "n’est pas disponible pour l’instant" in texts(told)
    assert not await scene.app.services.introductions.registered(scene.community_id, tom.user_id)


async def test_asking_twice_changes_nothing(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    assert "attend déjà sa réponse" in await ask(scene, tom, lea)
    assert len(direct(scene, lea)) == 1


async def test_two_who_ask_each_other_at_the_same_instant_meet_by_one_yes(
    scene: Scene, lea: Actor, tom: Actor
):
    said = await asyncio.gather(ask(scene, tom, lea), ask(scene, lea, tom))
    assert sum("est enregistrée" in text for text in said) == 1
    (offered,) = [text for text in said if "il ne manque que votre oui" in text]
    asked = (tom, lea)[said.index(offered)]
    (*_, offer) = scene.messages(asked, scene.lobby)
    await (await asked.click(int(offer["id"]), label="Oui")).done()
    await scene.settled()
    assert len(threads(scene, lea)) == len(threads(scene, tom)) == 1


async def test_two_presses_of_yes_at_the_same_instant_open_one_thread(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    (card,) = direct(scene, lea)
    presses = [await lea.click(int(card["id"]), label="Oui") for _ in range(2)]
    answers = [texts((await press.done()).message) for press in presses]
    await scene.settled()
    assert sum("Vous aviez déjà dit oui" in text for text in answers) == 1
    assert len(threads(scene, tom)) == 1


async def test_a_yes_after_the_end_is_too_late(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    (card,) = direct(scene, lea)
    press = await lea.click(int(card["id"]), label="Oui")  # arrives when the seven days are over
    scene.sandbox.clock.advance(timedelta(days=7))
    answer = await press.done()
    assert "a pris fin sans réponse" in texts(answer.message)
    await scene.settled()
    assert threads(scene, tom) == []


async def _requestid_of(scene: Scene, person: Actor) -> int:
    page = await scene.app.services.introductions.page(scene.community_id, person.user_id, 1)
    return page.views[0].request.id


async def test_mentions_in_a_reason_ping_nobody(scene: Scene, lea: Actor, tom: Actor):
    claire = scene.organiser.user_id
    scene.world.pings.clear()
    await ask(scene, tom, lea, f"@everyone <@{claire}> <@&{scene.organiser_role.id}> rencontrons-nous")
    (card,) = direct(scene, lea)
    await (await lea.click(int(card["id"]), label="Oui")).done()
    await scene.settled()
    assert pinged(scene) <= {lea.user_id, tom.user_id}
    assert not any(ping.everyone or ping.role_ids for ping in scene.world.pings)


async def test_a_reason_of_4000_characters_is_given_back_to_be_shortened(
    scene: Scene, lea: Actor, tom: Actor
):
    typed = "capteurs " * 444
    said = await ask(scene, tom, lea, typed)
    assert "500 au plus" in said
    (*_, refusal) = scene.messages(tom, scene.lobby)
    again = await (await tom.click(int(refusal["id"]), label="Corriger")).done()
    assert again.state == "modal"
    sent = await (await tom.submit(again, {"reason": REASON})).done()
    assert "est enregistrée" in texts(sent.message)


async def test_without_a_reason_a_form_asks_for_it(scene: Scene, lea: Actor, tom: Actor):
    opened = await (await tom.slash(scene.lobby, "intro request", person=lea.user_id)).done()
    assert opened.state == "modal"
    short = await (await tom.submit(opened, {"reason": "Bonjour"})).done()
    assert "au moins 10 caractères" in texts(short.message)
    again = await (await tom.click(id_of(short.message), label="Corriger")).done()
    sent = await (await tom.submit(again, {"reason": REASON})).done()
    assert "est enregistrée" in texts(sent.message)


async def test_leaving_ends_open_requests_and_keeps_the_profile(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    left = await (await lea.slash(scene.lobby, "intro leave")).done()
    assert "votre demande en attente a pris fin" in texts(left.message)
    await scene.settled()
    (told,) = direct(scene, tom)
    assert "n’est pas disponible pour l’instant" in texts(told)
    (card,) = direct(scene, lea)
    assert "plus d’actualité" in texts(card)
    assert "n’est pas inscrite" in await ask(scene, tom, lea)
    shown = await (await lea.slash(scene.lobby, "profile show")).done()
    assert "Ardenne Capteurs" in texts(shown.message)
    again = await (await lea.slash(scene.lobby, "intro leave")).done()
    assert "rien à quitter" in texts(again.message)


async def test_the_list_answers_requests_too(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    listed = await (await lea.slash(scene.lobby, "intro list")).done()
    assert "**Tom** attend votre réponse" in texts(listed.message)
    request = str(await _requestid_of(scene, lea))
    opened = await (await lea.select(id_of(listed.message), "intro:open", [request])).done()
    assert REASON in texts(opened.message)
    await (await lea.click(id_of(opened.message), label="Oui")).done()
    await scene.settled()
    mine = await (await tom.slash(scene.lobby, "intro list")).done()
    assert f"c’est oui\u00a0: retrouvez-vous dans <#{threads(scene, tom)[0]['id']}>" in texts(mine.message)
    (card,) = direct(scene, lea)
    assert "vous avez dit oui" in texts(card)


async def test_introduced_once_is_enough_for_a_while(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    (card,) = direct(scene, lea)
    await (await lea.click(int(card["id"]), label="Oui")).done()
    await scene.settled()
    assert f"<#{threads(scene, tom)[0]['id']}>" in await ask(scene, lea, tom)


async def test_another_person_cannot_answer(scene: Scene, lea: Actor, tom: Actor):
    await ask(scene, tom, lea)
    request_id = await _requestid_of(scene, lea)
    with pytest.raises(Exception, match="introductions-unknown"):
        await scene.app.services.introductions.accept(request_id, tom.user_id)


async def test_deleting_the_profile_is_asked_once_more(scene: Scene, lea: Actor):
    asked = await (await lea.slash(scene.lobby, "profile delete")).done()
    assert "seront supprimés" in texts(asked.message)
    done = await (await lea.click(id_of(asked.message), label="Supprimer")).done()
    assert "sont supprimés" in texts(done.message)
    shown = await (await lea.slash(scene.lobby, "profile show")).done()
    assert "pas encore de profil" in texts(shown.message)


async def test_english_readers_are_asked_and_answered_in_english(scene: Scene, tom: Actor):
    ann = scene.member("Ann", locale="en-GB")
    shown = await register(scene, ann, {**LEA, "languages": ["en", "fr"]})
    assert "You take part in introductions" in texts(shown)
    said = await ask(scene, ann, tom)
    assert "Your request to Tom is saved" in said
    assert "Monday 13 January 2031 at 09:00" in said


async def test_a_command_in_a_direct_message_says_where_to_type_it(scene: Scene):
    lea = scene.member("Léa")
    answer = await (await lea.slash(lea.dm_with(scene.bot_id), "intro list")).done()
    assert "dans un salon de la communauté" in texts(answer.message)


async def test_where_no_thread_can_be_opened_both_are_told_of_each_other(
    scene: Scene, lea: Actor, tom: Actor
):
    await ask(scene, tom, lea)
    (card,) = direct(scene, lea)
    scene.sandbox.faults.add(Fault("refuse", method="POST", path=r"/channels/\d+/threads", code=50013))
    await (await lea.click(int(card["id"]), label="Oui")).done()
    await scene.settled()
    for person in (lea, tom):
        told = texts(direct(scene, person)[-1])
        assert "c’est oui des deux côtés" in told
        assert f"<@{lea.user_id}>" in told
        assert f"<@{tom.user_id}>" in told


async def test_a_long_list_is_turned_page_by_page(scene: Scene, lea: Actor):
    introductions = scene.app.services.introductions
    for number in range(11):
        other = scene.member(f"Membre {number}")
        await introductions.register(scene.community_id, other.user_id, f"Membre {number}", TOM)
        await introductions.request(scene.community_id, other.user_id, Person(lea.user_id), REASON)
    listed = await (await lea.slash(scene.lobby, "intro list")).done()
    assert "11 demandes · Page 1 sur 2" in texts(listed.message)
    turned = await (await lea.click(id_of(listed.message), label="Suivants")).done()
    assert "Page 2 sur 2" in texts(turned.message)
    assert "**Membre 0** attend votre réponse" in texts(turned.message)
