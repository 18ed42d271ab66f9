"""Several bots in several communities at once, a server that goes on from a file, and a full channel."""

from pathlib import Path

import discord
import pytest
import yarl

from sandbox import Sandbox, World
from sandbox.permissions import Permission
from sandbox.pytest_plugin import Community
from tests.sandbox.conftest import Bot, connected
from tests.work import counted


async def test_each_bot_hears_its_own_communities_only(discord_py: Sandbox, community: Community):
    world = discord_py.world
    other = world.create_guild("Voisine", owner_id=community.owner.user_id)
    room = world.create_channel(other.id, "accueil")
    second = world.create_application("Voisin")
    world.install(second.id, other.id, int(Permission.VIEW_CHANNEL))
    async with (
        connected(Bot(), community.application.token) as first_bot,
        connected(Bot(), second.token) as second_bot,
    ):
        assert [each.name for each in first_bot.guilds] == ["Grappe"]
        assert [each.name for each in second_bot.guilds] == ["Voisine"]
        await community.owner.send(room.id, "chez nous")
        await community.owner.send(community.lobby.id, "chez eux")
        heard = await first_bot.until("message"), await second_bot.until("message")
        assert [each.channel.id for each in heard if isinstance(each, discord.Message)] == [
            community.lobby.id,
            room.id,
        ]
        world.install(second.id, community.guild.id, int(Permission.VIEW_CHANNEL))
        await second_bot.until("guild_join")
        await community.owner.send(community.lobby.id, "à tous")
        await second_bot.until("message", 2)
        await first_bot.until("message", 2)
        assert [name for name, _ in first_bot.seen].count("message") == 2


async def test_a_bot_goes_on_where_a_saved_world_stopped(
    discord_py: Sandbox, community: Community, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    token, lobby = community.application.token, community.lobby.id
    async with connected(Bot(), token) as bot:
        channel = bot.get_channel(lobby)
        assert isinstance(channel, discord.TextChannel)
        sent = await channel.send("avant", nonce="n1")
    path = tmp_path / "world.json"
    discord_py.world.save(path)
    async with Sandbox(world=World.load(path)) as again:
        monkeypatch.setattr(discord.http.Route, "BASE", again.api_base)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(again.gateway_url))
        async with connected(Bot(), token) as bot:
            channel = bot.get_channel(lobby)
            assert isinstance(channel, discord.TextChannel)
            assert [each.content async for each in channel.history()] == ["avant"]
            assert (await channel.send("avant", nonce="n1")).id == sent.id
            assert (await channel.send("après")).id > sent.id
        assert again.problems == []


async def test_a_page_of_a_full_channel_is_as_much_work_as_one_of_a_short_channel(
    discord_py: Sandbox, community: Community
):
    world, writer = discord_py.world, community.members[0].user_id
    token = community.application.token
    short, full = (world.create_channel(community.guild.id, name) for name in ("court", "plein"))
    ids = {
        channel.id: [world.post_message(channel.id, writer, {"content": str(n)}).id for n in range(messages)]
        for channel, messages in ((short, 200), (full, 10_000))
    }
    work = {}
    async with connected(Bot(), token) as bot:
        for channel in (short, full):
            known = ids[channel.id]
            lobby = bot.get_channel(channel.id)
            assert isinstance(lobby, discord.TextChannel)
            with counted() as spent:
                newest = [each async for each in lobby.history(limit=100)]
                middle = [each async for each in lobby.history(around=discord.Object(known[len(known) // 2]))]
                oldest = [each async for each in lobby.history(after=discord.Object(1), oldest_first=True)]
                await (await lobby.fetch_message(known[0])).delete()
            work[channel.id] = spent.calls
            assert [each.id for each in newest] == known[:-101:-1]
            assert known[len(known) // 2] in [each.id for each in middle]
            assert [each.id for each in oldest] == known[:100]
    assert work[full.id] < 1.5 * work[short.id]
