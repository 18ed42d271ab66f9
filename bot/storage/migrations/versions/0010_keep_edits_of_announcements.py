"""Keep edits of announcements, and who edited one last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and count no edits so far."""
    op.create_table(
        "announcement_edit",
        sa.Column("id", RowId, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("announcement_id", RowId, nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("picture_id", RowId, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_edit_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_announcement_edit_community_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_announcement_edit_picture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_edit")),
    )
    op.create_index(op.f("ix_announcement_edit_changed_at"), "announcement_edit", ["changed_at"])
    op.create_index(op.f("ix_announcement_edit_picture_id"), "announcement_edit", ["picture_id"])
    op.add_column("announcement", sa.Column("edited_by", sa.BigInteger(), nullable=True))
    op.add_column("announcement", sa.Column("edited_at", UtcDateTime(), nullable=True))
    op.add_column("announcement", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Remove both."""
    with op.batch_alter_table("announcement") as table:
        table.drop_column("revision")
        table.drop_column("edited_at")
        table.drop_column("edited_by")
    op.drop_table("announcement_edit")
