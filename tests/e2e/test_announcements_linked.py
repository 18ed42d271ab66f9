"""Announcements between two linked communities: agreed on both sides, read in each one's language, and removable."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain import permissions
from bot.storage.tables import community
from sandbox import Actor, ActorInteraction, ActorRefused, Sandbox
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.model import CROSSPOSTED, Overwrite
from tests.e2e.announcing import (
    TITLE,
    choose,
    compose,
    draft_of,
    finished,
    group_ids,
    number,
    posts,
    press,
    report_on,
    said,
)
from tests.e2e.scene import MANAGE_GUILD, Scene


class There:
    """Another community that the same bot serves, with its organiser."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.sven: Actor = scene.member("Sven", locale="en")
        world = scene.world
        self.guild = world.create_guild("Nordic Cluster", owner_id=self.sven.user_id, locale="en-US")
        self.lobby: int = world.create_channel(self.guild.id, "lobby").id
        world.create_role(self.guild.id, "Team", permissions=MANAGE_GUILD)
        world.install(scene.application.id, self.guild.id, permissions.needed().value)

    def channel(self, name: str) -> int:
        channels = self.scene.world.channels
        return next(each for each in self.guild.channel_ids if channels[each].name == name)

    def read(self, name: str) -> list[dict[str, Any]]:
        return self.scene.messages(self.sven, self.channel(name))


@pytest.fixture
async def there(scene: Scene) -> AsyncIterator[There]:
    other = There(scene)
    await scene.until(lambda: other.guild.id in scene.app.front.met)
    await scene.settled()
    yield other


async def link(scene: Scene, there: There) -> None:
    """Link the two, as their organisers do."""
    shown = await (await scene.organiser.slash(scene.lobby, "partner link")).done()
    code = said(shown.message).split("`")[1]
    asked = await (await there.sven.slash(there.lobby, "partner link", code=code)).done()
    assert "Link your community with Grappe d’essai?" in said(asked.message)
    await press(there.sven, asked, "Link")
    await scene.settled()


async def end(scene: Scene, there: There) -> None:
    """End the link, as the organiser of the other community does."""
    shown = await (await there.sven.slash(there.lobby, "partner list")).done()
    chosen = await there.sven.select(number(shown.message), "partners:end", [str(scene.community_id)])
    ended = await press(there.sven, await chosen.done(), "End the link")
    assert "linked no more" in said(ended.message)


async def send(scene: Scene, there: There) -> ActorInteraction:
    claire = scene.organiser
    preview = await compose(scene, claire)
    menu, target = f"announcements:others:{draft_of(preview.message)}", f"linked:{there.guild.id}"
    preview = await (await claire.select(number(preview.message), menu, [target])).done()
    asked = await press(claire, preview, "Envoyer…")
    assert "Nordic Cluster" in said(asked.message)
    return await press(claire, asked, "Confirmer l’envoi")


@contextmanager
def closed(there: There, permission: Permission = Permission.SEND_MESSAGES) -> Iterator[None]:
    """Take a right of the bot's, that to write, in the other community's announcement channel."""
    world = there.scene.world
    found = world.channels[there.channel("annonces")]
    before = found.overwrites[there.scene.bot_id]
    taken = int(permission)
    world.set_overwrite(
        found.id,
        Overwrite(before.id, before.type, allow=before.allow & ~taken, deny=before.deny | taken),
    )
    yield
    world.set_overwrite(found.id, before)


async def test_linked_by_a_code_they_read_each_others_announcements(scene: Scene, there: There):
    offered = await compose(scene, scene.organiser)
    assert "Nordic Cluster" not in said(offered.message)
    await link(scene, there)
    assert "Communauté liée : Nordic Cluster" in said(scene.messages(scene.organiser, "organisation")[-1])
    answer = await send(scene, there)
    words = await finished(scene, answer)
    assert f"https://discord.com/channels/{there.guild.id}/" in words
    await scene.settled()
    (copy,) = there.read("annonces")
    assert TITLE in said(copy)
    assert "Annonce de la communauté liée Grappe d’essai" in said(copy)
    told = there.read("organisation")[-1]
    assert "Annonce reçue de la communauté Grappe d’essai" in said(told)


