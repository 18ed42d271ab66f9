"""Rate limits as a library meets them, and every fault on request."""

import asyncio

import aiohttp
import discord
import pytest

from sandbox import Fault, Sandbox
from sandbox.pytest_plugin import Community
from sandbox.ratelimit import RateLimits
from tests.sandbox.conftest import holds

MESSAGES = r"/channels/\d+/messages"


async def done_late(sandbox: Sandbox) -> None:
    """Wait until what was to be done after its answer is done."""
    await holds(lambda: not sandbox.rest._to_do)


def check(limits: RateLimits, channel: str = "1", method: str = "POST"):
    return limits.check(method, "/channels/{channel_id}/messages", {"channel_id": channel}, 7)


def test_five_messages_in_five_seconds_a_channel():
    now = 100.0
    limits = RateLimits(clock=lambda: now)
    verdicts = [check(limits) for _ in range(6)]
    assert [each.retry_after is None for each in verdicts] == [True] * 5 + [False]
    assert verdicts[4].headers["X-RateLimit-Remaining"] == "0"
    assert verdicts[5].retry_after == pytest.approx(5.0)
    assert check(limits, "2").retry_after is None
    now = 105.0
    assert check(limits).retry_after is None


def test_fifty_a_second_for_the_application_but_not_for_answers():
    limits = RateLimits(clock=lambda: 100.0)
    verdicts = [check(limits, str(number)) for number in range(51)]
    assert verdicts[49].retry_after is None
    assert verdicts[50].everywhere
    template = "/interactions/{interaction_id}/{interaction_token}/callback"
    answer = limits.check("POST", template, {"interaction_id": "1", "interaction_token": "t"}, None)
    assert (answer.retry_after, answer.headers) == (None, {})


def test_limits_can_be_scaled_and_switched_off():
    assert all(check(RateLimits(scale=2.0, clock=lambda: 1.0)).retry_after is None for _ in range(10))
    off = RateLimits(enabled=False, clock=lambda: 1.0)
    verdicts = [check(off) for _ in range(500)]
    assert all(each.retry_after is None for each in verdicts)
    assert "X-RateLimit-Bucket" in verdicts[0].headers


def test_a_channel_is_renamed_twice_in_ten_minutes():
    limits = RateLimits(clock=lambda: 1.0)
    assert [limits.check_rename("1", 7) is None for _ in range(3)] == [True, True, False]


async def test_the_wire_says_429_with_via_and_retry_after(sandbox: Sandbox, community: Community):
    sandbox.ratelimits.enabled = True
    headers = {"Authorization": f"Bot {community.application.token}"}
    address = f"{sandbox.api_base}/channels/{community.lobby.id}/messages"
    async with aiohttp.ClientSession(headers=headers) as session:
        for _ in range(5):
            async with session.post(address, json={"content": "."}) as answer:
                assert answer.status == 200
                assert answer.headers["Content-Type"] == "application/json"
        async with session.post(address, json={"content": "."}) as answer:
            assert answer.status == 429
            assert answer.headers["Via"]
            body = await answer.json()
    assert 0 < body["retry_after"] <= 5
    assert body["global"] is False


async def test_a_library_waits_out_a_limit(lobby: discord.TextChannel, community: Community):
    limit = community.sandbox.faults.add(Fault("rate_limit", "POST", MESSAGES, retry_after=0.01))
    assert (await lobby.send("enfin")).content == "enfin"
    assert limit.struck == 1
    community.sandbox.faults.add(Fault("global_rate_limit", "POST", MESSAGES, retry_after=0.01))
    assert (await lobby.send("enfin")).content == "enfin"


async def test_the_edge_blocks_without_via(lobby: discord.TextChannel, community: Community):
    community.sandbox.faults.add(Fault("blocked"))
    with pytest.raises(discord.HTTPException) as blocked:
        await lobby.send("?")
    assert blocked.value.status == 429


