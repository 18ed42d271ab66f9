"""What goes to and fro between the bot and Discord: requests, refusals for their number, people's interactions."""

from __future__ import annotations

import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from types import SimpleNamespace

import aiohttp

from bot.vitals.histogram import Histogram

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20)
TOO_MANY_REQUESTS = 429
UPGRADED = 101  # the gateway's connection: no request of the HTTP interface
NO_ANSWER = 0
# Whose limit was met: the bot's as a whole, one route's, one that others share; or no limit of a route at all but the
# wall before Discord, which answers without `Via`.
SCOPES = ("global", "user", "shared", "wall")
# Whoever has not been answered when so many others have come since will not be.
AWAITED = 1000
CALLBACK = re.compile(r"/interactions/(\d+)/[^/]+/callback$")


class Traffic:
    """Counts since the start. Real seconds count here, whatever the bot's clock was moved by.

    An interaction's answer is the first thing that Discord accepted for it, be it "one moment"; its time runs from
    the gateway's word of it. Those that came and have no answer were not answered in time.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.request_seconds = Histogram(SECONDS)
        self.rate_limited: Counter[str] = Counter()
        self.interactions: Counter[str] = Counter()
        self.answers: dict[str, Histogram] = {}
        self.connected = False
        self.connections = 0
        self._seconds = seconds
        self._awaited: OrderedDict[int, tuple[str, float]] = OrderedDict()

    def gateway(self, event: str) -> None:
        """Take note of an event of the gateway's connection, by discord.py's name."""
        match event:
            case "connect" | "resumed":
                self.connected = True
                self.connections += 1
            case "disconnect":
                self.connected = False

    def asked(self, interaction_id: int, kind: str) -> None:
        """Take note of an interaction that came."""
        self.interactions[kind] += 1
        self._awaited[interaction_id] = (kind, self._seconds())
        while len(self._awaited) > AWAITED:
            self._awaited.popitem(last=False)

    def trace(self) -> aiohttp.TraceConfig:
        """Make what tells the HTTP client to report each of its requests here."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._begun)
        config.on_request_end.append(self._ended)
        config.on_request_exception.append(self._broken)
        return config

    async def _begun(self, _session: object, context: SimpleNamespace, _request: object) -> None:
        context.began = self._seconds()

    async def _ended(
        self, _session: object, context: SimpleNamespace, request: aiohttp.TraceRequestEndParams
    ) -> None:
        status, headers = request.response.status, request.response.headers
        if status == UPGRADED:
            return
        self._count(request.method, status, context)
        if status == TOO_MANY_REQUESTS:
            self.rate_limited[_scope(headers)] += 1
        elif request.response.ok and (found := CALLBACK.search(request.url.path)):
            self._answered(int(found[1]))

    async def _broken(
        self, _session: object, context: SimpleNamespace, request: aiohttp.TraceRequestExceptionParams
    ) -> None:
        self._count(request.method, NO_ANSWER, context)

    def _count(self, method: str, status: int, context: SimpleNamespace) -> None:
        self.requests[method, status] += 1
        self.request_seconds.add(self._seconds() - context.began)

    def _answered(self, interaction_id: int) -> None:
        if (awaited := self._awaited.pop(interaction_id, None)) is not None:
            kind, since = awaited
            self.answers.setdefault(kind, Histogram(SECONDS)).add(self._seconds() - since)


def _scope(headers: Mapping[str, str]) -> str:
    if "Via" not in headers:
        return "wall"
    scope = headers.get("X-RateLimit-Scope", "user")
    return scope if scope in SCOPES else "user"
