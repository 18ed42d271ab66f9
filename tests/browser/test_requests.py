"""The page's own requests, as somebody malicious or mistaken would send them. No browser needed."""

import io
import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from sandbox import Sandbox
from sandbox.world.bus import Emission


@pytest.fixture
async def sandbox():
    async with Sandbox() as started:
        yield started


@pytest.fixture
async def client():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def person(sandbox):
    return sandbox.world.create_user("nadia").id


@pytest.fixture
def channel(sandbox, person):
    guild = sandbox.world.create_guild("Cluster", owner_id=person).id
    return sandbox.world.create_channel(guild, "accueil").id


async def refused(answer: aiohttp.ClientResponse) -> tuple[int, int | str]:
    """The status and code of a refusal."""
    return answer.status, (await answer.json())["code"]


async def test_the_page_forbids_everything_that_is_not_its_own(sandbox, client):
    async with client.get(sandbox.page_url) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_another_name_or_origin_is_refused(sandbox, client, person, headers):
    for path in ("", "two", "gateway", "page/people", f"page/as/{person}/live"):
        async with client.get(sandbox.page_url + path, headers=headers) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("text/plain", '{"content": "x"}', "content-type"),
        ("application/json", "{", "json"),
        ("application/json", "[]", "json"),
        ("application/json", '{"content": 5}', "body"),
    ],
)
async def test_a_malformed_request_is_told_what_is_wrong(
    sandbox, client, person, channel, content_type, body, code
):
    address = f"{sandbox.page_url}page/as/{person}/channels/{channel}/messages"
    async with client.post(address, data=body, headers={"Content-Type": content_type}) as answer:
        assert await refused(answer) == (400, code)
    assert not sandbox.world.messages[channel]


@pytest.mark.parametrize(
    ("headers", "payload", "status", "code"),
    [
        ({}, {"content": "x"}, 400, "content-type"),
        ({"X-Sandbox-Page": "1"}, [], 400, "json"),
        ({"X-Sandbox-Page": "1"}, {"content": "x", "attachments": [{"upload": {"file": 7}}]}, 400, "file"),
        ({"X-Sandbox-Page": "1"}, {"content": "x", "attachments": [{"description": "x"}]}, 400, "body"),
        ({"X-Sandbox-Page": "1"}, {"content": "x", "attachments": {}}, 400, "body"),
        ({"X-Sandbox-Page": "1"}, {"content": {"file": 0}}, 400, "body"),
        ({"X-Sandbox-Page": "1"}, {"content": "", "attachments": [{"upload": {"file": 1}}]}, 403, 40005),
    ],
)
async def test_files_come_from_the_page_alone_and_are_named_as_they_were_sent(
    sandbox, client, person, channel, headers, payload, status, code
):
    address = f"{sandbox.page_url}page/as/{person}/channels/{channel}/messages"
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(payload), content_type="application/json")
    form.add_field("files[0]", io.BytesIO(b"x"), filename="note.txt")
    form.add_field("files[1]", io.BytesIO(bytes(10 * 1024 * 1024 + 1)), filename="film.bin")
    async with client.post(address, data=form, headers=headers) as answer:
        assert await refused(answer) == (status, code)
    assert not sandbox.world.messages[channel]


async def test_a_request_whose_parts_are_not_divided_is_refused(sandbox, client, person, channel):
    address = f"{sandbox.page_url}page/as/{person}/channels/{channel}/messages"
    headers = {"X-Sandbox-Page": "1", "Content-Type": "multipart/form-data; boundary=here"}
    async with client.post(address, data=b"nothing of the kind", headers=headers) as answer:
        assert await refused(answer) == (400, 50109)


async def test_unknown_people_channels_and_forms_are_refused(sandbox, client, person):
    base = f"{sandbox.page_url}page/as"
    async with client.get(f"{base}/1/view") as answer:
        assert await refused(answer) == (404, 10013)
    async with client.get(f"{base}/{person}/channels/1/messages") as answer:
        assert await refused(answer) == (404, 10003)
    async with client.post(f"{base}/{person}/interactions/1/submit", json={"values": {}}) as answer:
        assert await refused(answer) == (400, "form")
    async with client.get(f"{base}/nobody/view") as answer:
        assert answer.status == 404


