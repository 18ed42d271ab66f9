"""Faults on request: what a network and a busy service do to a bot, at chosen places or at random."""

import random
import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "status",  # answer `status` without doing anything
    "rate_limit",  # 429 of the bucket
    "global_rate_limit",  # 429 for the whole application
    "blocked",  # 429 without Via, as from the edge: not JSON
    "slow",  # answer after `delay` seconds
    "lost_reply",  # answer `status` (or reset the connection when status is 0), and do it, `delay` seconds later
    "reset",  # reset the connection without doing anything
    "refuse",  # answer Discord's `code` with its usual status
]


@dataclass(slots=True)
class Fault:
    """One fault: what happens, to which requests, and how often.

    `method` None means any; `path` is a regular expression matched against the path after the version, None
    any. `times` is how often it strikes (None: until cleared), after letting `skip` requests pass;
    `probability` below 1 makes it random.
    """

    kind: Kind
    method: str | None = None
    path: str | None = None
    times: int | None = 1
    skip: int = 0
    status: int = 500
    code: int = 0
    retry_after: float = 0.05
    delay: float = 0.0
    probability: float = 1.0
    struck: int = field(default=0, init=False)

    def concerns(self, method: str, path: str) -> bool:
        """Whether it is about such a request."""
        if self.method is not None and self.method != method:
            return False
        return self.path is None or re.fullmatch(self.path, path) is not None


class Faults:
    """The faults in force; the first that concerns a request strikes it."""

    def __init__(self, seed: int = 0) -> None:
        self._active: list[Fault] = []
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Start the random sequence anew: the same seed gives the same faults for the same requests."""
        self._random = random.Random(seed)  # noqa: S311  # chance in tests, not a secret

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force; its `struck` counts how often it happened."""
        self._active.append(fault)
        return fault

    def clear(self) -> None:
        """Put an end to all faults."""
        self._active.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """Return the fault that happens to this request, counted, or None."""
        for fault in self._active:
            if not fault.concerns(method, path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.probability < 1.0 and self._random.random() >= fault.probability:
                continue
            fault.struck += 1
            if fault.times is not None and fault.struck >= fault.times:
                self._active.remove(fault)
            return fault
        return None
