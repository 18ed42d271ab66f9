"""Know where the rows lie, and when a bot last worked on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both to the history of eras, empty: the next start says where it finds the rows."""
    op.add_column("era", sa.Column("home", sa.String(length=80), nullable=True))
    op.add_column("era", sa.Column("seen_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Remove both."""
    op.drop_column("era", "seen_at")
    op.drop_column("era", "home")
