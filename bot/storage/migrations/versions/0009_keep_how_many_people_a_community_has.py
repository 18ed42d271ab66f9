"""Keep how many people a community has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty until Discord tells the number at the next start."""
    with op.batch_alter_table("community") as table:
        table.add_column(sa.Column("people", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Remove the column."""
    with op.batch_alter_table("community") as table:
        table.drop_column("people")
