"""Everything about delivery, measured and written down."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks.delivery import runs, starts, tables
from benchmarks.delivery.ground import LATENCY_SECONDS, ground
from benchmarks.machine import Machine

ROWS = (10, 10_000, 1_000_000)
QUICK_ROWS = (10, 1_000)
FULL_STARTS, QUICK_STARTS = 5, 1


async def measure(folder: Path, *, quick: bool) -> AsyncIterator[tuple[str, str]]:
    """Measure; gives the Markdown of each by its name on the page, as soon as it is known."""
    scale = runs.SHORT if quick else runs.FULL
    told = f"Latency of each posted message: {LATENCY_SECONDS * 1000:g} ms."
    sys.stderr.write(f"making {scale.channels:,} channels\n")
    async with ground(folder, scale.channels) as made:
        machine = Machine()
        announced = tables.announcement_table(await runs.announcement(made, scale))
        yield "delivery-announcement", f"{machine}\n\n{announced}\n\n{told}"
        machine = Machine()
        reminded = tables.at_once_table(await runs.at_once(made, scale))
        yield "delivery-at-once", f"{machine}\n\n{reminded}\n\n{told}"
        machine = Machine()
        rows, times = (QUICK_ROWS, QUICK_STARTS) if quick else (ROWS, FULL_STARTS)
        started = tables.starts_table(await starts.measure(made, rows, times))
        yield "delivery-start", f"{machine}\n\n{started}\n\n{told}"
