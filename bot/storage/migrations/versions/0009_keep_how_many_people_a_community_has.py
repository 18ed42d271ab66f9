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
    op.add_column("community", sa.Column("people", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("community", "people")
