"""Announcements as organisers live them: written, looked at, sent once, followed, and tried again where it failed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.domain.communities import GroupSeed
from sandbox import Sandbox
from sandbox.faults import Fault
from tests.e2e.announcing import (
    BODY,
    SIX,
    TITLE,
    choose,
    closed,
    compose,
    finished,
    group_ids,
    number,
    posts,
    press,
    ready,
    report_on,
    said,
)
from tests.e2e.scene import Scene, texts


async def test_from_the_form_to_thereport_on(scene: Scene):
    lea = scene.member("Léa")
    await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    preview = await compose(scene, scene.organiser)
    assert f"## {TITLE}" in said(preview.message)
    assert BODY in said(preview.message)
    assert "Choisissez qui recevra l’annonce" in said(preview.message)
    chosen = await choose(scene.organiser, preview, "all")
    assert "Pour 6 salons, 1 personne" in said(preview.message)
    confirmation = await press(scene.organiser, chosen, "Envoyer…")
    assert f"Envoyer « {TITLE} » ?" in said(confirmation.message)
    assert "6 salons, 1 personne" in said(confirmation.message)
    assert "**Internet des objets**" in said(confirmation.message)
    assert all(posts(scene, channel) == [] for channel in SIX)
    sending = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    report = await finished(scene, sending)
    assert "6 envoyées" in report
    for channel in SIX:
        (post,) = posts(scene, channel)
        assert BODY in texts(post)
        assert f"https://discord.com/channels/{scene.community_id}/{scene.channel(channel)}/" in report
    await scene.settled()
    common = scene.messages(scene.organiser, "organisation")[-1]
    assert "6 envoyées" in said(common)
    assert "Claire" not in said(common)
    assert f"<@{scene.organiser.user_id}>" in said(common)
    assert [message for message in scene.messages(lea, "web") if TITLE in texts(message)]


async def test_the_preview_is_what_the_groups_read(scene: Scene):
    claire = scene.organiser
    claire.set_locale("en-US")
    preview = await compose(scene, claire)
    chosen = await choose(claire, preview, (await group_ids(scene))["web"])
    assert "Preview, seen by you alone" in said(chosen.message)
    assert preview.message is not None
    shown = preview.message["components"][0]
    confirmation = await press(claire, chosen, "Send…")
    await press(claire, confirmation, "Confirm and send")
    await scene.settled()
    (post,) = posts(scene, "web")
    assert texts({"components": [shown]}) == texts(post)
    assert all(posts(scene, channel) == [] for channel in SIX if channel != "web")


async def test_progress_is_shown_while_it_goes_on(scene: Scene, sandbox: Sandbox):
    web = scene.channel("web")
    sandbox.faults.add(Fault("status", "POST", rf"/channels/{web}/messages", times=1, status=503))
    confirmation = await ready(scene, scene.organiser)
    sending = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    assert "Envoi en cours" in said(sending.message)
    assert "6 envoyées" in await finished(scene, sending)
    assert len(posts(scene, "web")) == 1
    await scene.until(lambda: scene.app.front.background.running == 0)


async def test_following_a_sending_ends_before_the_answer_grows_too_old(scene: Scene, sandbox: Sandbox):
    web = scene.channel("web")
    sandbox.faults.add(Fault("rate_limit", "POST", rf"/channels/{web}/messages", times=None))
    sending = await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
    await scene.until(lambda: scene.app.front.background.running == 1)
    sandbox.clock.advance(timedelta(minutes=14))
    await scene.until(lambda: scene.app.front.background.running == 0)
    assert "Envoi en cours" in said(sending.message)


async def test_nobody_is_pinged_by_a_text(scene: Scene):
    lea = scene.member("Léa")
    role = scene.roles()["Web"]
    body = f"@everyone @here <@&{role}> <@{lea.user_id}> [lien](https://example.org)"
    preview = await choose(
        scene.organiser, await compose(scene, scene.organiser, f"@everyone {TITLE}", body), "all"
    )
    confirmation = await press(scene.organiser, preview, "Envoyer…")
    await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    await scene.settled()
    assert not [ping for ping in scene.world.pings if ping.user_ids or ping.role_ids or ping.everyone]
    (post,) = posts(scene, "web")
    assert "[lien](https://example.org)" in texts(post)


async def test_a_channel_closed_to_the_bot_is_named_with_what_to_do(scene: Scene):
    with closed(scene, "web"):
        sending = await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
        report = await finished(scene, sending)
    assert "5 envoyées" in report
    assert "1 échec" in report
    assert f"pas le droit d’écrire dans <#{scene.channel('web')}>" in report
    assert "Envoyer des messages" in report
    assert not [one for one in scene.messages(scene.organiser, "organisation") if "n’a pas pu" in said(one)]
    # Once the right is back, only what failed is sent again.
    again = await press(scene.organiser, sending, "Réessayer les échecs")
    assert "6 envoyées" in await finished(scene, again)
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)
    await scene.settled()
    (common,) = [one for one in scene.messages(scene.organiser, "organisation") if TITLE in texts(one)]
    assert "6 envoyées" in said(common)


async def test_the_organisers_common_report_retries_too(scene: Scene):
    with closed(scene, "web"):
        confirmation = await ready(scene, scene.organiser)
        await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    await scene.settled()
    common = scene.messages(scene.organiser, "organisation")[-1]
    marc = scene.member("Marc", organiser=True)
    answers = await asyncio.gather(
        press(marc, common, "Réessayer les échecs"), press(scene.organiser, common, "Réessayer les échecs")
    )
    refused = [one for one in answers if "encore en cours" in said(one.message)]
    refused += [one for one in answers if "plus rien à renvoyer" in said(one.message)]
    (shown,) = [one for one in answers if one not in refused]
    assert "6 envoyées" in await finished(scene, shown)
    await scene.settled()
    (mended,) = [one for one in scene.messages(marc, "organisation") if TITLE in texts(one) and not _own(one)]
    assert number(mended) == number(common)
    assert "Réessayer" not in texts(mended)
    assert len(posts(scene, "web")) == 1


async def test_a_deleted_channel_is_made_anew_and_gets_its_copy(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    gone = scene.channel("web")
    scene.world.delete_channel(gone)
    report = await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    assert "6 envoyées" in report
    assert scene.channel("web") != gone
    assert len(posts(scene, "web")) == 1


async def test_a_restart_in_the_middle_loses_and_doubles_nothing(sandbox: Sandbox, tmp_path: Path):
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    async with scene.running():
        confirmation = await ready(scene, scene.organiser)
        late = "|".join(str(scene.channel(name)) for name in SIX[3:])
        sandbox.faults.add(Fault("status", "POST", rf"/channels/({late})/messages", times=None, status=503))
        await press(scene.organiser, confirmation, "Confirmer l’envoi")
        await scene.until(lambda: all(len(posts(scene, channel)) == 1 for channel in SIX[:3]))
    assert all(posts(scene, channel) == [] for channel in SIX[3:])
    sandbox.faults.clear()
    scene.app = App(scene.settings, scene.clock)
    async with scene.running():
        opened = await report_on(scene, scene.organiser, TITLE)
        assert "6 envoyées" in await finished(scene, opened)
        await scene.settled()
        assert "6 envoyées" in said(scene.messages(scene.organiser, "organisation")[-1])
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)


async def test_the_list_opens_drafts_and_reports(scene: Scene):
    empty = await (await scene.organiser.slash(scene.lobby, "announce list")).done()
    assert "Aucune annonce pour l’instant" in said(empty.message)
    await finished(
        scene, await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
    )
    await compose(scene, scene.organiser, "Brouillon du jour", BODY)
    listed = await (await scene.organiser.slash(scene.lobby, "announce list")).done()
    assert "brouillon" in said(listed.message)
    assert "envoi terminé · 6 sur 6" in said(listed.message)
    assert "2 annonces" in said(listed.message)
    choices = await scene.organiser.autocomplete(scene.lobby, "announce report", "announcement", "jour")
    (choice,) = choices
    assert choice["name"] == "Brouillon du jour · brouillon"
    opened = await (
        await scene.organiser.select(number(listed.message), "announcements:open", [choice["value"]])
    ).done()
    assert "Aperçu, visible de vous seul" in said(opened.message)


async def test_a_draft_is_gone_after_a_day(scene: Scene):
    preview = await compose(scene, scene.organiser)
    await scene.advance(timedelta(hours=24))

    async def gone() -> bool:
        async with scene.app.database.read() as unit:
            return not await unit.announcements.count(scene.community_id)

    await scene.until(gone)
    answer = await report_on(scene, scene.organiser, TITLE)
    assert "Aucune annonce ne s’appelle" in said(answer.message)
    assert preview.message is not None


def _own(message: dict[str, Any]) -> bool:
    """Tell whether a message is one that its addressee alone sees."""
    return bool(message["flags"] & 64)


async def test_whoever_names_groups_beside_all_of_them_narrows_them(scene: Scene):
    claire, ids = scene.organiser, await group_ids(scene)
    preview = await choose(claire, await compose(scene, claire), ids["web"], "all")
    assert "6 salons" in said(preview.message)
    preview = await choose(claire, preview, "all", ids["web"], ids["security"])
    assert "2 salons" in said(preview.message)
    preview = await choose(claire, preview, "all", ids["web"], ids["security"])
    assert "6 salons" in said(preview.message)


async def test_whoever_takes_all_groups_away_takes_those_of_every_menu_away(scene: Scene):
    async with scene.app.database.write() as unit:
        more = [GroupSeed(f"g{number}", {"fr": f"Groupe {number}"}, {"fr": ""}, 0) for number in range(19)]
        await unit.groups.add(scene.community_id, more)
    claire = scene.organiser
    preview = await choose(claire, await compose(scene, claire), "all")
    assert "25 salons" in said(preview.message)
    preview = await choose(claire, preview)
    assert "Choisissez qui recevra l’annonce" in said(preview.message)
