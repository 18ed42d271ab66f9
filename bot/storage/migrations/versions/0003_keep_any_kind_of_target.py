"""Keep any kind of target of an announcement, not groups alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of targets, move the groups there, and remove the table of groups."""
    op.create_table(
        "announcement_target",
        sa.Column("announcement_id", RowId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ref", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_target_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("announcement_id", "kind", "ref", name=op.f("pk_announcement_target")),
    )
    op.execute(
        "INSERT INTO announcement_target (announcement_id, kind, ref) "
        "SELECT announcement_id, 'group', group_id FROM announcement_group"
    )
    op.drop_table("announcement_group")


def downgrade() -> None:
    """Make the table of groups again; targets of other kinds are forgotten."""
    op.create_table(
        "announcement_group",
        sa.Column("announcement_id", RowId, nullable=False),
        sa.Column("group_id", RowId, nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_group_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_announcement_group_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("announcement_id", "group_id", name=op.f("pk_announcement_group")),
    )
    op.create_index(op.f("ix_announcement_group_group_id"), "announcement_group", ["group_id"])
    op.execute(
        "INSERT INTO announcement_group (announcement_id, group_id) "
        "SELECT announcement_id, ref FROM announcement_target WHERE kind = 'group'"
    )
    op.drop_table("announcement_target")
