"""The gateway's own protocol: resuming, reconnecting, close codes, and clients that stop reading."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from sandbox import Sandbox
from sandbox.permissions import Permission
from sandbox.pytest_plugin import Community
from sandbox.world.model import Overwrite
from tests.sandbox.conftest import Bot, bind_rights, connected, holds


@pytest.fixture
async def socket(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A bare connection after its HELLO."""
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway_url) as connection:
        assert (await connection.receive_json(timeout=5))["op"] == 10
        yield connection


async def closed_with(connection: aiohttp.ClientWebSocketResponse) -> int | None:
    while not connection.closed:
        await connection.receive(timeout=5)
    return connection.close_code


def identify(token: str, intents: int = 513) -> dict[str, object]:
    return {"op": 2, "d": {"token": token, "intents": intents, "properties": {}}}


async def test_a_dropped_line_is_resumed_and_nothing_is_missed(bot: Bot, community: Community):
    community.sandbox.gateway.drop()
    await community.members[0].send(community.lobby.id, "pendant la coupure")
    await bot.until("resumed")
    await bot.until("message")
    assert [name for name, _ in bot.seen].count("message") == 1
    assert [name for name, _ in bot.seen].count("ready") == 1


async def test_op_7_makes_the_client_resume(bot: Bot, community: Community):
    community.sandbox.gateway.ask_to_reconnect()
    await bot.until("resumed")
    await community.members[0].send(community.lobby.id, "bonjour")
    await bot.until("message")


async def test_op_9_ends_the_session(
    discord_py: Sandbox, community: Community, monkeypatch: pytest.MonkeyPatch
):
    # The library waits one to five seconds before it identifies anew.
    real = asyncio.sleep
    monkeypatch.setattr("discord.client.asyncio.sleep", lambda *_: real(0))
    async with connected(Bot(), community.application.token) as bot:
        before = set(discord_py.gateway.sessions)
        discord_py.gateway.invalidate()
        await bot.until("ready", 2)
        assert not before & set(discord_py.gateway.sessions)


async def test_a_repeated_event_arrives_twice(bot: Bot, community: Community):
    await community.members[0].send(community.lobby.id, "bonjour")
    await bot.until("message")
    community.sandbox.gateway.repeat_last()
    await bot.until("message", 2)


async def test_a_wrong_token_closes_with_4004(socket: aiohttp.ClientWebSocketResponse):
    await socket.send_json(identify("wrong"))
    assert await closed_with(socket) == 4004


async def test_broken_json_closes_with_4002(socket: aiohttp.ClientWebSocketResponse):
    await socket.send_str("{")
    assert await closed_with(socket) == 4002


async def test_an_unknown_operation_closes_with_4001(socket: aiohttp.ClientWebSocketResponse):
    await socket.send_json({"op": 99})
    assert await closed_with(socket) == 4001


async def test_asking_before_identifying_closes_with_4003(socket: aiohttp.ClientWebSocketResponse):
    await socket.send_json({"op": 8, "d": {"guild_id": "1"}})
    assert await closed_with(socket) == 4003


async def test_identifying_twice_closes_with_4005(
    socket: aiohttp.ClientWebSocketResponse, community: Community
):
    await socket.send_json(identify(community.application.token))
    assert (await socket.receive_json(timeout=5))["t"] == "READY"
    await socket.send_json(identify(community.application.token))
    assert await closed_with(socket) == 4005


async def test_heartbeats_are_acknowledged_at_once(socket: aiohttp.ClientWebSocketResponse, sandbox: Sandbox):
    await socket.send_json({"op": 1, "d": None})
    assert (await socket.receive_json(timeout=5))["op"] == 11
    sandbox.gateway.acknowledges = False
    await socket.send_json({"op": 1, "d": None})
    with pytest.raises(asyncio.TimeoutError):
        await socket.receive(timeout=0.05)


async def test_an_unknown_session_is_invalid(socket: aiohttp.ClientWebSocketResponse, community: Community):
    resume = {"token": community.application.token, "session_id": "x", "seq": 1}
    await socket.send_json({"op": 6, "d": resume})
    answer = await socket.receive_json(timeout=5)
    assert (answer["op"], answer["d"]) == (9, False)


