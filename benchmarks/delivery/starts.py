"""How long Maillage takes to start, and to send what is due, with an outbox that has grown for years."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bots import running
from benchmarks.delivery.ground import Ground
from benchmarks.delivery.runs import watching
from benchmarks.delivery.senders import Outbox

DUE_SECONDS = 30.0
FUTURE = "2099-01-01 00:00:00.000000"
# One row in ten is still to come: reminders of events that are planned.
ONE_TO_COME_IN = 10


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the bot is ready and until a message that was due stands; MiB then."""

    ready: float
    sent: float
    memory: float


@dataclass(frozen=True, slots=True)
class Starts:
    """All starts with so many rows in the outbox."""

    rows: int
    runs: list[Start]


async def measure(ground: Ground, rows: Sequence[int], runs: int) -> list[Starts]:
    """Let the outbox grow to each of these numbers of rows in turn, and start so often each time."""
    found = []
    for number in rows:
        sys.stderr.write(f"an outbox of {number:,} rows\n")
        await asyncio.to_thread(_grow, ground.home.database_url, number)
        found.append(Starts(number, [await _start(ground) for _ in range(runs)]))
    return found


async def _start(ground: Ground) -> Start:
    channel = ground.channels[0]
    outbox = Outbox(ground)
    await outbox.remind([(time.time(), channel)])
    await outbox.close()
    with watching(ground) as watch:
        async with running(ground.maillage) as bot:
            ready = time.perf_counter() - bot.began
            began = time.time() - ready
            async with asyncio.timeout(DUE_SECONDS):
                await watch.seen.wait()
            return Start(ready, watch.arrivals[channel][0] - began, bot.memory)


def _grow(url: str, rows: int) -> None:
    """Copy one message that was sent until there are so many rows: most long done, the others far in the future."""
    with closing(sqlite3.connect(Path(url.removeprefix("sqlite:///")))) as connection, connection:
        (present,) = connection.execute("SELECT count(*) FROM delivery").fetchone()
        (last,) = connection.execute("SELECT max(id) FROM delivery").fetchone()
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(delivery)")]
        to_come = {
            "state": "'pending'",
            "attempt": "0",
            "due_at": f"'{FUTURE}'",
            "next_at": f"'{FUTURE}'",
            "expires_at": "NULL",
            "settled_at": "NULL",
            "uncertain_since": "NULL",
            "channel_id": "NULL",
            "message_id": "NULL",
        }
        own = {"id": f"{last} + n", "dedup_key": "'grown:' || n || ':' || hex(randomblob(4))"}
        own |= {
            "nonce": "'g' || n || hex(randomblob(4))",
            "lane": "'grown:' || n",
            "subject": "'grown:' || n / 10",
        }
        values = [
            own.get(name)
            or (
                f"CASE WHEN n % {ONE_TO_COME_IN} THEN {name} ELSE {to_come[name]} END"
                if name in to_come
                else name
            )
            for name in names
        ]
        connection.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) "  # noqa: S608 - only names of columns and what stands above
            f"INSERT INTO delivery ({', '.join(names)}) SELECT {', '.join(values)} FROM numbers, "
            "(SELECT * FROM delivery WHERE kind = 'message.post' AND state = 'sent' LIMIT 1)",
            [max(1, rows - present)],
        )
