"""Which handler answers a path, and what a handler is given."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import ApiError, form_error, refusal
from sandbox.world import World
from sandbox.world.model import Application, Json, StoredFile

PARAMETER = re.compile(r"\{(\w+)\}")
LARGEST_SNOWFLAKE = (1 << 63) - 1


@dataclass(slots=True)
class Call:
    """One request, read and authenticated. `files` are pairs of the part's number and its content."""

    world: World
    method: str
    path: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: list[tuple[int, StoredFile]] = field(default_factory=list)
    reason: str | None = None
    caller: Application | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def application(self) -> Application:
        """The authenticated application; 40001 without one."""
        if self.caller is None:
            raise refusal(40001)
        return self.caller

    @property
    def user_id(self) -> int:
        """The bot user that calls."""
        return self.application.user_id

    @property
    def form(self) -> Json:
        """The body as an object, or 50035."""
        if not isinstance(self.body, dict):
            raise form_error((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body

    def expect_only(self, *names: str, of: Json | None = None) -> None:
        """Report fields of the body, or `of` a part of it, that have a meaning on Discord and none here."""
        for name, value in (self.form if of is None else of).items():
            if name not in names and value not in (None, [], {}, "", False, 0):
                self.problems.append(f"unsupported field: {name} of {self.method} {self.path}")

    def id(self, name: str) -> int:
        """Return a snowflake of the path; `@me` is the caller."""
        if self.params[name] == "@me":
            return self.user_id
        return snowflake(self.params[name], (name,))

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """Return a number of the query between bounds, or 50035."""
        raw = self.query.get(name)
        if raw is None:
            return default
        if not raw.lstrip("-").isdigit():
            raise form_error((name,), "NUMBER_TYPE_COERCE", f'Value "{raw}" is not int.')
        if not low <= int(raw) <= high:
            side = ("MIN", "greater", low) if int(raw) < low else ("MAX", "less", high)
            text = f"int value should be {side[1]} than or equal to {side[2]}."
            raise form_error((name,), f"NUMBER_TYPE_{side[0]}", text)
        return int(raw)

    def snowflake(self, name: str) -> int | None:
        """Return a snowflake of the query, if given."""
        raw = self.query.get(name)
        return None if raw is None else snowflake(raw, (name,))

    def flag(self, name: str) -> bool:
        """Whether a switch of the query is on."""
        return self.query.get(name, "").lower() in ("true", "1")


@dataclass(slots=True, frozen=True)
class Reply:
    """An answer with a status of its own; handlers return bare JSON for 200 and None for 204."""

    status: int
    body: Any = None


Handler = Callable[[Call], Any]


@dataclass(slots=True, frozen=True)
class Route:
    """A path of Discord's spec and its handler. `public`: a token in the path stands for the header's."""

    method: str
    template: str
    handler: Handler
    public: bool = False

    @property
    def segments(self) -> tuple[str, ...]:
        """The template's parts."""
        return tuple(self.template.strip("/").split("/"))


class Router:
    """Finds routes; a literal segment wins over a parameter, so `@me` is never taken for an id."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._by_shape: defaultdict[tuple[str, int], list[Route]] = defaultdict(list)
        for route in routes:
            self._by_shape[route.method, len(route.segments)].append(route)
        for found in self._by_shape.values():
            found.sort(key=lambda route: [bool(PARAMETER.fullmatch(each)) for each in route.segments])

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the route and its parameters, or None."""
        parts = path.strip("/").split("/")
        for route in self._by_shape.get((method, len(parts)), ()):
            params: dict[str, str] = {}
            for pattern, part in zip(route.segments, parts, strict=True):
                if pattern[0] == "{":
                    params[pattern[1:-1]] = part
                elif pattern != part:
                    break
            else:
                return route, params
        return None

    def knows_path(self, path: str) -> bool:
        """Whether another method would be answered: then Discord says 405."""
        return any(self.find(method, path) for method in ("GET", "POST", "PUT", "PATCH", "DELETE"))


class Routes:
    """Collects the routes of a module by decorators."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def on(self, method: str, template: str, *, public: bool = False) -> Callable[[Handler], Handler]:
        """Answer this method and path with the decorated function."""

        def register(handler: Handler) -> Handler:
            self.all.append(Route(method, template, handler, public))
            return handler

        return register


def snowflake(raw: object, path: tuple[str | int, ...]) -> int:
    """Return an id out of a path or body, where it may be text or a number; 50035 for anything else."""
    text = str(raw)
    if isinstance(raw, bool) or not text.isascii() or not text.isdigit() or int(text) > LARGEST_SNOWFLAKE:
        raise form_error(path, "NUMBER_TYPE_COERCE", f'Value "{text[:40]}" is not snowflake.')
    return int(text)


def method_not_allowed() -> ApiError:
    """Return the answer to a known path with a wrong method."""
    return ApiError(405, 0, "405: Method Not Allowed")
