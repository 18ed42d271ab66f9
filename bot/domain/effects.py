"""Effects on Discord, as a service records them: what is wanted, where, when and until when.

An effect is a value. Storage keeps it beside the change that causes it; delivery performs it later, so nothing
here knows how a message is sent. What a message says is not here either: a card is named with the ids of what it
shows and is rendered when it is sent, so its words are true at that instant.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

# The widths of the columns that keep them: a longer one is a bug, found here on either database.
LONGEST_KEY = 200
LONGEST_LANE = 64
LONGEST_SUBJECT = 64

# Why a message that may stay away (`optional` in its payload) did.
DMS_ARE_CLOSED = "their direct messages are closed"
# Of what stands: the role that it mentions was not notified, as Discord does not let the bot do that.
MENTION_WITHHELD = "the role that it mentions was not notified"

# How long changes to one card are gathered before it is shown anew, and how long after that it is rendered.
REFRESH_SLOT = timedelta(seconds=2)
REFRESH_GRACE = timedelta(seconds=1)


class Kind(enum.StrEnum):
    """What is done on Discord. One handler a kind in `bot.delivery`."""

    CATEGORY_ENSURE = "category.ensure"
    CHANNEL_ENSURE = "channel.ensure"
    ROLE_ENSURE = "role.ensure"
    ROLE_GIVE = "role.give"
    ROLE_TAKE = "role.take"
    MESSAGE_POST = "message.post"
    MESSAGE_EDIT = "message.edit"
    MESSAGE_DELETE = "message.delete"
    MESSAGE_PUBLISH = "message.publish"
    DM_POST = "dm.post"
    THREAD_OPEN = "thread.open"
    THREAD_MEMBER = "thread.member"
    SCHEDULED_CREATE = "scheduled.create"
    SCHEDULED_EDIT = "scheduled.edit"
    SCHEDULED_DELETE = "scheduled.delete"


# What Discord shows as a message of its own: it can be looked for, and taken back.
POSTS = (Kind.MESSAGE_POST, Kind.DM_POST)
# What has no nonce: it is looked for before it is made again.
CREATIONS = (
    Kind.CATEGORY_ENSURE,
    Kind.CHANNEL_ENSURE,
    Kind.ROLE_ENSURE,
    Kind.THREAD_OPEN,
    Kind.SCHEDULED_CREATE,
)
# What sets something that a later one sets otherwise.
CHANGES = (Kind.ROLE_GIVE, Kind.ROLE_TAKE, Kind.MESSAGE_EDIT, Kind.SCHEDULED_EDIT)
# An earlier attempt that comes late doubles the ones, and undoes what followed the others: it is waited for.
AWAITED = (*CREATIONS, *CHANGES)
# For so long Discord may still be doing what an attempt without an answer, or a process just before its end, asked for.
LANDING = timedelta(seconds=5)


class Priority(enum.IntEnum):
    """Which waits for which when the rate limit is the bottleneck: lower goes first."""

    URGENT = 0
    NORMAL = 1
    BULK = 2
    LAST = 3


class State(enum.StrEnum):
    """Where a delivery is on its way. The last five are final, but for an organiser's retry."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNCERTAIN = "uncertain"

    @property
    def final(self) -> bool:
        """Tell whether nothing more happens by itself."""
        return self not in (State.PENDING, State.CLAIMED)


class Inquiry(enum.StrEnum):
    """Whether it was looked up what became of a delivery, where nothing else can be done before that is known.

    A run that was lost with its database may have performed it (`bot.domain.eras`), or, of a message whose time is over,
    an attempt without an answer.
    """

    OPEN = "open"  # nothing else is done before
    CLOSED = "closed"

    @classmethod
    def of(cls, kind: Kind) -> Inquiry:
        """Tell where it begins. Messages are looked up; all else can be repeated, or looks for itself what stands."""
        return cls.OPEN if kind in POSTS else cls.CLOSED


