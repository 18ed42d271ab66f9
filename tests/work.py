"""How much work something is, told by what the interpreter did: the same on a fast machine and on a busy one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Work:
    """A count of calls. Each step of a generator is one, and so is a call of a built-in function."""

    calls = 0

    def _note(self, _frame: FrameType, event: str, _argument: object) -> None:
        if event in ("call", "c_call"):
            self.calls += 1


@contextmanager
def counted() -> Iterator[Work]:
    """Count the calls of this thread while it lasts."""
    work = Work()
    before = sys.getprofile()
    sys.setprofile(work._note)
    try:
        yield work
    finally:
        sys.setprofile(before)
