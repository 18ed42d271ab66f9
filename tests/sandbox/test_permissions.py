"""Rights and hierarchy, on the routes and in what a session or a person sees."""

import discord
import pytest

from sandbox import ActorRefused
from sandbox.permissions import Permission
from sandbox.pytest_plugin import Community
from sandbox.world.model import Overwrite
from tests.sandbox.conftest import Bot, bind_rights

HIDE = int(Permission.VIEW_CHANNEL)


async def test_channels_need_the_right_to_manage_them(guild: discord.Guild, community: Community):
    bind_rights(community, int(Permission.VIEW_CHANNEL))
    with pytest.raises(discord.Forbidden) as refused:
        await guild.create_text_channel("sécurité")
    assert refused.value.code == 50013


async def test_a_channel_out_of_sight_is_missing_access(bot: Bot, community: Community):
    bind_rights(community, 0)
    hidden = community.world.create_channel(
        community.guild.id, "secret", overwrites=[Overwrite(community.guild.id, 0, deny=HIDE)]
    )
    with pytest.raises(discord.Forbidden) as refused:
        await bot.fetch_channel(hidden.id)
    assert refused.value.code == 50001
    with pytest.raises(ActorRefused) as unseen:
        community.members[0].messages(hidden.id)
    assert unseen.value.code == 50001
    assert hidden.id not in [int(c["id"]) for c in community.members[0].channels(community.guild.id)]


async def test_messages_of_a_hidden_channel_reach_neither_bot_nor_person(bot: Bot, community: Community):
    bind_rights(community, 0)
    hidden = community.world.create_channel(
        community.guild.id, "secret", overwrites=[Overwrite(community.guild.id, 0, deny=HIDE)]
    )
    eyes = community.sandbox.listen(community.members[0].user_id)
    await community.owner.send(hidden.id, "caché")
    await community.owner.send(community.lobby.id, "ouvert")
    seen = await eyes.until("MESSAGE_CREATE")
    assert seen["content"] == "ouvert"
    await bot.until("message")
    assert [m.channel.id for name, m in bot.seen if name == "message"] == [community.lobby.id]  # type: ignore[attr-defined]


async def test_a_channel_that_is_hidden_disappears_for_the_person(community: Community):
    eyes = community.sandbox.listen(community.members[0].user_id)
    community.world.set_overwrite(community.lobby.id, Overwrite(community.guild.id, 0, deny=HIDE))
    assert (await eyes.until("CHANNEL_DELETE"))["id"] == str(community.lobby.id)


async def test_a_role_above_the_bots_own_can_not_be_given(guild: discord.Guild, community: Community):
    bind_rights(community, int(Permission.MANAGE_ROLES))
    high = community.world.create_role(community.guild.id, "Direction")
    low = community.world.create_role(community.guild.id, "Web")
    community.world.move_roles(community.guild.id, {high.id: 4})
    member = await guild.fetch_member(community.members[0].user_id)
    await member.add_roles(discord.Object(low.id))
    await member.add_roles(discord.Object(low.id))
    assert community.world.member(community.guild.id, member.id).role_ids == [low.id]
    with pytest.raises(discord.Forbidden) as refused:
        await member.add_roles(discord.Object(high.id))
    assert refused.value.code == 50013


async def test_a_role_can_not_grant_what_the_bot_lacks(guild: discord.Guild, community: Community):
    bind_rights(community, int(Permission.MANAGE_ROLES))
    with pytest.raises(discord.Forbidden) as refused:
        await guild.create_role(name="Trop", permissions=discord.Permissions(ban_members=True))
    assert refused.value.code == 50013
    role = await guild.create_role(name="Web", mentionable=True)
    assert role.position == 1


async def test_an_overwrite_can_not_grant_what_the_bot_lacks(
    lobby: discord.TextChannel, guild: discord.Guild, community: Community
):
    bind_rights(
        community, int(Permission.VIEW_CHANNEL | Permission.MANAGE_CHANNELS | Permission.MANAGE_ROLES)
    )
    await lobby.set_permissions(guild.default_role, view_channel=False)
    with pytest.raises(discord.Forbidden):
        await lobby.set_permissions(guild.default_role, mention_everyone=True, manage_messages=True)


