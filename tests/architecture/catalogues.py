"""The Fluent catalogues, parsed for the architecture tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from tests.architecture.source import CATALOGUES

# Stands for a value in the middle of a text: its typography is its own.
VALUE = "\ufffc"


@dataclass(frozen=True)
class Entry:
    """A message, or one attribute of it ("message.attribute")."""

    name: str
    file: str
    pattern: ast.Pattern | None

    @property
    def variables(self) -> frozenset[str]:
        """The values it is filled with."""
        return frozenset(_found(self.pattern, ast.VariableReference))

    @property
    def references(self) -> frozenset[str]:
        """The messages it takes up."""
        return frozenset(_found(self.pattern, ast.MessageReference))

    @property
    def texts(self) -> list[str]:
        """Each text it can become, of every variant, with `VALUE` for what is filled in."""
        return [] if self.pattern is None else list(_texts(self.pattern))


def locales() -> list[str]:
    """Name the languages that have a catalogue."""
    return sorted({path.parent.name for path in CATALOGUES.glob("*/*.ftl")})


def files(locale: str) -> list[Path]:
    """List the files of a language."""
    return sorted((CATALOGUES / locale).glob("*.ftl"))


@cache
def resource(path: Path) -> ast.Resource:
    """Parse one file."""
    return FluentParser().parse(path.read_text(encoding="utf-8"))


@cache
def entries(locale: str, *, commands: bool = False) -> dict[str, Entry]:
    """Give the messages and attributes of a language: those of `commands.ftl`, or all others."""
    found: dict[str, Entry] = {}
    for path in files(locale):
        if (path.name == "commands.ftl") is not commands:
            continue
        for message in resource(path).body:
            if isinstance(message, ast.Message):
                name = message.id.name
                found[name] = Entry(name, path.name, message.value)
                for attribute in message.attributes:
                    full = f"{name}.{attribute.id.name}"
                    found[full] = Entry(full, path.name, attribute.value)
    return found


class _Collector(Visitor):
    def __init__(self, kind: type[ast.VariableReference | ast.MessageReference]) -> None:
        self.kind = kind
        self.names: list[str] = []

    def generic_visit(self, node: ast.BaseNode) -> None:
        if isinstance(node, self.kind):
            name = node.id.name
            attribute = getattr(node, "attribute", None)
            self.names.append(f"{name}.{attribute.name}" if attribute else name)
        super().generic_visit(node)


def _found(
    pattern: ast.Pattern | None, kind: type[ast.VariableReference | ast.MessageReference]
) -> list[str]:
    collector = _Collector(kind)
    if pattern is not None:
        collector.visit(pattern)
    return collector.names


def _texts(pattern: ast.Pattern) -> Iterator[str]:
    whole = ""
    for element in pattern.elements:
        if isinstance(element, ast.TextElement):
            whole += element.value
            continue
        expression = element.expression
        if isinstance(expression, ast.StringLiteral):
            whole += _unescaped(expression.value)
            continue
        whole += VALUE
        if isinstance(expression, ast.SelectExpression):
            for variant in expression.variants:
                yield from _texts(variant.value)
    yield whole


def _unescaped(literal: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), literal)
