"""The two bots as processes: started, waited for, weighed and stopped."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psutil

from bot.client import intents
from sandbox import Sandbox

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LINES_KEPT = 40
RESULT = b"result "


class BotError(Exception):
    """A bot did not do what it was started for. The text holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Bot:
    """How to start a bot. It is ready when `marker` stands in its log; it stops when its standard input ends."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    marker: bytes


@dataclass(slots=True)
class Running:
    """A bot that runs. `began` is when its process was started, on the clock of `time.perf_counter`.

    `results` are the lines of its log that begin so, in order.
    """

    pid: int
    began: float
    orders: asyncio.StreamWriter
    results: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    said: deque[bytes] = field(default_factory=lambda: deque(maxlen=LINES_KEPT))

    @property
    def memory(self) -> float:
        """What the process holds in memory now (RSS), in MiB."""
        return float(psutil.Process(self.pid).memory_info().rss) / 2**20

    @property
    def busy(self) -> float:
        """The seconds of processor time that the process has used."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)

    @property
    def log(self) -> str:
        """The end of what it logged."""
        return b"".join(self.said).decode(errors="replace")


def maillage(sandbox: Sandbox, token: str, database_url: str) -> Bot:
    """Give the real bot, with the example's configuration, as the demo runs it."""
    environment = {
        "MAILLAGE_DISCORD__TOKEN": token,
        "MAILLAGE_DISCORD__API_BASE": sandbox.api_base,
        "MAILLAGE_DISCORD__GATEWAY": sandbox.gateway_url,
        "MAILLAGE_DATABASE__URL": database_url,
    }
    return Bot("Maillage", ("-m", "bot.demo.rehearsal"), environment, b"ready; Ctrl-C stops")


def bare(sandbox: Sandbox, token: str, *, lean: bool) -> Bot:
    """Give the bare bot with Maillage's intents: with its client's settings (`lean`) or discord.py's defaults."""
    arguments = (
        *("-m", "benchmarks.bare"),
        *("--api-base", sandbox.api_base),
        *("--gateway", sandbox.gateway_url),
        *("--intents", ",".join(name for name, wanted in intents() if wanted)),
        *(("--lean",) if lean else ()),
    )
    name = "bare bot, Maillage's settings" if lean else "bare bot, discord.py's defaults"
    return Bot(name, arguments, {"BARE_TOKEN": token}, b"ready\n")


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[Running]:
    """Run a bot while the block runs; the block begins when the bot says that it is ready. Raises BotError."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *bot.arguments,
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | bot.environment,
        # Ctrl-C is for the benchmark, which then stops the bot in its turn.
        start_new_session=True,
    )
    if process.stdin is None or process.stderr is None:  # pragma: no cover - asked for above
        raise BotError(bot.name)
    state = Running(process.pid, began, process.stdin)
    listening = asyncio.create_task(_listen(process.stderr, bot.marker, state))
    # Maillage's rehearsal first reads by how many seconds its clock is moved; the bare bot reads to the end.
    process.stdin.write(b"0\n")
    try:
        await _until_ready(bot, state, listening)
        yield state
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
        await listening


async def _listen(log: asyncio.StreamReader, marker: bytes, state: Running) -> None:
    async for line in log:
        if line.startswith(RESULT):
            state.results.put_nowait(line.removeprefix(RESULT))
            continue
        state.said.append(line)
        if marker in line:
            state.ready.set()


async def _until_ready(bot: Bot, state: Running, listening: asyncio.Task[None]) -> None:
    ready = asyncio.create_task(state.ready.wait())
    try:
        await asyncio.wait({ready, listening}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ended = "ended" if listening.done() else f"was not ready within {START_SECONDS:.0f} s"
            msg = f"{bot.name} {ended}. Its log:\n{state.log}"
            raise BotError(msg)
    finally:
        ready.cancel()
