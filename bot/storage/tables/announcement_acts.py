"""What people did about announcements."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.storage.tables.base import community_column, metadata
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

# A log, never rewritten: only a person's name, and their own words, go when they have their data erased.
announcement_act = Table(
    "announcement_act",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
    Column("announcement_id", RowId, ForeignKey("announcement.id", ondelete="CASCADE"), nullable=False),
    Column("act", String(16), nullable=False),
    # NULL for what happened by itself, 0 for someone whose data was erased.
    Column("user_id", Snowflake),
    Column("at", UtcDateTime, nullable=False),
    Column("reason", Text),
    Column("texts", Json, nullable=False),
    # What changed beside the texts: picture, link, targets, mention; each from what to what.
    Column("changes", Json, nullable=False, server_default=text("'{}'")),
    Index(None, "announcement_id", "id"),
    Index(None, "community_id", "user_id"),
)

# What somebody types to replace what an announcement says that was sent. Kept as typed, for a day.
announcement_edit = Table(
    "announcement_edit",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
    Column("announcement_id", RowId, ForeignKey("announcement.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", Snowflake, nullable=False),
    # The revision of the announcement that they saw while they typed.
    Column("based_on", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("picture_id", RowId, ForeignKey("picture.id")),
    Column("state", String(16), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index(None, "picture_id"),
    Index(None, "changed_at"),
)

# Requests for a second organiser's approval.
announcement_approval = Table(
    "announcement_approval",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
    Column("announcement_id", RowId, ForeignKey("announcement.id", ondelete="CASCADE"), nullable=False),
    Column("edit_id", RowId, ForeignKey("announcement_edit.id", ondelete="CASCADE")),
    # Whether it is to be sent at its typed time, instead of at once.
    Column("planned", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("asked_by", Snowflake, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("decided_by", Snowflake),
    Column("decided_at", UtcDateTime),
    Column("reason", Text),
    Index(None, "announcement_id"),
    Index(None, "edit_id"),
    Index(None, "state", "expires_at"),
)
