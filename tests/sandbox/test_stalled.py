"""Clients that stay connected and read nothing more, on real sockets whose buffers fill up."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

import pytest

from sandbox import Sandbox
from sandbox.pytest_plugin import Community
from sandbox.session import Connection
from sandbox.web import live
from tests.sandbox.conftest import Bot, holds

SMALL_BUFFER = 4096
# More than the buffers of both ends of a connection hold.
MUCH, PIECE = 30_000_000, 60_000


@contextmanager
def stalled(sandbox: Sandbox, path: str, *operations: dict[str, object]) -> Iterator[None]:
    """Connect, say a few operations, and never read."""
    port = int(sandbox.page_url.rsplit(":", 1)[1].strip("/"))
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        line.connect(("127.0.0.1", port))
        upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{upgrade}{key}\r\n".encode())
        for operation in operations:
            line.sendall(framed(json.dumps(operation).encode()))
        yield


def framed(body: bytes) -> bytes:
    """A client's text frame; its mask of zeroes leaves the body as it is."""
    return struct.pack("!BBH4x", 0x81, 0x80 | 126, len(body)) + body


@pytest.fixture
async def reads_nothing(sandbox: Sandbox, community: Community) -> AsyncIterator[Connection]:
    """The connection of a bot that identified, and has read nothing since."""
    others = set(sandbox.gateway.of())
    order: dict[str, object] = {"token": community.application.token, "intents": 513, "properties": {}}
    with stalled(sandbox, "/gateway", {"op": 2, "d": order}):
        await holds(lambda: len(sandbox.gateway.of()) > len(others))
        (connection,) = set(sandbox.gateway.of()) - others
        yield connection


async def filled(write: Callable[[str], object]) -> None:
    """Write until more is on its way than a connection's buffers take."""
    for _ in range(MUCH // PIECE):
        write("x" * PIECE)
        await asyncio.sleep(0)


async def test_a_bot_that_reads_nothing_is_cut_off_and_may_resume(
    sandbox: Sandbox, reads_nothing: Connection
):
    await filled(lambda text: reads_nothing.push_json(0, text))
    assert sandbox.gateway.of() == [reads_nothing]
    for _ in range(20_001):
        reads_nothing.push(b"{}")
    await holds(lambda: not sandbox.gateway.connections)
    assert len(sandbox.gateway.sessions) == 1


async def test_a_bot_that_reads_nothing_holds_nobody_up(
    bot: Bot, community: Community, reads_nothing: Connection
):
    await filled(lambda text: reads_nothing.push_json(0, text))
    await community.members[0].send(community.lobby.id, "bonjour")
    await bot.until("message")


async def test_a_page_that_reads_nothing_is_let_go(
    sandbox: Sandbox, community: Community, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(live, "SEND_LIMIT_S", 0.2)
    assert sandbox._runner is not None
    world, server = sandbox.world, sandbox._runner.server
    assert server is not None
    with stalled(sandbox, f"/page/as/{community.members[0].user_id}/live"):
        await holds(lambda: len(server.connections) == 1)
        author = community.application.user_id
        await filled(lambda text: world.post_message(community.lobby.id, author, {"content": text}))
        await holds(lambda: not server.connections)
