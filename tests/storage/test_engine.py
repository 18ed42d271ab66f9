"""How a transaction begins on SQLite and ends on PostgreSQL, what is said when it can't, and how often a statement
visits the driver."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import engine
from bot.storage.database import UNREACHABLE, Database
from tests.conftest import needs_postgresql


async def test_a_database_that_another_process_holds_is_trouble_that_passes(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 1)
    path = tmp_path / "maillage.db"
    shutil.copy(sqlite_template, path)
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


async def test_many_readers_take_turns_on_few_connections(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
):
    opened = 0
    connect = aiosqlite.connect

    def counted(*arguments: Any, **options: Any) -> aiosqlite.Connection:
        nonlocal opened
        opened += 1
        return connect(*arguments, **options)

    monkeypatch.setattr(aiosqlite, "connect", counted)
    shutil.copy(sqlite_template, tmp_path / "maillage.db")
    database = Database(f"sqlite:///{tmp_path / 'maillage.db'}")

    async def read() -> None:
        async with database.read() as unit:
            await unit.communities.present()

    await asyncio.gather(*(read() for _ in range(40)))
    assert opened == engine.SQLITE_CONNECTIONS
    await database.close()


async def test_a_transaction_within_another_is_refused(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'maillage.db'}")
    async with database.read():
        with pytest.raises(RuntimeError, match="within another"):
            async with database.read():
                pass
    async with database.read():  # nothing is left behind
        pass
    await database.close()


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    """A connection to an SQLite file with one table of three rows, in a transaction."""
    made = engine.create_engine(f"sqlite:///{tmp_path / 'maillage.db'}")
    async with made.connect() as opened:
        await opened.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)"))
        await opened.execute(
            text("INSERT INTO thing (name) VALUES (:name)"), [{"name": name} for name in ("a", "b", "c")]
        )
        yield opened
    await made.dispose()


async def test_a_statement_visits_the_drivers_thread_once(
    connection: AsyncConnection, monkeypatch: pytest.MonkeyPatch
):
    visits: list[object] = []
    execute: Any = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, function: Any, *arguments: Any, **named: Any) -> Any:
        visits.append(function)
        return await execute(self, function, *arguments, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    found = await connection.execute(text("SELECT id, name FROM thing ORDER BY id"))
    assert [tuple(row) for row in found] == [(1, "a"), (2, "b"), (3, "c")]
    assert len(visits) == 1


async def test_what_a_statement_did_is_known_after_it(connection: AsyncConnection):
    changed = await connection.execute(text("UPDATE thing SET name = 'z' WHERE id > 1"))
    assert changed.rowcount == 2
    named = await connection.execute(text("SELECT name, id AS number FROM thing WHERE id = 9"))
    assert (list(named.keys()), named.all()) == (["name", "number"], [])
    inserted = await connection.execute(
        text("INSERT INTO thing (name) VALUES ('d'), ('e') RETURNING id, name")
    )
    assert [row._asdict() for row in inserted] == [{"id": 4, "name": "d"}, {"id": 5, "name": "e"}]
    one, two = await connection.scalars(text("SELECT id FROM thing WHERE name = 'z'"))
    assert (one, two) == (2, 3)


async def test_a_statement_that_fails_leaves_a_connection_that_goes_on(connection: AsyncConnection):
    with pytest.raises(OperationalError, match="no such table"):
        await connection.execute(text("SELECT * FROM nowhere"))
    with pytest.raises(IntegrityError):
        await connection.execute(text("INSERT INTO thing (id) VALUES (1)"))
    assert (await connection.execute(text("SELECT count(*) FROM thing"))).scalar_one() == 3


@needs_postgresql
async def test_a_process_that_stands_still_in_a_transaction_holds_up_nobody_and_is_told_in_the_end(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "STANDSTILL", timedelta(milliseconds=50))
    still, other = Database(postgresql_url), Database(postgresql_url)
    lock = text("SELECT pg_advisory_xact_lock(5)")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(still.close)
        stack.push_async_callback(other.close)
        with pytest.raises(UNREACHABLE):
            async with still.write() as unit:
                await unit.deliveries._connection.execute(lock)
                async with other.write() as free:
                    # It waits until the server has given the first transaction up.
                    await free.deliveries._connection.execute(lock)
                await unit.deliveries._connection.execute(text("SELECT 1"))
        async with still.write():
            pass


@needs_postgresql
async def test_a_server_that_has_no_room_for_one_more_is_trouble_that_passes(postgresql_url: str):
    database = Database(postgresql_url)
    refusal = text("DO $$ BEGIN RAISE EXCEPTION 'sorry, too many clients' USING ERRCODE = '53300'; END $$")
    with pytest.raises(UNREACHABLE, match="too many"):
        async with database.write() as unit:
            await unit.deliveries._connection.execute(refusal)
    await database.close()
