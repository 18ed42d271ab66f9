"""What the sandbox covers, read from its own code: routes, gateway events, kinds of interactions, faults."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from sandbox.faults import Kind
from sandbox.rest import MODULES
from sandbox.rest.interactions import CALLBACKS
from sandbox.visibility import PERSONAL
from sandbox.world.interactions import KINDS

HERE = Path(__file__).parent
NAME = re.compile(r"[A-Z]+(_[A-Z]+)*")
# Events are sent by calls of these names, the event's own name first.
SENDERS = re.compile(r"emit|dispatch|Emission|_announce\w*")
# Between the world and a session only: the client is sent a GUILD_CREATE.
INTERNAL = PERSONAL | {"GUILD_JOINED"}
BEGIN, END = "<!-- coverage: python -m sandbox coverage -->", "<!-- end of coverage -->"


def tables() -> str:
    """Return the tables as Markdown."""
    parts = [
        "### Routes\n",
        *_table(("Path", "Method", "What it does"), _routes()),
        "### Gateway events\n",
        ", ".join(f"`{each}`" for each in sorted(events())) + ".\n",
        "### Interactions and their answers\n",
        *_table(("Interaction", "Type"), [(name, str(kind)) for kind, name in KINDS.items()]),
        *_table(("Answer", "Type"), [(name, str(kind)) for kind, name in CALLBACKS.items()]),
        "### Faults of REST\n",
        ", ".join(f"`{each}`" for each in get_args(Kind)) + ".\n",
    ]
    return "\n".join(parts)


def written_into(document: str) -> str:
    """Return a document with the tables between its two marks. ValueError without them."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document has no line {BEGIN} followed by {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def events() -> set[str]:
    """Return the names of the gateway's events, from the calls that send them."""
    found: set[str] = set()
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and SENDERS.fullmatch(_called(node)):
                found.update(_names(node.args[0]))
    return found - INTERNAL


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _names(argument: ast.expr) -> Iterator[str]:
    """Give the names that an argument may be: a text, or either side of a condition."""
    if isinstance(argument, ast.IfExp):
        yield from _names(argument.body)
        yield from _names(argument.orelse)
    elif isinstance(argument, ast.Constant) and NAME.fullmatch(str(argument.value)):
        yield str(argument.value)


def _routes() -> list[tuple[str, ...]]:
    by_path: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for module in MODULES:
        for route in module.routes.all:
            text = (route.handler.__doc__ or "").strip().partition("\n")[0]
            by_path[route.template].append((route.method, text))
    return [(f"`{path}`", method, text) for path in by_path for method, text in by_path[path]]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines] + [""]
