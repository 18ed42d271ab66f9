"""How delivery is doing, counted since the start."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.domain.effects import Kind, Priority, State
from bot.vitals.histogram import Histogram

# In seconds. Bulk is late by design when there is much of it; what is urgent should stay left of 1.
LATENESS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)


@dataclass(frozen=True, slots=True)
class Health:
    """How delivery is doing: counts since the start, what is in flight, and why it stands still (None: it doesn't).

    `running` tells whether it looks for work at all; `paused` for how many seconds Discord still wants nothing asked.
    """

    sent: int
    failed: int
    in_flight: int
    stopped: str | None
    running: bool
    paused: float


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """Ends and attempts by kind, and how long after its due time what was sent stood on Discord, by priority.

    An attempt comes to "done", "not_yet", "moot", "doubtful" or "looked_up", or to how Discord's refusal was understood.
    """

    settled: Counter[tuple[Kind, State]] = field(default_factory=Counter)
    attempts: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    lateness: dict[Priority, Histogram] = field(
        default_factory=lambda: {priority: Histogram(LATENESS) for priority in Priority}
    )

    def ended(self, state: State) -> int:
        """Count what ended so, of every kind."""
        return sum(count for (_, ended), count in self.settled.items() if ended is state)
