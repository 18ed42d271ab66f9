"""Link communities, by a code that one hands to the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of links and of codes."""
    op.create_table(
        "community_link",
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("linked_id", sa.BigInteger(), nullable=False),
        sa.Column("agreed_by", sa.BigInteger(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_community_link_community_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["linked_id"], ["community.id"], name=op.f("fk_community_link_linked_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "linked_id", name=op.f("pk_community_link")),
    )
    op.create_index(op.f("ix_community_link_linked_id"), "community_link", ["linked_id"])
    op.create_table(
        "link_invitation",
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_link_invitation_community_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_link_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_link_invitation_digest")),
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_table("link_invitation")
    op.drop_index(op.f("ix_community_link_linked_id"), table_name="community_link")
    op.drop_table("community_link")