@dataclass(frozen=True, slots=True)
class Card:
    """A message to render when it is sent: the card's name and the ids it is about."""

    name: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to do on Discord, recorded in the transaction of the change that causes it.

    `dedup_key` names the thing once for ever: recording it again changes nothing (an edit alone may be asked for
    again once it was made). `lane` orders: one effect of a lane is in flight at a time, in order of due time and
    recording. `subject` ("event:42") says what the effect belongs to, so that its feature finds its rows again.
    `due_at` and `expires_at` are aware UTC instants; past `expires_at` the effect is dropped and those who should
    know are told.
    """

    community_id: int
    dedup_key: str
    kind: Kind
    lane: str
    due_at: datetime
    subject: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    priority: Priority = Priority.NORMAL
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        for name, value, longest in (
            ("dedup_key", self.dedup_key, LONGEST_KEY),
            ("lane", self.lane, LONGEST_LANE),
            ("subject", self.subject, LONGEST_SUBJECT),
        ):
            if not 0 < len(value) <= longest:
                msg = f"{name} has {len(value)} characters, not 1 to {longest}: {value!r}"
                raise ValueError(msg)

    @property
    def made_by(self) -> str | None:
        """Name the delivery that makes what this one changes, publishes or takes away; None where it makes its own."""
        return self.payload.get("message_of") or self.payload.get("scheduled_of")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A recorded effect and how far it got. A value: what changes is the row, through the store.

    `due_at` never changes, so lateness stays measurable; `next_at` carries the back-off. `uncertain_since` is the
    start of the first attempt that may have reached Discord; `uncertain_before` (known on a claim only) tells that
    an earlier attempt may have. `insisted`: a person wants it sent whatever the doubt. `message_id` is the message,
    or the channel, role, thread or scheduled event that was made. `inquiry` is set where a lost run may
    have performed it, or what it follows from, and where it was over while an attempt was in doubt.
    """

    id: int
    community_id: int
    dedup_key: str
    subject: str
    kind: Kind
    lane: str
    priority: Priority
    due_at: datetime
    next_at: datetime
    expires_at: datetime | None
    state: State
    attempt: int
    lease_until: datetime | None
    uncertain_since: datetime | None
    cancel_requested: bool
    insisted: bool
    nonce: str
    payload: Mapping[str, Any]
    channel_id: int | None
    message_id: int | None
    last_error: str | None
    created_at: datetime
    settled_at: datetime | None
    inquiry: Inquiry | None = None
    uncertain_before: bool = False


def group_lane(group_id: int) -> str:
    """Name the lane of what is posted in a group's channel."""
    return f"group:{group_id}"


def group_setup_lane(group_id: int) -> str:
    """Name the lane of a group's role and channel themselves.

    It is not the lane of what is posted there: a message that waits for its channel must not hold back the repair
    that it waits for.
    """
    return f"group:{group_id}:setup"


def roles_lane(community_id: int, *, bulk: bool = False) -> str:
    """Name the lane in which a community's roles are given and taken.

    Discord takes about ten such changes in ten seconds a community and holds back the rest: more than one at a
    time would only keep workers waiting that others need. Those of many people at once have a lane of their own,
    so that somebody who joins does not queue behind them.
    """
    return f"roles:{community_id}:bulk" if bulk else f"roles:{community_id}"


def place_lane(community_id: int, place: str) -> str:
    """Name the lane of what is posted in one of the community's own channels ("events", "organisation"…)."""
    return f"place:{community_id}:{place}"


def place_setup_lane(community_id: int, place: str) -> str:
    """Name the lane of such a channel itself, which is another for the same reason."""
    return f"place:{community_id}:{place}:setup"


def scheduled_lane(event_id: int) -> str:
    """Name the lane of what an event is in Discord's own list of events: made, edited and taken away in turn."""
    return f"event:{event_id}:scheduled"


def dm_lane(user_id: int) -> str:
    """Name the lane of a person's direct messages."""
    return f"dm:{user_id}"


def channel_lane(channel_id: int) -> str:
    """Name the lane of a channel or thread known by its id only."""
    return f"channel:{channel_id}"


def message_payload(card: Card, **target: int | str) -> dict[str, Any]:
    """Build the payload of a message: the card, and one target (`group=`, `place=`, `channel=`, `user=`)."""
    return {**card_payload(card), "target": dict(target)}


def card_payload(card: Card) -> dict[str, Any]:
    """Build the part of a payload that names a card."""
    return {"card": card.name, "about": dict(card.about)}


def thread_payload(place: str, *, title: Card, members: Sequence[int], first: Card) -> dict[str, Any]:
    """Build the payload of a private thread below a place: who is in it, and its first message.

    `title` is a card of which the plain text is taken.
    """
    return {
        "place": place,
        "title": card_payload(title),
        "members": list(members),
        "first": card_payload(first),
    }


def direct_payload(card: Card, user_id: int, *, place: str, title: str) -> dict[str, Any]:
    """Build the payload of a direct message that finds its way when direct messages are closed.

    Then a private thread with that person alone opens below `place`; `title` names the card of its title, about
    the same.
    """
    return {**message_payload(card, user=user_id), "fallback": {"place": place, "thread": title}}


def refresh_slot(now: datetime) -> tuple[str, datetime]:
    """Tell the slot that a change at `now` belongs to (for the edit's `dedup_key`) and when its edit is due.

    All changes of one slot share one edit, so that a card fifty people answer in a second is edited once.
    """
    number = int((now - datetime(1970, 1, 1, tzinfo=UTC)) / REFRESH_SLOT)
    end = datetime(1970, 1, 1, tzinfo=UTC) + (number + 1) * REFRESH_SLOT
    # A change that read the time at the slot's end is committed a little later; the card must be rendered after
    # that. (One later still is no loss: an edit already made is recorded anew.)
    return f"slot-{number}", end + REFRESH_GRACE
