"""Every table. Each row belongs to a community, directly or through its parent; instants are UTC."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _community() -> Column[int]:
    return Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), nullable=False)


community = Table(
    "community",
    metadata,
    Column("id", Snowflake, primary_key=True, autoincrement=False),  # Discord's guild id
    Column("name", String(100), nullable=False),
    Column("locale", String(10), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("organiser_role_id", Snowflake),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
)

# The community's own categories and channels: "groups" and "maillage" categories; "welcome", "events",
# "introductions" and "organisation" channels.
place = Table(
    "place",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("channel_id", Snowflake),
)

working_group = Table(
    "working_group",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    Column("key", String(64), nullable=False),
    Column("names", Json, nullable=False),
    Column("topics", Json, nullable=False),
    Column("colour", Integer, nullable=False),
    Column("emoji", String(64)),
    Column("position", Integer, nullable=False),
    Column("channel_id", Snowflake),
    Column("role_id", Snowflake),
    Column("archived_at", UtcDateTime),
    # How many memberships it has, kept beside each change: counting 60,000 would take longer than all the rest.
    Column("size", Integer, nullable=False, server_default="0"),
    UniqueConstraint("community_id", "key"),
)

membership = Table(
    "membership",
    metadata,
    Column("group_id", RowId, ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    _community(),
    Column("joined_at", UtcDateTime, nullable=False),
    Index(None, "community_id", "user_id"),
)

partner = Table(
    "partner",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    Column("key", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("sectors", Json, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("retired_at", UtcDateTime),
    UniqueConstraint("community_id", "key"),
)

event = Table(
    "event",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    Column("title", String(100), nullable=False),
    Column("description", String(1000), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("place", String(100)),
    Column("link", String(300)),
    Column("partner_id", RowId, ForeignKey("partner.id", ondelete="SET NULL")),
    Column("audience", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("cancel_reason", String(300)),
    Column("cancelled_by", Snowflake),
    # Counts the changes of date and of groups: a moved event's reminders are other reminders.
    Column("schedule", Integer, nullable=False),
    # Counts every edit: of two organisers who edit at once, the second is told instead of undoing the first.
    Column("revision", Integer, nullable=False),
    Column("created_by", Snowflake, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "community_id", "state", "ends_at"),
)

event_group = Table(
    "event_group",
    metadata,
    Column("event_id", RowId, ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", RowId, ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True),
    # The event's schedule when the group was added: one added again gets a card of its own again.
    Column("since", Integer, nullable=False),
    Index(None, "group_id"),
)

# What an organiser is typing: a new event, an edit, or the reason of a cancellation. Kept as typed, so that a
# mistake loses nothing.
event_draft = Table(
    "event_draft",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    Column("author_id", Snowflake, nullable=False),
    Column("purpose", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("event_id", RowId, ForeignKey("event.id", ondelete="CASCADE")),
    Column("revision", Integer),
    Column("content", Json, nullable=False),
    Column("typed_at", UtcDateTime, nullable=False),
    Index(None, "typed_at"),
)

rsvp = Table(
    "rsvp",
    metadata,
    Column("event_id", RowId, ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("answer", String(12), nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
    Index(None, "event_id", "answer"),
    Index(None, "user_id"),
)

person_setting = Table(
    "person_setting",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("locale", String(10)),
)

profile = Table(
    "profile",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("name", String(100), nullable=False),
    Column("company", String(100), nullable=False),
    Column("role", String(100), nullable=False),
    Column("offers", String(1000), nullable=False),
    Column("seeks", String(1000), nullable=False),
    Column("languages", Json, nullable=False),
    Column("partner_id", RowId, ForeignKey("partner.id", ondelete="SET NULL")),
    Column("updated_at", UtcDateTime, nullable=False),
)

# A log, never rewritten: a withdrawal is a row of its own.
consent = Table(
    "consent",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    Column("user_id", Snowflake, nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("policy", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "community_id", "user_id", "purpose"),
)

# What a person typed in a form that could not be taken, so that correcting starts from it. Kept for a day.
form_draft = Table(
    "form_draft",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("form", String(32), primary_key=True),
    Column("content", Json, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    Index(None, "kept_at"),
)

intro_registration = Table(
    "intro_registration",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
)

intro_request = Table(
    "intro_request",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    Column("requester_id", Snowflake, nullable=False),
    Column("target_id", Snowflake, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("thread_id", Snowflake),
    # The pair without order: one open request at a time between two people, whoever asks.
    Column("pair_low", Snowflake, nullable=False),
    Column("pair_high", Snowflake, nullable=False),
    Index(
        "uq_intro_request_open_pair",
        "community_id",
        "pair_low",
        "pair_high",
        unique=True,
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(None, "community_id", "target_id", "state"),
    Index(None, "community_id", "requester_id", "state"),
    Index(None, "state", "expires_at"),
)

announcement = Table(
    "announcement",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    # 0 once a person had their data erased: someone of the team, whoever it was.
    Column("author_id", Snowflake, nullable=False),
    Column("confirmed_by", Snowflake),
    Column("recalled_by", Snowflake),
    # As typed, also where it is too long or empty: a draft loses nothing, and what is sent was checked.
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    # Counts the sendings: the first, each time failed ones were tried again, and the recall.
    Column("round", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("recalled_at", UtcDateTime),
    Index(None, "community_id", "created_at"),
    Index(None, "state", "changed_at"),
)

# Whom an announcement is for: what sort of target ("group"), and which of that sort.
announcement_target = Table(
    "announcement_target",
    metadata,
    Column("announcement_id", RowId, ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("ref", Snowflake, primary_key=True, autoincrement=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", RowId, primary_key=True),
    _community(),
    Column("dedup_key", String(200), nullable=False, unique=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("lane", String(64), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("state", String(12), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("uncertain_since", UtcDateTime),
    Column("cancel_requested", Boolean, nullable=False),
    Column("nonce", String(25), nullable=False, unique=True),
    Column("payload", Json, nullable=False),
    Column("channel_id", Snowflake),  # where the message stands, once it is sent
    Column("message_id", Snowflake),  # the message, or the channel, role or thread that was made
    Column("last_error", String(300)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    # Only rows that may still be claimed: the index stays as small as the backlog, however long the history.
    Index(
        "ix_delivery_waiting",
        "priority",
        "next_at",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    # Lets what is over be found without looking at what is not.
    Index(
        "ix_delivery_expiring",
        "expires_at",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    # Unique: whatever the code does, a lane has one in flight.
    Index(
        "ix_delivery_in_flight",
        "lane",
        unique=True,
        sqlite_where=text("state = 'claimed'"),
        postgresql_where=text("state = 'claimed'"),
    ),
    Index(
        "ix_delivery_open_lane",
        "lane",
        "due_at",
        "id",
        sqlite_where=text("state IN ('pending', 'claimed')"),
        postgresql_where=text("state IN ('pending', 'claimed')"),
    ),
    Index(None, "subject", "state"),
)
