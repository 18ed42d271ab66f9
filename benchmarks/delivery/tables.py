"""From figures to Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.delivery.figures import LIMIT, Sending, behind, percentile
from benchmarks.delivery.ground import LATENCY_SECONDS
from benchmarks.delivery.starts import Starts
from benchmarks.tables import spread, table
from bot.config import DeliverySettings

NONE = "–"


def announcement_table(sendings: Sequence[Sending]) -> str:
    """Show how the announcement went, and what else was asked meanwhile."""
    head = (
        "sender",
        "arrived",
        "twice",
        "s",
        f"of {LIMIT}/s used",
        "429s",
        "reminders arrived",
        "late s: median · p99",
        "answers ms: median · p99",
        "loop stall ms: p99 · max",
        "of a core",
    )
    rows = [
        (
            each.name,
            _of(each.arrived, len(each.targets)),
            str(each.doubled),
            f"{each.seconds:.1f}",
            f"{each.share:.1%}",
            _refusals(each),
            _of(len(each.lateness), len(each.reminders)),
            _two(each.lateness, 1, 2),
            _two(each.answers, 1000, 0) + (f" ({each.unanswered} none)" if each.unanswered else ""),
            _stalls(each),
            f"{each.busy:.0%}",
        )
        for each in sendings
    ]
    return table(head, rows)


def at_once_table(sendings: Sequence[Sending]) -> str:
    """Show how reminders that were all due at one instant came to stand."""
    pace = DeliverySettings().per_second
    head = (
        "sender",
        "arrived",
        "twice",
        "s",
        f"of {LIMIT}/s used",
        "429s",
        f"behind {pace:g}/s, s: median · p99",
        f"behind {LIMIT}/s, s: median · p99",
        "loop stall ms: p99 · max",
        "of a core",
    )
    rows = []
    for each in sendings:
        times = [time for arrivals in each.arrivals.values() for time in arrivals]
        rows.append(
            (
                each.name,
                _of(each.arrived, len(each.targets)),
                str(each.doubled),
                f"{each.seconds:.1f}",
                f"{each.share:.1%}",
                _refusals(each),
                _two(behind(times, each.began, pace, LATENCY_SECONDS), 1, 3),
                _two(behind(times, each.began, LIMIT, LATENCY_SECONDS), 1, 3),
                _stalls(each),
                f"{each.busy:.0%}",
            )
        )
    return table(head, rows)


def starts_table(all_starts: Sequence[Starts]) -> str:
    """Show how starts go with an outbox of each size."""
    first = all_starts[0].runs
    head = ("rows", "ready s", "× the first", "a due message stands after s", "memory MiB")
    rows = [
        (
            f"{each.rows:,}",
            spread([run.ready for run in each.runs]),
            spread([run.ready / other.ready for run, other in zip(each.runs, first, strict=True)]),
            spread([run.sent for run in each.runs]),
            spread([run.memory for run in each.runs], digits=0),
        )
        for each in all_starts
    ]
    return f"{table(head, rows)}\n\nStarts with each: {len(first)}. Median (min–max)."


def _of(some: int, of_all: int) -> str:
    return f"{some:,} of {of_all:,}"


def _refusals(sending: Sending) -> str:
    share = sending.refused / sending.asked if sending.asked else 0.0
    return f"{sending.refused:,} of {sending.asked:,} ({share:.2%})"


def _two(values: Sequence[float], factor: float, digits: int) -> str:
    if not values:
        return NONE
    middle, worst = (percentile(values, share) * factor for share in (0.5, 0.99))
    return f"{middle:.{digits}f} · {worst:.{digits}f}"


def _stalls(sending: Sending) -> str:
    """Write the bounds: how long a stall was is known to lie below one of them."""
    written = []
    for share in (0.99, 1.0):
        bound = sending.stalls.below(share)
        written.append("> 5,000" if bound is None else f"≤ {bound * 1000:g}")
    return " · ".join(written)
