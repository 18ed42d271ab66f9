"""Find what ended badly at once, and keep what people insist on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ENDED_BADLY = sa.text("state IN ('failed', 'uncertain')")


def upgrade() -> None:
    """Add an index of the few rows that ended badly, and a column that nobody has set yet."""
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("insisted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_delivery_ended_badly",
        "delivery",
        ["due_at", "id"],
        sqlite_where=ENDED_BADLY,
        postgresql_where=ENDED_BADLY,
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_index("ix_delivery_ended_badly", "delivery")
    with op.batch_alter_table("delivery") as table:
        table.drop_column("insisted")
