"""Announcements where a second organiser has to approve: asked for, looked at, approved or sent back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.config import AnnouncementSettings
from sandbox import ActorInteraction, Sandbox
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite
from tests.e2e.announcing import (
    BODY,
    SIX,
    TITLE,
    compose,
    draft_of,
    finished,
    posts,
    press,
    ready,
    report_on,
    said,
)
from tests.e2e.scene import Scene, texts


@pytest.fixture
async def careful(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Scene]:
    """A community whose announcements need the approval of a second organiser."""
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    wanted = AnnouncementSettings(approval=True)
    scene.settings = scene.settings.model_copy(update={"announcements": wanted})
    scene.app = App(scene.settings, scene.clock)
    async with scene.running():
        yield scene


async def asked(scene: Scene, body: str = BODY) -> ActorInteraction:
    """Write an announcement and ask for approval; give what the organiser sees."""
    claire = scene.organiser
    if body == BODY:
        return await press(claire, await ready(scene, claire), "Demander l’accord")
    preview = await compose(scene, claire, TITLE, body)
    chosen = await (
        await claire.select(
            int((preview.message or {})["id"]), f"announcements:groups:{draft_of(preview.message)}:0", ["all"]
        )
    ).done()
    return await press(claire, await press(claire, chosen, "Envoyer…"), "Demander l’accord")


def in_organisation(scene: Scene, words: str) -> list[dict[str, Any]]:
    return [one for one in scene.messages(scene.organiser, "organisation") if words in said(one)]


async def request_in(scene: Scene) -> dict[str, Any]:
    await scene.settled()
    (found,) = in_organisation(scene, "Accord demandé")
    return found


async def test_nothing_leaves_before_a_second_organiser_approves(careful: Scene):
    scene, claire, marc = careful, careful.organiser, careful.member("Marc", organiser=True)
    answer = await asked(scene)
    assert "La demande est dans le salon de l’équipe d’organisation" in said(answer.message)
    request = await request_in(scene)
    assert f"par <@{claire.user_id}> (6 salons" in said(request)
    assert f"## {TITLE}" in said(request)
    assert BODY in said(request)
    assert "Internet des objets" in said(request)
    assert all(posts(scene, channel) == [] for channel in SIX)
    own = await press(claire, request, "Donner l’accord")
    assert "une autre personne de l’équipe doit le donner" in said(own.message)
    assert all(posts(scene, channel) == [] for channel in SIX)
    report = await finished(scene, await press(marc, request, "Donner l’accord"))
    assert "6 envoyées" in report
    assert f"Par <@{claire.user_id}>" in report
    await scene.settled()
    (closed,) = in_organisation(scene, f"Accord donné par <@{marc.user_id}>")
    assert closed["id"] == request["id"]
    assert "Donner l’accord" not in texts(closed)
    assert BODY not in said(closed)


async def test_whoever_asked_is_told_and_nobody_else_is_notified(careful: Scene):
    scene, claire, marc = careful, careful.organiser, careful.member("Marc", organiser=True)
    await asked(scene)
    await finished(scene, await press(marc, await request_in(scene), "Donner l’accord"))
    await scene.settled()
    assert in_organisation(scene, f"<@{claire.user_id}>, <@{marc.user_id}> a donné son accord")
    pinged = [ping for ping in scene.world.pings if ping.user_ids or ping.role_ids or ping.everyone]
    assert [set(ping.user_ids) for ping in pinged] == [{claire.user_id}]
    assert not any(ping.role_ids or ping.everyone for ping in pinged)


async def test_sent_back_with_a_reason_it_is_corrected_and_asked_for_again(careful: Scene):
    scene, claire, marc = careful, careful.organiser, careful.member("Marc", organiser=True)
    await asked(scene)
    request = await request_in(scene)
    form = await press(marc, request, "Renvoyer…")
    assert form.state == "modal"
    await (await marc.submit(form, {"reason": "C’est @everyone le **jeudi** 4."})).done()
    await scene.settled()
    (told,) = in_organisation(scene, "vous renvoie")
    assert "C’est" in said(told)
    assert not [ping for ping in scene.world.pings if ping.everyone]
    opened = await press(claire, told, "Ouvrir")
    assert "Aperçu, visible de vous seul" in said(opened.message)
    assert in_organisation(scene, "vous renvoie"), "what others see stays"
    again = await press(claire, await press(claire, opened, "Envoyer…"), "Demander l’accord")
    assert "La demande est dans le salon" in said(again.message)
    assert in_organisation(scene, f"Renvoyée par <@{marc.user_id}>"), (
        "the first request has no buttons any more"
    )
    await finished(scene, await press(marc, await request_in(scene), "Donner l’accord"))
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)


async def test_whoever_asked_takes_it_back_from_their_answer_or_from_the_request(careful: Scene):
    scene, claire = careful, careful.organiser
    back = await press(claire, await asked(scene), "Reprendre")
    assert "Vous l’avez reprise" in said(back.message)
    opened = await press(claire, back, "Ouvrir")
    await press(claire, await press(claire, opened, "Envoyer…"), "Demander l’accord")
    back = await press(claire, await request_in(scene), "Renvoyer…")
    assert "Vous l’avez reprise" in said(back.message)
    await scene.settled()
    assert len(in_organisation(scene, f"Reprise par <@{claire.user_id}>")) == 2


async def test_it_is_found_in_the_list_and_decided_there_too(careful: Scene):
    scene, marc = careful, careful.member("Marc", organiser=True)
    await asked(scene)
    listed = await (await marc.slash(scene.lobby, "announce list")).done()
    assert "attend un accord" in said(listed.message)
    opened = await report_on(scene, marc, TITLE)
    assert "Accord demandé" in said(opened.message)
    assert "6 envoyées" in await finished(scene, await press(marc, opened, "Donner l’accord"))
    mine = await report_on(scene, careful.organiser, TITLE)
    assert "Rapport d’envoi" in said(mine.message)


async def test_an_edit_needs_it_too(careful: Scene):
    scene, claire, marc = careful, careful.organiser, careful.member("Marc", organiser=True)
    await asked(scene)
    await finished(scene, await press(marc, await request_in(scene), "Donner l’accord"))
    await scene.settled()
    form = await (await claire.slash(scene.lobby, "announce edit", announcement=TITLE)).done()
    preview = await (await claire.submit(form, {"title": TITLE, "body": "Nouveau texte"})).done()
    await press(claire, await press(claire, preview, "Modifier partout…"), "Demander l’accord")
    request = await request_in(scene)
    assert "pour modifier cette annonce" in said(request)
    assert "Nouveau texte" in said(request)
    present = await press(marc, request, "Texte actuel")
    assert BODY in said(present.message)
    assert all(BODY in texts(posts(scene, channel)[0]) for channel in SIX)
    report = await finished(scene, await press(marc, request, "Donner l’accord"))
    assert f"Modifiée par <@{claire.user_id}>" in report
    assert all("Nouveau texte" in texts(posts(scene, channel)[0]) for channel in SIX)


async def test_unanswered_for_three_days_it_comes_back(careful: Scene):
    scene, claire = careful, careful.organiser
    await asked(scene)
    await request_in(scene)
    await scene.advance(timedelta(days=3, seconds=1))
    await scene.until(lambda: bool(in_organisation(scene, "personne n’a répondu à temps")))
    assert in_organisation(scene, "Sans réponse jusqu’au")
    opened = await report_on(scene, claire, TITLE)
    assert "Aperçu, visible de vous seul" in said(opened.message)


async def test_the_longest_announcement_fits_its_request(careful: Scene):
    scene, marc = careful, careful.member("Marc", organiser=True)
    await asked(scene, "x" * 3500)
    assert "x" * 3500 in said(await request_in(scene))
    assert "6 envoyées" in await finished(
        scene, await press(marc, await request_in(scene), "Donner l’accord")
    )


async def test_it_is_for_organisers_alone(careful: Scene):
    scene, lea = careful, careful.member("Léa")
    await asked(scene)
    request = await request_in(scene)
    channel = scene.channel("organisation")
    scene.world.set_overwrite(channel, Overwrite(lea.user_id, 1, allow=int(Permission.VIEW_CHANNEL)))
    for label in ("Donner l’accord", "Renvoyer…"):
        refused = await press(lea, request, label)
        assert "équipe d’organisation" in said(refused.message)
    assert all(posts(scene, name) == [] for name in SIX)
