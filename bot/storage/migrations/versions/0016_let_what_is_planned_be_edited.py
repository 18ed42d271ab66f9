"""Let what is planned be edited, and keep what an edit changes beside the words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("announcement", sa.Column("replaces_id", RowId, nullable=True))
    op.create_index(op.f("ix_announcement_replaces_id"), "announcement", ["replaces_id"])
    op.add_column(
        "announcement_act", sa.Column("changes", Json, server_default=sa.text("'{}'"), nullable=False)
    )


def downgrade() -> None:
    """Remove the columns."""
    op.drop_column("announcement_act", "changes")
    op.drop_index(op.f("ix_announcement_replaces_id"), "announcement")
    op.drop_column("announcement", "replaces_id")
