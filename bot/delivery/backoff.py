"""How long to wait before trying again."""

from __future__ import annotations

import random
from datetime import timedelta

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(minutes=5)


class Backoff:
    """Full jitter below a ceiling that doubles with each attempt, from 1 s to 5 min.

    Jitter over the whole range spreads those who failed together furthest apart (Brooker, "Exponential Backoff And
    Jitter", AWS Architecture Blog, 2015).
    """

    def __init__(self, source: random.Random | None = None) -> None:
        self._random = source or random.SystemRandom()

    def delay(self, attempt: int) -> timedelta:
        """Choose the wait after that many attempts (1 and more)."""
        ceiling = min(LONGEST, timedelta(seconds=2 ** min(attempt, 16)))
        return SHORTEST + self._random.random() * (ceiling - SHORTEST)
