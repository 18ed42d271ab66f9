"""A real library logs in, meets its guild, and is refused where Discord refuses."""

import discord
import pytest

from sandbox.pytest_plugin import Community
from tests.sandbox.conftest import Bot, connected


async def test_the_bot_meets_its_guild_with_channels_and_roles(bot: Bot, community: Community):
    guild = bot.get_guild(community.guild.id)
    assert guild is not None
    assert guild.name == "Grappe"
    assert guild.member_count == 6
    assert {channel.name for channel in guild.text_channels} == {"accueil", "annonces"}
    assert guild.me.guild_permissions.administrator
    assert guild.preferred_locale == discord.Locale.french


@pytest.mark.usefixtures("discord_py")
async def test_a_wrong_token_is_refused():
    async with Bot() as stranger:
        with pytest.raises(discord.LoginFailure):
            await stranger.login("wrong")


@pytest.mark.usefixtures("discord_py")
async def test_a_privileged_intent_that_was_not_granted_closes_the_gateway(community: Community):
    community.application.flags = 0
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected(Bot(), community.application.token):
            pass


@pytest.mark.usefixtures("bot")
async def test_all_members_are_chunked(guild: discord.Guild, community: Community):
    for number in range(1500):
        community.join(f"Membre{number}")
    members = await guild.chunk()
    assert len(members) == 1506


async def test_members_are_found_by_query_and_by_id(guild: discord.Guild, community: Community):
    nadia = community.members[0].user_id
    assert [each.id for each in await guild.query_members("nad")] == [nadia]
    assert [each.id for each in await guild.query_members(user_ids=[nadia, 1])] == [nadia]
    assert {each.id async for each in guild.fetch_members(limit=3)} == set(
        sorted(community.guild.members)[:3]
    )


async def test_a_bot_that_is_invited_later_is_told_of_the_guild(bot: Bot, community: Community):
    other = community.world.create_guild("Partenaire", owner_id=community.owner.user_id)
    community.world.install(community.application.id, other.id, 0)
    joined = await bot.until("guild_join")
    assert isinstance(joined, discord.Guild)
    assert joined.id == other.id
    community.world.remove_member(other.id, community.application.user_id)
    await bot.until("guild_remove")
    assert bot.get_guild(other.id) is None


@pytest.mark.usefixtures("discord_py")
async def test_two_bots_and_two_guilds_do_not_see_each_other(
    bot: Bot,
    community: Community,
):
    world = community.world
    second = world.create_application("Autre")
    elsewhere = world.create_guild("Ailleurs", owner_id=community.owner.user_id)
    world.install(second.id, elsewhere.id, 8)
    async with connected(Bot(), second.token) as other:
        assert [each.id for each in other.guilds] == [elsewhere.id]
        with pytest.raises(discord.NotFound) as refused:
            await other.fetch_guild(community.guild.id)
        assert refused.value.code == 10004
        await community.members[0].send(community.lobby.id, "bonjour")
        await bot.until("message")
        assert "message" not in [name for name, _ in other.seen]


async def test_members_who_join_change_and_leave_are_announced(bot: Bot, community: Community):
    newcomer = community.join("Luc")
    await bot.until("member_join")
    role = community.world.create_role(community.guild.id, "Web")
    community.world.add_role(community.guild.id, newcomer.user_id, role.id)
    newcomer.leave_guild(community.guild.id)
    left = await bot.until("raw_member_remove")
    assert isinstance(left, discord.RawMemberRemoveEvent)
    assert left.user.id == newcomer.user_id


@pytest.mark.usefixtures("discord_py")
async def test_without_the_members_intent_nobody_is_announced(community: Community):
    async with connected(
        Bot(discord.Intents(guilds=True, messages=True)), community.application.token
    ) as bot:
        community.join("Luc")
        await community.members[0].send(community.lobby.id, "bonjour")
        await bot.until("message")
        assert "member_join" not in [name for name, _ in bot.seen]


async def test_content_is_hidden_without_its_intent(bot: Bot, community: Community):
    await community.members[0].send(community.lobby.id, "secret")
    await community.members[0].send(community.lobby.id, f"<@{community.application.user_id}> bonjour")
    plain, mentioning = await bot.until("message"), await bot.until("message", 2)
    assert isinstance(plain, discord.Message)
    assert isinstance(mentioning, discord.Message)
    assert plain.content == ""
    assert "bonjour" in mentioning.content
