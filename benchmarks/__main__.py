"""`python -m benchmarks`: measure, print the tables, and write them into docs/benchmarks.md when asked to."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path

from benchmarks import answers, start, tables
from benchmarks.bots import BotError
from benchmarks.community import QUICK, Size, community
from benchmarks.delivery import measuring
from benchmarks.machine import Machine

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
GOOD, FAILED, INTERRUPTED = 0, 1, 130


async def measure(what: str, *, quick: bool) -> AsyncGenerator[tuple[str, str]]:
    """Measure what is asked for; gives the Markdown of each by its name on the page, as soon as it is known."""
    if what in ("delivery", "all"):
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
            async for found in measuring.measure(Path(folder), quick=quick):
                yield found
    if what != "delivery":
        async for found in _at_home(what, quick=quick):
            yield found


async def _at_home(what: str, *, quick: bool) -> AsyncIterator[tuple[str, str]]:
    """Measure a large community's answers and starts."""
    size = QUICK if quick else Size()
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        sys.stderr.write(f"making a community of {size.members:,} people\n")
        async with community(Path(folder), size) as made:
            if what in ("start", "all"):
                machine = Machine()
                starts = await start.measure(made, start.QUICK_RUNS if quick else start.FULL_RUNS)
                yield "start", f"{machine}\n\n{tables.data(size)}\n\n{tables.start_table(starts)}"
            if what in ("answers", "all"):
                machine = Machine()
                measured = await answers.measure(made, answers.QUICK if quick else answers.FULL)
                yield "answers", f"{machine}\n\n{tables.data(size)}\n\n{tables.answers_table(measured)}"


async def show(what: str, *, quick: bool, write: bool) -> None:
    """Print each table when it is known, and put it into the page if asked to."""
    async with aclosing(measure(what, quick=quick)) as found:
        async for name, text in found:
            print(f"## {name}\n\n{text}\n", flush=True)
            if write:
                tables.write(PAGE, name, text)


def main() -> int:
    """Read the arguments, measure and show. Exit status: 0 measured, 1 a bot failed, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure Maillage beside a bare discord.py bot on the same sandbox. docs/benchmarks.md says how.",
    )
    parser.add_argument("what", nargs="?", choices=("answers", "start", "delivery", "all"), default="all")
    parser.add_argument("--quick", action="store_true", help="a small community: to see that it works")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    arguments = parser.parse_args()
    if arguments.quick and arguments.write:
        parser.error("--write is for the full measurement; --quick only shows that it works")
    try:
        asyncio.run(show(arguments.what, quick=arguments.quick, write=arguments.write))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return GOOD


if __name__ == "__main__":
    sys.exit(main())
