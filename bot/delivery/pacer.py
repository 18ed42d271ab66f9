"""The pace of everything the bot asks of Discord through delivery."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


class Pacer:
    """Hands out turns evenly spaced, just under Discord's limit for the whole bot.

    Spacing by itself forgets idle time, so there is never a burst, and a turn after a pause waits for nothing. Real
    seconds count here, not the bot's clock: so does Discord.
    """

    def __init__(
        self,
        per_second: float,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._spacing = 1 / per_second
        self._seconds = seconds
        self._sleep = sleep
        self._next = 0.0
        self._paused_until = 0.0

    async def turn(self) -> None:
        """Wait for one's turn to make a request."""
        while (wait := self.reserve()) > 0:
            await self._sleep(wait)
            # A pause may have begun meanwhile: then all who waited are spaced anew after it.
            if self._seconds() >= self._paused_until:
                return

    def reserve(self) -> float:
        """Take the next turn, and tell in how many seconds it is."""
        now = self._seconds()
        turn = max(self._next, self._paused_until, now)
        self._next = turn + self._spacing
        return turn - now

    def pause(self, seconds: float) -> None:
        """Let nobody have a turn for that long from now."""
        self._paused_until = max(self._paused_until, self._seconds() + seconds)

    @property
    def paused_for(self) -> float:
        """How many seconds a pause still lasts."""
        return max(0.0, self._paused_until - self._seconds())