async def test_the_owner_can_not_be_kicked_nor_someone_above(guild: discord.Guild, community: Community):
    with pytest.raises(discord.Forbidden):
        await guild.kick(discord.Object(community.owner.user_id))
    await guild.kick(discord.Object(community.members[0].user_id))
    assert community.members[0].user_id not in community.guild.members


async def test_an_overwrite_for_a_member_wins_over_roles(community: Community):
    nadia = community.members[0]
    role = community.world.create_role(community.guild.id, "Web")
    community.world.add_role(community.guild.id, nadia.user_id, role.id)
    world, lobby = community.world, community.lobby
    world.set_overwrite(lobby.id, Overwrite(role.id, 0, deny=int(Permission.SEND_MESSAGES)))
    with pytest.raises(ActorRefused) as refused:
        await nadia.send(lobby.id, "non")
    assert refused.value.code == 50013
    world.set_overwrite(lobby.id, Overwrite(nadia.user_id, 1, allow=int(Permission.SEND_MESSAGES)))
    assert (await nadia.send(lobby.id, "oui"))["content"] == "oui"


async def test_a_deleted_role_leaves_its_members_and_overwrites(bot: Bot, community: Community):
    role = community.world.create_role(community.guild.id, "Web")
    nadia = community.members[0].user_id
    community.world.add_role(community.guild.id, nadia, role.id)
    community.world.set_overwrite(community.lobby.id, Overwrite(role.id, 0, allow=HIDE))
    community.world.delete_role(community.guild.id, role.id)
    await bot.until("guild_role_delete")
    assert community.world.member(community.guild.id, nadia).role_ids == []
    assert community.lobby.overwrites == {}


async def test_a_deleted_channel_is_unknown(lobby: discord.TextChannel, bot: Bot, community: Community):
    community.world.delete_channel(community.lobby.id)
    await bot.until("guild_channel_delete")
    with pytest.raises(discord.NotFound) as gone:
        await lobby.send("?")
    assert gone.value.code == 10003


async def test_roles_keep_their_order_when_one_moves(community: Community):
    world, guild = community.world, community.guild
    names = [world.create_role(guild.id, name).name for name in ("c", "b", "a")]
    assert names == ["c", "b", "a"]
    a = next(role for role in guild.roles.values() if role.name == "a")
    world.move_roles(guild.id, {a.id: 3})
    ordered = [role.name for role in world.guild_roles(guild.id)]
    assert ordered == ["@everyone", "b", "c", "a", "Équipe", "Assistant"]


async def test_channels_are_moved_all_or_none(bot: Bot, guild: discord.Guild, community: Community):
    world, lobby = community.world, community.lobby
    before = lobby.position
    for wrong in (
        {"id": community.news.id, "position": "un"},
        {"id": community.news.id, "parent_id": lobby.id},
        "x",
    ):
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.bulk_channel_update(guild.id, [{"id": lobby.id, "position": before + 3}, wrong])  # type: ignore[list-item]
        assert refused.value.code == 50035
        assert world.channel(lobby.id).position == before
    await bot.http.bulk_channel_update(
        guild.id, [{"id": lobby.id, "position": before + 3, "lock_permissions": True}]
    )
    assert world.channel(lobby.id).position == before + 3
    assert community.sandbox.problems == [
        f"unsupported field: lock_permissions of PATCH /guilds/{guild.id}/channels"
    ]
    community.sandbox.problems.clear()


async def test_reasons_are_kept_in_the_audit_log(guild: discord.Guild, community: Community):
    channel = await guild.create_text_channel("Réunion d’été", reason="Préparée par Léa")
    assert channel.name == "réunion-d’été"
    entries = [each async for each in guild.audit_logs(action=discord.AuditLogAction.channel_create)]
    assert [each.reason for each in entries] == ["Préparée par Léa"]
    assert community.sandbox.exchanges[-2].reason == "Préparée par Léa"
