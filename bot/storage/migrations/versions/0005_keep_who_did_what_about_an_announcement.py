"""Keep who did what about an announcement, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

announcement = sa.table(
    "announcement",
    sa.column("id"),
    sa.column("community_id"),
    sa.column("author_id"),
    sa.column("confirmed_by"),
    sa.column("recalled_by"),
    sa.column("created_at"),
    sa.column("confirmed_at"),
    sa.column("recalled_at"),
)
# What the announcements themselves tell of who did what so far.
KNOWN = (
    ("written", announcement.c.author_id, announcement.c.created_at),
    ("sent", announcement.c.confirmed_by, announcement.c.confirmed_at),
    ("recalled", announcement.c.recalled_by, announcement.c.recalled_at),
)


def upgrade() -> None:
    """Make the table, and begin it with what is known of earlier announcements."""
    act = op.create_table(
        "announcement_act",
        sa.Column("id", RowId, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("announcement_id", RowId, nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("texts", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_act_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_announcement_act_community_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_act")),
    )
    op.create_index(
        op.f("ix_announcement_act_announcement_id_announcement_act_id"),
        "announcement_act",
        ["announcement_id", "id"],
    )
    op.create_index(
        op.f("ix_announcement_act_community_id_announcement_act_user_id"),
        "announcement_act",
        ["community_id", "user_id"],
    )
    for name, who, when in KNOWN:
        known = sa.select(
            announcement.c.community_id, announcement.c.id, sa.literal(name), who, when, sa.literal({}, Json)
        ).where(who.is_not(None), when.is_not(None))
        columns = ["community_id", "announcement_id", "act", "user_id", "at", "texts"]
        op.execute(sa.insert(act).from_select(columns, known))


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("announcement_act")
