"""How a transaction begins on SQLite, and what is said when it can't."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.storage import engine
from bot.storage.database import UNREACHABLE, Database


async def test_a_database_that_another_process_holds_is_trouble_that_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 1)
    path = tmp_path / "maillage.db"
    database = Database(f"sqlite:///{path}")
    async with database.write():
        pass
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(UNREACHABLE, match="locked"):
        async with database.write():
            pass
    # Readers are not held up, and the next writer finds nothing left behind by the one that was refused.
    async with database.read():
        pass
    holder.execute("ROLLBACK")
    holder.close()
    async with database.write():
        pass
    await database.close()
