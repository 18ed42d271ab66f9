"""What was measured on, and how much of it others used meanwhile: no figure means anything without."""

from __future__ import annotations

import os
import platform
import resource
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path

import psutil

LIBRARIES = ("discord.py", "SQLAlchemy", "aiosqlite", "aiohttp")


class Machine:
    """The machine since some moment. Bots count as ours once they have ended."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._busy = _busy()
        self._own = _own()

    @property
    def others(self) -> float:
        """Which share of all cores' time other programs have used, from 0 to 1."""
        available = (time.monotonic() - self._began) * (os.cpu_count() or 1)
        return min(1.0, max(0.0, (_busy() - self._busy - (_own() - self._own)) / available))

    def __str__(self) -> str:
        libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
        return (
            f"Machine: {os.cpu_count()} cores ({_processor()}), {platform.system()}; "
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}. "
            f"Meanwhile other programs used {self.others:.0%} of the cores' time."
        )


def _busy() -> float:
    """Give the seconds that all cores together have worked, or were kept from working by other machines."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def _own() -> float:
    """Give the seconds that this process and its ended children have worked."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
