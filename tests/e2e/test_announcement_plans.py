"""Announcements at a time, or again and again, as organisers live them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from sandbox import Sandbox
from tests.e2e.announcing import (
    TITLE,
    draft_of,
    finished,
    group_ids,
    number,
    posts,
    press,
    ready,
    report_on,
    said,
)
from tests.e2e.restoring import Operator
from tests.e2e.scene import Scene, texts

# The scene begins on Monday 6 January 2031 at 9 in the morning, in Brussels.


async def plan(
    scene: Scene, shown: Any, when: str = "vendredi 9h", repeat: str = "once", until: str = ""
) -> Any:
    """Fill in the form that asks when."""
    form = await press(scene.organiser, shown, "Programmer…")
    values = {"when": when, "repeat": [repeat], "until": until}
    return await (await scene.organiser.submit(form, values)).done()


async def planned(scene: Scene, **values: str) -> Any:
    """Plan an announcement for the channel of the Web."""
    shown = await plan(scene, await ready(scene, scene.organiser, await web(scene)), **values)
    return await press(scene.organiser, shown, "Programmer")


async def web(scene: Scene) -> str:
    return (await group_ids(scene))["web"]


async def listed(scene: Scene) -> str:
    return said((await (await scene.organiser.slash(scene.lobby, "announce list")).done()).message)


async def test_an_announcement_leaves_on_the_day_and_hour_that_were_typed(scene: Scene):
    shown = await plan(scene, await ready(scene, scene.organiser, await web(scene)))
    assert "vendredi 10 janvier 2031 à 9h (heure de Bruxelles)" in said(shown.message)
    confirmed = await press(scene.organiser, shown, "Programmer")
    assert "Programmée" in said(confirmed.message)
    assert posts(scene, "web") == []
    await scene.advance(timedelta(days=3, hours=23))
    assert posts(scene, "web") == []
    await scene.advance(timedelta(hours=1))
    await scene.until(lambda: len(posts(scene, "web")) == 1)
    await scene.settled()
    assert "1 envoyée" in said(scene.messages(scene.organiser, "organisation")[-1])


async def test_the_targets_of_what_is_planned_are_named(scene: Scene):
    ids = await group_ids(scene)
    shown = await plan(scene, await ready(scene, scene.organiser, ids["web"], ids["transmedia"]))
    assert "**Web** et **Transmédia**" in said(shown.message)
    confirmed = await press(scene.organiser, shown, "Programmer")
    assert "💬 Web et Transmédia" in said(confirmed.message)


async def test_a_date_that_can_not_be_read_is_kept_and_corrected(scene: Scene):
    shown = await plan(scene, await ready(scene, scene.organiser), when="bientôt", repeat="week")
    assert "« bientôt » ne se lit pas comme une date" in said(shown.message)
    form = await press(scene.organiser, shown, "Corriger")
    again = await (await scene.organiser.submit(form, {"when": "mardi 18h"})).done()
    assert "Chaque mardi à 18h" in said(again.message)
    assert "Puis mardi 14 janvier 2031 et mardi 21 janvier 2031" in said(again.message)


async def test_a_series_sends_each_time_and_its_reports_lead_to_it(scene: Scene):
    await planned(scene, repeat="week", until="2 fois")
    await scene.advance(timedelta(days=4))
    await scene.until(lambda: len(posts(scene, "web")) == 1)
    await scene.advance(timedelta(days=7))
    await scene.until(lambda: len(posts(scene, "web")) == 2)
    await scene.settled()
    report = scene.messages(scene.organiser, "organisation")[-1]
    assert "1 envoyée" in said(report)
    series = await press(scene.organiser, report, "Voir la série")
    assert "Série terminée" in said(series.message)
    assert "série terminée" in await listed(scene)


async def test_what_is_planned_is_listed_first_and_called_off_by_command(scene: Scene):
    shown = await planned(scene)
    await ready(scene, scene.organiser)
    lines = [line for line in (await listed(scene)).splitlines() if TITLE in line]
    assert "programmée" in lines[0]
    assert "brouillon" in lines[1]
    (choice,) = await scene.organiser.autocomplete(scene.lobby, "announce cancel", "announcement", "")
    assert choice["value"] == draft_of(shown.message)
    asked = await (
        await scene.organiser.slash(scene.lobby, "announce cancel", announcement=choice["value"])
    ).done()
    assert f"Annuler « {TITLE} » ?" in said(asked.message)
    gone = await press(scene.organiser, asked, "Annuler l’envoi")
    assert "Annulée : rien ne partira" in said(gone.message)
    await scene.advance(timedelta(days=5))
    assert posts(scene, "web") == []
    draft = await press(scene.organiser, gone, "Remettre en brouillon")
    assert "Aperçu, visible de vous seul" in said(draft.message)


async def test_what_is_planned_is_edited_in_all_it_is_and_leaves_at_its_time(scene: Scene):
    claire = scene.organiser
    shown = await planned(scene)
    named = draft_of(shown.message)
    preview = await (await claire.slash(scene.lobby, "announce edit", announcement=named)).done()
    assert "Modification d’une annonce programmée" in said(preview.message)
    form = await press(claire, preview, "Corriger")
    values = {"title": TITLE, "body": "Rendez-vous vendredi.", "link": "https://example.org/plan"}
    preview = await (await claire.submit(form, values)).done()
    mobile = (await group_ids(scene))["transmedia"]
    menu = f"announcements:groups:{draft_of(preview.message)}:0"
    preview = await (await claire.select(number(preview.message), menu, [mobile])).done()
    asked = await press(claire, preview, "Enregistrer…")
    assert "Modifier « Soirée de réseautage », programmée ?" in said(asked.message)
    assert "vendredi 10 janvier 2031 à 9h" in said(asked.message)
    assert "Destinataires : Web → Transmédia" in said(asked.message)
    assert "Lien : rien → " in said(asked.message)
    saved = await press(claire, asked, "Enregistrer")
    assert "Programmée" in said(saved.message)
    assert "Rendez-vous vendredi." in said(saved.message)
    history = await press(claire, saved, "Journal")
    assert "Destinataires : Web → Transmédia" in said(history.message)
    assert "brouillon" not in await listed(scene)
    await scene.advance(timedelta(days=4))
    await scene.until(lambda: len(posts(scene, "transmédia")) == 1)
    assert "Rendez-vous vendredi." in said(posts(scene, "transmédia")[0])
    assert posts(scene, "web") == []


async def test_an_edit_saved_after_the_departure_says_so_before_it_can_be_sent_as_another(scene: Scene):
    claire = scene.organiser
    shown = await planned(scene, when="aujourd’hui 10h")
    preview = await press(claire, shown, "Modifier…")
    form = await press(claire, preview, "Corriger")
    preview = await (await claire.submit(form, {"title": TITLE, "body": "Rendez-vous à 11h."})).done()
    await scene.advance(timedelta(hours=1, minutes=1))
    await scene.until(lambda: len(posts(scene, "web")) == 1)
    told = await press(claire, preview, "Enregistrer…")
    await scene.until(lambda: bool(told.followups))
    assert "est partie entre-temps" in said(told.followups[0])
    assert "Envoyer « " not in said(told.message)
    assert "Rendez-vous à 11h." in said(told.message)
    asked = await press(claire, told, "Envoyer…")
    assert f"Envoyer « {TITLE} » ?" in said(asked.message)
    await finished(scene, await press(claire, asked, "Confirmer l’envoi"))
    assert [("11h" in said(post)) for post in posts(scene, "web")] == [True, False]


async def test_a_series_under_way_is_planned_anew_with_what_it_sent(scene: Scene):
    claire = scene.organiser
    shown = await planned(scene, repeat="week", until="3 fois")
    await scene.advance(timedelta(days=4))
    await scene.until(lambda: len(posts(scene, "web")) == 1)
    await scene.advance(timedelta(days=1))
    schedule = await claire.slash(scene.lobby, "announce schedule", announcement=draft_of(shown.message))
    # The form is submitted as it stood.
    again = await (await claire.submit(await schedule.done(), {})).done()
    assert "vendredi 17 janvier 2031 à 9h" in said(again.message)
    assert "encore 2 fois (1 sur 3 est déjà partie)" in said(again.message)
    moved = await press(claire, again, "Programmer")
    assert "encore 2 fois" in said(moved.message)
    form = await press(claire, moved, "Changer la date")
    refused = await (await claire.submit(form, {"until": "1 fois"})).done()
    assert "Cette série est déjà partie 1 fois" in said(refused.message)


async def sent_once_and_planned_for_once_more(scene: Scene) -> tuple[str, Any]:
    """Let a series send its first date, and plan it for one more; give what it sent, and what is planned."""
    claire = scene.organiser
    shown = await planned(scene, repeat="week")
    await scene.advance(timedelta(days=4))
    await scene.until(lambda: len(posts(scene, "web")) == 1)
    await scene.settled()
    schedule = await claire.slash(scene.lobby, "announce schedule", announcement=draft_of(shown.message))
    values = {"when": "samedi 9h", "repeat": ["once"], "until": ""}
    again = await (await claire.submit(await schedule.done(), values)).done()
    return draft_of(common(scene)[-1]), await press(claire, again, "Programmer")


async def test_what_a_series_sent_is_still_reported_once_a_draft_is_made_of_its_last_date(scene: Scene):
    claire = scene.organiser
    sent, last = await sent_once_and_planned_for_once_more(scene)
    asked = await press(claire, last, "Annuler…")
    draft = await press(claire, asked, "Remettre en brouillon")
    assert "Aperçu, visible de vous seul" in said(draft.message)
    report = await report_on(scene, claire, sent)
    assert "1 envoyée" in said(report.message)
    series = await press(claire, report, "Voir la série")
    assert "Annulée : rien ne partira" in said(series.message)


async def test_the_last_date_of_a_series_is_shown_as_its_series_once_it_has_left(scene: Scene):
    claire = scene.organiser
    sent, last = await sent_once_and_planned_for_once_more(scene)
    await scene.advance(timedelta(days=1))
    await scene.until(lambda: len(posts(scene, "web")) == 2)
    await scene.settled()
    report = await report_on(scene, claire, sent)
    shown = await press(claire, report, "Voir la série")
    assert "1 envoyée" in said(shown.message)
    assert draft_of(shown.message) == draft_of(last.message)


async def test_one_date_of_a_series_is_skipped(scene: Scene):
    shown = await planned(scene, repeat="week", until="3 fois")
    assert "encore 3 fois" in said(shown.message)
    asked = await press(scene.organiser, shown, "Annuler…")
    skipped = await press(scene.organiser, asked, "Passer cette date")
    assert "vendredi 17 janvier 2031 à 9h" in said(skipped.message)
    assert "encore 3 fois" in said(skipped.message)
    await scene.advance(timedelta(days=4))
    assert posts(scene, "web") == []
    await scene.advance(timedelta(days=7))
    await scene.until(lambda: len(posts(scene, "web")) == 1)


async def test_the_command_plans_a_draft_and_changes_the_date_of_what_is_planned(scene: Scene):
    shown = await planned(scene)
    form = await (
        await scene.organiser.slash(scene.lobby, "announce schedule", announcement=draft_of(shown.message))
    ).done()
    assert form.state == "modal"
    again = await (await scene.organiser.submit(form, {"when": "samedi 10h"})).done()
    assert "samedi 11 janvier 2031 à 10h" in said(again.message)
    moved = await press(scene.organiser, again, "Programmer")
    assert "samedi 11 janvier 2031 à 10h" in said(moved.message)
    assert number(moved.message)


async def test_what_came_due_while_nothing_ran_is_sent_late_and_says_so(sandbox: Sandbox, tmp_path: Path):
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    async with scene.running():
        await planned(scene, when="demain 9h")
    sandbox.clock.advance(timedelta(days=1, hours=3))
    scene.app = App(scene.settings, scene.clock)
    async with scene.running():
        await scene.until(lambda: len(posts(scene, "web")) == 1)
        await scene.settled()
        report = said(scene.messages(scene.organiser, "organisation")[-1])
        assert "partie avec 3 h de retard" in report


async def test_what_is_too_old_is_not_sent_and_can_still_be(sandbox: Sandbox, tmp_path: Path):
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    async with scene.running():
        await planned(scene, when="demain 9h")
    sandbox.clock.advance(timedelta(days=3))
    scene.app = App(scene.settings, scene.clock)
    async with scene.running():
        await scene.until(lambda: any("Pas envoyée" in said(one) for one in common(scene)))
        assert posts(scene, "web") == []
        opened = await press(scene.organiser, common(scene)[-1], "Voir l’annonce")
        assert "Pas envoyée : sa date est passée" in said(opened.message)
        draft = await press(scene.organiser, opened, "Remettre en brouillon")
        assert TITLE in texts(draft.message)


@pytest.mark.parametrize("repeat", ["once", "week"])
async def test_a_database_that_was_put_back_sends_nothing_again_of_what_it_had_planned(
    sandbox: Sandbox, tmp_path: Path, repeat: str
):
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    operator = Operator(scene, tmp_path)
    async with scene.running():
        await planned(scene, repeat=repeat)
        await operator.backs_up()
        # What the lost run sends in between has the number that the date of the series will have the next time.
        other = await ready(scene, scene.organiser, (await group_ids(scene))["security"])
        await finished(scene, await press(scene.organiser, other, "Confirmer l’envoi"))
        await scene.advance(timedelta(days=4))
        await scene.until(lambda: len(posts(scene, "web")) == 1)
        await scene.settled()
    await operator.puts_back()
    sandbox.clock.advance(timedelta(minutes=10))
    async with operator.starts_anew():
        await scene.until(lambda: finished_again(scene))
        await scene.settled()
        assert len(posts(scene, "web")) == 1
        if repeat == "week":
            await scene.advance(timedelta(days=7))
            await scene.until(lambda: len(posts(scene, "web")) == 2)


async def finished_again(scene: Scene) -> bool:
    """Tell whether the bot knows that what was planned was delivered."""
    async with scene.app.database.read() as unit:
        recent = await unit.announcements.recent(scene.community_id, limit=10)
        reports = [await unit.announcements.report(scene.community_id, one.id) for one in recent]
    return any(report is not None and report.counts.delivered for report in reports)


def common(scene: Scene) -> list[dict[str, Any]]:
    return scene.messages(scene.organiser, "organisation")
