"""Lives of the bot: `python -m tests.faults.lives <descriptor>` forks one whenever it is asked, and tells its end.

Everything is imported once, so that a life costs what a bot's start costs beyond that. A life is the real bot, wired
by `bot.app`, in a process of its own. It works on what comes over its line to the harness, and ends with that line.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import socket
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock import Clock
from bot.config import Settings, load
from bot.delivery import dispatcher
from bot.delivery.cards import CARDS
from bot.delivery.hooks import HOOKS
from bot.demo.example import example_configuration
from bot.storage import engine
from bot.storage.database import UNREACHABLE
from tests.faults import fence, jobs
from tests.faults.planner import Job
from tests.faults.senders import SENDERS, Soon
from tests.faults.shared_clock import SharedClock

ORDER_BYTES = 1 << 16
LOOK_SECONDS = 0.01


class Life(App):
    """The bot, with a chosen sender, patient enough for no longer than a life lasts."""

    def __init__(self, settings: Settings, clock: Clock, sender: str) -> None:
        super().__init__(settings, clock)
        self.delivery = SENDERS[sender](
            self.database,
            self.client,
            self.catalogues,
            self.clock,
            per_second=5000,
            hooks=HOOKS,
            cards={**CARDS, **jobs.CARDS},
            backoff=Soon(),
        )


class Line:
    """The line to the harness: jobs, and that the time was moved, come in; what was done goes out."""

    def __init__(self, life: Life, community_id: int, writer: asyncio.StreamWriter) -> None:
        self.stop = asyncio.Event()
        self._life = life
        self._jobs = jobs.Jobs(life, community_id)
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._writer = writer

    def say(self, **what: Any) -> None:
        """Tell the harness."""
        self._writer.write(json.dumps(what).encode() + b"\n")

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Take what comes, until the harness is gone: then nobody needs this life any more."""
        with contextlib.suppress(ConnectionError):
            async for line in reader:
                self._take(json.loads(line))
        os._exit(0)

    def _take(self, told: dict[str, Any]) -> None:
        for job in told.get("jobs", ()):
            self._queue.put_nowait(job)
        if "moved" in told:
            self._life.clock.advance(timedelta())
        if "stop" in told:
            self.stop.set()

    async def work(self) -> None:
        """Do one job after the other, in their order."""
        try:
            await self._met()
            while True:
                job = await self._queue.get()
                await self._do(job)
                self.say(done=job["number"])
        except Exception as error:
            logging.getLogger(__name__).exception("a job could not be done")
            self.say(fault=repr(error))

    async def _do(self, job: Job) -> None:
        """Do a job; once more where the database was out of reach, or gave up a transaction that stood still."""
        while True:
            try:
                return await self._jobs.do(job)
            except UNREACHABLE:
                await asyncio.sleep(LOOK_SECONDS)

    async def _met(self) -> None:
        """Wait until the bot has met its community: before that there is nothing to work on."""
        while True:
            if await self._jobs.known():
                return
            await asyncio.sleep(LOOK_SECONDS)


async def live(order: dict[str, Any], line: socket.socket) -> None:
    """Live until told to stop."""
    if "lease" in order:
        dispatcher.LEASE = timedelta(seconds=order["lease"])
        engine.STANDSTILL = dispatcher.LEASE / 3
        dispatcher.ATTEMPT_SECONDS = order["attempt"]
    settings = load(example_configuration(), order["environment"])
    life = Life(settings, SharedClock(Path(order["clock"])), order["sender"])
    reader, writer = await asyncio.open_unix_connection(sock=line)
    hand = Line(life, order["community"], writer)
    listening = asyncio.create_task(hand.listen(reader))
    working = asyncio.create_task(hand.work())
    fence.watch(lambda what, times: hand.say(seen=what, times=times))
    async with life.running():
        hand.say(up=True)
        await hand.stop.wait()
        working.cancel()
    listening.cancel()


def serve(commands: socket.socket) -> None:
    """Fork lives until the harness is gone."""
    gc.freeze()
    while True:
        order, descriptors, _, _ = socket.recv_fds(commands, ORDER_BYTES, 1)
        if not order:
            return
        pid = os.fork()
        if pid == 0:
            commands.close()
            os._exit(_begin(json.loads(order), socket.socket(fileno=descriptors[0])))
        os.close(descriptors[0])
        commands.sendall(f"{pid}\n".encode())
        _, status = os.waitpid(pid, 0)
        commands.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _begin(order: dict[str, Any], line: socket.socket) -> int:
    logging.basicConfig(filename=order["log"], level="WARNING", force=True, format="%(asctime)s %(message)s")
    try:
        asyncio.run(live(order, line))
    except BaseException:
        logging.getLogger(__name__).exception("a life ended by a fault")
        return 1
    return 0


if __name__ == "__main__":
    # A harness that is gone needs no answer.
    with contextlib.suppress(ConnectionError):
        serve(socket.socket(fileno=int(sys.argv[1])))
