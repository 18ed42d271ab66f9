"""The server itself: its port, its guards, what it refuses and what it reports."""

import io
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import pytest

from sandbox import Sandbox, World
from sandbox.pytest_plugin import Community
from sandbox.snowflake import time_of


@pytest.fixture
async def session(community: Community):
    """An HTTP client with the bot's token."""
    headers = {"Authorization": f"Bot {community.application.token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        yield client


async def test_a_taken_port_is_told_as_it_is(sandbox: Sandbox):
    port = int(sandbox.page_url.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(OSError, match="address already in use"):
        await Sandbox(port=port).start()


async def test_it_answers_to_this_machine_only(sandbox: Sandbox, session: aiohttp.ClientSession):
    address = f"{sandbox.api_base}/users/@me"
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        async with session.get(address, headers=headers) as answer:
            assert answer.status == 403
    async with session.get(address) as answer:
        assert answer.status == 200
        assert "X-RateLimit-Bucket" in answer.headers


async def test_an_unknown_route_is_404_and_a_problem(sandbox: Sandbox, session: aiohttp.ClientSession):
    async with session.get(f"{sandbox.api_base}/guilds/1/soundboard-sounds") as answer:
        assert answer.status == 404
        assert (await answer.json())["code"] == 0
    assert sandbox.problems == ["unknown route: GET /guilds/1/soundboard-sounds"]
    sandbox.problems.clear()


async def test_a_wrong_method_is_405_and_no_problem(sandbox: Sandbox, session: aiohttp.ClientSession):
    async with session.delete(f"{sandbox.api_base}/users/@me") as answer:
        assert answer.status == 405


async def test_without_a_right_token_it_is_401(sandbox: Sandbox, community: Community):
    async with aiohttp.ClientSession() as anonymous:
        for headers in ({}, {"Authorization": "Bot x"}, {"Authorization": community.application.token}):
            async with anonymous.get(f"{sandbox.api_base}/users/@me", headers=headers) as answer:
                assert answer.status == 401


async def test_broken_bodies_are_refused(
    sandbox: Sandbox, session: aiohttp.ClientSession, community: Community
):
    address = f"{sandbox.api_base}/channels/{community.lobby.id}/messages"
    headers = {"Content-Type": "application/json"}
    for body, code in (("{", 50109), ("[]", 50035), ('"x"', 50035), ("{}", 50006)):
        async with session.post(address, data=body, headers=headers) as answer:
            assert answer.status == 400
            assert (await answer.json())["code"] == code


async def test_what_is_too_large_is_refused_unread(
    sandbox: Sandbox,
    session: aiohttp.ClientSession,
    community: Community,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("sandbox.uploads.MAX_BODY", 20 * 1024 * 1024)
    address = f"{sandbox.api_base}/channels/{community.lobby.id}/messages"
    # A file that is too long for Discord, and a part that is none but too long to be read at all.
    for name, size in (("files[0]", 11), ("other", 21)):
        form = aiohttp.FormData(quote_fields=False)
        form.add_field(name, io.BytesIO(bytes(size * 1024 * 1024)), filename="long.txt")
        async with session.post(address, data=form) as answer:
            assert (answer.status, (await answer.json())["code"]) == (413, 40005)
    assert community.members[0].messages(community.lobby.id) == []


async def test_the_servers_clock_may_be_wrong(
    sandbox: Sandbox, session: aiohttp.ClientSession, community: Community
):
    address = f"{sandbox.api_base}/channels/{community.lobby.id}/messages"
    for skew in (timedelta(minutes=-10), timedelta(minutes=10)):
        sandbox.clock.skew = skew
        async with session.post(address, json={"content": "bonjour"}) as answer:
            told = parsedate_to_datetime(answer.headers["Date"])
            reset = datetime.fromtimestamp(float(answer.headers["X-RateLimit-Reset"]), UTC)
            sent = datetime.fromisoformat((await answer.json())["timestamp"])
        for moment in (told, reset, sent):
            assert abs(moment - datetime.now(UTC) - skew) < timedelta(seconds=10)
    newest = int(community.members[0].messages(community.lobby.id)[-1]["id"])
    assert abs(time_of(newest) - datetime.now(UTC) - skew) < timedelta(seconds=10)
    assert sandbox.clock.offset == timedelta()


async def test_a_timeout_of_a_member_is_reported_as_unsupported(
    sandbox: Sandbox, session: aiohttp.ClientSession, community: Community
):
    address = f"{sandbox.api_base}/guilds/{community.guild.id}/members/{community.members[0].user_id}"
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    async with session.patch(address, json={"communication_disabled_until": until}):
        pass
    assert len(sandbox.problems) == 1
    assert "communication_disabled_until" in sandbox.problems[0]
    sandbox.problems.clear()


async def test_ids_that_are_none_are_refused(sandbox: Sandbox, session: aiohttp.ClientSession):
    for wrong in ("abc", "-1", "9" * 30):
        async with session.get(f"{sandbox.api_base}/channels/{wrong}") as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50035)
    async with session.get(f"{sandbox.api_base}/channels/5") as answer:
        assert (answer.status, (await answer.json())["code"]) == (404, 10003)


async def test_exchanges_are_recorded_with_their_template(
    sandbox: Sandbox, session: aiohttp.ClientSession, community: Community
):
    address = f"{sandbox.api_base}/channels/{community.lobby.id}/messages"
    async with session.post(address, json={"content": "bonjour"}):
        pass
    last = sandbox.exchanges[-1]
    assert (last.method, last.template, last.status) == ("POST", "/channels/{channel_id}/messages", 200)
    assert last.request == {"content": "bonjour"}
    assert last.response["content"] == "bonjour"


async def test_a_script_in_a_file_is_not_run(
    sandbox: Sandbox, session: aiohttp.ClientSession, community: Community
):
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("files[0]", b"<script>alert(1)</script>", filename="page.html")
    async with session.post(
        f"{sandbox.api_base}/channels/{community.lobby.id}/messages", data=form
    ) as answer:
        url = (await answer.json())["attachments"][0]["url"]
    async with session.get(url) as answer:
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"
    async with session.get(url.replace(url.split("/")[-2], "5")) as answer:
        assert answer.status == 404


async def test_a_world_and_a_clock_that_differ_are_refused(sandbox: Sandbox):
    with pytest.raises(ValueError, match="clock of its own"):
        Sandbox(world=World(), clock=sandbox.clock)


async def test_stopping_twice_is_harmless():
    server = Sandbox()
    await server.start()
    await server.stop()
    await server.stop()
