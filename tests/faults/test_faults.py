"""A short fault run of each sort; `make faults` is the long one. The seeds choose the jobs, faults and kills."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import POSTGRESQL, needs_postgresql
from tests.faults.databases import Databases, PostgresqlDatabase, SqliteFiles
from tests.faults.duel import duel
from tests.faults.run import Result, fault_run
from tests.faults.senders import MARK_THEN_SEND, SEND_THEN_MARK
from tests.faults.storm import Moment

SEED = 20261204
KILLS = 4


@pytest.fixture
async def databases(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Databases]:
    """A database for runs, of the sort that the test is given."""
    made: Databases = (
        SqliteFiles(tmp_path)
        if request.param == "sqlite"
        else PostgresqlDatabase(POSTGRESQL, f"maillage_faults_test_{os.getpid()}")
    )
    await made.open()
    yield made
    await made.close()


sqlite = pytest.param("sqlite", id="sqlite")
postgresql = pytest.param("postgresql", id="postgresql", marks=needs_postgresql)


def flawless(result: Result) -> None:
    """Hold that nothing was lost or doubled, and that nobody had to be asked."""
    count = result.count
    assert (dict(count.lost), dict(count.doubled), count.asked) == ({}, {}, [])
    assert count.deliveries > 0


@pytest.mark.parametrize("databases", [sqlite, postgresql], indirect=True)
async def test_a_bot_killed_again_and_again_loses_nothing_and_doubles_nothing(databases, tmp_path):
    result = await fault_run(await databases.fresh(), tmp_path, SEED, KILLS)
    assert result.kills.total() == KILLS
    flawless(result)


@pytest.mark.parametrize("databases", [postgresql], indirect=True)
async def test_nor_do_two_bots_of_which_one_is_taken_for_dead(databases, tmp_path):
    flawless(await duel(await databases.fresh(), tmp_path, SEED, rounds=2))


@pytest.mark.parametrize("databases", [sqlite], indirect=True)
async def test_the_same_kills_show_that_sending_before_marking_doubles(databases, tmp_path):
    result = await fault_run(
        await databases.fresh(), tmp_path, SEED, KILLS, sender=SEND_THEN_MARK, moments=[Moment.UNANSWERED]
    )
    assert result.count.doubled


@pytest.mark.parametrize("databases", [sqlite], indirect=True)
async def test_and_that_marking_before_sending_loses(databases, tmp_path):
    result = await fault_run(
        await databases.fresh(), tmp_path, SEED, KILLS, sender=MARK_THEN_SEND, moments=[Moment.UNDONE]
    )
    assert result.count.lost
