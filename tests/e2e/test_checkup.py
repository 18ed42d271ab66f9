"""`/setup-check`: each thing that can be wrong is named with what to change, and nothing is made up."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.domain import permissions
from bot.domain.permissions import Permission
from bot.i18n import Catalogues
from sandbox import Actor, Fault
from sandbox.world.model import Overwrite, Role
from tests.e2e.organising import prepared
from tests.e2e.scene import Scene, texts

ADMINISTRATOR = 1 << 3
WELL = "Tout est en ordre"
POST = r"/channels/\d+/messages"


async def checked(scene: Scene, person: Actor | None = None) -> str:
    """Have the organiser run the check; give the answer with plain spaces."""
    answer = await (await (person or scene.organiser).slash(scene.lobby, "setup-check")).done()
    return texts(answer.message).replace("\u00a0", " ").replace("\u202f", " ")


def bot_role(scene: Scene) -> Role:
    return next(role for role in scene.world.guilds[scene.community_id].roles.values() if role.managed_by)


def take_from_everybody(scene: Scene) -> None:
    """What everybody may do would hide what the bot itself was not given. The organisers keep their rights."""
    scene.world.edit_role(scene.community_id, scene.organiser_role.id, permissions=ADMINISTRATOR)
    scene.world.edit_role(scene.community_id, scene.community_id, permissions=0)


def refuse(scene: Scene, channel: str, permission: Permission) -> Overwrite:
    """Take a right in one channel from the bot, as an organiser would by mistake; give what stood before."""
    found = scene.world.channels[scene.channel(channel)]
    before = found.overwrites[scene.bot_id]
    allow, deny = before.allow & ~permission.value, before.deny | permission.value
    scene.world.set_overwrite(found.id, Overwrite(before.id, before.type, allow=allow, deny=deny))
    return before


async def test_where_all_is_well_it_says_so_briefly(scene: Scene):
    told = await checked(scene)
    assert WELL in told
    assert "⚠️" not in told
    assert len(told.splitlines()) < 6


async def test_it_speaks_english_too(scene: Scene):
    emma = scene.member("Emma", locale="en-GB", organiser=True)
    assert "All is well" in await checked(scene, emma)


async def test_others_may_not_even_where_discord_offers_it_to_them(scene: Scene):
    lea = scene.member("Léa")
    for command in scene.world.usable_commands(scene.organiser.user_id, scene.world.channels[scene.lobby]):
        command["default_member_permissions"] = None
    assert "Seule l’équipe d’organisation" in await checked(scene, lea)


async def test_each_permission_that_the_bot_lacks_on_the_server_is_named_with_its_reason(scene: Scene):
    take_from_everybody(scene)
    language = Catalogues.load().language("fr")
    for permission in permissions.needed():
        left = permissions.needed() & ~permission
        scene.world.edit_role(scene.community_id, bot_role(scene).id, permissions=left.value)
        await scene.until(partial(only_lacks, scene, permission))
        told = await checked(scene)
        reason = language(f"{permission.message}.why")
        assert told.count("- **") == 1, permission
        assert f"- **{language(permission.message)}** · {reason}" in told
        assert "Paramètres du serveur → Rôles → Maillage → Permissions" in told


def only_lacks(scene: Scene, permission: Permission) -> bool:
    """Tell whether the bot has heard that it lacks this permission, and no other."""
    guild = scene.app.client.get_guild(scene.community_id)
    assert guild is not None
    return permissions.needed().value & ~guild.me.guild_permissions.value == permission.value


async def test_an_administrator_lacks_nothing(scene: Scene):
    take_from_everybody(scene)
    scene.world.edit_role(scene.community_id, bot_role(scene).id, permissions=ADMINISTRATOR)
    await scene.settled()
    assert WELL in await checked(scene)


async def test_each_permission_that_is_refused_in_a_channel_is_named_with_the_channel(scene: Scene):
    for channel, permission, name in (
        ("web", Permission.VIEW_CHANNEL, "Voir les salons"),
        ("transmédia", Permission.SEND_MESSAGES, "Envoyer des messages"),
        ("annonces", Permission.ATTACH_FILES, "Joindre des fichiers"),
        ("mises-en-relation", Permission.CREATE_PRIVATE_THREADS, "Créer des fils privés"),
        ("mises-en-relation", Permission.SEND_MESSAGES_IN_THREADS, "Envoyer des messages dans les fils"),
        ("organisation", Permission.MANAGE_ROLES, "Gérer les rôles"),
        ("événements", Permission.MANAGE_CHANNELS, "Gérer les salons"),
    ):
        channel_id = scene.channel(channel)
        before = refuse(scene, channel, permission)
        await scene.until(partial(refused, scene, channel_id, permission))
        told = await checked(scene)
        assert f"Dans <#{channel_id}>, il manque à Maillage une permission" in told
        assert f"- **{name}**" in told
        assert (told.count("⚠️"), told.count("- **")) == (1, 1), channel
        scene.world.set_overwrite(channel_id, before)
        await scene.until(partial(allowed, scene, channel_id, permission))
    assert WELL in await checked(scene)


def refused(scene: Scene, channel_id: int, permission: Permission) -> bool:
    """Tell whether the bot has heard that it may not do that in a channel."""
    guild = scene.app.client.get_guild(scene.community_id)
    assert guild is not None
    channel = guild.get_channel(channel_id)
    assert channel is not None
    return not channel.permissions_for(guild.me).value & permission.value


def allowed(scene: Scene, channel_id: int, permission: Permission) -> bool:
    return not refused(scene, channel_id, permission)


async def test_a_closed_history_is_told_with_what_it_costs(scene: Scene):
    refuse(scene, "web", Permission.READ_MESSAGE_HISTORY)
    web = scene.channel("web")
    await scene.until(lambda: refused(scene, web, Permission.READ_MESSAGE_HISTORY))
    told = await checked(scene)
    assert f"Dans <#{web}>, Maillage ne voit pas les anciens messages" in told
    assert told.count("⚠️") == 1


async def test_channels_that_lack_the_same_are_told_together(scene: Scene):
    for channel in ("web", "transmédia"):
        refuse(scene, channel, Permission.SEND_MESSAGES)
    last = scene.channel("transmédia")
    await scene.until(lambda: refused(scene, last, Permission.SEND_MESSAGES))
    told = await checked(scene)
    assert f"<#{scene.channel('web')}> et <#{last}>" in told
    assert told.count("⚠️") == 1


async def test_a_groups_role_above_the_bots_own_is_named(scene: Scene):
    roles = scene.roles()
    positions = {role: number for number, role in enumerate([bot_role(scene).id, roles["Web"]], start=1)}
    scene.world.move_roles(scene.community_id, positions)
    guild = scene.app.client.get_guild(scene.community_id)
    assert guild is not None
    await scene.until(lambda: guild.me.top_role < (guild.get_role(roles["Web"]) or guild.default_role))
    told = await checked(scene)
    assert "**Web**" in told
    assert "pas au-dessous de celui de Maillage" in told
    assert "faites glisser le rôle **Maillage** au-dessus" in told


async def test_what_is_missing_is_named_and_mended(scene: Scene):
    broken = scene.sandbox.faults.add(
        Fault("status", "POST", r"/guilds/\d+/channels", status=503, times=None)
    )
    scene.world.delete_channel(scene.channel("web"))
    scene.world.delete_role(scene.community_id, scene.roles()["Transmédia"])
    await scene.until(lambda: broken.struck > 0)
    told = await checked(scene)
    assert "n’existe pas" in told
    assert "Maillage s’en occupe" in told
    scene.sandbox.faults.clear()
    await scene.advance(timedelta(minutes=6))
    assert WELL in await checked(scene)


async def test_what_cannot_be_mended_yet_says_what_comes_first(scene: Scene):
    take_from_everybody(scene)
    left = permissions.needed() & ~Permission.MANAGE_CHANNELS
    scene.world.edit_role(scene.community_id, bot_role(scene).id, permissions=left.value)
    await scene.until(lambda: only_lacks(scene, Permission.MANAGE_CHANNELS))
    web = scene.channel("web")
    scene.world.delete_channel(web)
    guild = scene.app.client.get_guild(scene.community_id)
    assert guild is not None
    await scene.until(lambda: guild.get_channel(web) is None)
    told = await checked(scene)
    assert "Un salon ou une catégorie n’existe pas" in told
    assert "Accordez d’abord les permissions qui manquent" in told
    # Trying in vain would only fill the organisers' channel.
    await scene.settled()
    before = await recorded(scene)
    await checked(scene)
    assert await recorded(scene) == before


async def recorded(scene: Scene) -> int:
    async with scene.app.database.read() as unit:
        return len(await unit.deliveries.of_subject(f"community:{scene.community_id}"))


async def test_the_organisers_role_that_is_gone(scene: Scene):
    owner = scene.sandbox.actor(scene.world.guilds[scene.community_id].owner_id)
    scene.world.delete_role(scene.community_id, scene.organiser_role.id)
    guild = scene.app.client.get_guild(scene.community_id)
    assert guild is not None
    await scene.until(lambda: guild.get_role(scene.organiser_role.id) is None)
    assert "Le rôle de l’équipe d’organisation n’existe plus" in await checked(scene, owner)


async def test_the_intent_that_was_switched_off(scene: Scene):
    scene.application.flags = 0
    assert "Server Members Intent" in await checked(scene)


async def test_an_ordinary_channel_of_announcements_is_mentioned(scene: Scene):
    found = scene.world.channels[scene.channel("annonces")]
    scene.world.edit_channel(found.id, kind=0)
    guild = scene.app.client.get_guild(scene.community_id)
    assert guild is not None
    await scene.until(lambda: str(getattr(guild.get_channel(found.id), "type", "")) == "text")
    assert f"<#{found.id}> est un salon ordinaire" in await checked(scene)


async def test_deliveries_that_need_a_hand_are_counted(scene: Scene):
    scene.sandbox.faults.add(Fault("refuse", "POST", POST, code=50013))
    preview = await prepared(scene)
    await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
    await scene.settled()
    told = await checked(scene)
    assert "1 envoi a échoué ces sept derniers jours" in told
    assert "attendent leur heure" in told
    await scene.advance(timedelta(days=8))
    assert "a échoué" not in await checked(scene)
