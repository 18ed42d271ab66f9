"""The lane of announcements by direct message: one after the other, a pace apart, after everything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.announcements import DIRECT_LANE, DIRECT_PACE
from bot.domain.effects import Priority, State
from bot.storage.database import Database
from tests.storage.conftest import NOON
from tests.storage.test_deliveries import claim, effect, record, settle

pytestmark = pytest.mark.usefixtures("community_id")

LATER = NOON + timedelta(hours=1)


async def test_what_is_due_at_once_leaves_a_pace_apart(database: Database):
    letters = [effect(f"letter-{number}", lane=DIRECT_LANE) for number in range(3)]
    await record(database, *letters)
    now, left = LATER, []
    for _ in letters:
        (row,) = await claim(database, now)
        left.append(row.dedup_key)
        await settle(database, row, State.SENT, now)
        async with database.write() as unit:
            await unit.deliveries.hold_next(DIRECT_LANE, now + DIRECT_PACE)
        assert await claim(database, now + DIRECT_PACE - timedelta(milliseconds=1)) == []
        now += DIRECT_PACE
    assert left == [letter.dedup_key for letter in letters]


async def test_another_lane_is_not_held(database: Database):
    await record(database, effect("letter", lane=DIRECT_LANE), effect("other", lane="channel:1"))
    async with database.write() as unit:
        await unit.deliveries.hold_next(DIRECT_LANE, LATER)
    assert [row.dedup_key for row in await claim(database)] == ["other"]


async def test_what_must_wait_longer_is_not_hurried(database: Database):
    await record(database, replace(effect("letter", lane=DIRECT_LANE), due_at=LATER))
    async with database.write() as unit:
        await unit.deliveries.hold_next(DIRECT_LANE, NOON)
    assert await claim(database, LATER - timedelta(seconds=1)) == []
    assert len(await claim(database, LATER)) == 1


async def test_the_last_priority_leaves_after_all_others(database: Database):
    await record(
        database,
        *(effect(f"{one.name}", lane=f"channel:{one}", priority=one) for one in reversed(Priority)),
    )
    order = [(await claim(database, limit=1))[0].dedup_key for _ in Priority]
    assert order == ["URGENT", "NORMAL", "BULK", "LAST"]
