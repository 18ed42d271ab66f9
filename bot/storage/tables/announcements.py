"""Announcements and whom they are for."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from bot.storage.tables.base import community_column, metadata
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

# Kept whole: the addresses that Discord gives files end after a day.
picture = Table(
    "picture",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
    Column("type", String(8), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

announcement = Table(
    "announcement",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
    # 0 once a person had their data erased: someone of the team, whoever it was.
    Column("author_id", Snowflake, nullable=False),
    Column("confirmed_by", Snowflake),
    Column("recalled_by", Snowflake),
    Column("edited_by", Snowflake),
    # As typed, also where it is too long or empty: a draft loses nothing, and what is sent was checked.
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    # Counts the sendings: the first, each time failed ones were tried again, the edits and the recall.
    Column("round", Integer, nullable=False),
    # Counts the edits: of two organisers who edit at once, the second is told instead of undoing the first.
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("recalled_at", UtcDateTime),
    Column("edited_at", UtcDateTime),
    # The language of title, body and alt; the words of other languages are in `translations`, by locale.
    Column("locale", String(10), nullable=False, server_default=""),
    Column("alt", Text, nullable=False, server_default=""),
    Column("link", Text, nullable=False, server_default=""),
    Column("translations", Json, nullable=False, server_default=text("'{}'")),
    Column("picture_id", RowId, ForeignKey("picture.id")),
    # The group whose role one of its copies mentions; NULL for nobody's.
    Column("mention_group_id", RowId, ForeignKey("working_group.id")),
    # For when it is or was planned: of a series, the next time. What a series sends names it in `series_id`.
    Column("planned_for", UtcDateTime),
    Column("series_id", RowId),
    # Of a draft: what is planned and is to become this; `revision` is then the one that it began from.
    Column("replaces_id", RowId),
    Index(None, "picture_id"),
    Index(None, "replaces_id"),
    Index(None, "state", "planned_for"),
    # Whatever the code does, a series sends once for each time.
    Index("uq_announcement_occurrence", "series_id", "planned_for", unique=True),
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

# When an announcement is to be sent: as typed, while that is not confirmed, and the rule that was.
announcement_plan = Table(
    "announcement_plan",
    metadata,
    Column("announcement_id", RowId, ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True),
    Column("typed", Json, nullable=False),
    Column("typed_at", UtcDateTime, nullable=False),
    Column("rule", Json),
    # Of the occurrence that comes next, from 0.
    Column("number", Integer, nullable=False),
    Column("planned_by", Snowflake),
    Column("planned_at", UtcDateTime),
    Index(None, "planned_by"),
)

# What was announced once, kept under a name to begin from.
announcement_template = Table(
    "announcement_template",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
    Column("name", String(100), nullable=False),
    Column("content", Json, nullable=False),
    Column("picture_id", RowId, ForeignKey("picture.id")),
    Column("created_by", Snowflake, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "community_id", "name", unique=True),
    Index(None, "picture_id"),
)
