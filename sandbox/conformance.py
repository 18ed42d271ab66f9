"""Checks recorded REST exchanges against Discord's own OpenAPI description, named by MAILLAGE_DISCORD_SPEC.

The description is JSON Schema of few words (types, properties, references, bounds): those are checked here,
without a library. Where alternatives are given (`oneOf`), one that fits is enough, since Discord's overlap.
"""

import functools
import os
import re
from collections.abc import Iterable, Iterator, Sized
from pathlib import Path
from typing import Any

import orjson

from sandbox.errors import Json
from sandbox.rest.service import Exchange

VARIABLE = "MAILLAGE_DISCORD_SPEC"
PARAMETER = re.compile(r"\{\w+\}")

# What is let pass, and why.
ALLOWED: dict[re.Pattern[str], str] = {
    re.compile(r"request\S*\.(allow|deny|permissions|default_member_permissions) is str, not "): (
        "permissions travel as text, since they outgrew a number"
    ),
    re.compile(r"response\.errors\.\S*_errors\[\d+\]\.code is str, not integer"): (
        "codes of faults are words, as in Discord's own documentation"
    ),
    re.compile(r"request\S*(_id|\.id|\.messages\[\d+\]|\.users\[\d+\]|\.roles\[\d+\]) is int, not "): (
        "libraries send ids as numbers, which Discord accepts"
    ),
    re.compile(r"request\.poll\.duration is float"): "discord.py divides seconds",
}

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


class Description:
    """Discord's OpenAPI description, ready to judge exchanges."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._paths = {PARAMETER.sub("{}", path): item for path, item in document["paths"].items()}

    @classmethod
    def named(cls) -> "Description | None":
        """Load the file that the environment names; None when it names none. OSError, ValueError."""
        name = os.environ.get(VARIABLE)
        return _loaded(name) if name else None

    def knows(self, exchange: Exchange) -> bool:
        """Tell whether the description has this operation."""
        return self._operation(exchange) is not None

    def faults(self, exchange: Exchange) -> list[str]:
        """Return what is wrong with an exchange: its answer, and its request when it was accepted."""
        operation = self._operation(exchange)
        if operation is None:
            return []
        label = f"{exchange.method} {exchange.template} {exchange.status}"
        found = [*self._in_answer(operation, exchange)]
        if exchange.status < 400 and exchange.request is not None:
            schema = self._json(self._resolved(operation.get("requestBody", {})))
            if schema is not None:
                found += self._check(exchange.request, schema, "request")
        return [f"{label}: {each}" for each in found if not _allowed(each)]

    def _operation(self, exchange: Exchange) -> Json | None:
        item = self._paths.get(PARAMETER.sub("{}", exchange.template), {})
        operation: Json | None = item.get(exchange.method.lower())
        return operation

    def _in_answer(self, operation: Json, exchange: Exchange) -> Iterator[str]:
        # 0 stands for a connection that was reset, 5xx for a fault on request: neither is described.
        if exchange.status == 0 or exchange.status >= 500:
            return
        responses = operation["responses"]
        answer = responses.get(str(exchange.status)) or responses.get(f"{exchange.status // 100}XX")
        if answer is None:
            yield f"response: status {exchange.status} is not described"
            return
        schema = self._json(self._resolved(answer))
        if exchange.status == 429 and "Via" not in exchange.headers:
            # The edge speaks for itself, not for the API.
            return
        if schema is None:
            if exchange.body and exchange.status != 204:
                yield "response: a body where none is described"
        elif not exchange.body:
            yield "response: no body where one is described"
        else:
            yield from self._check(exchange.response, schema, "response")

    def _resolved(self, node: Json) -> Json:
        while "$ref" in node:
            target: Any = self._document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    @staticmethod
    def _json(node: Json) -> Json | None:
        schema: Json | None = node.get("content", {}).get("application/json", {}).get("schema")
        return schema

    def _check(self, value: Any, schema: Json, path: str) -> list[str]:
        schema = self._resolved(schema)
        for part in schema.get("allOf", ()):
            if faults := self._check(value, part, path):
                return faults
        if "oneOf" in schema:
            return self._closest(value, schema["oneOf"], path)
        if faults := [*_of_kind(value, schema, path)]:
            return faults
        if isinstance(value, dict):
            return [*self._in_object(value, schema, path)]
        if isinstance(value, list) and "items" in schema:
            checked = (self._check(v, schema["items"], f"{path}[{i}]") for i, v in enumerate(value))
            return [fault for faults in checked for fault in faults]
        return []

    def _closest(self, value: Any, alternatives: list[Json], path: str) -> list[str]:
        """Return no fault when one alternative fits; otherwise those of the one that came furthest."""
        best: list[str] = []
        for alternative in alternatives:
            faults = self._check(value, alternative, path)
            if not [each for each in faults if not _allowed(each)]:
                return []
            if not best or _depth(faults) > _depth(best):
                best = faults
        return best

    def _in_object(self, value: Json, schema: Json, path: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{path}.{name} is missing"
        extra = schema.get("additionalProperties")
        for name, inner in value.items():
            if name in properties:
                yield from self._check(inner, properties[name], f"{path}.{name}")
            elif isinstance(extra, dict):
                yield from self._check(inner, extra, f"{path}.{name}")
            elif extra is False:
                yield f"{path}.{name} is not described"


@functools.cache
def _loaded(name: str) -> Description:
    return Description(orjson.loads(Path(name).read_bytes()))


def _of_kind(value: Any, schema: Json, path: str) -> Iterator[str]:
    kinds = schema.get("type")
    if kinds is not None:
        wanted = [kinds] if isinstance(kinds, str) else kinds
        if not any(_is(value, each) for each in wanted):
            yield f"{path} is {type(value).__name__}, not {'/'.join(wanted)}"
            return
    if "const" in schema and value != schema["const"]:
        yield f"{path} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path} is none of {schema['enum'][:8]}"
    yield from _within(value, schema, path)


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def _within(value: Any, schema: Json, path: str) -> Iterator[str]:
    measures: tuple[tuple[type[Sized], str, str], ...] = (
        (str, "minLength", "maxLength"),
        (list, "minItems", "maxItems"),
        (dict, "minProperties", "maxProperties"),
    )
    for kind, low, high in measures:
        if isinstance(value, kind) and not schema.get(low, 0) <= len(value) <= schema.get(high, 1 << 62):
            yield f"{path} has a length of {len(value)}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        low_bound, high_bound = schema.get("minimum", value), schema.get("maximum", value)
        if not low_bound <= value <= high_bound:
            yield f"{path} is out of bounds"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path} does not match {schema['pattern']}"


def _depth(faults: Iterable[str]) -> int:
    return max(each.split(" ")[0].count(".") + each.split(" ")[0].count("[") for each in faults)


def _allowed(fault: str) -> bool:
    return any(pattern.match(fault) for pattern in ALLOWED)
