"""Migrations lead to the tables of the code, on both databases, and can be run again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from bot.storage import migrations
from bot.storage.engine import WRITES, create_engine
from bot.storage.migrations import upgrade
from bot.storage.tables import metadata
from tests.conftest import POSTGRESQL, administer, needs_postgresql

GROUPS_OF_OLD = (
    "INSERT INTO community (id, name, locale, timezone, joined_at) VALUES (1, 'x', 'fr', 'UTC', '2026-12-01 12:00')",
    (
        "INSERT INTO working_group (id, community_id, key, names, topics, colour, position)"
        " VALUES (3, 1, 'web', '{}', '{}', 0, 0)"
    ),
    (
        "INSERT INTO announcement (id, community_id, author_id, title, body, state, round, created_at, changed_at)"
        " VALUES (5, 1, 7, 't', 'b', 'draft', 0, '2026-12-01 12:00', '2026-12-01 12:00')"
    ),
    "INSERT INTO announcement_group (announcement_id, group_id) VALUES (5, 3)",
)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    """A PostgreSQL database without any table."""
    name = f"maillage_migrations_{os.getpid()}"
    asyncio.run(administer(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"))
    yield make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    asyncio.run(administer(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgresql)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'maillage.db'}"
    url: str = request.getfixturevalue("empty_postgresql")
    return url


async def test_migrating_makes_the_tables_of_the_code(empty_url: str):
    await upgrade(empty_url)
    assert await _differences(empty_url) == []


async def test_migrating_again_changes_nothing_and_keeps_what_is_stored(empty_url: str):
    await upgrade(empty_url)
    engine = create_engine(empty_url)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO community (id, name, locale, timezone, joined_at) VALUES (1, 'x', 'fr', 'UTC', :at)"
            ),
            {"at": "2026-12-01 00:00:00"} if engine.dialect.name == "sqlite" else {"at": NOON},
        )
    await upgrade(empty_url)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT name FROM community"))).scalars().all() == ["x"]
    await engine.dispose()


async def test_two_processes_that_start_together_migrate_once(empty_url: str):
    await asyncio.gather(upgrade(empty_url), upgrade(empty_url), upgrade(empty_url))
    assert await _differences(empty_url) == []


async def test_the_groups_of_announcements_become_targets(empty_url: str):
    engine = create_engine(empty_url)
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        await connection.run_sync(_upgrade_to, "0002")
        for statement in GROUPS_OF_OLD:
            await connection.execute(text(statement))
        await connection.run_sync(_upgrade_to, "0003")
        moved = await connection.execute(text("SELECT announcement_id, kind, ref FROM announcement_target"))
        assert [tuple(row) for row in moved] == [(5, "group", 3)]
        await connection.run_sync(_upgrade_to, "head")
        kept = await connection.execute(text("SELECT announcement_id, kind, ref FROM announcement_target"))
        assert [tuple(row) for row in kept] == [(5, "group", 3)]
        said = await connection.execute(text("SELECT title, locale, alt, link FROM announcement"))
        assert [tuple(row) for row in said] == [("t", "fr", "", "")]
    await engine.dispose()


async def test_the_journal_begins_with_what_was_known(empty_url: str):
    engine = create_engine(empty_url)
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        await connection.run_sync(_upgrade_to, "0002")
        for statement in GROUPS_OF_OLD:
            await connection.execute(text(statement))
        sent = "UPDATE announcement SET confirmed_by = 8, confirmed_at = '2026-12-01 13:00'"
        await connection.execute(text(sent))
        await connection.run_sync(_upgrade_to, "0005")
        noted = await connection.execute(
            text("SELECT announcement_id, act, user_id FROM announcement_act ORDER BY id")
        )
        assert [tuple(row) for row in noted] == [(5, "written", 7), (5, "sent", 8)]
    await engine.dispose()


def _upgrade_to(connection: Connection, version: str) -> None:
    config = migrations.configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


async def _differences(url: str) -> list[object]:
    engine = create_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(_compare)
    await engine.dispose()
    return found


def _compare(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def test_the_last_files_number_is_the_last_version():
    assert ScriptDirectory(str(migrations.FOLDER)).get_heads() == [migrations.latest()]
