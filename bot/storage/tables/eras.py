"""The table of the database's own history."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from bot.storage.tables.base import metadata
from bot.storage.types import UtcDateTime

# The era the database began with, and one for each copy it was put back from (bot/domain/eras.py). A copy holds one
# that has not begun.
era = Table(
    "era",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("salt", String(64), nullable=False),
    Column("copied_at", UtcDateTime),
    Column("began_at", UtcDateTime),
    Column("looked_up_at", UtcDateTime),
)
