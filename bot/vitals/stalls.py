"""How long the event loop stands still: while it does, nobody is answered and nothing is sent."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.vitals.histogram import Histogram

log = logging.getLogger(__name__)

NAP_SECONDS = 0.01
# A person feels this; what is shorter is only counted.
LONG_SECONDS = 0.1
BOUNDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class StallWatch:
    """Measures by how much its own naps overrun: so long the loop was busy with something else.

    A stall is seen at least as long as it was, less one nap. Those of `LONG_SECONDS` and more are logged. Real
    seconds count here, whatever the bot's clock was moved by.
    """

    def __init__(
        self,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.stalls = Histogram(BOUNDS)
        self.longest = 0.0
        self._seconds = seconds
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Tell whether the loop is being watched."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self.watch(), name="stall watch")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def watch(self) -> None:
        """Nap and measure, for ever."""
        while True:
            began = self._seconds()
            await self._sleep(NAP_SECONDS)
            self._note(max(0.0, self._seconds() - began - NAP_SECONDS))

    def _note(self, stall: float) -> None:
        self.stalls.add(stall)
        self.longest = max(self.longest, stall)
        if stall >= LONG_SECONDS:
            log.warning("the event loop stood still for %.0f ms: nobody was answered meanwhile", stall * 1000)