async def test_ready_points_back_here_and_the_first_guild_is_available(
    socket: aiohttp.ClientWebSocketResponse, community: Community, sandbox: Sandbox
):
    await socket.send_json(identify(community.application.token))
    ready = await socket.receive_json(timeout=5)
    assert ready["d"]["resume_gateway_url"] == sandbox.gateway_url
    guild = await socket.receive_json(timeout=5)
    assert (guild["t"], guild["d"]["unavailable"]) == ("GUILD_CREATE", False)
    assert [each["user"]["id"] for each in guild["d"]["members"]] == [str(community.application.user_id)]


async def test_a_goodbye_ends_the_session_and_a_cut_keeps_it(
    socket: aiohttp.ClientWebSocketResponse, community: Community, sandbox: Sandbox
):
    await socket.send_json(identify(community.application.token))
    await socket.receive_json(timeout=5)
    assert len(sandbox.gateway.sessions) == 1
    await socket.close(code=1000)
    await holds(lambda: not sandbox.gateway.connections)
    assert sandbox.gateway.sessions == {}


async def test_a_session_that_was_away_too_long_is_not_resumed(
    socket: aiohttp.ClientWebSocketResponse, community: Community, sandbox: Sandbox, monkeypatch
):
    await socket.send_json(identify(community.application.token))
    session_id = (await socket.receive_json(timeout=5))["d"]["session_id"]
    sandbox.gateway.drop()
    await holds(lambda: not sandbox.gateway.connections)
    monkeypatch.setattr("sandbox.gateway.RESUMABLE_FOR", -1.0)
    async with aiohttp.ClientSession() as client, client.ws_connect(sandbox.gateway_url) as again:
        await again.receive_json(timeout=5)
        resume = {"token": community.application.token, "session_id": session_id, "seq": 1}
        await again.send_json({"op": 6, "d": resume})
        assert await again.receive_json(timeout=5) == {"op": 9, "d": False, "s": None, "t": None}
    assert sandbox.gateway.sessions == {}


async def test_a_client_that_stops_reading_is_cut_off(
    socket: aiohttp.ClientWebSocketResponse, community: Community, sandbox: Sandbox
):
    await socket.send_json(identify(community.application.token))
    await socket.receive_json(timeout=5)
    connection = sandbox.gateway.of()[0]
    for _ in range(20_010):
        connection.push(b"{}")
    await holds(lambda: not sandbox.gateway.connections)
    assert len(sandbox.gateway.sessions) == 1


async def test_shards_share_the_guilds(community: Community, sandbox: Sandbox):
    received: dict[int, list[str]] = {}
    async with aiohttp.ClientSession() as session:
        for shard in range(2):
            async with session.ws_connect(sandbox.gateway_url) as connection:
                await connection.receive()
                order = identify(community.application.token)
                order["d"] = {**dict(order["d"]), "shard": [shard, 2]}  # type: ignore[call-overload]
                await connection.send_str(json.dumps(order))
                ready = await connection.receive_json(timeout=5)
                received[shard] = [each["id"] for each in ready["d"]["guilds"]]
    home = (community.guild.id >> 22) % 2
    assert received == {home: [str(community.guild.id)], 1 - home: []}


async def test_a_bot_that_is_removed_hears_of_it_on_the_guilds_shard(community: Community, sandbox: Sandbox):
    number = community.guild.id >> 22
    shards_in_all = next(each for each in (2, 3, 5, 7, 11, 13, 17, 19, 23) if number % each)
    home = number % shards_in_all
    heard: dict[int, list[str]] = {0: [], home: []}
    async with aiohttp.ClientSession() as session, contextlib.AsyncExitStack() as stack:
        shards = {}
        for shard in heard:
            shards[shard] = await stack.enter_async_context(session.ws_connect(sandbox.gateway_url))
            order = identify(community.application.token)
            order["d"] = {**dict(order["d"]), "shard": [shard, shards_in_all]}  # type: ignore[call-overload]
            await shards[shard].receive()
            await shards[shard].send_str(json.dumps(order))
            await shards[shard].receive_json(timeout=5)
        community.world.remove_member(community.guild.id, community.application.user_id)
        for shard, connection in shards.items():
            await connection.send_str('{"op":1,"d":null}')
            while (said := await connection.receive_json(timeout=5))["op"] != 11:
                heard[shard].append(said["t"])
    assert "GUILD_DELETE" in heard[home]
    assert "GUILD_DELETE" not in heard[0]


