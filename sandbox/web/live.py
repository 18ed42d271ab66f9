"""The stream behind the page: what reaches one person, as it happens, and the clock's jumps."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from sandbox.world.model import Json

if TYPE_CHECKING:
    from sandbox.listener import Listener
    from sandbox.server import Sandbox

HEARTBEAT_S = 20.0
SEND_LIMIT_S = 10.0
# Events whose content the page reads; of any other it only needs to know that it happened.
READ_WHOLE = frozenset(
    {
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "GUILD_MEMBER_ADD",
        "GUILD_MEMBER_UPDATE",
        "GUILD_MEMBER_REMOVE",
    }
)


def clock_json(sandbox: "Sandbox") -> Json:
    """Tell the sandbox's time, and whether it can say what is due next."""
    return {
        "now": sandbox.clock.now().isoformat(),
        "next_due": getattr(sandbox, "next_due", None) is not None,
    }


async def serve(sandbox: "Sandbox", user_id: int, request: web.Request) -> web.WebSocketResponse:
    """Send what reaches `user_id` until the page hangs up, stops reading, or the sandbox stops."""
    listener = sandbox.listen(user_id)
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S)
    try:
        await socket.prepare(request)
        async with _clock_changes(sandbox) as changed:
            tasks = {
                asyncio.create_task(_send_events(listener, socket)),
                asyncio.create_task(_send_clock(sandbox, changed, socket)),
                asyncio.create_task(_drain(socket)),
            }
            _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        if request.transport is not None and any(isinstance(end, TimeoutError) for end in ends):
            request.transport.abort()  # nobody is there to read a goodbye
    finally:
        listener.close()
        with contextlib.suppress(ConnectionError, TimeoutError):
            await socket.close()
    return socket


@contextlib.asynccontextmanager
async def _clock_changes(sandbox: "Sandbox") -> AsyncIterator[asyncio.Event]:
    changed = asyncio.Event()
    forget = sandbox.clock.on_change(changed.set)
    try:
        yield changed
    finally:
        forget()


async def _send(socket: web.WebSocketResponse, event: str, data: Json) -> None:
    async with asyncio.timeout(SEND_LIMIT_S):
        await socket.send_str(orjson.dumps({"event": event, "data": data}).decode())


async def _send_events(listener: "Listener", socket: web.WebSocketResponse) -> None:
    async for name, data in listener:
        await _send(socket, name, data if name in READ_WHOLE else {})


async def _send_clock(sandbox: "Sandbox", changed: asyncio.Event, socket: web.WebSocketResponse) -> None:
    while True:
        await changed.wait()
        changed.clear()
        await _send(socket, "CLOCK", clock_json(sandbox))


async def _drain(socket: web.WebSocketResponse) -> None:
    async for _ in socket:
        pass  # the page only listens here; what it does comes by requests
