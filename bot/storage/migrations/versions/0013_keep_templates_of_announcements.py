"""Keep templates of announcements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "announcement_template",
        sa.Column("id", RowId, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("picture_id", RowId, nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_announcement_template_community_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_announcement_template_picture_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_template")),
    )
    op.create_index(
        op.f("ix_announcement_template_community_id_announcement_template_name"),
        "announcement_template",
        ["community_id", "name"],
        unique=True,
    )
    op.create_index(op.f("ix_announcement_template_picture_id"), "announcement_template", ["picture_id"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("announcement_template")
