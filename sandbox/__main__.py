"""Command line: `python -m sandbox coverage [FILE]` shows what is covered, or writes it between a file's marks."""

import argparse
import sys
from pathlib import Path

from sandbox.coverage import tables, written_into


def main() -> int:
    """Run the command; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    coverage = commands.add_parser("coverage", help="routes, events and interactions that are covered")
    coverage.add_argument("file", nargs="?", type=Path, help="a document with the two marks of the tables")
    path: Path | None = parser.parse_args().file
    if path is None:
        sys.stdout.write(tables())
        return 0
    try:
        path.write_text(written_into(path.read_text(encoding="utf-8")), encoding="utf-8")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{path}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
