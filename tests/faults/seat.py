"""A seat for one life of the bot at a time: begun, spoken to, stopped for a while, killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.faults.planner import Job

ROOT = Path(__file__).parent.parent.parent
BOUND = 60.0
KILLED = -signal.SIGKILL


class LifeError(Exception):
    """A life did what no life may: its end, or a job, failed by a fault."""


class Seat:
    """Where one life runs at a time. `done` is told the number of each job that a life says it did."""

    def __init__(
        self, commands: socket.socket, answers: asyncio.StreamReader, done: Callable[[int], None]
    ) -> None:
        self.up = asyncio.Event()
        self.over = asyncio.Event()
        self.over.set()
        self.ended: int | None = None
        self.fault: str | None = None
        self.seen: Counter[str] = Counter()  # what its lives tell of `fence.watch`
        self._commands = commands
        self._answers = answers
        self._done = done
        self._pid = 0
        self._line: asyncio.StreamWriter | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, order: dict[str, Any]) -> None:
        """Begin a life."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._commands, [json.dumps(order).encode()], [theirs.fileno()])
        self._pid = int(await self._heard())
        self.ended, self.fault = None, None
        self.up.clear()
        self.over.clear()
        reader, self._line = await asyncio.open_unix_connection(sock=ours)
        self._tasks = [asyncio.create_task(self._listen(reader)), asyncio.create_task(self._wait())]

    def give(self, jobs: Iterable[Job]) -> None:
        """Give it jobs to do, in their order."""
        self.tell(jobs=list(jobs))

    def tell(self, **what: Any) -> None:
        """Tell the life something."""
        if self._line is not None and not self.over.is_set():
            self._line.write(json.dumps(what).encode() + b"\n")

    def signal(self, number: int) -> None:
        """Send the life a signal, if it still lives."""
        if not self.over.is_set():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, number)

    def kill(self) -> None:
        """Kill it, as a power cut would."""
        self.signal(signal.SIGKILL)

    async def end(self) -> bool:
        """Wait for its end; tell whether it was killed. LifeError for any end but that and an ordinary one."""
        async with asyncio.timeout(BOUND):
            await asyncio.gather(*self._tasks)
        if self._line is not None:
            self._line.close()
        if self.fault is not None or self.ended not in (0, KILLED):
            msg = f"a life ended with {self.ended}: {self.fault}"
            raise LifeError(msg)
        return self.ended == KILLED

    async def leave(self) -> None:
        """Kill whatever lives, and wait for its end."""
        self.kill()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._line is not None:
            self._line.close()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(ConnectionError):
            async for line in reader:
                if not line.endswith(b"\n"):
                    return  # killed in the middle of a word
                told = json.loads(line)
                if "up" in told:
                    self.up.set()
                if "done" in told:
                    self._done(told["done"])
                if "seen" in told:
                    self.seen[told["seen"]] += told["times"]
                self.fault = told.get("fault", self.fault)

    async def _wait(self) -> None:
        self.ended = int(await self._heard())
        self.over.set()

    async def _heard(self) -> bytes:
        heard = await self._answers.readline()
        if not heard:
            msg = "the process that begins lives is gone"
            raise LifeError(msg)
        return heard


@asynccontextmanager
async def seated(done: Callable[[int], None]) -> AsyncIterator[Seat]:
    """Give a seat, whose process stays ready between lives."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours:
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.lives", str(theirs.fileno())),
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                start_new_session=True,
            )
        answers, writer = await asyncio.open_unix_connection(sock=ours.dup())
        seat = Seat(ours, answers, done)
        try:
            yield seat
        finally:
            await seat.leave()
            writer.close()
            ours.shutdown(socket.SHUT_RDWR)
            await process.wait()