@pytest.mark.parametrize("status", [503])
async def test_a_busy_service(lobby: discord.TextChannel, community: Community, status: int):
    community.sandbox.faults.add(Fault("status", "POST", MESSAGES, status=status))
    with pytest.raises(discord.DiscordServerError) as busy:
        await lobby.send("?")
    assert busy.value.status == status
    assert community.members[0].messages(lobby.id) == []


async def test_a_lost_reply_was_done_all_the_same(lobby: discord.TextChannel, community: Community):
    community.sandbox.faults.add(Fault("lost_reply", "POST", MESSAGES, status=503))
    with pytest.raises(discord.DiscordServerError):
        await lobby.send("une fois", nonce="n1")
    await lobby.send("une fois", nonce="n1")
    assert [m["content"] for m in community.members[0].messages(lobby.id)] == ["une fois"]


@pytest.mark.parametrize("status", [503, 0])
async def test_it_is_done_after_the_answer_that_says_otherwise(
    lobby: discord.TextChannel, community: Community, status: int
):
    reader = community.members[0]
    community.sandbox.faults.add(Fault("lost_reply", "POST", MESSAGES, status=status, delay=0.5))
    with pytest.raises((discord.DiscordServerError, OSError, aiohttp.ClientError)):
        await lobby.send("plus tard")
    assert reader.messages(lobby.id) == []
    await done_late(community.sandbox)
    assert [message["content"] for message in reader.messages(lobby.id)] == ["plus tard"]


async def test_what_is_forbidden_by_then_is_not_done(lobby: discord.TextChannel, community: Community):
    community.sandbox.faults.add(Fault("lost_reply", "POST", MESSAGES, status=503, delay=0.5))
    with pytest.raises(discord.DiscordServerError):
        await lobby.send("trop tard")
    community.sandbox.world.delete_channel(lobby.id)
    await done_late(community.sandbox)
    assert community.sandbox.problems == []


async def test_a_connection_is_reset_before_or_after_the_effect(
    lobby: discord.TextChannel, community: Community
):
    community.sandbox.faults.add(Fault("reset", "POST", MESSAGES))
    community.sandbox.faults.add(Fault("lost_reply", "POST", MESSAGES, status=0))
    for _ in range(2):
        with pytest.raises((OSError, aiohttp.ClientError)):
            await lobby.send("?")
    assert len(community.members[0].messages(lobby.id)) == 1


async def test_a_refusal_on_request(lobby: discord.TextChannel, community: Community):
    community.sandbox.faults.add(Fault("refuse", "POST", MESSAGES, code=20026))
    with pytest.raises(discord.Forbidden) as flagged:
        await lobby.send("?")
    assert flagged.value.code == 20026


async def test_a_slow_answer_comes(lobby: discord.TextChannel, community: Community):
    slow = community.sandbox.faults.add(Fault("slow", "POST", MESSAGES, delay=0.02))
    await asyncio.wait_for(lobby.send("lent"), 5)
    assert slow.struck == 1


def test_chance_repeats_itself_under_the_same_seed(sandbox: Sandbox):
    def struck(seed: int) -> list[bool]:
        sandbox.faults.clear()
        sandbox.faults.reseed(seed)
        sandbox.faults.add(Fault("status", times=None, probability=0.3))
        return [sandbox.faults.strike("GET", "/users/@me") is not None for _ in range(50)]

    assert struck(1) == struck(1)
    assert struck(1) != struck(2)
    assert 5 < sum(struck(1)) < 30


@pytest.mark.usefixtures("bot")
async def test_a_fault_lets_some_pass_first(lobby: discord.TextChannel, community: Community):
    community.sandbox.faults.add(Fault("status", "POST", MESSAGES, status=503, skip=1))
    await lobby.send("passe")
    with pytest.raises(discord.DiscordServerError):
        await lobby.send("tombe")
    await lobby.send("passe")
