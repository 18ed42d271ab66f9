"""Statements of SQLite that visit the driver's thread once.

The driver works in a thread of its own. SQLAlchemy goes there to make a cursor, to execute, to fetch and to close:
four journeys a statement, which take many times as long as the statement itself. Here one journey does all of it.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine

Work = Callable[[sqlite3.Cursor], object]


def use_in(engine: AsyncEngine) -> None:
    """Have the engine's connections execute their statements so."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def connect(dialect: Dialect, _record: object, arguments: Any, options: Any) -> OneVisitConnection:
        adapted = dialect.connect(*arguments, **options)
        return OneVisitConnection(dialect.loaded_dbapi, cast("Any", adapted).driver_connection)


class OneVisitCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that exists in the driver's thread only while it is used; what it found stays here."""

    __slots__ = ("_found",)

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection.driver_connection
        self._rows = deque()
        self._found: tuple[Any, int, int | None] = (None, -1, None)

    @property
    def description(self) -> Any:
        """Name the columns of what was found; None where a statement gives no rows."""
        return self._found[0]

    @property
    def rowcount(self) -> int:
        """Count the rows that were changed; -1 where that is not known."""
        return self._found[1]

    @property
    def lastrowid(self) -> Any:
        """Give the id of the row that was inserted last."""
        return self._found[2]

    def close(self) -> None:
        """Forget what was found; in the driver's thread nothing is open any more."""
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Leave what was found to be read: there is nothing to close."""

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._visit(lambda cursor: cursor.execute(operation, parameters or ()))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._visit(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    async def _visit(self, work: Work) -> None:
        driver: Any = self._connection

        def all_at_once() -> tuple[list[Any], tuple[Any, int, int | None]]:
            cursor = driver._conn.cursor()  # noqa: SLF001 - the driver's own connection is to be had by no other name
            try:
                work(cursor)
                rows = cursor.fetchall() if cursor.description else []
                return rows, (cursor.description, cursor.rowcount, cursor.lastrowid)
            finally:
                cursor.close()

        # The driver offers its thread for single steps alone; SQLAlchemy reaches into it likewise.
        rows, self._found = await driver._execute(all_at_once)  # noqa: SLF001 - there is no public way to it
        self._rows = deque(rows)


class OneVisitConnection(AsyncAdapt_aiosqlite_connection):
    """A connection with such cursors."""

    __slots__ = ()

    _cursor_cls = OneVisitCursor
