"""The engine of either database, set up so that neither loses an update.

SQLite: with the driver's own transaction handling, and also with `isolation_level=IMMEDIATE`, concurrent
read-then-write transactions lose updates. Here the driver begins nothing by itself; SQLAlchemy's "begin" event says
`BEGIN IMMEDIATE` for writers and plain `BEGIN` for readers.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, AdaptedConnection, ExceptionContext, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage import sqlite_cursor

BUSY_TIMEOUT_MS = 15_000
WAL_TIMEOUT_MS = 100
# Whoever finds none free waits his turn, in the order of coming: each then holds one for milliseconds. With as many as
# come, all share the processor, and the first is served when the last is.
SQLITE_CONNECTIONS = 3
WRITES = "maillage_writes"
# How a PostgreSQL server names our connections among those of others.
APPLICATION = "maillage"
# A transaction takes milliseconds. That of a process that stands still, or whose machine is gone, would hold its locks,
# and keep every other process from claiming anything: shorter than a lease, after which they take over.
STANDSTILL = timedelta(seconds=10)
# Classes of a PostgreSQL server's errors: no connection, no room (for one more connection, say), and a server that stops.
PASSING = ("08", "53", "57")


def driver_url(url: str) -> URL:
    """Name the asynchronous driver of a plain `sqlite://` or `postgresql://` URL."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    return parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername))


def create_engine(url: str) -> AsyncEngine:
    """Make the engine; the folder of a SQLite file is made too."""
    parsed = driver_url(url)
    if parsed.get_backend_name() != "sqlite":
        server = create_async_engine(
            parsed,
            pool_size=20,
            max_overflow=10,
            pool_pre_ping=True,
            connect_args={
                "server_settings": {
                    "application_name": APPLICATION,
                    "idle_in_transaction_session_timeout": str(STANDSTILL // timedelta(milliseconds=1)),
                }
            },
        )
        event.listen(server.sync_engine, "handle_error", _name_trouble, retval=True)
        return server
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed, pool_size=SQLITE_CONNECTIONS, max_overflow=0)
    sqlite_cursor.use_in(engine)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(engine.sync_engine, "invalidate", _end_abandoned_sqlite)
    return engine


def _name_trouble(context: ExceptionContext) -> BaseException | None:
    """Give the trouble with a server that passes the one name by which it is known, whatever the driver calls it."""
    error = context.original_exception
    if not isinstance(error, Exception):
        return None  # whoever waited for the answer was cancelled: that is no trouble, and stays what it is
    passes = context.is_disconnect or str(getattr(error, "sqlstate", None) or "").startswith(PASSING)
    if not passes or isinstance(context.sqlalchemy_exception, (OperationalError, InterfaceError)):
        return None
    return OperationalError(
        context.statement, None, error, connection_invalidated=bool(context.is_disconnect)
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    _use_wal(cursor)
    for pragma in (
        # With NORMAL a power cut can drop a reminder that was already promised.
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """Have the file keep a write-ahead log. It remembers that, so only the first to open it has to say so.

    Those who open a new file at the same instant can each hold what the other waits for; one that lets go and asks
    again lets the other through.
    """
    cursor.execute(f"PRAGMA busy_timeout={WAL_TIMEOUT_MS}")
    ends = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode")
            (mode,) = cursor.fetchone()
            if mode not in ("wal", "memory"):
                cursor.execute("PRAGMA journal_mode=WAL")
                cursor.fetchone()
        except sqlite3.OperationalError:
            if time.monotonic() > ends:
                raise
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    statement = "BEGIN IMMEDIATE" if writes else "BEGIN"
    adapted = cast("AdaptedConnection", connection.connection.dbapi_connection)
    try:
        # One visit to the driver's thread instead of the three of a cursor that is made, used and closed.
        adapted.run_async(lambda driver: driver.execute(statement))
    except sqlite3.OperationalError as error:
        raise OperationalError(statement, None, error) from error


def _end_abandoned_sqlite(connection: Any, _record: object, _error: object) -> None:
    """End the transaction of a connection that is thrown away because its task was cancelled within a statement.

    Closing it is not enough: as long as a cursor is left over, SQLite keeps the connection and its lock, and nobody
    can write any more.
    """
    with contextlib.suppress(Exception):
        connection.rollback()
