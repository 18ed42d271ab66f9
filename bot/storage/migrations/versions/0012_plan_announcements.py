"""Plan announcements for a time, or again and again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the plans, and two columns, empty: nothing was planned before."""
    op.create_table(
        "announcement_plan",
        sa.Column("announcement_id", RowId, nullable=False),
        sa.Column("typed", Json, nullable=False),
        sa.Column("typed_at", UtcDateTime(), nullable=False),
        sa.Column("rule", Json, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned_by", sa.BigInteger(), nullable=True),
        sa.Column("planned_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_plan_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("announcement_id", name=op.f("pk_announcement_plan")),
    )
    op.create_index(op.f("ix_announcement_plan_planned_by"), "announcement_plan", ["planned_by"])
    op.add_column("announcement", sa.Column("planned_for", UtcDateTime(), nullable=True))
    op.add_column("announcement", sa.Column("series_id", RowId, nullable=True))
    op.create_index(
        op.f("ix_announcement_state_announcement_planned_for"), "announcement", ["state", "planned_for"]
    )
    op.create_index("uq_announcement_occurrence", "announcement", ["series_id", "planned_for"], unique=True)


def downgrade() -> None:
    """Remove them; what is planned is forgotten."""
    op.drop_index("uq_announcement_occurrence", table_name="announcement")
    op.drop_index(op.f("ix_announcement_state_announcement_planned_for"), table_name="announcement")
    with op.batch_alter_table("announcement") as table:
        table.drop_column("series_id")
        table.drop_column("planned_for")
    op.drop_table("announcement_plan")
