"""The model of the outbox: what it knows of a delivery, and what may happen to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.domain.effects import Inquiry, Kind, Priority, State

LEASE = timedelta(seconds=10)
SECOND = timedelta(seconds=1)
SECONDS = st.integers(0, 12).map(lambda seconds: seconds * SECOND)

EFFECT: dict[str, Any] = {
    "key": st.sampled_from("abcdefgh"),
    "lane": st.sampled_from("xyz"),
    "subject": st.sampled_from(["event:1", "event:2"]),
    "priority": st.sampled_from(Priority),
    "due": st.just(timedelta()) | SECONDS,
    "life": st.none() | st.integers(1, 20).map(lambda seconds: seconds * SECOND),
    "kind": st.sampled_from([Kind.MESSAGE_POST, Kind.MESSAGE_DELETE]),
}

# What an attempt comes to, a final state or the wait before the next; and whether it surely had no effect.
OUTCOMES = st.tuples(
    st.sampled_from([State.SENT, State.FAILED, State.CANCELLED, State.UNCERTAIN]) | SECONDS, st.booleans()
)


@dataclass
class Row:
    """What the model knows of a delivery."""

    number: int
    lane: str
    subject: str
    priority: Priority
    due_at: datetime
    next_at: datetime
    expires_at: datetime | None
    state: State = State.PENDING
    attempt: int = 0
    lease_until: datetime | None = None
    uncertain_since: datetime | None = None
    uncertain_before: bool = False
    cancel: bool = False
    insisted: bool = False
    kind: Kind = Kind.MESSAGE_POST
    inquiry: Inquiry | None = None

    @property
    def open(self) -> bool:
        """Whether something may still happen to it."""
        return not self.state.final

    @property
    def sought(self) -> bool:
        """Whether it is looked for when it is withdrawn or over: a message that may have arrived."""
        return self.kind is Kind.MESSAGE_POST and self.uncertain_since is not None

    def is_over(self, now: datetime) -> bool:
        """Tell whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now
