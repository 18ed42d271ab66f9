"""Keep requests for a second organiser's approval."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "announcement_approval",
        sa.Column("id", RowId, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("announcement_id", RowId, nullable=False),
        sa.Column("edit_id", RowId, nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_approval_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_announcement_approval_community_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edit_id"],
            ["announcement_edit.id"],
            name=op.f("fk_announcement_approval_edit_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_approval")),
    )
    for name, columns in (
        ("announcement_id", ["announcement_id"]),
        ("edit_id", ["edit_id"]),
        ("state_announcement_approval_expires_at", ["state", "expires_at"]),
    ):
        op.create_index(op.f(f"ix_announcement_approval_{name}"), "announcement_approval", columns)


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("announcement_approval")
