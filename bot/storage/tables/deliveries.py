"""Effects on Discord."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, false, text

from bot.storage.tables.base import community_column, metadata
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

delivery = Table(
    "delivery",
    metadata,
    Column("id", RowId, primary_key=True),
    community_column(),
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
    # A person looked, or does not mind: where no look-up can tell whether it arrived, it is sent once more.
    Column("insisted", Boolean, nullable=False, server_default=false()),
    Column("nonce", String(25), nullable=False, unique=True),
    Column("payload", Json, nullable=False),
    Column("channel_id", Snowflake),  # where the message stands, once it is sent
    Column("message_id", Snowflake),  # the message, or the channel, role or thread that was made
    Column("last_error", String(300)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    # Set where a run that was lost with its database may have performed it, or an attempt without an answer, when its
    # time was over: "open" until it was looked up.
    Column("inquiry", String(8)),
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
    # What ended badly, for those who look after it: found at once among millions that ended well.
    Index(
        "ix_delivery_ended_badly",
        "due_at",
        "id",
        sqlite_where=text("state IN ('failed', 'uncertain')"),
        postgresql_where=text("state IN ('failed', 'uncertain')"),
    ),
    # For the figures that operators watch.
    Index(
        "ix_delivery_open_due",
        "due_at",
        "kind",
        "state",  # so that counting reads the index alone
        sqlite_where=text("state IN ('pending', 'claimed')"),
        postgresql_where=text("state IN ('pending', 'claimed')"),
    ),
    Index(None, "subject", "state"),
)
