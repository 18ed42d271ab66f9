"""Let an announcement mention the role of one group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty: what was written before mentions nobody."""
    op.add_column(
        "announcement",
        sa.Column(
            "mention_group_id",
            RowId,
            sa.ForeignKey("working_group.id", name=op.f("fk_announcement_mention_group_id")),
            nullable=True,
        ),
        inline_references=True,
    )


def downgrade() -> None:
    """Remove the column."""
    with op.batch_alter_table("announcement") as table:
        table.drop_column("mention_group_id")
