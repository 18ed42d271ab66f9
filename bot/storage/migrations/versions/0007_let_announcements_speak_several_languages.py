"""Let announcements speak several languages, and show a picture and a link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the columns. What was written before is in its community's language.

    Column by column: where SQLite makes a table anew, what refers to the old one goes with it, here the targets.
    """
    op.create_table(
        "picture",
        sa.Column("id", RowId, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_picture_community_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    op.add_column(
        "announcement", sa.Column("locale", sa.String(length=10), server_default="", nullable=False)
    )
    op.add_column("announcement", sa.Column("alt", sa.Text(), server_default="", nullable=False))
    op.add_column("announcement", sa.Column("link", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "announcement", sa.Column("translations", Json, server_default=sa.text("'{}'"), nullable=False)
    )
    op.add_column(
        "announcement",
        sa.Column(
            "picture_id",
            RowId,
            sa.ForeignKey("picture.id", name=op.f("fk_announcement_picture_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_announcement_picture_id"), "announcement", ["picture_id"])
    op.execute(
        "UPDATE announcement SET locale = "
        "(SELECT locale FROM community WHERE community.id = announcement.community_id)"
    )


def downgrade() -> None:
    """Remove them; only the main language's words are left."""
    op.drop_index(op.f("ix_announcement_picture_id"), table_name="announcement")
    with op.batch_alter_table("announcement") as table:
        for column in ("picture_id", "translations", "link", "alt", "locale"):
            table.drop_column(column)
    op.drop_table("picture")
