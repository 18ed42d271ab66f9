"""Announcements edited after they were sent: everywhere, also where they are still on their way."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.app import App
from bot.domain.announcements import DIRECT_PACE
from sandbox import Actor, ActorInteraction, Sandbox
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite
from tests.e2e.announcing import (
    BODY,
    SIX,
    TITLE,
    closed,
    compose,
    finished,
    posts,
    press,
    ready,
    report_on,
    said,
)
from tests.e2e.scene import Scene, texts
from tests.e2e.test_announcements_direct import ask_for_them, chosen, letters
from tests.e2e.test_announcements_mentions import offer, pick

NEW = "Rendez-vous **vendredi**, finalement."


async def sent(scene: Scene) -> None:
    claire = scene.organiser
    await finished(scene, await press(claire, await ready(scene, claire), "Confirmer l’envoi"))
    await scene.settled()


def standing(scene: Scene, channel: str) -> int:
    """Give the id of the one announcement in a channel."""
    log = scene.world.messages[scene.channel(channel)]
    (found,) = [message.id for message in log.newest_before(None) if TITLE in texts(message.data)]
    return found


async def retyped(scene: Scene, person: Actor, body: str = NEW, title: str = TITLE) -> ActorInteraction:
    """Type another text in the form of an announcement that was sent, and give the preview."""
    form = await (await person.slash(scene.lobby, "announce edit", announcement=TITLE)).done()
    assert form.state == "modal"
    return await (await person.submit(form, {"title": title, "body": body})).done()


async def confirmed(person: Actor, preview: ActorInteraction) -> ActorInteraction:
    return await press(person, await press(person, preview, "Modifier partout…"), "Modifier partout")


async def test_it_changes_in_every_channel_after_a_preview_and_a_confirmation(scene: Scene):
    claire = scene.organiser
    await sent(scene)
    before = {channel: standing(scene, channel) for channel in SIX}
    preview = await retyped(scene, claire)
    assert NEW in said(preview.message)
    assert "Il remplacera l’ancien partout (6 salons" in said(preview.message)
    asked = await press(claire, preview, "Modifier partout…")
    assert f"Modifier « {TITLE} » partout ?" in said(asked.message)
    assert "6 salons" in said(asked.message)
    assert "**Internet des objets**" in said(asked.message)
    assert all(BODY in texts(posts(scene, channel)[0]) for channel in SIX)
    report = await finished(scene, await press(claire, asked, "Modifier partout"))
    assert "6 envoyées" in report
    assert f"Modifiée par <@{claire.user_id}>" in report
    for channel in SIX:
        (post,) = posts(scene, channel)
        assert NEW in texts(post)
        assert standing(scene, channel) == before[channel]
    await scene.settled()
    (common,) = [one for one in scene.messages(claire, "organisation") if "Rapport d’envoi" in said(one)]
    assert "Modifiée par" in said(common)
    assert not [ping for ping in scene.world.pings if ping.user_ids or ping.role_ids or ping.everyone]


async def test_what_is_still_on_its_way_goes_out_with_the_new_text(scene: Scene, sandbox: Sandbox):
    claire = scene.organiser
    late = "|".join(str(scene.channel(name)) for name in SIX[3:])
    sandbox.faults.add(Fault("rate_limit", "POST", rf"/channels/({late})/messages", times=None))
    await press(claire, await ready(scene, claire), "Confirmer l’envoi")
    await scene.until(lambda: all(len(posts(scene, channel)) == 1 for channel in SIX[:3]))
    answer = await confirmed(claire, await retyped(scene, claire))
    await scene.until(lambda: all(NEW in texts(posts(scene, channel)[0]) for channel in SIX[:3]))
    sandbox.faults.clear()
    assert "6 envoyées" in await finished(scene, answer)
    assert all([NEW in texts(post) for post in posts(scene, channel)] == [True] for channel in SIX)


async def test_a_copy_whose_answer_was_lost_before_the_edit_has_the_new_text(scene: Scene, sandbox: Sandbox):
    """It stands with the old text when the edit is confirmed, and nobody knows yet."""
    claire = scene.organiser
    web = scene.channel("web")
    lost = sandbox.faults.add(Fault("lost_reply", "POST", rf"/channels/{web}/messages", status=503))
    sandbox.faults.add(Fault("rate_limit", "POST", rf"/channels/{web}/messages", times=None))
    await press(claire, await ready(scene, claire), "Confirmer l’envoi")
    await scene.until(lambda: lost.struck > 0)
    answer = await confirmed(claire, await retyped(scene, claire))
    sandbox.faults.clear()
    assert "6 envoyées" in await finished(scene, answer)
    await scene.settled()
    assert [NEW in texts(post) for post in posts(scene, "web")] == [True]


async def test_where_it_fails_the_channel_is_named_and_it_can_be_tried_again(scene: Scene):
    claire = scene.organiser
    await sent(scene)
    found = scene.world.channels[scene.channel("web")]
    before = found.overwrites[scene.bot_id]
    deny = int(Permission.VIEW_CHANNEL)
    scene.world.set_overwrite(
        found.id, Overwrite(before.id, before.type, allow=before.allow & ~deny, deny=before.deny | deny)
    )
    answer = await confirmed(claire, await retyped(scene, claire))
    report = await finished(scene, answer)
    assert "5 envoyées" in report
    assert f"l’ancien texte est encore dans <#{found.id}>" in report
    assert "Voir les salons" in report
    scene.world.set_overwrite(found.id, before)
    again = await press(claire, answer, "Réessayer les échecs")
    assert "6 envoyées" in await finished(scene, again)
    assert NEW in texts(posts(scene, "web")[0])


async def test_a_copy_that_had_failed_is_sent_with_the_new_text_alone(scene: Scene):
    claire = scene.organiser
    with closed(scene, "web"):
        await sent(scene)
    answer = await confirmed(claire, await retyped(scene, claire))
    report = await finished(scene, answer)
    assert "5 envoyées" in report
    assert "1 échec" in report
    again = await press(claire, answer, "Réessayer les échecs")
    assert "6 envoyées" in await finished(scene, again)
    assert [NEW in texts(post) for post in posts(scene, "web")] == [True]


async def test_a_copy_deleted_by_hand_stays_away(scene: Scene):
    claire = scene.organiser
    await sent(scene)
    scene.world.delete_message(scene.channel("web"), standing(scene, "web"))
    report = await finished(scene, await confirmed(claire, await retyped(scene, claire)))
    assert "5 envoyées · ✅ 1 retirée" in report
    assert posts(scene, "web") == []


async def test_of_two_who_edit_the_second_compares_before_it_replaces(scene: Scene):
    claire, marc = scene.organiser, scene.member("Marc", organiser=True)
    await sent(scene)
    hers, his = await retyped(scene, claire, "De Claire"), await retyped(scene, marc, "De Marc")
    asked = await press(marc, his, "Modifier partout…")
    await finished(scene, await confirmed(claire, hers))
    refused = await press(marc, asked, "Modifier partout")
    assert f"<@{claire.user_id}> a modifié cette annonce" in said(refused.message)
    preview = await press(marc, asked, "Retour à l’aperçu")
    assert "pendant que vous écriviez" in said(preview.message)
    assert "De Marc" in said(preview.message)
    present = await press(marc, preview, "Texte actuel")
    assert "De Claire" in said(present.message)
    back = await press(marc, present, "Retour au nouveau texte")
    await finished(scene, await confirmed(marc, back))
    assert all("De Marc" in texts(posts(scene, channel)[0]) for channel in SIX)


async def test_a_recall_during_an_edit_leaves_nothing(scene: Scene, sandbox: Sandbox):
    claire = scene.organiser
    await sent(scene)
    late = "|".join(str(scene.channel(name)) for name in SIX)
    sandbox.faults.add(Fault("rate_limit", "PATCH", rf"/channels/({late})/messages/\d+", times=None))
    editing = await confirmed(claire, await retyped(scene, claire))
    assert "Modification en cours" in said(editing.message)
    answer = await press(claire, await press(claire, editing, "Retirer…"), "Retirer l’annonce")
    sandbox.faults.clear()
    await scene.until(lambda: "Rapport de retrait" in texts(answer.message))
    await scene.settled()
    assert all(posts(scene, channel) == [] for channel in SIX)
    refused = await (await claire.slash(scene.lobby, "announce edit", announcement=TITLE)).done()
    assert "Cette annonce a été retirée" in said(refused.message)


async def test_a_restart_in_the_middle_of_an_edit_leaves_no_old_text(sandbox: Sandbox, tmp_path: Path):
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    async with scene.running():
        await sent(scene)
        late = "|".join(str(scene.channel(name)) for name in SIX[3:])
        sandbox.faults.add(
            Fault("status", "PATCH", rf"/channels/({late})/messages/\d+", times=None, status=503)
        )
        await confirmed(scene.organiser, await retyped(scene, scene.organiser))
        await scene.until(lambda: all(NEW in texts(posts(scene, channel)[0]) for channel in SIX[:3]))
    assert all(BODY in texts(posts(scene, channel)[0]) for channel in SIX[3:])
    sandbox.faults.clear()
    scene.app = App(scene.settings, scene.clock)
    async with scene.running():
        opened = await report_on(scene, scene.organiser, TITLE)
        assert "6 envoyées" in await finished(scene, opened)
    assert all([NEW in texts(post) for post in posts(scene, channel)] == [True] for channel in SIX)


async def test_the_text_before_is_read_in_the_journal(scene: Scene):
    claire = scene.organiser
    await sent(scene)
    answer = await confirmed(claire, await retyped(scene, claire))
    await finished(scene, answer)
    journal = await press(claire, answer, "Journal")
    assert f"✏️ Modifiée par <@{claire.user_id}>" in said(journal.message)
    assert journal.message is not None
    menu = journal.message["components"][0]["components"]
    (select,) = [part for row in menu if row["type"] == 1 for part in row["components"] if part["type"] == 3]
    chosen = [select["options"][0]["value"]]
    before = await (await claire.select(int(journal.message["id"]), "announcements:before", chosen)).done()
    assert BODY in said(before.message)


async def test_a_draft_is_corrected_and_not_edited(scene: Scene):
    await compose(scene, scene.organiser)
    answer = await (await scene.organiser.slash(scene.lobby, "announce edit", announcement=TITLE)).done()
    assert "Aperçu, visible de vous seul" in said(answer.message)


async def test_an_edit_that_is_too_long_is_kept_and_corrected(scene: Scene):
    claire = scene.organiser
    await sent(scene)
    wrong = await retyped(scene, claire, " ")
    assert "Il manque le texte" in said(wrong.message)
    form = await press(claire, wrong, "Corriger")
    assert form.state == "modal"
    preview = await (await claire.submit(form, {"title": TITLE, "body": NEW})).done()
    await finished(scene, await confirmed(claire, preview))
    assert NEW in texts(posts(scene, "web")[0])


async def test_of_two_who_confirm_the_same_edit_one_is_told(scene: Scene):
    claire = scene.organiser
    await sent(scene)
    asked = await press(claire, await retyped(scene, claire), "Modifier partout…")
    answers = await asyncio.gather(
        press(claire, asked, "Modifier partout"), press(claire, asked, "Modifier partout")
    )
    assert len([one for one in answers if "déjà faite" in said(one.message)]) == 1


async def test_a_direct_message_is_edited_too(scene: Scene):
    claire, lea = scene.organiser, scene.member("Léa")
    await ask_for_them(scene, lea)
    await finished(scene, await press(claire, await chosen(scene), "Confirmer l’envoi"))
    await scene.settled()
    (before,) = letters(scene, lea)
    assert BODY in said(before)
    await finished(scene, await confirmed(claire, await retyped(scene, claire)))
    (after,) = letters(scene, lea)
    assert after["id"] == before["id"]
    assert NEW in said(after)
    assert "Ne plus les recevoir" in texts(after)


async def test_a_direct_message_is_edited_also_with_who_wants_none_any_more_or_has_left(scene: Scene):
    claire, lea, marc = scene.organiser, scene.member("Léa"), scene.member("Marc")
    await ask_for_them(scene, lea)
    await ask_for_them(scene, marc)
    answer = await press(claire, await chosen(scene), "Confirmer l’envoi")
    await scene.until(lambda: len(letters(scene, lea)) == 1)
    await scene.advance(DIRECT_PACE)
    await finished(scene, answer)
    await scene.settled()
    await press(lea, letters(scene, lea)[0], "Ne plus les recevoir")
    scene.world.remove_member(scene.community_id, marc.user_id)
    answer = await confirmed(claire, await retyped(scene, claire))
    await scene.advance(DIRECT_PACE)
    report = await finished(scene, answer)
    for person in (lea, marc):
        (letter,) = letters(scene, person)
        assert NEW in said(letter)
    assert "2 reçus" in report
    assert "retiré" not in report


async def test_nobody_is_notified_by_an_edit_of_a_copy_that_mentions_a_role(scene: Scene):
    claire = scene.organiser
    asked = await pick(scene, claire, await offer(scene, claire, "all"), "web")
    preview = await press(claire, asked, "Mentionner ce rôle")
    await finished(scene, await press(claire, await press(claire, preview, "Envoyer…"), "Confirmer l’envoi"))
    await scene.settled()
    before = len(scene.world.pings)
    await finished(scene, await confirmed(claire, await retyped(scene, claire)))
    assert NEW in texts(posts(scene, "web")[0])
    assert not [ping for ping in list(scene.world.pings)[before:] if ping.user_ids or ping.role_ids]
