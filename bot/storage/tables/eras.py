"""The table of the database's own history."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from bot.storage.tables.base import metadata
from bot.storage.types import UtcDateTime

# The era the database began with, and one for each copy it was put back from (bot/domain/eras.py). A copy holds one
# that has not begun. `home` is where the rows lay when a bot last worked on them (bot/storage/homes.py), `seen_at` when
# that was, to the minute.
era = Table(
    "era",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("salt", String(64), nullable=False),
    Column("copied_at", UtcDateTime),
    Column("began_at", UtcDateTime),
    Column("looked_up_at", UtcDateTime),
    Column("home", String(80)),
    Column("seen_at", UtcDateTime),
)