async def test_a_form_that_lay_open_too_long_is_refused(sandbox, client, person, channel):
    world = sandbox.world
    application = world.create_application("Bot")
    world.install(application.id, world.channel(channel).guild_id, 8)
    world.put_command(application.id, None, {"name": "profil", "description": "Profil"})

    def answer(emission: Emission) -> None:
        if emission.name == "INTERACTION_CREATE":
            opened = world.interactions[int(emission.data["id"])]
            world.answer_with_modal(opened, {"custom_id": "profil", "title": "Profil", "components": []})

    world.bus.subscribe(answer)
    base = f"{sandbox.page_url}page/as/{person}"
    call = {"command": "profil", "options": {}}
    async with client.post(f"{base}/channels/{channel}/slash", json=call) as answered:
        form = (await answered.json())["id"]
    sandbox.clock.advance(timedelta(hours=1))
    async with client.post(f"{base}/channels/{channel}/slash", json=call) as answered:
        assert answered.status == 200
    async with client.post(f"{base}/interactions/{form}/submit", json={"values": {}}) as answered:
        assert await refused(answered) == (400, "form")


async def test_a_stranger_reads_nothing(sandbox, client, channel):
    stranger = sandbox.world.create_user("stranger").id
    async with client.get(f"{sandbox.page_url}page/as/{stranger}/channels/{channel}/messages") as answer:
        assert await refused(answer) == (403, 50001)


async def test_interest_is_said_by_members_about_events_that_are_there(sandbox, client, person, channel):
    guild = sandbox.world.channel(channel).guild_id
    stranger = sandbox.world.create_user("stranger").id
    base = f"{sandbox.page_url}page/as"
    for who, event, body, answered in (
        (person, 1, {"interested": True}, (403, 10070)),
        (person, 1, {"interested": "yes"}, (400, "body")),
        (stranger, 1, {"interested": True}, (403, 10004)),
    ):
        address = f"{base}/{who}/guilds/{guild}/events/{event}/interested"
        async with client.post(address, json=body) as answer:
            assert await refused(answer) == answered
    async with client.get(f"{base}/{person}/guilds/{guild}/events/1/interested") as answer:
        assert await refused(answer) == (404, 10070)


async def test_a_bot_cannot_be_impersonated(sandbox, client):
    bot = sandbox.world.create_application("Assistant").user_id
    async with client.get(f"{sandbox.page_url}page/as/{bot}/view") as answer:
        assert await refused(answer) == (400, "bot")


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"advance": -60}, "backward"),
        ({"advance": 10**12}, "far"),
        ({"to": "2020-01-01T00:00:00+00:00"}, "backward"),
        ({"to": "2199-01-01T00:00:00"}, "moment"),
        ({"to": "demain"}, "moment"),
        ({"next_due": True}, "body"),
        ({}, "body"),
    ],
)
async def test_the_clock_refuses_what_it_cannot_do(sandbox, client, order, code):
    async with client.post(f"{sandbox.page_url}page/clock", json=order) as answer:
        assert await refused(answer) == (400, code)
    assert sandbox.clock.offset == timedelta()


async def test_the_clock_jumps_to_the_next_thing_due(sandbox, client):
    due = datetime.now(UTC) + timedelta(hours=5)

    async def next_due():
        return due

    sandbox.next_due = next_due
    async with client.post(f"{sandbox.page_url}page/clock", json={"next_due": True}) as answer:
        assert (await answer.json())["moved"] is True
    assert abs(sandbox.clock.now() - due) < timedelta(seconds=5)


async def test_the_clock_stays_when_nothing_is_due(sandbox, client):
    async def next_due():
        return None

    sandbox.next_due = next_due
    async with client.post(f"{sandbox.page_url}page/clock", json={"next_due": True}) as answer:
        assert (await answer.json())["moved"] is False
    assert sandbox.clock.offset == timedelta()


async def test_the_stream_carries_messages_and_the_clock_and_ends_with_the_sandbox(
    sandbox, client, person, channel
):
    async with client.ws_connect(f"{sandbox.page_url}page/as/{person}/live") as stream:
        await sandbox.actor(person).send(channel, "bonjour")
        assert (await stream.receive_json(timeout=5))["data"]["content"] == "bonjour"
        sandbox.clock.advance(timedelta(hours=1))
        assert (await stream.receive_json(timeout=5))["event"] == "CLOCK"
        await sandbox.stop()
        assert (await stream.receive(timeout=5)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
