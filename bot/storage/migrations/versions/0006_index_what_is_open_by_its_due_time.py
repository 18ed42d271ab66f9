"""Index what is open by its due time, for the figures that operators watch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('pending', 'claimed')")


def upgrade() -> None:
    """Add it; it holds only what is open."""
    op.create_index(
        "ix_delivery_open_due",
        "delivery",
        ["due_at", "kind", "state"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_delivery_open_due", "delivery")
