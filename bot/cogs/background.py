"""Work that goes on after an interaction was answered, and ends with the bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Background:
    """Tasks of the commands. Each must end by itself; `close` ends those that have not."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._keeping: dict[int, asyncio.Task[None]] = {}

    def start(self, work: Coroutine[Any, Any, None], name: str, *, keeping: int | None = None) -> None:
        """Begin; a failure is logged, since nobody waits for it. `keeping` is the message it keeps up to date."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        if keeping is not None:
            self.leave(keeping)
            self._keeping[keeping] = task

    def leave(self, message_id: int) -> None:
        """Keep a message up to date no more: something else is to stand there."""
        task = self._keeping.pop(message_id, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Cancel what goes on, and wait until it has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def running(self) -> int:
        """Count what goes on."""
        return len(self._tasks)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._keeping = {kept: other for kept, other in self._keeping.items() if other is not task}
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s failed", task.get_name(), exc_info=error)
