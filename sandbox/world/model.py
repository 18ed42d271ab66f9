"""The things of the world: plain records. Rules live beside them, the wire's shapes in `serialize`."""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

# Channel types, as on the wire.
TEXT, DM, VOICE, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 4, 5
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
STAGE, FORUM = 13, 15
THREADS = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})
MESSAGEABLE = frozenset({TEXT, DM, VOICE, ANNOUNCEMENT, STAGE}) | THREADS
GUILD_KINDS = frozenset({TEXT, VOICE, CATEGORY, ANNOUNCEMENT, STAGE})

REPLY = 19  # a message's type

# Message flags.
CROSSPOSTED, SUPPRESS_EMBEDS, HAS_THREAD, EPHEMERAL, LOADING = 1 << 0, 1 << 2, 1 << 5, 1 << 6, 1 << 7
SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 12, 1 << 15


@dataclass(slots=True)
class User:
    """A person, or a bot's face."""

    id: int
    name: str
    global_name: str | None = None
    locale: str = "fr"
    bot: bool = False
    dms_open: bool = True


@dataclass(slots=True)
class Application:
    """A bot's application. `flags` hold the privileged intents that its owner switched on."""

    id: int
    name: str
    token: str
    user_id: int
    owner_id: int
    # Limited (under 100 communities) presence, members and message-content intents.
    flags: int = (1 << 13) | (1 << 15) | (1 << 19)
    description: str = ""


@dataclass(slots=True)
class Role:
    """A role; `managed_by` is the application whose invitation made it."""

    id: int
    name: str
    permissions: int = 0
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    position: int = 0
    managed_by: int | None = None


@dataclass(slots=True)
class Member:
    """A person in a guild."""

    user_id: int
    joined_at: datetime
    role_ids: list[int] = field(default_factory=list)
    nick: str | None = None


@dataclass(slots=True)
class Overwrite:
    """What a channel changes for a role (type 0) or a member (type 1)."""

    id: int
    type: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True)
class ThreadState:
    """What makes a channel a thread. `members` maps each to the time they joined."""

    created_at: datetime
    archive_changed_at: datetime
    auto_archive_duration: int = 4320
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    members: dict[int, datetime] = field(default_factory=dict)
    message_count: int = 0
    total_message_sent: int = 0


@dataclass(slots=True)
class Channel:
    """A guild's channel, a thread, or a direct conversation (two `recipient_ids`)."""

    id: int
    type: int
    name: str = ""
    guild_id: int | None = None
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    slowmode: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipient_ids: tuple[int, ...] = ()
    owner_id: int | None = None
    thread: ThreadState | None = None
    last_message_id: int | None = None
    last_pin_at: datetime | None = None
    default_auto_archive: int | None = None

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread of any kind."""
        return self.thread is not None


@dataclass(slots=True)
class Message:
    """A message. `data` holds what Discord sends of it but for people, who are rendered when it is sent."""

    id: int
    channel_id: int
    author_id: int
    data: Json
    mention_ids: list[int] = field(default_factory=list)
    ephemeral_to: int | None = None
    nonce: str | None = None
    pinned_at: datetime | None = None
    late_edits: list[datetime] = field(default_factory=list)


class MessageLog:
    """A channel's messages by id and in order of age."""

    def __init__(self) -> None:
        self.by_id: dict[int, Message] = {}
        self._ids: list[int] = []

    def __iter__(self) -> Iterator[Message]:
        return (self.by_id[each] for each in self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, message: Message) -> None:
        """Append; ids grow, so the order holds by itself."""
        self.by_id[message.id] = message
        self._ids.append(message.id)

    def remove(self, message_id: int) -> Message | None:
        """Take out and return, or None."""
        message = self.by_id.pop(message_id, None)
        if message is not None:
            del self._ids[bisect.bisect_left(self._ids, message_id)]
        return message

    def newest_before(self, before: int | None) -> Iterator[Message]:
        """From the newest that is older than `before` (or the very newest) towards the oldest."""
        start = len(self._ids) if before is None else bisect.bisect_left(self._ids, before)
        return (self.by_id[self._ids[index]] for index in range(start - 1, -1, -1))

    def oldest_after(self, after: int) -> Iterator[Message]:
        """From the oldest that is newer than `after` towards the newest."""
        start = bisect.bisect_right(self._ids, after)
        return (self.by_id[self._ids[index]] for index in range(start, len(self._ids)))


@dataclass(slots=True)
class ScheduledEvent:
    """A guild's scheduled event. Status: 1 scheduled, 2 active, 3 completed, 4 cancelled."""

    id: int
    guild_id: int
    creator_id: int
    name: str
    entity_type: int
    starts_at: datetime
    ends_at: datetime | None = None
    description: str | None = None
    channel_id: int | None = None
    location: str | None = None
    status: int = 1
    interested: dict[int, None] = field(default_factory=dict)


@dataclass(slots=True)
class Guild:
    """A community. The id of the @everyone role is the guild's own id."""

    id: int
    name: str
    owner_id: int
    locale: str = "fr"
    description: str | None = None
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channel_ids: dict[int, None] = field(default_factory=dict)
    thread_ids: dict[int, None] = field(default_factory=dict)
    events: dict[int, ScheduledEvent] = field(default_factory=dict)
    system_channel_id: int | None = None
    # Whether it may have announcement channels: on Discord, those that are a "Community" may.
    news: bool = True


@dataclass(slots=True)
class StoredFile:
    """An uploaded file, served back under its attachment's address."""

    filename: str
    content: bytes
    content_type: str


@dataclass(slots=True, frozen=True)
class Ping:
    """Who was really notified by a message."""

    message_id: int
    channel_id: int
    user_ids: tuple[int, ...]
    role_ids: tuple[int, ...]
    everyone: bool


@dataclass(slots=True, frozen=True)
class AuditEntry:
    """An entry of a guild's audit log; `action` is Discord's action type."""

    id: int
    guild_id: int
    user_id: int
    action: int
    target_id: int | None
    reason: str | None
