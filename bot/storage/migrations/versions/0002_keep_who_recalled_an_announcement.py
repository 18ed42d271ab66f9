"""Keep who recalled an announcement, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty: nothing was recalled before."""
    with op.batch_alter_table("announcement") as table:
        table.add_column(sa.Column("recalled_by", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("recalled_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Remove the columns."""
    with op.batch_alter_table("announcement") as table:
        table.drop_column("recalled_at")
        table.drop_column("recalled_by")
