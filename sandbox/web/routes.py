"""The page's routes: its static files, and a small JSON API that acts and looks in a person's name.

The acting person is named by each request's address (`/page/as/{person}/…`), so that two tabs can be two
people. Everything that is done goes through `Actor`, which enforces what that person may do; everything that
is seen comes from `views`, which shows what that person may see. The server checks Host and Origin before.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from sandbox.actor import Actor, ActorInteraction
from sandbox.actor_commands import ActorRefused
from sandbox.errors import ApiError
from sandbox.web import live, views
from sandbox.web.reading import (
    BadRequestError,
    attachments_in,
    body_of,
    count_in,
    flag_in,
    form_of,
    id_in,
    object_in,
    text_in,
)
from sandbox.world.model import Json

if TYPE_CHECKING:
    from sandbox.server import Sandbox

HERE = Path(__file__).parent
# No script, style or picture but our own files, no request but to ourselves. The chat page may stand in no frame but
# those of our own page of two sides, which itself stands in none.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; "
)
ALONE = POLICY + "frame-ancestors 'none'"
IN_OUR_FRAME = POLICY + "frame-ancestors 'self'"
AROUND_US = ALONE + "; frame-src 'self'"
STATIC_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
CONTENT_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# A little over Discord's three seconds, so that its own verdict is heard first.
FIRST_ANSWER_S = 5.0
MOST_PEOPLE = 200
LONGEST_JUMP = timedelta(days=3_660)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(sandbox: "Sandbox") -> list[web.RouteDef]:
    """All routes of the page, for the sandbox's own server."""
    page = Page(sandbox)
    me = "/page/as/{person:[0-9]{1,20}}"
    channel = me + "/channels/{channel:[0-9]{1,20}}"
    message = channel + "/messages/{message:[0-9]{1,20}}"
    event = me + "/guilds/{guild:[0-9]{1,20}}/events/{event:[0-9]{1,20}}"
    table: list[tuple[str, str, Handler]] = [
        ("GET", "/page/people", page.people),
        ("GET", "/page/clock", page.clock),
        ("POST", "/page/clock", page.move_clock),
        ("GET", me + "/view", page.view),
        ("GET", me + "/live", page.live),
        ("PATCH", me + "/preferences", page.prefer),
        ("POST", me + "/dms", page.open_dm),
        ("GET", me + "/guilds/{guild:[0-9]{1,20}}/members", page.members),
        ("GET", event + "/interested", page.interested),
        ("POST", event + "/interested", page.mark_interested),
        ("GET", channel + "/messages", page.messages),
        ("POST", channel + "/messages", page.send),
        ("PATCH", message, page.edit),
        ("DELETE", message, page.delete),
        ("GET", channel + "/commands", page.commands),
        ("POST", channel + "/slash", page.slash),
        ("POST", channel + "/autocomplete", page.autocomplete),
        ("POST", me + "/messages/{message:[0-9]{1,20}}/click", page.click),
        ("POST", me + "/messages/{message:[0-9]{1,20}}/select", page.select),
        ("POST", me + "/interactions/{interaction:[0-9]{1,20}}/submit", page.submit),
    ]
    static = [
        ("GET", "/", _index),
        ("GET", "/two", _two),
        ("GET", "/{folder:static|styles}/{name:[a-z0-9-]+\\.(?:js|css|svg)}", _file),
    ]
    return [web.route(method, path, _answering(handler)) for method, path, handler in [*static, *table]]


