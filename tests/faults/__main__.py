"""`make faults`: kill the bot, many times, and count what was lost and doubled. docs/faults.md says how.

Exit status: 0 nothing was lost or doubled but by the naive senders; 1 something was, or a naive sender was without
fault, or a run did not come to its end; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from benchmarks.machine import Machine
from tests.faults.run import Result
from tests.faults.senders import PROTOCOL
from tests.faults.tables import HEADER, Total, by_thing, late_ones
from tests.faults.tasks import run, tasks_of
from tests.faults.things import describe

GOOD, WRONG, INTERRUPTED = 0, 1, 130


def measure(arguments: argparse.Namespace, say: Log) -> list[Total]:
    """Do every run, several at a time, and tell each."""
    totals: dict[str, Total] = {}
    tasks = tasks_of(arguments)
    for task in sorted(tasks, key=lambda one: (one.sender != PROTOCOL, one.two)):
        totals.setdefault(task.sort, Total(task.sort, task.sender != PROTOCOL))
    with ProcessPoolExecutor(arguments.processes, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(run, task, arguments.server): task for task in tasks}
        try:
            for done, future in enumerate(as_completed(futures), 1):
                task, (result, seconds) = futures[future], future.result()
                what = f"{done}/{len(tasks)} {task.sort}: seed {task.seed}"
                if isinstance(result, str):
                    totals[task.sort].broken += 1
                    say(f"{what}: CAME TO NO END: {result}")
                    continue
                totals[task.sort].add(result, seconds)
                _tell(what, result, seconds, say)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return list(totals.values())


def _tell(what: str, result: Result, seconds: float, say: Log) -> None:
    say(
        f"{what}: {result.kills.total()} falls ({_moments(result.kills)}), "
        f"{result.interrupted} deliveries cut short, {result.count.deliveries} deliveries, "
        f"lost {sum(map(len, result.count.lost.values()))}, "
        f"doubled {sum(map(len, result.count.doubled.values()))}, asked {len(result.count.asked)}, "
        f"{seconds:.0f} s"
    )
    for word, found in (("LOST", result.count.lost), ("DOUBLED", result.count.doubled)):
        if found:
            say(f"  {word} {describe(found)}")


class Log:
    """Says each line at once, on the terminal and in a file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def __call__(self, line: str) -> None:
        for out in (sys.stdout, self._file):
            out.write(f"{line}\n")
            out.flush()


def main() -> int:
    """Read the arguments, run and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--sqlite", type=int, default=1000, help="kills on SQLite")
    parser.add_argument("--postgresql", type=int, default=320, help="kills on PostgreSQL")
    parser.add_argument("--duels", type=int, default=160, help="falls of one of two bots on PostgreSQL")
    parser.add_argument("--naive", type=int, default=80, help="kills of each naive sender, on SQLite")
    parser.add_argument("--unfenced", type=int, default=64, help="falls of one of two bots without the fence")
    parser.add_argument("--processes", type=int, default=2, help="runs at a time")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--server", default=os.environ.get("MAILLAGE_TEST_POSTGRESQL", ""))
    parser.add_argument("--log", type=Path, default=Path("faults.log"), help="where each line is kept too")
    arguments = parser.parse_args()
    say = Log(arguments.log)
    say(f"seed {arguments.seed}")
    if not arguments.server:
        say("PostgreSQL is left out: name a server in MAILLAGE_TEST_POSTGRESQL or with --server.")
        arguments.postgresql = arguments.duels = arguments.unfenced = 0
    machine = Machine()
    try:
        totals = measure(arguments, say)
    except KeyboardInterrupt:
        return INTERRUPTED
    say(f"\n{machine}\n\n{HEADER}")
    for total in totals:
        say(str(total))
    say("")
    for line in by_thing(totals):
        say(line)
    two = [total for total in totals if total.late]
    if two:
        say("")
        for line in late_ones(two):
            say(line)
    return GOOD if all(total.as_it_should for total in totals) else WRONG


def _moments(kills: Counter[str]) -> str:
    return ", ".join(f"{number} {moment}" for moment, number in sorted(kills.items()))


if __name__ == "__main__":
    sys.exit(main())
