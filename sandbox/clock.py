"""The sandbox's own time: real time plus an offset that only grows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """The time by which the sandbox stamps ids, messages and expiries.

    It runs at the speed of real time, ahead of it by `offset`. People travel forward only: ids are made from
    this clock, and an id that went back would break every order that Discord promises.

    `skew` is a fault: by how much this clock is wrong, ahead or behind. It shows in the `Date` header, in ids
    and in timestamps, but not in `offset`, which whoever runs a bot beside the sandbox makes its own clock follow.
    """

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset
        self.skew = timedelta()
        self._listeners: list[Callable[[], None]] = []

    @property
    def offset(self) -> timedelta:
        """How far this clock is ahead of real time."""
        return self._offset

    def now(self) -> datetime:
        """Return the sandbox's present, aware, in UTC."""
        return datetime.now(UTC) + self._offset + self.skew

    def advance(self, by: timedelta) -> None:
        """Move the present forward and tell the listeners. ValueError when `by` is negative."""
        if by < timedelta():
            raise ValueError("the sandbox's clock moves forward only")
        self._offset += by
        for listener in tuple(self._listeners):
            listener()

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after each jump; returns the function that ends it."""
        self._listeners.append(callback)

        def forget() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return forget