async def test_a_client_whose_heartbeats_stay_unanswered_comes_back_and_resumes(
    discord_py: Sandbox, community: Community
):
    gateway = discord_py.gateway
    gateway.heartbeat_ms = 100
    bot = Bot()
    bot._connection.heartbeat_timeout = 0.2
    async with connected(bot, community.application.token):
        gateway.acknowledges = False
        await bot.until("resumed")
        gateway.acknowledges = True
        await community.members[0].send(community.lobby.id, "bonjour")
        await bot.until("message")
        assert len(gateway.sessions) == 1


async def test_a_slow_gateway_is_late_and_keeps_the_order(bot: Bot, community: Community):
    community.sandbox.gateway.delay = 0.05
    start = asyncio.get_running_loop().time()
    for word in ("un", "deux", "trois"):
        await community.members[0].send(community.lobby.id, word)
    await bot.until("message", 3)
    assert asyncio.get_running_loop().time() - start >= 0.15
    own = [data.id for name, data in bot.seen if name == "message" and isinstance(data, discord.Message)]
    assert own == sorted(own)


@pytest.mark.parametrize("signs", ["x" * 4_090, "é" * 2_045, "x" * 500_000])
async def test_an_oversized_operation_closes_with_4002(socket: aiohttp.ClientWebSocketResponse, signs: str):
    await socket.send_str(json.dumps({"op": 1, "d": signs}, ensure_ascii=False))
    assert await closed_with(socket) == 4002


async def test_an_operation_of_4096_bytes_is_taken(socket: aiohttp.ClientWebSocketResponse):
    operation = json.dumps({"op": 1, "d": ""})
    await socket.send_str(operation.replace('""', f'"{"x" * (4096 - len(operation))}"'))
    assert (await socket.receive_json(timeout=5))["op"] == 11


async def test_what_is_far_too_long_is_not_even_read(socket: aiohttp.ClientWebSocketResponse):
    await socket.send_str("x" * (1 << 20 | 1))
    assert await closed_with(socket) == 1009


@pytest.mark.parametrize("way", ["overwrite", "role", "member"])
async def test_opening_a_channel_shows_its_threads(
    community: Community, socket: aiohttp.ClientWebSocketResponse, way: str
):
    world, guild = community.world, community.guild
    bind_rights(community, 0)
    key = world.create_role(guild.id, "Clé")
    closed = [Overwrite(guild.id, 0, 0, int(Permission.VIEW_CHANNEL))]
    opened = Overwrite(key.id, 0, int(Permission.VIEW_CHANNEL), 0)
    if way == "member":
        closed.append(opened)
    elif way == "role":
        closed = []
        world.edit_role(guild.id, guild.id, permissions=0)
    room = world.create_channel(guild.id, "salle", overwrites=closed)
    owner = community.owner.user_id
    shown = world.create_thread(room.id, "suite", owner_id=owner, kind=11)
    world.create_thread(room.id, "à deux", owner_id=owner)
    world.edit_thread(world.create_thread(room.id, "vieux", owner_id=owner, kind=11).id, archived=True)
    await socket.send_json(identify(community.application.token, intents=1))
    while (await socket.receive_json(timeout=5))["t"] != "GUILD_CREATE":
        pass
    if way == "overwrite":
        world.set_overwrite(room.id, Overwrite(guild.id, 0, int(Permission.VIEW_CHANNEL), 0))
    elif way == "role":
        world.edit_role(guild.id, guild.id, permissions=int(Permission.VIEW_CHANNEL))
    else:
        world.add_role(guild.id, community.application.user_id, key.id)
    while (told := await socket.receive_json(timeout=5))["t"] != "THREAD_LIST_SYNC":
        pass
    assert str(room.id) in told["d"]["channel_ids"]
    assert [each["id"] for each in told["d"]["threads"]] == [str(shown.id)]
    assert told["d"]["members"] == []


@pytest.mark.usefixtures("bot")
async def test_typing_is_shown(lobby: discord.TextChannel, community: Community):
    eyes = community.sandbox.listen(community.members[0].user_id)
    async with lobby.typing():
        assert (await eyes.until("TYPING_START"))["user_id"] == str(community.application.user_id)
