"""Whom an announcement notifies: nobody, or one role that was chosen and confirmed by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox import Actor, ActorInteraction
from sandbox.permissions import Permission
from tests.e2e.announcing import (
    SIX,
    TITLE,
    choose,
    compose,
    draft_of,
    finished,
    group_ids,
    number,
    press,
    said,
)
from tests.e2e.scene import Scene

PINGING = "@everyone @here <@&{role}> <@{person}>"


def let_nobody_notify(scene: Scene) -> None:
    """Take from everybody, the bot among them, what Discord gives at first: to notify all and any role."""
    guild = scene.world.guilds[scene.community_id]
    held = guild.roles[guild.id].permissions
    scene.world.edit_role(guild.id, guild.id, permissions=held & ~int(Permission.MENTION_EVERYONE))


def notified(message: dict[str, Any]) -> tuple[list[str], list[str], bool]:
    """Tell whom Discord notifies of a message: people, roles, everybody."""
    people = [each["id"] for each in message["mentions"]]
    return people, list(message["mention_roles"]), message["mention_everyone"]


def standing(scene: Scene, channel: str) -> list[dict[str, Any]]:
    """Give the announcements in a channel as the organiser reads them."""
    return [each for each in scene.messages(scene.organiser, channel) if TITLE in said(each)]


async def offer(scene: Scene, person: Actor, *groups: str) -> ActorInteraction:
    """Write an announcement that would notify everybody if its text could, and go to its mentions."""
    role, member = scene.roles()["Web"], scene.member("Nora")
    body = PINGING.format(role=role, person=member.user_id)
    preview = await choose(person, await compose(scene, person, body=body), *groups)
    return await press(person, preview, "Mentionner…")


async def pick(scene: Scene, person: Actor, shown: ActorInteraction, key: str) -> ActorInteraction:
    menu = f"announcements:mention-choose:{draft_of(shown.message)}:0"
    return await (await person.select(number(shown.message), menu, [(await group_ids(scene))[key]])).done()


async def test_the_chosen_role_is_notified_once_and_nobody_else_by_any_text(scene: Scene):
    claire, lea, web = scene.organiser, scene.member("Léa"), scene.roles()["Web"]
    await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    asked = await pick(scene, claire, await offer(scene, claire, "all"), "web")
    assert "Notifier 1 personne de @Web ?" in said(asked.message)
    preview = await press(claire, asked, "Mentionner ce rôle")
    assert "**@Web** · 1 personne notifiée" in said(preview.message)
    confirmation = await press(claire, preview, "Envoyer…")
    where = "**@Web** est mentionné dans le salon du groupe Web : 1 personne notifiée."
    assert where in said(confirmation.message)
    assert "En dehors de ce rôle, personne n’est mentionné" in said(confirmation.message)
    await finished(scene, await press(claire, confirmation, "Confirmer l’envoi"))
    for channel in SIX:
        (message,) = standing(scene, channel)
        assert notified(message) == ([], [str(web)] if channel == "web" else [], False)


async def test_without_a_mention_nobody_is_notified_though_the_bot_could(scene: Scene):
    claire = scene.organiser
    preview = await press(claire, await offer(scene, claire, "all"), "Retour à l’aperçu")
    confirmation = await press(claire, preview, "Envoyer…")
    assert "Personne n’est mentionné" in said(confirmation.message)
    await finished(scene, await press(claire, confirmation, "Confirmer l’envoi"))
    for channel in SIX:
        (message,) = standing(scene, channel)
        assert notified(message) == ([], [], False)


async def test_a_mention_can_be_taken_back_and_goes_with_its_last_reader(scene: Scene):
    claire, ids = scene.organiser, await group_ids(scene)
    asked = await pick(scene, claire, await offer(scene, claire, ids["web"]), "web")
    preview = await press(claire, asked, "Mentionner ce rôle")
    shown = await press(claire, await press(claire, preview, "Mentionner…"), "Ne mentionner personne")
    assert "@Web" not in said(shown.message)
    asked = await pick(scene, claire, await press(claire, shown, "Mentionner…"), "web")
    preview = await press(claire, asked, "Mentionner ce rôle")
    assert "@Web" in said(preview.message)
    moved = await choose(claire, preview, ids["security"])
    assert "@Web" not in said(moved.message)


async def test_where_discord_would_notify_nobody_the_organiser_is_told_what_to_grant(scene: Scene):
    let_nobody_notify(scene)
    claire = scene.organiser
    asked = await pick(scene, claire, await offer(scene, claire, "all"), "web")
    refused = await press(claire, asked, "Mentionner ce rôle")
    assert "Mentionner @everyone, @here et tous les rôles" in said(refused.message)
    guild, web = scene.community_id, scene.roles()["Web"]
    scene.world.edit_role(guild, web, mentionable=True)
    await scene.settled()
    preview = await press(claire, asked, "Mentionner ce rôle")
    assert "@Web" in said(preview.message)


async def test_a_right_that_goes_before_the_confirmation_is_told_there(scene: Scene):
    claire = scene.organiser
    asked = await pick(scene, claire, await offer(scene, claire, "all"), "web")
    preview = await press(claire, asked, "Mentionner ce rôle")
    confirmation = await press(claire, preview, "Envoyer…")
    let_nobody_notify(scene)
    await scene.settled()
    refused = await press(claire, confirmation, "Confirmer l’envoi")
    assert "Discord ne me laisse plus notifier @Web" in said(refused.message)
    assert standing(scene, "web") == []


async def test_a_right_that_goes_before_the_sending_is_told_in_the_report(scene: Scene):
    claire = scene.organiser
    asked = await pick(scene, claire, await offer(scene, claire, "all"), "web")
    confirmation = await press(claire, await press(claire, asked, "Mentionner ce rôle"), "Envoyer…")
    form = await press(claire, confirmation, "Programmer…")
    values = {"when": "vendredi 9h", "repeat": ["once"], "until": ""}
    shown = await (await claire.submit(form, values)).done()
    await press(claire, shown, "Programmer")
    let_nobody_notify(scene)
    await scene.advance(timedelta(days=4))
    await scene.settled()
    await scene.until(lambda: any("🔕" in said(one) for one in scene.messages(claire, "organisation")))
    lines = said(scene.messages(claire, "organisation")[-1]).splitlines()
    assert [line.split(" · ")[0] for line in lines if "n’a pas été notifié" in line] == ["✅ **Web**"]


async def test_without_a_target_there_is_no_role_to_choose(scene: Scene):
    shown = await press(scene.organiser, await compose(scene, scene.organiser), "Mentionner…")
    assert "Choisissez d’abord un groupe" in said(shown.message)
