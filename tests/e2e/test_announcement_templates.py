"""Templates of announcements, as organisers use them."""

from __future__ import annotations

from tests.e2e.announcing import BODY, TITLE, finished, posts, press, ready, said
from tests.e2e.scene import Scene


async def saved(scene: Scene, name: str = "Soirée du mois") -> None:
    """Send an announcement, and keep it as a template from its report."""
    sending = await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
    await finished(scene, sending)
    form = await press(scene.organiser, sending, "Garder en modèle")
    answer = await (await scene.organiser.submit(form, {"name": name})).done()
    assert f"Modèle **{name}** enregistré" in said(answer.message)


async def test_an_announcement_begins_from_an_earlier_one(scene: Scene):
    await saved(scene)
    (choice,) = await scene.organiser.autocomplete(scene.lobby, "announce compose", "template", "mois")
    assert choice["name"] == "Soirée du mois"
    form = await (
        await scene.organiser.slash(scene.lobby, "announce compose", template=choice["value"])
    ).done()
    preview = await (await scene.organiser.submit(form, {"title": f"{TITLE} de mars"})).done()
    assert f"## {TITLE} de mars" in said(preview.message)
    assert BODY in said(preview.message)
    assert len(posts(scene, "web")) == 1


async def test_templates_are_listed_used_and_deleted(scene: Scene):
    empty = await (await scene.organiser.slash(scene.lobby, "announce templates")).done()
    assert "Aucun modèle pour l’instant" in said(empty.message)
    await saved(scene)
    listed = await (await scene.organiser.slash(scene.lobby, "announce templates")).done()
    assert listed.message is not None
    async with scene.app.database.read() as unit:
        (template,) = await unit.announcement_templates.all(scene.community_id)
    menu = (int(listed.message["id"]), "announcements:template", [str(template.id)])
    opened = await (await scene.organiser.select(*menu)).done()
    assert f"## {TITLE}" in said(opened.message)
    form = await press(scene.organiser, opened, "Composer")
    preview = await (await scene.organiser.submit(form, {})).done()
    assert "Aperçu, visible de vous seul" in said(preview.message)
    again = await (await scene.organiser.slash(scene.lobby, "announce templates")).done()
    assert again.message is not None
    opened = await (
        await scene.organiser.select(int(again.message["id"]), "announcements:template", [str(template.id)])
    ).done()
    gone = await press(scene.organiser, opened, "Supprimer le modèle")
    assert "supprimé" in said(gone.message)
    unknown = await (
        await scene.organiser.slash(scene.lobby, "announce compose", template="Soirée du mois")
    ).done()
    assert "Aucun modèle ne s’appelle « Soirée du mois »" in said(unknown.message)