async def test_each_community_reads_its_own_language(scene: Scene, there: There):
    await link(scene, there)
    async with scene.app.database.write() as unit:
        await unit.communities._connection.execute(
            update(community).where(community.c.id == there.guild.id).values(locale="en")
        )
    preview = await compose(scene, scene.organiser)
    form = await press(scene.organiser, preview, "Ajouter en anglais")
    words = {"title": "Networking evening", "body": "See you **Thursday**."}
    preview = await (await scene.organiser.submit(form, words)).done()
    web = (await group_ids(scene))["web"]
    preview = await choose(scene.organiser, preview, web)
    menu, target = f"announcements:others:{draft_of(preview.message)}", f"linked:{there.guild.id}"
    preview = await (await scene.organiser.select(number(preview.message), menu, [target])).done()
    asked = await press(scene.organiser, preview, "Envoyer…")
    await finished(scene, await press(scene.organiser, asked, "Confirmer l’envoi"))
    (copy,) = there.read("annonces")
    assert "## Networking evening" in said(copy)
    assert TITLE not in said(copy)
    (post,) = posts(scene, "web")
    assert "Networking" not in said(post)


async def test_the_other_communitys_organisers_can_remove_it_and_it_is_reported(scene: Scene, there: There):
    await link(scene, there)
    await finished(scene, await send(scene, there))
    await scene.settled()
    told = there.read("organisation")[-1]
    late = await press(there.sven, told, "Retirer d’ici…")
    asked = await press(there.sven, told, "Retirer d’ici…")
    await press(there.sven, asked, "Remove here")
    await scene.until(lambda: there.read("annonces") == [])
    await scene.until(
        lambda: "retirée par cette communauté" in said(scene.messages(scene.organiser, "organisation")[-1])
    )
    await scene.until(
        lambda: any("n’est plus dans votre salon" in said(each) for each in there.read("organisation"))
    )
    again = await press(there.sven, late, "Remove here")
    assert "removed already" in said(again.message)


async def test_who_removed_it_is_named_there_and_only_their_community_here(scene: Scene, there: There):
    await link(scene, there)
    await finished(scene, await send(scene, there))
    await scene.settled()
    asked = await press(there.sven, there.read("organisation")[-1], "Retirer d’ici…")
    await press(there.sven, asked, "Remove here")
    sven = f"<@{there.sven.user_id}>"
    await scene.until(
        lambda: any(
            f"salon des annonces : {sven} l’a retirée." in said(each) for each in there.read("organisation")
        )
    )
    opened = await report_on(scene, scene.organiser, TITLE)
    journal = said((await press(scene.organiser, opened, "Journal")).message)
    assert "Retirée dans la communauté Nordic Cluster" in journal
    assert sven not in journal


async def removed_there(there: There) -> None:
    """Take away what was received, as the organiser of the other community does."""
    (told,) = received(there)
    asked = await press(there.sven, told, "Retirer d’ici…")
    await press(there.sven, asked, "Remove here")


def received(there: There) -> list[dict[str, Any]]:
    return [each for each in there.read("organisation") if "Annonce reçue" in said(each)]


async def test_a_refused_removal_is_told_where_it_was_asked_for_and_the_copy_counts_as_standing(
    scene: Scene, there: There
):
    await link(scene, there)
    await finished(scene, await send(scene, there))
    await scene.settled()
    with closed(there, Permission.VIEW_CHANNEL):
        await removed_there(there)
        await scene.until(lambda: "Elle est encore là" in said(received(there)[0]))
        told = said(received(there)[0])
        assert f"je n’ai plus accès à <#{there.channel('annonces')}>" in told
        assert "accordez-moi Voir les salons" in told
        report = await report_on(scene, scene.organiser, TITLE)
        assert "1 envoyée" in said(report.message)
        assert "échec" not in said(report.message)
    await removed_there(there)
    await scene.until(lambda: "n’est plus dans votre salon" in said(received(there)[0]))
    assert there.read("annonces") == []


async def test_what_could_not_be_taken_back_from_there_can_be_removed_there(scene: Scene, there: There):
    claire = scene.organiser
    await link(scene, there)
    await finished(scene, await send(scene, there))
    await scene.settled()
    with closed(there, Permission.VIEW_CHANNEL):
        asked = await press(claire, await report_on(scene, claire, TITLE), "Retirer…")
        await press(claire, asked, "Retirer l’annonce")
        await scene.until(lambda: "Elle est encore là" in said(received(there)[0]))
    await removed_there(there)
    await scene.until(lambda: "n’est plus dans votre salon" in said(received(there)[0]))
    assert there.read("annonces") == []


async def test_a_missing_permission_there_is_reported_here(scene: Scene, there: There):
    await link(scene, there)
    with closed(there):
        words = await finished(scene, await send(scene, there))
    assert "je n’ai pas le droit d’écrire dans le salon des annonces de la communauté Nordic Cluster" in words
    retried = await press(
        scene.organiser, await report_on(scene, scene.organiser, TITLE), "Réessayer les échecs"
    )
    await finished(scene, retried)
    assert len(there.read("annonces")) == 1


