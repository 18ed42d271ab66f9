"""What operators watch, counted by kind on either database, without reading what is done."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.clock import FrozenClock
from bot.domain.effects import Kind, State
from bot.services.health import HealthService
from bot.storage.database import Database
from bot.storage.delivery_oversight import Standing
from tests.storage.conftest import NOON
from tests.storage.test_deliveries import claim, effect, record, settle

MINUTE = timedelta(minutes=1)


@pytest.mark.usefixtures("community_id")
async def test_each_kind_is_counted_by_how_it_stands(database: Database):
    for state in (State.SENT, State.FAILED, State.UNCERTAIN):
        await record(database, effect(state, lane=f"lane:{state}"))
        (row,) = await claim(database)
        await settle(database, row, state)
    await record(
        database,
        effect("late", lane="a", kind=Kind.DM_POST),
        effect("due", lane="b", due_at=NOON + MINUTE),
        effect("later", lane="c", due_at=NOON + 60 * MINUTE),
    )
    counted = await HealthService(database, FrozenClock(NOON + MINUTE)).outbox()
    assert counted == {
        (Kind.DM_POST, Standing.LATE): 1,
        (Kind.MESSAGE_POST, Standing.WAITING): 2,
        (Kind.MESSAGE_POST, Standing.FAILED): 1,
        (Kind.MESSAGE_POST, Standing.UNCERTAIN): 1,
    }


async def test_an_empty_outbox_counts_nothing(database: Database):
    assert await HealthService(database, FrozenClock(NOON)).outbox() == {}


async def test_a_database_that_is_closed_gives_no_count_and_no_answer(database: Database):
    service = HealthService(database, FrozenClock(NOON))
    assert await service.database_answers()
    await database.close()
    assert await service.outbox() is None
    assert not await service.database_answers()


async def test_counting_reads_the_small_indexes_and_not_the_history(sqlite_template: Path):
    database = Database(f"sqlite:///{sqlite_template}")
    asked: list[tuple[str, Any]] = []
    event.listen(
        database._engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, parameters, *_: asked.append((statement, parameters)),
    )
    await HealthService(database, FrozenClock(NOON)).outbox()
    counts = list(asked)
    async with database.read() as unit:
        plans = [
            str(
                (await unit.oversight._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", values)).all()
            )
            for each, values in counts
        ]
    await database.close()
    used = [re.findall(r"USING ((?:COVERING )?INDEX \w+)", plan) for plan in plans]
    by_due = ["COVERING INDEX ix_delivery_open_due"]
    assert used == [by_due, by_due, ["INDEX ix_delivery_ended_badly"]]
