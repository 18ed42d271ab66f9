"""`make faults`: kill the bot, many times, and count what was lost and doubled. docs/faults.md says how.

Exit status: 0 nothing was lost or doubled but by the naive senders; 1 something was, or a naive sender was without
fault, or a run did not come to its end; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.machine import Machine
from tests.faults.databases import Databases, PostgresqlDatabase, SqliteFiles
from tests.faults.duel import duel
from tests.faults.run import Result, UnsettledError, fault_run
from tests.faults.seat import LifeError
from tests.faults.senders import NAIVE
from tests.faults.things import describe

KILLS_A_RUN = 40
ROUNDS_A_DUEL = 15
NAIVELY = "naive"
GOOD, WRONG, INTERRUPTED = 0, 1, 130


@dataclass(slots=True)
class Total:
    """What all runs of one sort came to."""

    name: str
    kills: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    interrupted: int = 0
    deliveries: int = 0
    lost: int = 0
    doubled: int = 0
    asked: int = 0
    broken: int = 0
    seconds: float = 0.0

    def add(self, result: Result) -> None:
        """Add a run."""
        self.runs += 1
        self.kills += result.kills
        self.interrupted += result.interrupted
        self.deliveries += result.count.deliveries
        self.lost += sum(len(each) for each in result.count.lost.values())
        self.doubled += sum(len(each) for each in result.count.doubled.values())
        self.asked += len(result.count.asked)

    @property
    def as_it_should(self) -> bool:
        """Tell whether the protocol was without fault, or a naive sender was not."""
        flawless = not (self.lost or self.doubled)
        return not self.broken and flawless != (NAIVELY in self.name)

    def __str__(self) -> str:
        """Give the line of a Markdown table."""
        return (
            f"| {self.name} | {self.runs} | {self.kills.total()} | {self.interrupted} | {self.deliveries} "
            f"| {self.lost} | {self.doubled} | {self.asked} | {self.seconds / 60:.0f} min |"
        )


HEADER = (
    "| | runs | falls | deliveries cut short | deliveries | lost | doubled | asked about | took |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


async def repeat(
    name: str, falls: int, seeds: random.Random, one: Callable[[int, int], Awaitable[Result]], a_run: int
) -> Total:
    """Do runs until there were so many falls; tell each."""
    total, began = Total(name), time.monotonic()
    while total.kills.total() < falls and total.broken < 3:
        seed = seeds.randrange(1 << 31)
        since = time.monotonic()
        try:
            result = await one(seed, min(a_run, falls - total.kills.total()))
        except (LifeError, UnsettledError) as error:
            total.broken += 1
            _say(f"{name}: seed {seed}: BROKEN: {error}")
            continue
        total.add(result)
        _say(
            f"{name}: seed {seed}: {result.kills.total()} falls ({_moments(result.kills)}), "
            f"{result.interrupted} deliveries cut short, {result.count.deliveries} deliveries, "
            f"lost {sum(map(len, result.count.lost.values()))}, "
            f"doubled {sum(map(len, result.count.doubled.values()))}, asked {len(result.count.asked)}, "
            f"{time.monotonic() - since:.0f} s"
        )
        for what, found in (("LOST", result.count.lost), ("DOUBLED", result.count.doubled)):
            if found:
                _say(f"  {what} {describe(found)}")
    total.seconds = time.monotonic() - began
    return total


async def measure(arguments: argparse.Namespace, folder: Path) -> list[Total]:
    """Do what is asked for."""
    totals = []
    if arguments.sqlite or arguments.naive:
        totals += await _measure(arguments, SqliteFiles(folder), folder, arguments.sqlite)
    if arguments.postgresql or arguments.duels:
        server = PostgresqlDatabase(arguments.server, f"maillage_faults_{os.getpid()}")
        totals += await _measure(arguments, server, folder, arguments.postgresql)
    return totals


async def _measure(
    arguments: argparse.Namespace, databases: Databases, folder: Path, kills: int
) -> list[Total]:
    seeds = random.Random(f"{arguments.seed} {databases.name}")

    def killing(**how: Any) -> Callable[[int, int], Awaitable[Result]]:
        async def one(seed: int, kills: int) -> Result:
            return await fault_run(await databases.fresh(), folder, seed, kills, **how)

        return one

    async def fighting(seed: int, rounds: int) -> Result:
        return await duel(await databases.fresh(), folder, seed, rounds)

    await databases.open()
    try:
        totals = [await repeat(databases.name, kills, seeds, killing(), KILLS_A_RUN)]
        if isinstance(databases, PostgresqlDatabase):
            name = f"{databases.name}, two bots"
            totals.append(await repeat(name, arguments.duels, seeds, fighting, ROUNDS_A_DUEL))
        else:
            for sender in NAIVE:
                name = f"{databases.name}, {NAIVELY}: {sender}"
                one = killing(sender=sender)
                totals.append(await repeat(name, arguments.naive, seeds, one, KILLS_A_RUN))
    finally:
        await databases.close()
    return [total for total in totals if total.runs or total.broken]


def main() -> int:
    """Read the arguments, run and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--sqlite", type=int, default=1000, help="kills on SQLite")
    parser.add_argument("--postgresql", type=int, default=300, help="kills on PostgreSQL")
    parser.add_argument("--duels", type=int, default=100, help="falls of one of two bots on PostgreSQL")
    parser.add_argument("--naive", type=int, default=100, help="kills of each naive sender, on SQLite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--server", default=os.environ.get("MAILLAGE_TEST_POSTGRESQL", ""))
    arguments = parser.parse_args()
    _say(f"seed {arguments.seed}")
    if not arguments.server:
        _say("PostgreSQL is left out: name a server in MAILLAGE_TEST_POSTGRESQL or with --server.")
        arguments.postgresql = arguments.duels = 0
    machine = Machine()
    with tempfile.TemporaryDirectory(prefix="maillage-faults-") as folder:
        try:
            totals = asyncio.run(measure(arguments, Path(folder)))
        except KeyboardInterrupt:
            return INTERRUPTED
    _say(f"\n{machine}\n\n{HEADER}")
    for total in totals:
        _say(str(total))
    return GOOD if all(total.as_it_should for total in totals) else WRONG


def _moments(kills: Counter[str]) -> str:
    return ", ".join(f"{number} {moment}" for moment, number in sorted(kills.items()))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