async def test_an_ended_link_is_offered_no_more(scene: Scene, there: There):
    await link(scene, there)
    await end(scene, there)
    await scene.settled()
    assert "Lien terminé : Nordic Cluster" in said(scene.messages(scene.organiser, "organisation")[-1])
    assert "Nordic Cluster" not in said((await compose(scene, scene.organiser)).message)


async def test_what_had_failed_is_not_tried_again_once_the_link_has_ended(scene: Scene, there: There):
    await link(scene, there)
    with closed(there):
        await finished(scene, await send(scene, there))
    seen_before = await report_on(scene, scene.organiser, TITLE)
    await end(scene, there)
    refused = await press(scene.organiser, seen_before, "Réessayer les échecs")
    assert "Il n’y a plus rien à renvoyer" in said(refused.message)
    await scene.settled()
    assert there.read("annonces") == []
    report = said((await report_on(scene, scene.organiser, TITLE)).message)
    assert "vos communautés ne sont plus liées : rien à faire" in report
    assert "Réessayer les échecs" not in report


async def test_what_is_on_its_way_does_not_arrive_once_the_link_has_ended(
    scene: Scene, there: There, sandbox: Sandbox
):
    await link(scene, there)
    path = rf"/channels/{there.channel('annonces')}/messages"
    held = sandbox.faults.add(Fault("rate_limit", "POST", path, times=None))
    answer = await send(scene, there)
    await scene.until(lambda: held.struck > 0)
    await end(scene, there)
    assert "vos communautés ne sont plus liées : rien à faire" in await finished(scene, answer)
    sandbox.faults.clear()
    await scene.settled()
    assert there.read("annonces") == []


async def test_what_stands_when_the_link_ends_is_still_edited_and_recalled(scene: Scene, there: There):
    claire = scene.organiser
    await link(scene, there)
    await finished(scene, await send(scene, there))
    await scene.settled()
    await end(scene, there)
    await _edited(scene, claire, "Vendredi, finalement.")
    (after,) = there.read("annonces")
    assert "Vendredi, finalement." in said(after)
    asked = await press(claire, await report_on(scene, claire, TITLE), "Retirer…")
    await press(claire, asked, "Retirer l’annonce")
    await scene.settled()
    assert there.read("annonces") == []


async def test_it_is_published_no_more_once_the_link_has_ended(scene: Scene, there: There, sandbox: Sandbox):
    await link(scene, there)
    held = sandbox.faults.add(Fault("status", "POST", r".*/crosspost", times=None, status=503))
    await finished(scene, await send(scene, there))
    await scene.until(lambda: held.struck > 0)
    await end(scene, there)
    await scene.settled()
    sandbox.faults.clear()
    (copy,) = there.read("annonces")
    assert not copy["flags"] & CROSSPOSTED
    report = said((await report_on(scene, scene.organiser, TITLE)).message)
    assert "publiée" not in report


async def test_a_member_links_nothing(scene: Scene):
    lea = scene.member("Léa")
    with pytest.raises(ActorRefused):
        await lea.slash(scene.lobby, "partner link")
    # Somebody opened the command to everyone in the community's settings.
    for command in scene.world.usable_commands(scene.organiser.user_id, scene.world.channels[scene.lobby]):
        command["default_member_permissions"] = None
    refused = await (await lea.slash(scene.lobby, "partner link")).done()
    assert "Seule l’équipe d’organisation" in said(refused.message)


async def test_an_edit_reaches_the_copy_there_and_not_one_that_they_removed(scene: Scene, there: There):
    claire = scene.organiser
    await link(scene, there)
    await finished(scene, await send(scene, there))
    await scene.settled()
    (before,) = there.read("annonces")
    await _edited(scene, claire, "Vendredi, finalement.")
    (after,) = there.read("annonces")
    assert after["id"] == before["id"]
    assert "Vendredi, finalement." in said(after)
    assert "Annonce de la communauté liée Grappe d’essai" in said(after)
    scene.world.delete_message(there.channel("annonces"), number(after))
    report = await _edited(scene, claire, "Samedi.")
    assert "1 retirée" in report
    assert there.read("annonces") == []


async def _edited(scene: Scene, person: Actor, body: str) -> str:
    """Replace an announcement's text, and give the report."""
    form = await (await person.slash(scene.lobby, "announce edit", announcement=TITLE)).done()
    preview = await (await person.submit(form, {"title": TITLE, "body": body})).done()
    asked = await press(person, preview, "Modifier partout…")
    assert "Nordic Cluster" in said(asked.message)
    report = await finished(scene, await press(person, asked, "Modifier partout"))
    await scene.settled()
    return report
