"""How often a measure fell below each of some bounds, and what all of it comes to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


class Histogram:
    """Counts of a measure by size. A value equal to a bound counts below it; the last count is of all above."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.sum = 0.0

    def add(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value

    @property
    def total(self) -> int:
        """Count every value."""
        return sum(self.counts)

    def cumulative(self) -> list[tuple[float, int]]:
        """Give, for each bound and at last for infinity, how many values are not above it."""
        found, so_far = [], 0
        for bound, count in zip((*self.bounds, float("inf")), self.counts, strict=True):
            so_far += count
            found.append((bound, so_far))
        return found
