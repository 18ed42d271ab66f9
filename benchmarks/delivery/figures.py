"""What a sending comes to, from the instants at which its messages stood on Discord."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LIMIT = 50  # requests a second that Discord allows a bot


@dataclass(frozen=True, slots=True)
class Stalls:
    """How long the bot's event loop stood still: counts of what is not above each bound (seconds), and of all."""

    bounds: Sequence[tuple[float, int]]
    total: int

    def below(self, share: float) -> float | None:
        """Give the smallest bound that so great a share is not above; None where it is above the last."""
        return next((bound for bound, count in self.bounds if count >= share * self.total), None)

    def since(self, before: Stalls) -> Stalls:
        """Leave out what was counted before."""
        earlier = dict(before.bounds)
        return Stalls(
            [(bound, count - earlier[bound]) for bound, count in self.bounds], self.total - before.total
        )


@dataclass(frozen=True, slots=True)
class Sending:
    """One sender's sending of the same text to `targets`, with reminders and commands meanwhile.

    Instants in seconds since 1970, those of `arrivals` by channel; `reminders` tells when each was due. Latencies of
    commands in seconds; `unanswered` had no right answer. `asked` and `refused` count the requests to post.
    """

    name: str
    targets: Sequence[int]
    began: float
    arrivals: Mapping[int, Sequence[float]]
    reminders: Mapping[int, float]
    answers: Sequence[float]
    unanswered: int
    asked: int
    refused: int
    stalls: Stalls
    busy: float

    @property
    def arrived(self) -> int:
        """Count the targets that have the text."""
        return sum(bool(self.arrivals.get(each)) for each in self.targets)

    @property
    def doubled(self) -> int:
        """Count the messages that stand beside another of the same."""
        return sum(max(0, len(times) - 1) for times in self.arrivals.values())

    @property
    def seconds(self) -> float:
        """Tell how long it took from the first message to the last, reminders included."""
        times = [time for each in self.arrivals.values() for time in each]
        return max(times) - min(times)

    @property
    def share(self) -> float:
        """Tell which share of Discord's limit was used while it lasted."""
        return (sum(len(each) for each in self.arrivals.values()) - 1) / self.seconds / LIMIT

    @property
    def lateness(self) -> list[float]:
        """Give by how many seconds each reminder that arrived was late."""
        return [
            self.arrivals[each][0] - due for each, due in self.reminders.items() if self.arrivals.get(each)
        ]


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that the rest of a share exceeds: 0.99 for the one that one in a hundred exceeds."""
    ordered = sorted(values)
    return ordered[max(0, -(-round(share * 1000) * len(ordered) // 1000) - 1)]


def behind(arrivals: Sequence[float], began: float, per_second: float, latency: float) -> list[float]:
    """Give by how many seconds each message stands behind a sender that makes `per_second` requests without a pause."""
    return [time - (began + latency + number / per_second) for number, time in enumerate(sorted(arrivals))]
