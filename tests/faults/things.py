"""What is counted in a fault run, kind by kind, so that a reader sees what was tried and how often."""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.announcements import announcement_of
from bot.domain.effects import Delivery, Kind


class Thing(enum.StrEnum):
    """A kind of thing that can be lost or doubled, by the name it has in the table of results."""

    MESSAGE = "messages"
    CHANGE = "changes of messages"
    WITHDRAWAL = "withdrawals of messages"
    COPY = "copies of announcements"
    PUBLICATION = "publications"
    EDIT = "edits of announcements' copies"
    RECALL = "recalls of announcements' copies"
    DATE = "planned dates"
    CHANNEL = "channels"
    ROLE = "roles"
    MEMBER = "roles given and taken"
    THREAD = "threads"
    THREAD_MEMBER = "members of threads"
    SCHEDULED = "events in Discord's list"
    SCHEDULED_CHANGE = "changes of events in Discord's list"


_OF_KIND: Mapping[Kind, Thing] = {
    Kind.CATEGORY_ENSURE: Thing.CHANNEL,
    Kind.CHANNEL_ENSURE: Thing.CHANNEL,
    Kind.ROLE_ENSURE: Thing.ROLE,
    Kind.ROLE_GIVE: Thing.MEMBER,
    Kind.ROLE_TAKE: Thing.MEMBER,
    Kind.MESSAGE_POST: Thing.MESSAGE,
    Kind.MESSAGE_EDIT: Thing.CHANGE,
    Kind.MESSAGE_DELETE: Thing.WITHDRAWAL,
    Kind.MESSAGE_PUBLISH: Thing.PUBLICATION,
    Kind.DM_POST: Thing.MESSAGE,
    Kind.THREAD_OPEN: Thing.THREAD,
    Kind.THREAD_MEMBER: Thing.THREAD_MEMBER,
    Kind.SCHEDULED_CREATE: Thing.SCHEDULED,
    Kind.SCHEDULED_EDIT: Thing.SCHEDULED_CHANGE,
    Kind.SCHEDULED_DELETE: Thing.SCHEDULED_CHANGE,
}
_OF_ANNOUNCEMENTS: Mapping[Thing, Thing] = {
    Thing.MESSAGE: Thing.COPY,
    Thing.CHANGE: Thing.EDIT,
    Thing.WITHDRAWAL: Thing.RECALL,
}


def thing_of(row: Delivery) -> Thing:
    """Tell what a delivery is for. A kind that is not told here is a KeyError: it has to be counted too."""
    thing = _OF_KIND[row.kind]
    return thing if announcement_of(row.subject) is None else _OF_ANNOUNCEMENTS[thing]


@dataclass(slots=True)
class Count:
    """What a run came to. Each loss and each double is told in words, by the kind of what it is."""

    deliveries: int = 0
    times: Counter[Thing] = field(default_factory=Counter)
    lost: dict[Thing, list[str]] = field(default_factory=lambda: defaultdict(list))
    doubled: dict[Thing, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list)  # deliveries about which the organisers had to be asked

    def made(self, thing: Thing, what: str, times: int, *, right: Iterable[int] = (1,)) -> None:
        """Note how often something was made; `right` are the numbers that are right."""
        right = tuple(right)
        if times < min(right):
            self.lost[thing].append(f"{what}: {times} of {min(right)}")
        elif times > max(right):
            self.doubled[thing].append(f"{what}: {times} of {max(right)}")

    def holds(self, thing: Thing, what: str, true: bool) -> None:
        """Note whether what should stand in the end does."""
        if not true:
            self.lost[thing].append(what)


def describe(found: Mapping[Thing, Iterable[str]]) -> str:
    """Tell losses or doubles by kind, with a few of each."""
    told = []
    for thing, each in sorted(found.items()):
        several = list(each)
        told.append(f"{thing} × {len(several)}: " + "; ".join(several[:3]))
    return "\n".join(told)
