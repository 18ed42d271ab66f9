"""What every table shares: how keys and indexes are named, and the community that a row belongs to."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData

from bot.storage.types import Snowflake

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def community_column() -> Column[int]:
    """Make the column that says to which community a row belongs."""
    return Column("community_id", Snowflake, ForeignKey("community.id", ondelete="CASCADE"), nullable=False)
