"""Announcements by direct message: to those alone who asked for them, slowly, and ended by one press."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.domain.announcements import DIRECT_PACE
from sandbox import Actor, ActorInteraction, Sandbox
from sandbox.faults import Fault
from tests.e2e.announcing import (
    TITLE,
    compose,
    draft_of,
    finished,
    number,
    press,
    report_on,
    said,
)
from tests.e2e.scene import Scene


async def settings(scene: Scene, person: Actor) -> ActorInteraction:
    return await (await person.slash(scene.lobby, "settings")).done()


async def ask_for_them(scene: Scene, person: Actor) -> ActorInteraction:
    return await press(person, await settings(scene, person), "Les recevoir")


async def chosen(scene: Scene) -> ActorInteraction:
    """Write an announcement to those who want it by direct message alone, and ask to send it."""
    claire = scene.organiser
    preview = await compose(scene, claire)
    menu, members = f"announcements:others:{draft_of(preview.message)}", f"members:{scene.community_id}"
    preview = await (await claire.select(number(preview.message), menu, [members])).done()
    return await press(claire, preview, "Envoyer…")


def letters(scene: Scene, person: Actor) -> list[dict[str, Any]]:
    """Give the announcements that the bot wrote to a person."""
    channel = person.dm_with(scene.bot_id)
    return [each for each in scene.messages(person, channel) if TITLE in said(each)]


def apart(scene: Scene, *people: Actor) -> bool:
    """Tell whether these people's letters were sent at the pace there is, by Discord's own time."""
    times = sorted(
        datetime.fromisoformat(letter["timestamp"]) for person in people for letter in letters(scene, person)
    )
    return all(later - earlier >= DIRECT_PACE for earlier, later in pairwise(times))


async def refused(scene: Scene) -> bool:
    """Tell whether Discord's refusal of a message was taken note of."""
    async with scene.app.database.read() as unit:
        rows = await unit.deliveries.of_subject("announcement:1")
    return any("40003" in (row.last_error or "") for row in rows)


async def test_who_asked_for_them_gets_them_one_after_the_other(scene: Scene):
    lea, marc, nora = scene.member("Léa"), scene.member("Marc"), scene.member("Nora")
    shown = await settings(scene, lea)
    assert "Vous ne recevez pas les annonces en message privé." in said(shown.message)
    assert "Seuls votre accord et sa date sont gardés." in said(shown.message)
    shown = await press(lea, shown, "Les recevoir")
    assert "Vous recevez les annonces en message privé." in said(shown.message)
    await ask_for_them(scene, marc)
    asked = await chosen(scene)
    assert "0 salon et 2 messages privés, environ 2 personnes" in said(asked.message)
    answer = await press(scene.organiser, asked, "Confirmer l’envoi")
    await scene.until(lambda: len(letters(scene, lea)) == 1)
    await scene.advance(DIRECT_PACE)
    await scene.until(lambda: len(letters(scene, marc)) == 1)
    await finished(scene, answer)
    assert apart(scene, lea, marc)
    assert letters(scene, nora) == []
    (letter,) = letters(scene, lea)
    assert "Vous avez demandé à recevoir les annonces de la communauté Grappe d’essai" in said(letter)
    await scene.until(lambda: "2 reçus" in said(answer.message))


async def test_one_press_below_a_message_ends_them(scene: Scene):
    lea = scene.member("Léa")
    await ask_for_them(scene, lea)
    await finished(scene, await press(scene.organiser, await chosen(scene), "Confirmer l’envoi"))
    ended = await press(lea, letters(scene, lea)[0], "Ne plus les recevoir")
    assert "Vous ne recevrez plus les annonces de la communauté Grappe d’essai" in said(ended.message)
    assert "Vous ne recevez pas" in said((await settings(scene, lea)).message)
    refused = await chosen(scene)
    assert "Personne n’est choisi" in said(refused.message)


async def test_who_can_not_or_will_not_get_it_is_summed_up_and_fails_for_nobody(scene: Scene):
    lea, marc, nora = scene.member("Léa", dms_open=False), scene.member("Marc"), scene.member("Nora")
    for person in (lea, marc, nora):
        await ask_for_them(scene, person)
    answer = await press(scene.organiser, await chosen(scene), "Confirmer l’envoi")
    await press(marc, await settings(scene, marc), "Ne plus les recevoir")
    scene.world.remove_member(scene.community_id, nora.user_id)
    await scene.advance(2 * DIRECT_PACE)
    await scene.advance(DIRECT_PACE)
    words = await finished(scene, answer)
    assert "1 personne n’accepte pas les messages privés" in words
    assert "2 personnes n’en veulent plus, ou ne sont plus là" in words
    assert "échec" not in words
    assert letters(scene, marc) == letters(scene, nora) == []


async def test_who_leaves_is_written_to_no_more_and_would_have_to_ask_anew(scene: Scene):
    lea = scene.member("Léa")
    await ask_for_them(scene, lea)
    scene.world.remove_member(scene.community_id, lea.user_id)

    async def ended() -> bool:
        people = scene.app.front.services.people
        return not (await people.preferences(scene.community_id, lea.user_id)).announcements

    await scene.until(ended)
    scene.world.add_member(scene.community_id, lea.user_id)
    assert "Vous ne recevez pas" in said((await settings(scene, lea)).message)


async def test_after_a_pause_of_discords_they_do_not_leave_in_a_burst(scene: Scene, sandbox: Sandbox):
    people = [scene.member(name) for name in ("Léa", "Marc", "Nora")]
    for person in people:
        await ask_for_them(scene, person)
    sandbox.faults.add(Fault("refuse", "POST", r"/users/@me/channels", times=1, code=40003))
    await press(scene.organiser, await chosen(scene), "Confirmer l’envoi")
    await scene.until(lambda: refused(scene))
    scene.sandbox.clock.advance(timedelta(minutes=11))

    await scene.advance(DIRECT_PACE)
    await scene.advance(DIRECT_PACE)
    await scene.until(lambda: all(letters(scene, person) for person in people))
    assert apart(scene, *people)


async def test_a_recall_takes_them_back_and_sends_no_more(scene: Scene, sandbox: Sandbox):
    sandbox.faults.add(Fault("refuse", "POST", r"/users/@me/channels", skip=1, code=40003))
    lea, marc = scene.member("Léa"), scene.member("Marc")
    await ask_for_them(scene, lea)
    await ask_for_them(scene, marc)
    answer = await press(scene.organiser, await chosen(scene), "Confirmer l’envoi")
    scene.sandbox.clock.advance(DIRECT_PACE)
    await scene.until(lambda: refused(scene))
    assert len(letters(scene, lea)) == 1
    assert "1 à venir" in said((await report_on(scene, scene.organiser, TITLE)).message)
    asked = await press(scene.organiser, answer, "Retirer…")
    answer = await press(scene.organiser, asked, "Retirer l’annonce")
    await scene.until(lambda: "Rapport de retrait" in said(answer.message))
    assert "1 retiré" in said(answer.message)
    assert "1 jamais parti" in said(answer.message)
    assert letters(scene, lea) == letters(scene, marc) == []


async def test_the_language_chosen_is_the_one_written_in(scene: Scene):
    lea = scene.member("Léa")
    await ask_for_them(scene, lea)
    shown = await settings(scene, lea)
    changed = await (await lea.select(number(shown.message), "settings:language", ["en"])).done()
    assert "anglais" in said(changed.message)
    await finished(scene, await press(scene.organiser, await chosen(scene), "Confirmer l’envoi"))
    (letter,) = letters(scene, lea)
    assert "You asked for the announcements of Grappe d’essai" in said(letter)
