"""Working groups as people meet them: channels made, joined, left, and put back when somebody breaks them."""

from __future__ import annotations

import pytest

from tests.e2e.scene import Scene, texts

SIX = {"sécurité", "serious-games", "data-center", "web", "internet-des-objets", "transmédia"}


async def test_the_six_groups_get_their_channels_and_roles(scene: Scene):
    category = scene.channel("Groupes de travail")
    channels = [
        channel for channel in scene.world.guild_channels(scene.community_id) if channel.parent_id == category
    ]
    assert {channel.name for channel in channels} == SIX
    assert {"Sécurité", "Internet des objets", "Transmédia"} <= set(scene.roles())


async def test_the_channels_stand_in_their_order_though_all_are_made_at_once(scene: Scene):
    def inside(category: str) -> list[str]:
        found = [each for each in scene.channels() if each.parent_id == scene.channel(category)]
        return [each.name for each in sorted(found, key=lambda each: (each.position, each.id))]

    assert inside("Maillage") == ["bienvenue", "annonces", "événements", "mises-en-relation", "organisation"]
    in_order = ["sécurité", "serious-games", "data-center", "web", "internet-des-objets", "transmédia"]
    assert inside("Groupes de travail") == in_order


async def test_joining_opens_the_channel_at_once_and_leaving_closes_it(scene: Scene):
    lea = scene.member("Léa")
    assert "web" not in [channel["name"] for channel in lea.channels(scene.community_id)]
    answer = await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    assert "Vous êtes dans **Web**" in texts(answer.message)
    await scene.settled()
    assert "web" in [channel["name"] for channel in lea.channels(scene.community_id)]
    answer = await (await lea.slash(scene.lobby, "group leave", group="Web")).done()
    assert "Vous avez quitté **Web**" in texts(answer.message)
    await scene.settled()
    assert "web" not in [channel["name"] for channel in lea.channels(scene.community_id)]


async def test_joining_twice_is_told_kindly(scene: Scene):
    lea = scene.member("Léa")
    await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    answer = await (await lea.slash(scene.lobby, "group join", group="web")).done()
    assert "Vous étiez déjà dans **Web**" in texts(answer.message)


async def test_the_panel_joins_several_at_once(scene: Scene):
    lea = scene.member("Léa")
    (panel,) = scene.messages(lea, "bienvenue")
    assert "Choisissez vos groupes" in texts(panel)
    async with scene.app.database.read() as unit:
        groups = {group.key: str(group.id) for group in await unit.groups.active(scene.community_id)}
    used = await lea.select(int(panel["id"]), "groups:panel", [groups["web"], groups["security"]])
    answer = await used.done()
    assert "**Web**" in texts(answer.message)
    assert "**Sécurité**" in texts(answer.message)
    await scene.settled()
    assert {"web", "sécurité"} <= {channel["name"] for channel in lea.channels(scene.community_id)}


async def test_an_answer_is_seen_by_its_addressee_alone(scene: Scene):
    lea, tom = scene.member("Léa"), scene.member("Tom")
    await (await lea.slash(scene.lobby, "group list")).done()
    assert len(scene.messages(lea, scene.lobby)) == 1
    assert scene.messages(tom, scene.lobby) == []


async def test_english_readers_are_answered_in_english(scene: Scene):
    tom = scene.member("Tom", locale="en-GB")
    answer = await (await tom.slash(scene.lobby, "group info", group="security")).done()
    assert "Security" in texts(answer.message)
    assert "nobody yet" in texts(answer.message)


async def test_commands_have_french_names_for_french_readers(scene: Scene):
    lea = scene.member("Léa")
    group = next(
        command for command in lea.commands(scene.community_id, scene.lobby) if command["name"] == "group"
    )
    assert group["name_localized"] == "groupe"


async def test_a_wrong_name_is_refused_with_the_groups_there_are(scene: Scene):
    lea = scene.member("Léa")
    answer = await (await lea.slash(scene.lobby, "group join", group="jardinage")).done()
    assert "« jardinage »" in texts(answer.message).replace("\u00a0", " ")
    assert "Internet des objets" in texts(answer.message)


async def test_a_command_in_a_direct_message_says_where_to_type_it(scene: Scene):
    lea = scene.member("Léa")
    answer = await (await lea.slash(lea.dm_with(scene.bot_id), "group list")).done()
    assert "dans un salon de la communauté" in texts(answer.message)


@pytest.mark.parametrize("name", ["web", "événements", "organisation"])
async def test_a_deleted_channel_is_made_anew(scene: Scene, name: str):
    gone = scene.channel(name)
    scene.world.delete_channel(gone)
    await scene.until(lambda: name in _names(scene))
    await scene.settled()
    assert scene.channel(name) != gone


async def test_a_renamed_channel_gets_its_name_back(scene: Scene):
    channel = scene.channel("web")
    scene.world.edit_channel(channel, name="toile")
    await scene.until(lambda: "web" in _names(scene))
    assert scene.channel("web") == channel


async def test_a_deleted_role_is_made_anew_and_given_back(scene: Scene):
    lea = scene.member("Léa")
    await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    await scene.settled()
    role = next(role for role in scene.world.guild_roles(scene.community_id) if role.name == "Web")
    scene.world.delete_role(scene.community_id, role.id)
    await scene.until(lambda: any(role.name == "Web" for role in scene.world.guild_roles(scene.community_id)))
    await scene.settled()
    assert "web" in [channel["name"] for channel in lea.channels(scene.community_id)]


def _names(scene: Scene) -> set[str]:
    return {channel.name for channel in scene.channels()}


async def test_a_panel_deleted_by_hand_is_posted_again_once(scene: Scene):
    lea = scene.member("Léa")
    (panel,) = scene.messages(lea, "bienvenue")
    scene.world.delete_message(scene.channel("bienvenue"), int(panel["id"]))
    await scene.until(lambda: len(scene.messages(lea, "bienvenue")) == 1)
    await scene.settled()
    (again,) = scene.messages(lea, "bienvenue")
    assert "Choisissez vos groupes" in texts(again)
    assert again["id"] != panel["id"]
