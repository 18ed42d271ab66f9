"""What a community is made of: itself, its channels, groups, members and partners."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.storage.tables.base import community_column, metadata
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

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
    # How many people are in it, as Discord last said; NULL until it does.
    Column("people", Integer),
)

# The community's own categories and channels: "groups" and "maillage" categories; "welcome",
# "announcements", "events", "introductions" and "organisation" channels.
place = Table(
    "place",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("channel_id", Snowflake),
)

# That a community agrees to another reading its announcements; a link stands where both do.
community_link = Table(
    "community_link",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("linked_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    # 0 once the person had their data erased.
    Column("agreed_by", Snowflake, nullable=False),
    Column("agreed_at", UtcDateTime, nullable=False),
    Index(None, "linked_id"),
)

# The code that a community handed out, of which a digest is kept; the latest alone counts.
link_invitation = Table(
    "link_invitation",
    metadata,
    Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("invited_by", Snowflake, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

working_group = Table(
    "working_group",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
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
    community_column(),
    Column("joined_at", UtcDateTime, nullable=False),
    Index(None, "community_id", "user_id"),
)

partner = Table(
    "partner",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
    Column("key", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("sectors", Json, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("retired_at", UtcDateTime),
    UniqueConstraint("community_id", "key"),
)
