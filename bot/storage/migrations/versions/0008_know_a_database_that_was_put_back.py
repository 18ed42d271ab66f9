"""Know a database that was put back from an older copy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the history of eras, empty (the first begins with the next start), and what is in question of deliveries."""
    op.create_table(
        "era",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("copied_at", UtcDateTime(), nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("looked_up_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_era")),
    )
    op.add_column("delivery", sa.Column("inquiry", sa.String(length=8), nullable=True))


def downgrade() -> None:
    """Remove both."""
    op.drop_column("delivery", "inquiry")
    op.drop_table("era")
