"""What an announcement says, as organisers write it: several languages, a picture, a link, and nothing lost."""

from __future__ import annotations

import base64
from typing import Any

from sandbox import Actor, ActorInteraction, Upload
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.mentions import walk
from tests.e2e.announcing import (
    BODY,
    TITLE,
    choose,
    compose,
    draft_of,
    finished,
    group_ids,
    number,
    posts,
    press,
    said,
)
from tests.e2e.scene import Scene, texts

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
POSTER = Upload("affiche.png", PNG)


async def write(scene: Scene, person: Actor, **values: Any) -> ActorInteraction:
    form = await (await person.slash(scene.lobby, "announce compose")).done()
    return await (await person.submit(form, {"title": TITLE, "body": BODY, **values})).done()


async def correct(person: Actor, shown: ActorInteraction, label: str, **values: Any) -> ActorInteraction:
    form = await press(person, shown, label)
    return await (await person.submit(form, values)).done()


async def sent_to_web(scene: Scene, preview: ActorInteraction) -> dict[str, Any]:
    chosen = await choose(scene.organiser, preview, (await group_ids(scene))["web"])
    confirmation = await press(scene.organiser, chosen, "Envoyer…")
    await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    (post,) = posts(scene, "web")
    return post


def pictures(message: dict[str, Any] | None) -> list[tuple[str, str | None]]:
    assert message is not None
    galleries = [each for each in walk(message["components"]) if each["type"] == 12]
    return [(item["media"]["url"], item.get("description")) for each in galleries for item in each["items"]]


async def shown_file(scene: Scene, url: str) -> bytes:
    return scene.world.files[int(url.split("/attachments/")[1].split("/")[1])].content


async def test_a_picture_and_a_link_go_to_the_groups(scene: Scene):
    preview = await write(
        scene,
        scene.organiser,
        picture=[POSTER],
        alt="L’affiche de la soirée",
        link="https://www.example.org/soiree",
    )
    await scene.until(lambda: bool(pictures(preview.message)))
    assert "Ouvrir example.org" in said(preview.message)
    post = await sent_to_web(scene, preview)
    ((address, alt),) = pictures(post)
    assert alt == "L’affiche de la soirée"
    assert await shown_file(scene, address) == PNG
    (button,) = [each for each in walk(post["components"]) if each["type"] == 2]
    assert button["url"] == "https://www.example.org/soiree"


async def test_a_picture_stays_when_the_text_is_corrected_and_goes_when_it_is_taken_out(scene: Scene):
    preview = await write(scene, scene.organiser, picture=[POSTER])
    await scene.until(lambda: bool(pictures(preview.message)))
    corrected = await correct(scene.organiser, preview, "Corriger", body="Venez nombreux.")
    assert "Venez nombreux." in said(corrected.message)
    assert pictures(corrected.message)
    bare = await press(scene.organiser, corrected, "Enlever l’image")
    assert not pictures(bare.message)
    assert not pictures(await sent_to_web(scene, bare))


async def test_a_file_that_is_no_picture_costs_nothing_of_the_rest(scene: Scene):
    form = await (await scene.organiser.slash(scene.lobby, "announce compose")).done()
    notes = Upload("notes.txt", b"Bonjour")
    values = {"title": TITLE, "body": BODY, "picture": [notes], "link": "https://example.org"}
    preview = await (await scene.organiser.submit(form, values)).done()
    await scene.until(lambda: TITLE in texts(preview.message))
    await scene.until(lambda: any("n’est pas une image" in said(one) for one in shown_to(scene)))
    assert "Ouvrir example.org" in said(preview.message)
    mended = await correct(scene.organiser, preview, "Corriger", picture=[POSTER])
    await scene.until(lambda: bool(pictures(mended.message)))


async def test_a_channel_where_pictures_may_not_be_sent_is_named_with_the_right_to_grant(scene: Scene):
    role = next(
        each for each in scene.world.guilds[scene.community_id].roles.values() if each.name == "Maillage"
    )
    role.permissions &= ~int(Permission.ATTACH_FILES)
    everyone = scene.world.guilds[scene.community_id].roles[scene.community_id]
    everyone.permissions &= ~int(Permission.ATTACH_FILES)
    preview = await write(scene, scene.organiser, picture=[POSTER])
    await scene.until(lambda: bool(pictures(preview.message)))
    chosen = await choose(scene.organiser, preview, (await group_ids(scene))["web"])
    confirmation = await press(scene.organiser, chosen, "Envoyer…")
    report = await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    assert "1 échec" in report
    assert "Joindre des fichiers" in report


async def test_a_picture_whose_answer_is_lost_is_sent_once_and_whole(scene: Scene):
    preview = await write(scene, scene.organiser, picture=[POSTER])
    await scene.until(lambda: bool(pictures(preview.message)))
    web = scene.channel("web")
    scene.sandbox.faults.add(Fault("lost_reply", "POST", rf"/channels/{web}/messages", times=1))
    post = await sent_to_web(scene, preview)
    ((address, _),) = pictures(post)
    assert await shown_file(scene, address) == PNG


async def test_english_stands_beside_french_and_each_reads_their_own(scene: Scene):
    preview = await compose(scene, scene.organiser)
    both = await correct(
        scene.organiser,
        preview,
        "Ajouter en anglais",
        title="Networking evening",
        body="Come on **Thursday**.",
    )
    assert f"## {TITLE}" in said(both.message)
    assert "## Networking evening" in said(both.message)
    assert "Announcement from the organisers" in said(both.message)
    post = await sent_to_web(scene, both)
    assert BODY in texts(post)
    assert "Networking" not in texts(post)


async def test_words_of_another_language_are_corrected_and_taken_away(scene: Scene):
    preview = await compose(scene, scene.organiser)
    half = await correct(scene.organiser, preview, "Ajouter en anglais", title="Networking evening", body="")
    assert "En anglais" in said(half.message)
    assert "Il manque le texte" in said(half.message)
    both = await correct(scene.organiser, half, "Corriger (anglais)", body="Come.")
    assert "## Networking evening" in said(both.message)
    alone = await correct(scene.organiser, both, "Corriger (anglais)", title="", body="")
    assert "Networking" not in said(alone.message)


async def test_a_link_without_its_beginning_is_kept_and_shown_how_to_write(scene: Scene):
    preview = await write(scene, scene.organiser, link="example.org/soiree")
    assert "Écrivez « https://example.org/soiree »" in said(preview.message)
    mended = await correct(scene.organiser, preview, "Corriger", link="https://example.org/soiree")
    assert TITLE in said(mended.message)


async def test_a_language_can_be_chosen_where_both_texts_are_too_long_for_one_message(scene: Scene):
    preview = await compose(scene, scene.organiser, TITLE, "é" * 2500)
    long = await correct(
        scene.organiser, preview, "Ajouter en anglais", title="Networking evening", body="x" * 2500
    )
    assert "x" * 2500 in said(long.message)
    french = await press(scene.organiser, long, "Voir en français")
    assert "é" * 2500 in said(french.message)
    assert number(french.message)
    assert draft_of(french.message)


def shown_to(scene: Scene) -> list[dict[str, Any]]:
    return scene.messages(scene.organiser, scene.lobby)
