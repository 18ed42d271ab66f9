"""The runs that `make faults` is made of, each done in a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults.databases import Databases, PostgresqlDatabase, SqliteFiles
from tests.faults.duel import duel
from tests.faults.run import LOG, Result, UnsettledError, fault_run
from tests.faults.seat import LifeError
from tests.faults.senders import NAIVE, NO_FENCE, PROTOCOL

KILLS_A_RUN = 40
FALLS_A_DUEL = 16
LAST_LINES = 40


@dataclass(frozen=True, slots=True)
class Task:
    """One run: of which sort, with how many falls."""

    database: str
    sender: str
    two: bool
    falls: int
    seed: int

    @property
    def sort(self) -> str:
        """Name its sort, as in the table."""
        two = ", two bots" if self.two else ""
        return f"{self.database}{two}" + ("" if self.sender == PROTOCOL else f", naive: {self.sender}")


def tasks_of(arguments: argparse.Namespace) -> list[Task]:
    """List the runs. Their seeds follow from the one that was given."""
    seeds = random.Random(arguments.seed)
    sorts = [
        ("SQLite", PROTOCOL, False, arguments.sqlite),
        ("PostgreSQL", PROTOCOL, False, arguments.postgresql),
        ("PostgreSQL", PROTOCOL, True, arguments.duels),
        *(("SQLite", sender, False, arguments.naive) for sender in NAIVE),
        ("PostgreSQL", NO_FENCE, True, arguments.unfenced),
    ]
    tasks = []
    for database, sender, two, falls in sorts:
        at_once = FALLS_A_DUEL if two else KILLS_A_RUN
        for done in range(0, falls, at_once):
            size = min(at_once, falls - done)
            tasks.append(Task(database, sender, two, size, seeds.randrange(1 << 31)))
    # Two bots wait more than they work, and are best beside one that works.
    return sorted(tasks, key=lambda task: not task.two) if arguments.processes == 1 else _mixed(tasks)


def _mixed(tasks: list[Task]) -> list[Task]:
    two = [task for task in tasks if task.two]
    one = [task for task in tasks if not task.two]
    every = max(1, len(tasks) // max(1, len(two)))
    mixed: list[Task] = []
    while one or two:
        mixed += one[: every - 1] + two[:1]
        del one[: every - 1], two[:1]
        if not two:
            mixed, one = mixed + one, []
        elif not one:
            mixed, two = mixed + two, []
    return mixed


def run(task: Task, server: str) -> tuple[Result | str, float]:
    """Do one run, in a process of the pool: what it came to, or why it came to no end, and how long it took."""
    since = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="maillage-faults-") as folder:
        try:
            result: Result | str = asyncio.run(_run(task, server, Path(folder)))
        except (LifeError, UnsettledError) as error:
            result = f"{error}\n{_last_words(Path(folder))}"
    return result, time.monotonic() - since


def _last_words(folder: Path) -> str:
    """Give the end of what the lives of a run logged."""
    log = folder / LOG
    return "\n".join(log.read_text().splitlines()[-LAST_LINES:]) if log.exists() else "nothing was logged"


async def _run(task: Task, server: str, folder: Path) -> Result:
    databases: Databases = (
        SqliteFiles(folder)
        if task.database == SqliteFiles.name
        else PostgresqlDatabase(server, f"maillage_faults_{os.getpid()}")
    )
    await databases.open()
    try:
        begin = duel if task.two else fault_run
        return await begin(await databases.fresh(), folder, task.seed, task.falls, sender=task.sender)
    finally:
        await databases.close()
