"""Events as cards and lists show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.communities import Partner
from bot.domain.events.event import Answer, Event
from bot.domain.groups import Group

PAGE_SIZE = 10
# How many of those who come a card names.
NAMED = 10


@dataclass(frozen=True, slots=True)
class EventOverview:
    """An event with its groups, its partner, how many gave each answer, and the first people who come."""

    event: Event
    groups: Sequence[Group]
    partner: Partner | None
    counts: Mapping[Answer, int] = field(default_factory=dict)
    first_going: Sequence[int] = ()

    def count(self, answer: Answer) -> int:
        """Tell how many gave an answer."""
        return self.counts.get(answer, 0)

    @property
    def concerned(self) -> int:
        """Tell how many come or may come: those to tell of a change."""
        return self.count(Answer.GOING) + self.count(Answer.MAYBE)


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list: how many come, and what the reader answered."""

    event: Event
    going: int
    own: Answer | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, counted from 1, of `total` events."""

    lines: Sequence[EventLine]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """Tell how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who answered, and those of the event's groups they are in."""

    user_id: int
    group_ids: frozenset[int]


def at_home(attendees: Sequence[Attendee], group_ids: Sequence[int], group_id: int | None) -> Sequence[int]:
    """Choose whom a message in a group's channel names; `group_id` None: in the channel that everyone sees.

    A person sees only the channels of their own groups, and is to be named once: in the channel of the first of
    the event's groups that they are in, or, where they are in none, in the one that everyone sees.
    """
    return [
        attendee.user_id
        for attendee in attendees
        if next((each for each in group_ids if each in attendee.group_ids), None) == group_id
    ]
