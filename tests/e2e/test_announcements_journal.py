"""Who did what about an announcement, as organisers read it."""

from __future__ import annotations

from bot.domain.announcements import Words
from sandbox import Actor, ActorInteraction
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite
from tests.e2e.announcing import (
    BODY,
    TITLE,
    compose,
    draft_of,
    finished,
    number,
    press,
    ready,
    report_on,
    said,
)
from tests.e2e.scene import Scene


async def journal(person: Actor, shown: ActorInteraction | dict[str, object]) -> list[str]:
    """Open the journal, and give its lines."""
    answer = await press(person, shown, "Journal")
    return [line for line in said(answer.message).splitlines() if "<@" in line or "quelqu’un" in line]


async def test_each_act_is_there_with_its_person(scene: Scene):
    claire, marc = scene.organiser, scene.member("Marc", organiser=True)
    await finished(scene, await press(claire, await ready(scene, claire), "Confirmer l’envoi"))
    await scene.settled()
    await press(marc, await press(marc, await report_on(scene, marc, TITLE), "Retirer…"), "Retirer l’annonce")
    await scene.settled()
    common = next(one for one in scene.messages(marc, "organisation") if "Rapport de retrait" in said(one))
    lines = await journal(marc, common)
    assert [line.split(" · ")[0] for line in lines] == [
        f"↩️ Retirée par <@{marc.user_id}>",
        f"📣 Envoyée par <@{claire.user_id}>",
        f"📝 Rédigée par <@{claire.user_id}>",
    ]
    # The common report stays as it is: the journal is for whoever asked.
    assert any("Rapport de retrait" in said(one) for one in scene.messages(claire, "organisation"))


async def test_a_drafts_journal_leads_back_to_its_preview(scene: Scene):
    preview = await compose(scene, scene.organiser)
    opened = await press(scene.organiser, preview, "Journal")
    assert f"Journal · {TITLE}" in said(opened.message)
    back = await press(scene.organiser, opened, "Retour à l’aperçu")
    assert BODY in said(back.message)


async def test_of_two_who_correct_a_draft_the_second_is_told_and_finds_the_others_text(scene: Scene):
    claire, marc = scene.organiser, scene.member("Marc", organiser=True)
    preview = await compose(scene, claire)
    named = draft_of(preview.message)
    listed = await (await marc.slash(scene.lobby, "announce list")).done()
    opened = await (await marc.select(number(listed.message), "announcements:open", [named])).done()
    forms = [await press(claire, preview, "Corriger"), await press(marc, opened, "Corriger")]
    hers = await (await claire.submit(forms[0], {"body": "Rendez-vous à 18h."})).done()
    assert hers.followups == []
    his = await (await marc.submit(forms[1], {"body": "Rendez-vous à 19h."})).done()
    assert "à 19h" in said(his.message)
    await scene.until(lambda: bool(his.followups))
    assert f"<@{claire.user_id}> a corrigé ce brouillon" in said(his.followups[0])
    history = await press(marc, his, "Journal")
    (menu,) = [
        one
        for row in (history.message or {})["components"][0]["components"]
        for one in row.get("components", [])
        if one.get("custom_id") == "announcements:before"
    ]
    latest, first = [option["value"] for option in menu["options"]]
    read = await (await marc.select(number(history.message), "announcements:before", [latest])).done()
    assert "à 18h" in said(read.message)
    back = await press(marc, read, "Retour au journal")
    read = await (await marc.select(number(back.message), "announcements:before", [first])).done()
    assert BODY in said(read.message)


async def test_it_is_for_organisers_alone(scene: Scene):
    claire, lea = scene.organiser, scene.member("Léa")
    await finished(scene, await press(claire, await ready(scene, claire), "Confirmer l’envoi"))
    await scene.settled()
    common = next(one for one in scene.messages(claire, "organisation") if TITLE in said(one))
    channel = scene.world.channels[scene.channel("organisation")]
    scene.world.set_overwrite(channel.id, Overwrite(lea.user_id, 1, allow=int(Permission.VIEW_CHANNEL)))
    answer = await press(lea, common, "Journal")
    assert "Rédigée" not in said(answer.message)
    assert "équipe d’organisation" in said(answer.message)


async def test_more_than_a_page_can_be_turned(scene: Scene):
    preview = await compose(scene, scene.organiser)
    announcement_id = int(draft_of(preview.message))
    drafts = scene.app.services.announcement_drafts
    for turn in range(10):
        words = Words(f"n{turn}", BODY)
        await drafts.correct(scene.community_id, announcement_id, scene.organiser.user_id, words)
    opened = await press(scene.organiser, preview, "Journal")
    assert "Page 1 sur 2" in said(opened.message)
    assert "Rédigée" not in said(opened.message)
    turned = await press(scene.organiser, opened, "Suivants")
    assert "Rédigée par" in said(turned.message)


async def test_a_planned_announcements_journal_leads_back_to_its_plan(scene: Scene):
    claire = scene.organiser
    form = await press(claire, await ready(scene, claire), "Programmer…")
    values = {"when": "vendredi 9h", "repeat": ["once"], "until": ""}
    asked = await (await claire.submit(form, values)).done()
    planned = await press(claire, asked, "Programmer")
    back = await press(claire, await press(claire, planned, "Journal"), "Retour")
    assert "Programmée" in said(back.message)
