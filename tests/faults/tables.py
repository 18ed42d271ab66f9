"""What all runs came to, as tables in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.run import Result
from tests.faults.things import Thing


@dataclass(slots=True)
class Total:
    """What all runs of one sort came to."""

    name: str
    naive: bool
    kills: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    times: Counter[Thing] = field(default_factory=Counter)
    lost: Counter[Thing] = field(default_factory=Counter)
    doubled: Counter[Thing] = field(default_factory=Counter)
    runs: int = 0
    interrupted: int = 0
    deliveries: int = 0
    asked: int = 0
    broken: int = 0
    seconds: float = 0.0

    def add(self, result: Result, seconds: float) -> None:
        """Add a run."""
        self.runs += 1
        self.kills += result.kills
        self.late += result.late
        self.interrupted += result.interrupted
        self.deliveries += result.count.deliveries
        self.times += result.count.times
        self.lost += Counter({thing: len(each) for thing, each in result.count.lost.items()})
        self.doubled += Counter({thing: len(each) for thing, each in result.count.doubled.items()})
        self.asked += len(result.count.asked)
        self.seconds += seconds

    @property
    def as_it_should(self) -> bool:
        """Tell whether the protocol was without fault, or a naive sender was not."""
        flawless = not (self.lost or self.doubled or self.broken)
        return flawless != self.naive

    def __str__(self) -> str:
        """Give the line of a Markdown table."""
        return (
            f"| {self.name} | {self.runs} | {self.kills.total()} | {self.interrupted} | {self.deliveries} "
            f"| {self.lost.total()} | {self.doubled.total()} | {self.asked} | {self.broken} "
            f"| {self.seconds / 60:.0f} min |"
        )


HEADER = (
    "| | runs | falls | deliveries cut short | deliveries | lost | doubled | asked about | unfinished | took |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def by_thing(totals: list[Total]) -> Iterator[str]:
    """Give the lines of a Markdown table: of each kind of thing, how often it was tried, lost and doubled."""
    yield "| times (lost, doubled) | " + " | ".join(total.name for total in totals) + " |"
    yield "| --- |" + " --- |" * len(totals)
    for thing in Thing:
        cells = (f"{one.times[thing]} ({one.lost[thing]}, {one.doubled[thing]})" for one in totals)
        yield f"| {thing} | " + " | ".join(cells) + " |"


def late_ones(totals: list[Total]) -> Iterator[str]:
    """Give the lines of a Markdown table: outcomes that came after the other had taken the delivery over."""
    yield "| late outcomes | " + " | ".join(total.name for total in totals) + " |"
    yield "| --- |" + " --- |" * len(totals)
    for what in sorted({what for total in totals for what in total.late}):
        yield f"| {what} | " + " | ".join(str(total.late[what]) for total in totals) + " |"
