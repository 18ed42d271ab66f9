"""What people did about announcements."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

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
    Index(None, "announcement_id", "id"),
    Index(None, "community_id", "user_id"),
)
