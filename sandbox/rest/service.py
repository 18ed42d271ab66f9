"""Takes REST requests: reads, authenticates, limits, strikes with faults, answers, records."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import web

from sandbox.errors import CODES, ApiError, Json, form_error, refusal
from sandbox.faults import Fault, Faults
from sandbox.ratelimit import RateLimits, Verdict
from sandbox.rest import make_router
from sandbox.rest.routing import Call, Reply, Route, method_not_allowed
from sandbox.uploads import parse, read_parts
from sandbox.world import World
from sandbox.world.model import Application

log = logging.getLogger("sandbox.rest")
RECORDED = 5000
MAX_REASON = 512


@dataclass(slots=True, frozen=True)
class Exchange:
    """One REST exchange as it went over the wire. `template` is the path in Discord's spec."""

    method: str
    path: str
    template: str
    query: dict[str, str]
    request: Any
    status: int
    headers: dict[str, str]
    body: bytes
    reason: str | None = None
    file_names: tuple[str, ...] = ()

    @property
    def response(self) -> Any:
        """The answer's JSON, or None without one."""
        return orjson.loads(self.body) if self.body else None


@dataclass(slots=True)
class Answer:
    """A status, body and headers about to be sent; status 0 when nobody is there any more."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


class RestService:
    """The REST side of the server."""

    def __init__(self, world: World, ratelimits: RateLimits, faults: Faults, problems: list[str]) -> None:
        self.world = world
        self.ratelimits = ratelimits
        self.faults = faults
        self.problems = problems
        self.exchanges: deque[Exchange] = deque(maxlen=RECORDED)
        self._router = make_router()
        self._tokens: dict[str, Application] = {}
        self._to_do: set[asyncio.TimerHandle] = set()

    def close(self) -> None:
        """Do nothing any more of what was to be done later."""
        for timer in self._to_do:
            timer.cancel()
        self._to_do.clear()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request to `/api/v10/…`."""
        path = "/" + request.match_info["tail"]
        found = self._router.find(request.method, path)
        if found is None:
            return self._send(self._unknown(request.method, path))
        route, params = found
        call = Call(self.world, request.method, path, params, dict(request.query), problems=self.problems)
        fault = self.faults.strike(request.method, path)
        if fault is not None and (early := await self._before(request, fault)) is not None:
            self._record(call, route, early)
            return self._send(early)
        lost = fault if fault is not None and fault.kind == "lost_reply" else None
        answer = await self._answer(request, route, call, delay=lost.delay if lost is not None else 0.0)
        if lost is not None:
            answer = self._lost(request, lost)
        self._record(call, route, answer)
        return self._send(answer)

    def _unknown(self, method: str, path: str) -> Answer:
        if self._router.knows_path(path):
            return self._error(method_not_allowed())
        self.problems.append(f"unknown route: {method} {path}")
        return self._error(refusal(0))

    async def _before(self, request: web.Request, fault: Fault) -> Answer | None:
        """Return what a fault answers in place of the handler; None when the handler is to run."""
        if fault.kind == "slow":
            if request.content_type != "multipart/form-data":
                # It has heard all before it takes its time: whoever hangs up meanwhile does not undo it.
                await request.read()
            await asyncio.sleep(fault.delay)
            return None
        if fault.kind == "lost_reply":
            return None
        if fault.kind == "reset":
            return self._reset(request)
        if fault.kind in ("rate_limit", "global_rate_limit"):
            everywhere = fault.kind == "global_rate_limit"
            scope = "global" if everywhere else "shared"
            return self._limited(Verdict({"X-RateLimit-Scope": scope}, fault.retry_after, everywhere))
        if fault.kind == "blocked":
            headers = {"Retry-After": f"{fault.retry_after:.0f}"}
            return Answer(429, b"error code: 1015", headers, "text/plain")
        if fault.kind == "refuse":
            status, message = CODES[fault.code]
            return self._error(ApiError(status, fault.code, message))
        return self._plain_failure(fault.status)

    @staticmethod
    def _plain_failure(status: int) -> Answer:
        body = orjson.dumps({"message": f"{status}: a fault was asked for", "code": 0})
        return Answer(status, body)

    def _lost(self, request: web.Request, fault: Fault) -> Answer:
        return self._reset(request) if fault.status == 0 else self._plain_failure(fault.status)

    @staticmethod
    def _reset(request: web.Request) -> Answer:
        if request.transport is not None:
            request.transport.abort()
        return Answer(0)

    async def _answer(self, request: web.Request, route: Route, call: Call, *, delay: float) -> Answer:
        headers: dict[str, str] = {}
        try:
            call.caller = self._authenticate(request, route)
            caller_id = call.caller.id if call.caller else None
            verdict = self.ratelimits.check(call.method, route.template, call.params, caller_id)
            headers = verdict.headers
            if verdict.retry_after is not None:
                return self._limited(verdict)
            await self._read(request, call)
            limited = self._rename_limit(route, call)
            if limited is not None:
                return limited
            if delay:
                self._do_later(route, call, delay)
                return Answer(202)
            return self._success(route.handler(call), headers)
        except ApiError as error:
            answer = self._error(error)
            answer.headers.update(headers)
            return answer
        except web.HTTPRequestEntityTooLarge:
            return self._error(refusal(40005))
        except ConnectionError:
            # The caller went away before it had said all: there is nobody to answer.
            return Answer(0)
        except Exception as error:
            log.exception("%s %s failed", call.method, call.path)
            self._failed(call, error)
            return Answer(500, orjson.dumps({"message": "500: Internal Server Error", "code": 0}), headers)

    def _do_later(self, route: Route, call: Call, delay: float) -> None:
        def do() -> None:
            self._to_do.discard(timer)
            try:
                route.handler(call)
            except ApiError:
                pass  # what forbids it by now would have been the answer; nobody hears it
            except Exception as error:
                log.exception("%s %s failed, later", call.method, call.path)
                self._failed(call, error)

        timer = asyncio.get_running_loop().call_later(delay, do)
        self._to_do.add(timer)

    def _failed(self, call: Call, error: Exception) -> None:
        self.problems.append(f"{call.method} {call.path} failed: {error!r}")

    def _rename_limit(self, route: Route, call: Call) -> Answer | None:
        if (route.method, route.template) != ("PATCH", "/channels/{channel_id}"):
            return None
        channel = self.world.channels.get(call.id("channel_id"))
        if channel is None or channel.is_thread or not isinstance(call.body, dict):
            return None
        renamed = call.body.get("name") not in (None, channel.name)
        if not renamed and call.body.get("topic", channel.topic) == channel.topic:
            return None
        wait = self.ratelimits.check_rename(call.params["channel_id"], call.application.id)
        return None if wait is None else self._limited(Verdict({"X-RateLimit-Scope": "user"}, wait))

    def _authenticate(self, request: web.Request, route: Route) -> Application | None:
        header = request.headers.get("Authorization")
        if header is None and route.public:
            return None
        scheme, _, token = (header or "").partition(" ")
        known = self._tokens.get(token)
        if known is None:
            self._tokens = {each.token: each for each in self.world.applications.values()}
            known = self._tokens.get(token)
        if scheme != "Bot" or known is None:
            if route.public:
                return None
            raise ApiError(401, 0, "401: Unauthorized")
        return known

    async def _read(self, request: web.Request, call: Call) -> None:
        reason = request.headers.get("X-Audit-Log-Reason")
        if reason is not None:
            call.reason = unquote(reason)
            if len(call.reason) > MAX_REASON:
                raise form_error(("reason",), "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length.")
        if not request.body_exists:
            return
        if request.content_type == "multipart/form-data":
            call.body, call.files = await read_parts(request)
            return
        raw = await request.read()
        if raw:
            call.body = parse(raw)

    @staticmethod
    def _success(result: Any, headers: dict[str, str]) -> Answer:
        if result is None:
            return Answer(204, headers=headers)
        if isinstance(result, Reply):
            return Answer(result.status, orjson.dumps(result.body), headers)
        return Answer(200, orjson.dumps(result), headers)

    @staticmethod
    def _error(error: ApiError) -> Answer:
        # A 429 with a code of its own, which is no bucket's, has been seen without Via and without a time to wait.
        headers = {} if error.status == 429 else {"Via": "1.1 sandbox"}
        return Answer(error.status, orjson.dumps(error.body()), headers)

    @staticmethod
    def _limited(verdict: Verdict) -> Answer:
        wait = verdict.retry_after or 0.0
        body: Json = {
            "message": "You are being rate limited.",
            "code": 0,
            "retry_after": round(wait, 3),
            "global": verdict.everywhere,
        }
        headers = {**verdict.headers, "Retry-After": str(max(1, round(wait))), "Via": "1.1 sandbox"}
        return Answer(429, orjson.dumps(body), headers)

    def _record(self, call: Call, route: Route, answer: Answer) -> None:
        self.exchanges.append(
            Exchange(
                call.method,
                call.path,
                route.template,
                call.query,
                call.body,
                answer.status,
                answer.headers,
                answer.body,
                call.reason,
                tuple(file.filename for _, file in call.files),
            )
        )

    def _send(self, answer: Answer) -> web.Response:
        headers = {**answer.headers, "Date": format_datetime(self.world.clock.now(), usegmt=True)}
        if answer.body:
            # Exactly this, without a charset: libraries compare it.
            headers["Content-Type"] = answer.content_type
        return web.Response(status=answer.status or 500, body=answer.body, headers=headers)
