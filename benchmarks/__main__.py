"""`python -m benchmarks`: measure, print the tables, and write them into docs/benchmarks.md when asked to."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks import answers, start, tables
from benchmarks.bots import BotError
from benchmarks.community import QUICK, Size, community
from benchmarks.machine import Machine

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
GOOD, FAILED, INTERRUPTED = 0, 1, 130


async def measure(what: str, *, quick: bool) -> dict[str, str]:
    """Measure what is asked for; gives the Markdown of each by its name on the page."""
    size = QUICK if quick else Size()
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        sys.stderr.write(f"making a community of {size.members:,} people\n")
        async with community(Path(folder), size) as made:
            if what in ("start", "all"):
                machine = Machine()
                starts = await start.measure(made, start.QUICK_RUNS if quick else start.FULL_RUNS)
                found["start"] = f"{machine}\n\n{tables.data(size)}\n\n{tables.start_table(starts)}"
            if what in ("answers", "all"):
                machine = Machine()
                measured = await answers.measure(made, answers.QUICK if quick else answers.FULL)
                found["answers"] = f"{machine}\n\n{tables.data(size)}\n\n{tables.answers_table(measured)}"
    return found


def main() -> int:
    """Read the arguments, measure and show. Exit status: 0 measured, 1 a bot failed, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure Maillage beside a bare discord.py bot on the same sandbox. docs/benchmarks.md says how.",
    )
    parser.add_argument("what", nargs="?", choices=("answers", "start", "all"), default="all")
    parser.add_argument("--quick", action="store_true", help="a small community: to see that it works")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    arguments = parser.parse_args()
    if arguments.quick and arguments.write:
        parser.error("--write is for the full measurement; --quick only shows that it works")
    try:
        found = asyncio.run(measure(arguments.what, quick=arguments.quick))
    except BotError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    for name, text in found.items():
        print(f"## {name}\n\n{text}\n")
        if arguments.write:
            tables.write(PAGE, name, text)
    return GOOD


if __name__ == "__main__":
    sys.exit(main())
