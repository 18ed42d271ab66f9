"""What every test may use: a database of either engine, and the rule that nothing is left out unnoticed."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.storage.database import Database
from bot.storage.engine import create_engine
from bot.storage.tables import metadata

pytest_plugins = ["sandbox.pytest_plugin"]

# How long an example takes says something of the machine, and nothing of what is tested.
settings.register_profile("maillage", deadline=None)
settings.load_profile("maillage")

POSTGRESQL = os.environ.get("MAILLAGE_TEST_POSTGRESQL", "")
NOTHING_SKIPPED = bool(os.environ.get("MAILLAGE_NOTHING_SKIPPED"))

needs_postgresql = pytest.mark.skipif(
    not POSTGRESQL, reason="PostgreSQL: set MAILLAGE_TEST_POSTGRESQL to a server's URL"
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Where everything must run, a skipped test is a failed one."""
    report = yield
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """So is a module that leaves itself out."""
    report = yield
    if NOTHING_SKIPPED and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly what was left out on this machine, and what it takes to run it."""
    reasons = Counter(
        # The place and the reason of a skip; the reason begins with "Skipped: ".
        report.longrepr[2].removeprefix("Skipped: ")
        if isinstance(report.longrepr, tuple)
        else str(report.longrepr)
        for report in terminalreporter.stats.get("skipped", [])
    )
    if reasons:
        terminalreporter.section("left out on this machine")
        for reason, count in reasons.most_common():
            terminalreporter.line(f"{count} × {reason}")


@pytest.fixture(autouse=True, scope="module")
def no_pauses() -> Iterator[None]:
    """Put garbage collection off to the end of a module.

    It stops the event loop, and where sandbox and bot share a process, with what other modules left
    behind, for seconds: as long as Discord gives an interaction, or longer than a request may take.
    """
    gc.disable()
    yield
    # What a module made is young as long as nothing was collected: what is older need not be looked at.
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to be copied."""
    path = tmp_path_factory.mktemp("template") / "maillage.db"
    asyncio.run(_create_tables(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL database of this session's own, with every table, dropped at the end."""
    name = f"maillage_test_{os.getpid()}"
    url = make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    asyncio.run(administer(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"))
    asyncio.run(_create_tables(url))
    yield url
    asyncio.run(administer(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database with every table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "maillage.db")
        return f"sqlite:///{tmp_path / 'maillage.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    asyncio.run(_empty(url))
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database with every table, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    yield database
    await database.close()


async def _create_tables(url: str) -> None:
    engine = create_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()


async def _empty(url: str) -> None:
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    engine = create_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    await engine.dispose()


async def administer(*statements: str) -> None:
    """Say something to the PostgreSQL server that no transaction may hold, such as CREATE DATABASE."""
    engine = create_engine(POSTGRESQL).execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()
