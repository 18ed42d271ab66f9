"""What time brings: what comes due next, and what becomes of what is over."""

from __future__ import annotations

import pytest

from bot.domain.effects import LANDING, Inquiry, Kind, Priority
from bot.storage.database import Database
from tests.storage.conftest import NOON
from tests.storage.test_deliveries import LEASE, SECOND, claim, effect, keys, record

pytestmark = pytest.mark.usefixtures("community_id")


async def test_what_is_over_is_dropped_and_told_once(database: Database):
    await record(database, effect("a", expires_at=NOON + SECOND), effect("b", lane="channel:2"))
    assert keys(await claim(database, NOON + SECOND)) == ["b"]
    async with database.write() as unit:
        assert keys(await unit.deliveries.expire_due(NOON + SECOND)) == ["a"]
        assert await unit.deliveries.expire_due(NOON + SECOND) == []


async def test_a_message_that_may_have_arrived_is_looked_for_before_it_is_dropped(database: Database):
    over = {"expires_at": NOON + SECOND}
    removal = effect("removal", lane="2", kind=Kind.MESSAGE_DELETE, **over)
    await record(database, effect("message", **over), removal, effect("behind it"))
    message, removing = await claim(database)
    async with database.write() as unit:
        # Its next try would be long after its time.
        await unit.deliveries.postpone(message, NOON + LEASE, NOON, definite=False)
        await unit.deliveries.postpone(removing, NOON + LEASE, NOON, definite=False)
        assert keys(await unit.deliveries.expire_due(NOON + SECOND)) == ["removal"]
    # What the last attempt left can be seen a little later.
    assert await claim(database, NOON + SECOND) == []
    (row,) = await claim(database, NOON + SECOND + LANDING)
    assert (row.dedup_key, row.inquiry, row.uncertain_since) == ("message", Inquiry.OPEN, NOON)
    async with database.write() as unit:
        await unit.eras.looked(row, NOON + LEASE, absent=False)
        assert keys(await unit.deliveries.expire_due(NOON + LEASE)) == ["message"]
    assert keys(await claim(database, NOON + LEASE)) == ["behind it"]


async def test_of_more_than_are_looked_at_at_once_none_is_told_as_missed_without_a_look(database: Database):
    await record(database, *(effect(key, lane=key, expires_at=NOON + SECOND) for key in ("a", "b", "c")))
    async with database.write() as unit:
        for row in await unit.deliveries.claim(NOON, lease=LEASE, limit=3):
            await unit.deliveries.postpone(row, NOON + LEASE, NOON, definite=False)
        for _ in range(3):
            assert await unit.deliveries.expire_due(NOON + SECOND, limit=1) == []
    sought = await claim(database, NOON + SECOND + LANDING)
    assert {row.inquiry for row in sought} == {Inquiry.OPEN}
    assert sorted(keys(sought)) == ["a", "b", "c"]


async def test_the_next_instant_to_look_is_the_earliest_to_come(database: Database):
    async with database.read() as unit:
        assert await unit.deliveries.next_due(NOON) is None
    await record(
        database,
        effect("now"),
        effect("blocked by it"),
        effect("bulk", lane="channel:2", due_at=NOON + 9 * SECOND, priority=Priority.BULK),
        effect("over", lane="channel:3", due_at=NOON + 20 * SECOND, expires_at=NOON + 25 * SECOND),
    )
    await claim(database)
    async with database.read() as unit:
        assert await unit.deliveries.next_due(NOON) == NOON + 9 * SECOND
        assert await unit.deliveries.next_due(NOON + 20 * SECOND) == NOON + 25 * SECOND
        assert await unit.deliveries.next_due(NOON + 25 * SECOND) == NOON + LEASE
