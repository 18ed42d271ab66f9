"""What people set, say of themselves, consent to and type; and their introductions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, text

from bot.storage.tables.base import community_column, metadata
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

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
    community_column(),
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
    community_column(),
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
