"""Effects on Discord, as a service records them: what is wanted, where, when and until when.

An effect is a value. Storage keeps it beside the change that causes it; delivery performs it later, so nothing
here knows how a message is sent. What a message says is not here either: a card is named with the ids of what it
shows and is rendered when it is sent, so its words are true at that instant.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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
    DM_POST = "dm.post"
    THREAD_OPEN = "thread.open"
    THREAD_MEMBER = "thread.member"


class Priority(enum.IntEnum):
    """Which waits for which when the rate limit is the bottleneck: lower goes first."""

    URGENT = 0
    NORMAL = 1
    BULK = 2


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


@dataclass(frozen=True, slots=True)
class Card:
    """A message to render when it is sent: the card's name and the ids it is about."""

    name: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to do on Discord, recorded in the transaction of the change that causes it.

    `dedup_key` names the thing once for ever: recording it again changes nothing. `lane` orders: one effect of a
    lane is in flight at a time, in order of due time and recording. `subject` ("event:42") says what the effect
    belongs to, so that its feature finds its rows again. `due_at` and `expires_at` are aware UTC instants; past
    `expires_at` the effect is dropped and those who should know are told.
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


def group_lane(group_id: int) -> str:
    """Name the lane of a group's role, channel and messages: what is posted waits for its channel to exist."""
    return f"group:{group_id}"


def place_lane(community_id: int, place: str) -> str:
    """Name the lane of one of the community's own channels ("events", "organisation"…)."""
    return f"place:{community_id}:{place}"


def dm_lane(user_id: int) -> str:
    """Name the lane of a person's direct messages."""
    return f"dm:{user_id}"


def channel_lane(channel_id: int) -> str:
    """Name the lane of a channel or thread known by its id only."""
    return f"channel:{channel_id}"


def message_payload(card: Card, **target: int | str) -> dict[str, Any]:
    """Build the payload of a message: the card, and one target (`group=`, `place=`, `channel=`, `user=`)."""
    return {"card": card.name, "about": dict(card.about), "target": dict(target)}
