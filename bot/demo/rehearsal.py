"""The real bot as a process of its own, whose clock follows the sandbox's.

Its standard input carries one number a line, the seconds by which the clock is moved; its end means: stop, so that
no bot outlives the demo that started it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta

from bot import logs
from bot.app import run
from bot.clock import Clock
from bot.config import load
from bot.demo.example import example_configuration


async def rehearse() -> int:
    """Run the bot with the example's configuration and the environment's settings; gives the exit status."""
    settings = load(example_configuration(), os.environ)
    logs.configure(settings.log, logs.secrets_of(settings))
    clock, stop = Clock(), asyncio.Event()
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    # The first line comes at once: the time is right before anything is due.
    await _take(lines, clock)
    following = asyncio.create_task(_follow(lines, clock, stop))
    try:
        return await run(settings, clock, stop)
    finally:
        following.cancel()


async def _follow(lines: asyncio.StreamReader, clock: Clock, stop: asyncio.Event) -> None:
    while await _take(lines, clock):
        pass
    stop.set()


async def _take(lines: asyncio.StreamReader, clock: Clock) -> bool:
    line = await lines.readline()
    if line:
        clock.set_offset(timedelta(seconds=float(line)))
    return bool(line)


if __name__ == "__main__":
    sys.exit(asyncio.run(rehearse()))