def _answering(handler: Handler) -> Handler:
    """Turn refusals into the JSON that the page shows."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ActorRefused as refused:
            return _json({"code": refused.code, "message": refused.message}, status=403)
        except ApiError as error:
            return _json(error.body(), status=error.status)
        except BadRequestError as bad:
            return _json({"code": bad.code, "message": str(bad)}, status=400)

    return answer


def _json(body: Json, status: int = 200) -> web.Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(
        body=orjson.dumps(body), status=status, content_type="application/json", headers=headers
    )


async def _index(_: web.Request) -> web.StreamResponse:
    return _static(HERE / "index.html", IN_OUR_FRAME)


async def _two(_: web.Request) -> web.StreamResponse:
    return _static(HERE / "two.html", AROUND_US)


async def _file(request: web.Request) -> web.StreamResponse:
    return _static(HERE / request.match_info["folder"] / request.match_info["name"], ALONE)


def _static(path: Path, policy: str) -> web.StreamResponse:
    if not path.is_file():
        raise web.HTTPNotFound(text="There is no such file.")
    content_type = f"{CONTENT_TYPES[path.suffix]}; charset=utf-8"
    headers = {**STATIC_HEADERS, "Content-Security-Policy": policy, "Content-Type": content_type}
    return web.FileResponse(path, headers=headers)


class Page:
    """The handlers; each acts or looks in the name of the person in the request's address."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._world = sandbox.world
        # Forms open before people, by interaction; the oldest is forgotten beyond a bound.
        self._forms: dict[int, ActorInteraction] = {}

    def _actor(self, request: web.Request) -> Actor:
        person = id_in(request, "person")
        if self._world.user(person).bot:
            raise BadRequestError("bot", "A bot acts for itself.")
        return self._sandbox.actor(person)

    async def people(self, request: web.Request) -> web.Response:
        """People to act as."""
        limit = count_in(request, MOST_PEOPLE)
        return _json(views.people_json(self._world, request.query.get("query", ""), limit))

    async def view(self, request: web.Request) -> web.Response:
        """Communities, channels and conversations."""
        actor = self._actor(request)
        clock = live.clock_json(self._sandbox)
        return _json({**views.view_json(self._world, actor.user_id), "clock": clock})

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Stream what happens, as it happens."""
        return await live.serve(self._sandbox, self._actor(request).user_id, request)

    async def members(self, request: web.Request) -> web.Response:
        """Members of a community, found by name or by `ids`."""
        guild, person = id_in(request, "guild"), self._actor(request).user_id
        if "ids" in request.query:
            ids = [
                int(each) for each in request.query["ids"].split(",") if each.isdigit() and len(each) <= 20
            ]
            return _json(views.members_by_id(self._world, guild, person, ids[:MOST_PEOPLE]))
        query, limit = request.query.get("query", ""), count_in(request, MOST_PEOPLE)
        return _json(views.members_json(self._world, guild, person, query, limit))

    async def interested(self, request: web.Request) -> web.Response:
        """Who is interested in a scheduled event."""
        guild, event, person = id_in(request, "guild"), id_in(request, "event"), self._actor(request).user_id
        return _json(views.interested_json(self._world, guild, event, person, MOST_PEOPLE))

    async def mark_interested(self, request: web.Request) -> web.Response:
        """Say that an event is interesting, or no longer."""
        actor, body = self._actor(request), await body_of(request)
        actor.set_interested(id_in(request, "guild"), id_in(request, "event"), flag_in(body, "interested"))
        return _json({})

    async def messages(self, request: web.Request) -> web.Response:
        """Show a page of messages."""
        before = request.query.get("before", "")
        older_than = int(before) if before.isdigit() and len(before) <= 20 else None
        person = self._actor(request).user_id
        return _json(views.messages_json(self._world, id_in(request, "channel"), person, older_than))

    async def commands(self, request: web.Request) -> web.Response:
        """Commands usable in a channel."""
        person = self._actor(request).user_id
        return _json(views.commands_json(self._world, id_in(request, "channel"), person))

    async def prefer(self, request: web.Request) -> web.Response:
        """Change the person's language, or whether bots may write to them."""
        actor, body = self._actor(request), await body_of(request)
        if "locale" in body:
            actor.set_locale(text_in(body, "locale"))
        if "dms_open" in body:
            actor.set_dms_open(flag_in(body, "dms_open"))
        return _json({"me": views.me_json(self._world.user(actor.user_id))})

    async def open_dm(self, request: web.Request) -> web.Response:
        """Open the conversation with a bot."""
        actor, bot = self._actor(request), text_in(await body_of(request), "bot")
        if not bot.isdigit():
            raise BadRequestError("body", "“bot” must be an id.")
        channel_id = actor.dm_with(int(bot))
        return _json({"channel": views.conversation_json(self._world, channel_id, actor.user_id)})

    async def send(self, request: web.Request) -> web.Response:
        """Write a message, with files or without."""
        body = await form_of(request)
        content, files = text_in(body, "content"), attachments_in(body)
        await self._actor(request).send(id_in(request, "channel"), content, files)
        return _json({})

    async def edit(self, request: web.Request) -> web.Response:
        """Change one's own message."""
        content = text_in(await body_of(request), "content")
        await self._actor(request).edit(id_in(request, "channel"), id_in(request, "message"), content)
        return _json({})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete one's own message."""
        await self._actor(request).delete(id_in(request, "channel"), id_in(request, "message"))
        return _json({})

    async def slash(self, request: web.Request) -> web.Response:
        """Call a command."""
        body = await form_of(request)
        command, options = text_in(body, "command"), object_in(body, "options")
        interaction = await self._actor(request).slash(id_in(request, "channel"), command, **options)
        return await self._outcome(interaction)

    async def autocomplete(self, request: web.Request) -> web.Response:
        """Ask the bot what may complete an option."""
        body = await body_of(request)
        found = await self._actor(request).autocomplete(
            id_in(request, "channel"),
            text_in(body, "command"),
            text_in(body, "focused"),
            text_in(body, "value"),
            **object_in(body, "options"),
        )
        return _json({"choices": found})

    async def click(self, request: web.Request) -> web.Response:
        """Press a button."""
        custom_id = text_in(await body_of(request), "custom_id")
        interaction = await self._actor(request).click(id_in(request, "message"), custom_id)
        return await self._outcome(interaction)

    async def select(self, request: web.Request) -> web.Response:
        """Choose in a select."""
        body = await body_of(request)
        values = body.get("values")
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise BadRequestError("body", "“values” must be a list of texts.")
        interaction = await self._actor(request).select(
            id_in(request, "message"), text_in(body, "custom_id"), values
        )
        return await self._outcome(interaction)

    async def submit(self, request: web.Request) -> web.Response:
        """Send a form that a bot opened before this person."""
        actor, values = self._actor(request), object_in(await form_of(request), "values")
        form = self._forms.get(id_in(request, "interaction"))
        opened = None if form is None else self._world.interactions.get(form.id)
        if form is None or opened is None or opened.user_id != actor.user_id:
            raise BadRequestError("form", "This form is no longer open.")
        return await self._outcome(await actor.submit(form, values))

    async def _outcome(self, interaction: ActorInteraction) -> web.Response:
        """Wait for the bot's first answer and tell the page of it; messages arrive by the stream."""
        found = self._world.interactions[interaction.id]
        moved = asyncio.Event()
        found.watchers.append(moved.set)
        try:
            if found.state == "waiting":
                async with asyncio.timeout(FIRST_ANSWER_S):
                    await moved.wait()
        except TimeoutError:
            return _json({"id": str(found.id), "state": "failed", "modal": None})
        finally:
            found.watchers.remove(moved.set)
        if found.state == "modal":
            self._remember(interaction)
        return _json({"id": str(found.id), "state": found.state, "modal": found.modal})

    def _remember(self, form: ActorInteraction) -> None:
        self._forms[form.id] = form
        if len(self._forms) > MOST_PEOPLE:
            del self._forms[next(iter(self._forms))]

    async def clock(self, _: web.Request) -> web.Response:
        """Tell the sandbox's time."""
        return _json(live.clock_json(self._sandbox))

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock forward: by seconds, to a moment, or to the next thing due."""
        by = await self._wanted_jump(await body_of(request))
        if by is not None:
            if by < timedelta():
                raise BadRequestError("backward", "The clock only goes forward.")
            if by > LONGEST_JUMP:
                raise BadRequestError("far", "Ten years at most at once.")
            self._sandbox.clock.advance(by)
        return _json({**live.clock_json(self._sandbox), "moved": by is not None})

    async def _wanted_jump(self, order: Json) -> timedelta | None:
        """How far; None when nothing is due."""
        now = self._sandbox.clock.now()
        seconds = order.get("advance")
        if isinstance(seconds, int):
            return timedelta(seconds=max(-1, min(seconds, 2 * int(LONGEST_JUMP.total_seconds()))))
        if "to" in order:
            try:
                moment = datetime.fromisoformat(text_in(order, "to"))
            except ValueError as error:
                raise BadRequestError("moment", "This is not a date and time.") from error
            if moment.tzinfo is None:
                raise BadRequestError("moment", "This date and time has no time zone.")
            return moment - now
        next_due = getattr(self._sandbox, "next_due", None)
        if order.get("next_due") is True and next_due is not None:
            due: datetime | None = await next_due()
            return None if due is None else max(due - now, timedelta())
        raise BadRequestError("body", "“advance”, “to” or “next_due” is expected.")
