"""Threads: private ones stay private, idle ones are archived, a message wakes them."""

from datetime import timedelta

import discord
import pytest

from sandbox import ActorRefused
from sandbox.permissions import Permission
from sandbox.pytest_plugin import Community
from tests.sandbox.conftest import Bot, bind_rights


async def private(lobby: discord.TextChannel, name: str = "mise en relation") -> discord.Thread:
    return await lobby.create_thread(name=name, type=discord.ChannelType.private_thread, invitable=False)


async def test_a_private_thread_is_seen_by_its_members_only(lobby: discord.TextChannel, community: Community):
    nadia, thomas, _ = community.members
    thread = await private(lobby)
    await thread.add_user(discord.Object(nadia.user_id))
    await thread.send("bienvenue")
    assert [int(each["id"]) for each in nadia.threads(community.guild.id)] == [thread.id]
    assert thomas.threads(community.guild.id) == []
    with pytest.raises(ActorRefused) as unseen:
        thomas.messages(thread.id)
    assert unseen.value.code == 50001
    assert [m["content"] for m in nadia.messages(thread.id)] == ["bienvenue"]


async def test_a_newcomer_to_a_thread_is_told_of_it(lobby: discord.TextChannel, community: Community):
    nadia = community.members[0]
    eyes = community.sandbox.listen(nadia.user_id)
    thread = await private(lobby)
    await thread.add_user(discord.Object(nadia.user_id))
    assert (await eyes.until("THREAD_CREATE"))["id"] == str(thread.id)


async def test_who_is_mentioned_in_a_thread_comes_into_it(lobby: discord.TextChannel, community: Community):
    nadia, thomas, _ = community.members
    thread = await private(lobby)
    await thread.send(f"<@{nadia.user_id}>")
    quiet = discord.AllowedMentions.none()
    await thread.send(f"<@{thomas.user_id}>", allowed_mentions=quiet)
    assert {each.id for each in await thread.fetch_members()} == {
        community.application.user_id,
        nadia.user_id,
    }


async def test_a_thread_for_the_invited_is_not_opened_by_a_mention(
    lobby: discord.TextChannel, community: Community
):
    nadia, thomas, sofia = community.members
    thread = await private(lobby)
    await thread.add_user(discord.Object(nadia.user_id))
    await nadia.send(thread.id, f"<@{thomas.user_id}>")
    assert thomas.threads(community.guild.id) == []
    await thread.edit(invitable=True)
    await nadia.send(thread.id, f"<@{sofia.user_id}>")
    assert [int(each["id"]) for each in sofia.threads(community.guild.id)] == [thread.id]


async def test_a_mention_in_a_full_thread_brings_nobody_in_and_the_message_stands(
    lobby: discord.TextChannel, community: Community, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sandbox.world.threads.MAX_MEMBERS", 1)
    nadia = community.members[0]
    thread = await private(lobby)
    await thread.send(f"<@{nadia.user_id}>", nonce="une fois")
    await thread.send(f"<@{nadia.user_id}>", nonce="une fois")
    assert [each.id for each in await thread.fetch_members()] == [community.application.user_id]
    assert len([each async for each in thread.history()]) == 1


@pytest.mark.usefixtures("lobby")
async def test_a_thread_out_of_membership_is_closed_to_the_bot_too(bot: Bot, community: Community):
    bind_rights(
        community, int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.CREATE_PRIVATE_THREADS)
    )
    world = community.world
    thread = world.create_thread(community.lobby.id, "entre nous", owner_id=community.members[0].user_id)
    with pytest.raises(discord.Forbidden) as refused:
        await bot.fetch_channel(thread.id)
    assert refused.value.code == 50001
    assert bot.get_channel(thread.id) is None


async def test_idle_threads_are_archived_and_a_message_wakes_them(
    bot: Bot, lobby: discord.TextChannel, community: Community
):
    thread = await private(lobby)
    await thread.edit(auto_archive_duration=60)
    community.sandbox.clock.advance(timedelta(minutes=61))
    await bot.until("thread_update", 2)
    assert community.world.channel(thread.id).thread.archived  # type: ignore[union-attr]
    with pytest.raises(discord.HTTPException) as archived:
        await thread.edit(name="autre")
    assert archived.value.code == 50083
    found = [each.id async for each in lobby.archived_threads(private=True)]
    assert found == [thread.id]
    await thread.send("réveil")
    assert not community.world.channel(thread.id).thread.archived  # type: ignore[union-attr]


async def test_archived_threads_the_bot_is_in_are_listed_youngest_first_whenever_they_were_archived(
    bot: Bot, lobby: discord.TextChannel
):
    threads = [await private(lobby, f"fil {number}") for number in range(3)]
    for number in (2, 0, 1):
        await threads[number].edit(archived=True)
    listed = await bot.http.get_joined_private_archived_threads(lobby.id, limit=2)
    assert [int(each["id"]) for each in listed["threads"]] == [threads[2].id, threads[1].id]
    assert listed["has_more"]
    rest = await bot.http.get_joined_private_archived_threads(lobby.id, threads[1].id, 2)
    assert [int(each["id"]) for each in rest["threads"]] == [threads[0].id]
    assert not rest["has_more"]


async def test_a_locked_thread_takes_no_message_of_members(lobby: discord.TextChannel, community: Community):
    message = await lobby.send("sujet")
    thread = await message.create_thread(name="suite")
    assert thread.id == message.id
    await thread.edit(locked=True)
    with pytest.raises(ActorRefused) as locked:
        await community.members[0].send(thread.id, "encore")
    assert locked.value.code == 160005
    with pytest.raises(discord.HTTPException) as twice:
        await message.create_thread(name="encore")
    assert twice.value.code == 160004


async def test_leaving_and_removing(lobby: discord.TextChannel, community: Community):
    nadia = community.members[0]
    thread = await private(lobby)
    await thread.add_user(discord.Object(nadia.user_id))
    await thread.remove_user(discord.Object(nadia.user_id))
    with pytest.raises(discord.NotFound) as gone:
        await thread.fetch_member(nadia.user_id)
    assert gone.value.code == 10007
    await thread.leave()
    active = await lobby.guild.active_threads()
    assert [each.id for each in active] == [thread.id]


async def test_who_leaves_a_public_thread_is_told_once(lobby: discord.TextChannel, community: Community):
    nadia = community.members[0]
    thread = await lobby.create_thread(name="ouvert", type=discord.ChannelType.public_thread)
    await thread.add_user(discord.Object(nadia.user_id))
    eyes = community.sandbox.listen(nadia.user_id)
    await thread.remove_user(discord.Object(nadia.user_id))
    eyes.close()
    assert [name async for name, _ in eyes].count("THREAD_MEMBERS_UPDATE") == 1


async def test_private_threads_need_their_right_and_a_text_channel(
    bot: Bot, lobby: discord.TextChannel, community: Community
):
    news = bot.get_channel(community.news.id)
    assert isinstance(news, discord.TextChannel)
    with pytest.raises(discord.HTTPException) as wrong_place:
        await news.create_thread(name="x", type=discord.ChannelType.private_thread)
    assert wrong_place.value.code == 50024
    bind_rights(community, int(Permission.VIEW_CHANNEL))
    community.world.edit_role(
        community.guild.id, community.guild.id, permissions=int(Permission.VIEW_CHANNEL)
    )
    with pytest.raises(discord.Forbidden):
        await private(lobby)
