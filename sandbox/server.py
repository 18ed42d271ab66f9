"""The sandbox: world, REST, gateway and page behind one port of the local machine."""

import importlib.util
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.actor import Actor
from sandbox.clock import SandboxClock
from sandbox.faults import Faults
from sandbox.gateway import Gateway
from sandbox.listener import Listener
from sandbox.ratelimit import RateLimits
from sandbox.rest.service import Exchange, RestService
from sandbox.uploads import MAX_BODY
from sandbox.world import World

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


@web.middleware
async def check_origin(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse other names for this machine, and pages of other origins: neither is one of ours."""
    host = request.headers.get("Host", "")
    if host.rpartition(":")[0] not in LOCAL_NAMES and host not in LOCAL_NAMES:
        raise web.HTTPForbidden(text="This server answers to 127.0.0.1 only.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise web.HTTPForbidden(text="This server does not answer to other sites' pages.")
    return await handler(request)


class Sandbox:
    """A local Discord. Use `start` and `stop`, or `async with`.

    `problems` lists unknown routes and unsupported features that a client met; `exchanges` the latest REST
    exchanges; `faults` and `ratelimits` can be changed at any time; `gateway` has the gateway's faults.
    """

    def __init__(
        self,
        *,
        world: World | None = None,
        clock: SandboxClock | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        if world is not None and clock is not None and world.clock is not clock:
            raise ValueError("the world has a clock of its own: pass either")
        self.world = world or World(clock)
        self.clock = self.world.clock
        self.faults = Faults()
        self.ratelimits = RateLimits(wall=lambda: self.clock.now().timestamp())
        self.problems: list[str] = []
        self.gateway = Gateway(self.world, self.problems)
        self.rest = RestService(self.world, self.ratelimits, self.faults, self.problems)
        # Where whoever runs a bot here says when it next has something to do; the page offers the jump.
        self.next_due: Callable[[], Awaitable[datetime | None]] | None = None
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._listeners: set[Listener] = set()

    @property
    def exchanges(self) -> deque[Exchange]:
        """The latest REST exchanges, oldest first."""
        return self.rest.exchanges

    @property
    def page_url(self) -> str:
        """Where the chat page is."""
        return f"http://{self._host}:{self._port}/"

    @property
    def api_base(self) -> str:
        """Where REST is."""
        return f"{self.page_url}api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return f"ws://{self._host}:{self._port}/gateway"

    async def start(self) -> None:
        """Listen. OSError, as it is, when the port is taken."""
        app = web.Application(client_max_size=MAX_BODY, middlewares=[check_origin])
        app.router.add_route("*", "/api/v{version:9|10}/{tail:.*}", self.rest.handle)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/attachments/{channel_id}/{attachment_id}/{name}", self._attachment)
        app.router.add_get("/ephemeral-attachments/{any}/{attachment_id}/{name}", self._attachment)
        self._add_page(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self._port)
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = runner.addresses[0][1]
        self.world.move_to(f"http://{self._host}:{self._port}")
        self.gateway.url = self.gateway_url

    def _add_page(self, app: web.Application) -> None:
        """Add the chat page's routes, where the page is installed."""
        if importlib.util.find_spec("sandbox.web") is None:
            return
        if importlib.util.find_spec("sandbox.web.routes") is None:
            return
        page = importlib.import_module("sandbox.web.routes")
        app.router.add_routes(page.routes(self))

    async def stop(self) -> None:
        """Close listeners, connections and the port. Stopping twice is harmless."""
        for listener in tuple(self._listeners):
            listener.close()
        await self.gateway.stop()
        self.rest.close()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def actor(self, user_id: int) -> Actor:
        """Return the hands of one person."""
        return Actor(self.world, user_id)

    def listen(self, user_id: int) -> Listener:
        """Return the eyes of one person: an async iterable of what reaches them."""
        listener = Listener(self.world, user_id, on_close=self._listeners.discard)
        self._listeners.add(listener)
        return listener

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        """Serve an uploaded file, as a download unless it is a picture."""
        raw = request.match_info["attachment_id"]
        file = self.world.files.get(int(raw)) if raw.isdigit() else None
        if file is None:
            raise web.HTTPNotFound(text="This content is no longer available.")
        headers = {
            "Content-Type": file.content_type,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        if not file.content_type.startswith("image/"):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.content, headers=headers)
