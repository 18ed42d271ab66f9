"""Libraries that know nothing of ours judge the sandbox: each plays a bot's whole day on it."""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import pytest

from sandbox import Sandbox
from sandbox.pytest_plugin import Community

CLIENTS = Path(__file__).parent / "clients"
BOUND = 30.0
ORACLES = {
    "discord.js": ("MAILLAGE_DISCORD_JS", "the folder whose node_modules has it"),
    "hikari": ("MAILLAGE_HIKARI", "the Python that has it"),
}


class Client:
    """Another library's bot, running as a process; `seen` has the steps that it told of, by name."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.seen: dict[str, dict[str, Any]] = {}
        self._process = process

    @classmethod
    async def start(cls, *command: str, environment: dict[str, str]) -> Self:
        """Start the process; its complaints go where ours go."""
        pipe = asyncio.subprocess.PIPE
        given = {**os.environ, **environment}
        return cls(await asyncio.create_subprocess_exec(*command, env=given, stdin=pipe, stdout=pipe))

    async def until(self, step: str) -> dict[str, Any]:
        """Read on until a step is told; what came with it."""
        assert self._process.stdout is not None
        async with asyncio.timeout(BOUND):
            while step not in self.seen:
                line = await self._process.stdout.readline()
                assert line, f"the client left before it came to: {step}"
                told = json.loads(line)
                self.seen[told.pop("step")] = told
        return self.seen[step]

    async def leave(self) -> int:
        """Let it leave in good order; its exit status."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        async with asyncio.timeout(BOUND):
            return await self._process.wait()

    async def end(self) -> None:
        """End it, if it is still there, and let go of its pipes."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        async with asyncio.timeout(BOUND):
            await self._process.communicate()


@pytest.fixture(params=[*ORACLES])
async def client(
    request: pytest.FixtureRequest, sandbox: Sandbox, community: Community
) -> AsyncIterator[Client]:
    """Each of the other libraries, logged in as the community's bot."""
    variable, what = ORACLES[request.param]
    place = os.environ.get(variable)
    if not place:
        pytest.skip(f"{request.param} as a judge: set {variable} to {what}")
    command = {
        "discord.js": ("node", str(CLIENTS / "discord_js.cjs")),
        "hikari": (place, str(CLIENTS / "hikari_bot.py")),
    }[request.param]
    given = {
        "API": sandbox.api_base.removesuffix("/v10"),
        "TOKEN": community.application.token,
        "CHANNEL": str(community.lobby.id),
        "MEMBER": str(community.members[0].user_id),
        "CLOSED": str(community.join("Muette", dms_open=False).user_id),
    }
    running = await Client.start(*command, environment=given)
    try:
        yield running
    finally:
        await running.end()


async def test_a_day_of_a_bot_on_another_library(client: Client, community: Community):
    member = community.members[0]
    await client.until("ready")
    assert client.seen["guild"] == {
        "name": "Grappe",
        "channels": ["accueil", "annonces"],
        "members": ["Assistant", "adele", "claire", "muette", "nadia", "sofia", "thomas"],
    }
    assert client.seen["synced"] == {"commands": ["carte"]}
    assert client.seen["sent"] == {"content": "deux", "file": "liste.csv"}
    assert client.seen["room"] == {"seen": True}
    both = sorted(str(each) for each in (community.application.user_id, member.user_id))
    assert client.seen["thread"] == {"members": both}
    assert client.seen["event"] == {"place": "Namur"}
    assert client.seen["closed"] == {"code": 50007}
    assert client.seen["too long"] == {"code": 50035, "fault": "BASE_TYPE_MAX_LENGTH"}
    assert [each["content"] for each in member.messages(community.lobby.id) if each["type"] == 0] == ["deux"]

    offers = await member.autocomplete(community.lobby.id, "card", "topic", "tic")
    assert [(each["name"], each["value"]) for each in offers] == [("tic wallon", "tic")]
    card = await (await member.slash(community.lobby.id, "card", topic="tic")).done()
    assert card.message is not None
    assert await client.until("answered") == {"locale": "fr", "suite": "suite"}
    opened = await (await member.click(int(card.message["id"]), "more")).done()
    assert opened.modal is not None
    told = await (await member.submit(opened, {"word": "bonjour"})).done()
    assert told.message is not None
    assert told.message["content"] == "lu : bonjour"
    await client.until("read")

    session = {*community.sandbox.gateway.sessions}
    community.sandbox.gateway.drop()
    missed = await member.send(community.lobby.id, "pendant la coupure")
    await client.until("resumed")
    assert await client.until("heard") == {"message": missed["id"]}
    assert {*community.sandbox.gateway.sessions} == session
    assert await client.leave() == 0


def test_the_clients_are_pinned_without_addresses_of_an_index():
    locked = json.loads((CLIENTS / "package-lock.json").read_text())
    packages = [each for name, each in locked["packages"].items() if name]
    assert packages
    assert all(each["integrity"] and "resolved" not in each for each in packages)
    lines = (CLIENTS / "hikari.lock").read_text()
    assert "--hash=sha256:" in lines
    assert "://" not in lines
