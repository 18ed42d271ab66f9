"""Events, the answers to them, and what organisers type about them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.storage.tables.base import community_column, metadata
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

event = Table(
    "event",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
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
    community_column(),
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
