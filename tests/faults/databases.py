"""Empty databases for fault runs: made once, with every table and those of the jobs, and emptied for each run."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.storage import migrations
from bot.storage.engine import create_engine
from bot.storage.tables import metadata
from tests.faults import jobs


async def prepare(url: str) -> None:
    """Make every table, as the bot's own start does, and those of the jobs."""
    await migrations.upgrade(url)
    engine = create_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(jobs.metadata.create_all)
    await engine.dispose()


class SqliteFiles:
    """A file for each run, copied from one that has every table."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def open(self) -> None:
        """Make the first."""
        await prepare(f"sqlite:///{self._folder / 'template.db'}")

    async def fresh(self) -> str:
        """Give the URL of an empty one; the one before is gone."""
        for path in self._folder.glob("run.db*"):
            path.unlink()
        shutil.copy(self._folder / "template.db", self._folder / "run.db")
        return f"sqlite:///{self._folder / 'run.db'}"

    async def close(self) -> None:
        """Leave nothing behind: the folder goes with whoever made it."""


class PostgresqlDatabase:
    """One database on a server, emptied for each run."""

    name = "PostgreSQL"

    def __init__(self, server: str, name: str) -> None:
        self._server = server
        self._database = name
        self._url = make_url(server).set(database=name).render_as_string(hide_password=False)

    async def open(self) -> None:
        """Make it."""
        await self._administer(
            f"DROP DATABASE IF EXISTS {self._database}", f"CREATE DATABASE {self._database}"
        )
        await prepare(self._url)

    async def fresh(self) -> str:
        """Empty it and give its URL."""
        tables = ", ".join(table.name for each in (metadata, jobs.metadata) for table in each.sorted_tables)
        engine = create_engine(self._url)
        async with engine.begin() as connection:
            await connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        await engine.dispose()
        return self._url

    async def close(self) -> None:
        """Drop it."""
        await self._administer(f"DROP DATABASE {self._database} WITH (FORCE)")

    async def _administer(self, *statements: str) -> None:
        engine = create_engine(self._server).execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()


Databases = SqliteFiles | PostgresqlDatabase
