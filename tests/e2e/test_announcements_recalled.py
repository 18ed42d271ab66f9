"""Announcements taken back: removed where they stand, stopped where they are still on their way."""

from __future__ import annotations

import asyncio

import pytest

from sandbox import ActorInteraction, Sandbox
from sandbox.faults import Fault
from tests.e2e.announcing import SIX, TITLE, compose, finished, posts, press, ready, report_on, said
from tests.e2e.scene import Scene, texts


async def test_it_disappears_from_every_channel_after_a_confirmation(scene: Scene):
    claire = scene.organiser
    await finished(scene, await press(claire, await ready(scene, claire), "Confirmer l’envoi"))
    await scene.settled()
    asked = await (await claire.slash(scene.lobby, "announce recall", announcement=TITLE)).done()
    assert f"Retirer « {TITLE} » ?" in said(asked.message)
    assert "6 envoyées" in said(asked.message)
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)
    answer = await press(claire, asked, "Retirer l’annonce")
    await scene.until(lambda: "Rapport de retrait" in texts(answer.message))
    assert "6 retirées" in said(answer.message)
    assert f"Retirée par <@{claire.user_id}>" in said(answer.message)
    assert all(posts(scene, channel) == [] for channel in SIX)
    await scene.settled()
    common = [one for one in scene.messages(claire, "organisation") if "Rapport de retrait" in said(one)]
    assert any("6 retirées" in said(one) for one in common)
    assert "Retirer…" not in said(await _list(scene))


async def test_what_is_still_on_its_way_does_not_stay(scene: Scene, sandbox: Sandbox):
    claire = scene.organiser
    asked = await press(claire, await _sending_half(scene, sandbox), "Retirer…")
    assert "en attente" in said(asked.message)
    answer = await press(claire, asked, "Retirer l’annonce")
    sandbox.faults.clear()
    await scene.until(lambda: "Rapport de retrait" in texts(answer.message))
    await scene.settled()
    assert all(posts(scene, channel) == [] for channel in SIX)


@pytest.mark.parametrize("by_command", [False, True])
async def test_the_question_stays_while_what_is_on_its_way_arrives(
    scene: Scene, sandbox: Sandbox, by_command: bool
):
    claire = scene.organiser
    shown = await _sending_half(scene, sandbox)
    if by_command:
        shown = await report_on(scene, claire, TITLE)
        await scene.until(lambda: scene.app.front.background.running == 2)
    asked = await press(claire, shown, "Retirer…")
    sandbox.faults.clear()
    await scene.settled()
    await scene.until(lambda: scene.app.front.background.running == 0)
    assert f"Retirer « {TITLE} » ?" in said(asked.message)
    back = await press(claire, asked, "Retour au rapport")
    assert "6 envoyées" in await finished(scene, back)


async def test_whoever_does_not_take_it_back_sees_again_how_far_it_is(scene: Scene, sandbox: Sandbox):
    claire = scene.organiser
    asked = await press(claire, await _sending_half(scene, sandbox), "Retirer…")
    back = await press(claire, asked, "Retour au rapport")
    assert "Envoi en cours" in said(back.message)
    sandbox.faults.clear()
    assert "6 envoyées" in await finished(scene, back)


async def _sending_half(scene: Scene, sandbox: Sandbox) -> ActorInteraction:
    """Send an announcement of which half does not arrive yet, and give the answer that shows how far it is."""
    late = "|".join(str(scene.channel(name)) for name in SIX[3:])
    sandbox.faults.add(Fault("rate_limit", "POST", rf"/channels/({late})/messages", times=None))
    sending = await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
    await scene.until(lambda: all(len(posts(scene, channel)) == 1 for channel in SIX[:3]))
    await scene.until(lambda: scene.app.front.background.running == 1)
    return sending


async def test_of_two_organisers_who_recall_at_once_one_is_told_who_did(scene: Scene):
    claire, marc = scene.organiser, scene.member("Marc", organiser=True)
    await finished(scene, await press(claire, await ready(scene, claire), "Confirmer l’envoi"))
    await scene.settled()
    asked = [await press(who, await report_on(scene, who, TITLE), "Retirer…") for who in (claire, marc)]
    outcomes = await asyncio.gather(
        *(press(who, one, "Retirer l’annonce") for who, one in zip((claire, marc), asked, strict=True))
    )
    answers = [said(outcome.message) for outcome in outcomes]
    (refused,) = [answer for answer in answers if "a déjà retiré cette annonce" in answer]
    winner = marc if answers[0] == refused else claire
    assert f"<@{winner.user_id}>" in refused


@pytest.mark.parametrize(
    ("locale", "told"), [("fr", "Il n’y a rien à retirer"), ("en-US", "There is nothing to recall")]
)
async def test_a_draft_is_not_recalled(scene: Scene, locale: str, told: str):
    scene.organiser.set_locale(locale)
    await compose(scene, scene.organiser)
    answer = await (await scene.organiser.slash(scene.lobby, "announce recall", announcement=TITLE)).done()
    assert told in said(answer.message)


async def _list(scene: Scene) -> dict[str, object] | None:
    return (await (await scene.organiser.slash(scene.lobby, "announce list")).done()).message
