"""Discord's ids: milliseconds since 2015 in the upper bits, so that ids sort by age."""

from datetime import UTC, datetime, timedelta

from sandbox.clock import SandboxClock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def snowflake_of(when: datetime) -> int:
    """Return the smallest id of that millisecond."""
    return int((when - EPOCH) / timedelta(milliseconds=1)) << 22


def time_of(snowflake: int) -> datetime:
    """When the thing of that id was made."""
    return EPOCH + timedelta(milliseconds=snowflake >> 22)


class SnowflakeMaker:
    """Makes ids from a clock: unique and strictly growing, whatever the clock does."""

    def __init__(self, clock: SandboxClock, last: int = 0) -> None:
        self._clock = clock
        self.last = last

    def make(self) -> int:
        """Return the next id."""
        self.last = max(self.last + 1, snowflake_of(self._clock.now()))
        return self.last
