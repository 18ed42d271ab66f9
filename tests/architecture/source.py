"""The project's own source, read once for all architecture tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "bot" / "i18n"


@cache
def modules(*rooms: str) -> tuple[Path, ...]:
    """List the Python files of some of the project's folders."""
    return tuple(sorted(path for room in rooms for path in (ROOT / room).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    """Name a place in a file, so that a terminal can open it."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def strings(*rooms: str) -> Iterator[tuple[str, str]]:
    """Walk every string literal, with its place; docstrings are left out."""
    for path in modules(*rooms):
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield place(path, node), node.value


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Walk every call, with what is called as it is written: "datetime.now"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)
