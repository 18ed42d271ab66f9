"""`maillage demo`: runs the stage until Ctrl-C, or plays the tour on it."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
import tempfile
from pathlib import Path

from bot.demo.options import DemoOptions
from bot.demo.stage import DATABASE_FILE, WORLD_FILE, Stage
from bot.demo.tour import play
from bot.i18n import Catalogues, Language

GOOD, FAILED, WRONG = 0, 1, 2


async def run(options: DemoOptions) -> int:
    """Run the demo as asked; gives the exit status."""
    language = _language()
    if options.tour:
        return await _tour(language)
    if options.reset:
        _forget(options.data)
    stage = Stage(options.data, options.port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    try:
        async with stage:
            return await _open(stage, stop, language)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _say(language("demo-port-taken", port=str(options.port), other=str(options.port + 1)))
        return WRONG


async def _open(stage: Stage, stop: asyncio.Event, language: Language) -> int:
    """Say where the page is, and wait for Ctrl-C or the bot's end."""
    _say(language("demo-open", address=stage.sandbox.page_url))
    _say(language("demo-try"))
    _say(language("demo-stop"))
    stopped = asyncio.create_task(stop.wait())
    ended = asyncio.create_task(stage.bot_ended())
    await asyncio.wait({stopped, ended}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if stopped.done():
            _say(language("demo-stopping"))
            return GOOD
        _say(language("demo-bot-ended"))
        return FAILED
    finally:
        stopped.cancel()
        ended.cancel()


async def _tour(language: Language) -> int:
    """Play the tour on a community of its own, which is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="maillage-tour-") as folder:
        log = Path(folder) / "bot.log"
        async with Stage(Path(folder), 0, log) as stage:
            good = await play(stage, language, _say)
        if not good:
            _say(log.read_text(encoding="utf-8"))
    return GOOD if good else FAILED


def _forget(data: Path) -> None:
    """Remove the kept community: the demo's own files and nothing else."""
    (data / WORLD_FILE).unlink(missing_ok=True)
    for path in data.glob(f"{DATABASE_FILE}*"):
        path.unlink()


def _language() -> Language:
    """Speak as the terminal does: French where its locale is, else English."""
    tag = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Catalogues.load().language(tag.partition(".")[0])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
