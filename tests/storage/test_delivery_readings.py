"""What the outbox tells: of many rows at once, too, without keeping others waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.effects import Effect, Kind
from bot.storage import delivery_readings, delivery_rows
from bot.storage.database import Database
from bot.storage.delivery_readings import SLICE
from bot.storage.tables import delivery
from tests.storage.conftest import COMMUNITY_ID, NOON

pytestmark = pytest.mark.usefixtures("community_id")

SUBJECT = "announcement:1"
COPIES = 3 * SLICE + 1


@pytest.fixture
async def keys(database: Database) -> list[str]:
    """An announcement to so many channels that its rows are read in four slices."""
    found = [f"copy:{number:04}" for number in range(COPIES)]
    async with database.write() as unit:
        await unit.deliveries.record(
            *(
                Effect(
                    community_id=COMMUNITY_ID,
                    dedup_key=key,
                    kind=Kind.MESSAGE_POST,
                    lane=f"channel:{key}",
                    due_at=NOON,
                    subject=SUBJECT,
                    payload={"card": "announcement"},
                )
                for key in found
            ),
            now=NOON,
        )
    return found


@pytest.fixture
def in_a_row(monkeypatch) -> list[int]:
    """How many rows were read in each turn of the event loop: a new number whenever somebody else had theirs."""
    counts = [0]
    real = delivery_rows.delivery_of

    def counted(row):
        counts[-1] += 1
        return real(row)

    monkeypatch.setattr(delivery_readings, "delivery_of", counted)
    return counts


@asynccontextmanager
async def somebody_else(counts: list[int]) -> AsyncIterator[None]:
    """Have another task take each turn that it gets."""

    async def take_turns() -> None:
        while True:
            counts.append(0)
            await asyncio.sleep(0)

    task = asyncio.create_task(take_turns())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class TestManyRows:
    async def test_all_are_read_in_order(self, database, keys):
        async with database.read() as unit:
            rows = await unit.deliveries.of_subject(SUBJECT)
            chosen = await unit.deliveries.by_keys([keys[-1], keys[0], "unheard of"])
        assert [row.dedup_key for row in rows] == keys
        assert {row.dedup_key for row in chosen} == {keys[0], keys[-1]}

    @pytest.mark.parametrize("way", ["of_subject", "locked", "by_keys", "matching"])
    async def test_others_get_their_turn_between_slices(self, database, keys, in_a_row, way):
        async with database.write() as unit, somebody_else(in_a_row):
            if way == "by_keys":
                rows = await unit.deliveries.by_keys(keys)
            elif way == "matching":
                rows = await unit.deliveries.matching(delivery.c.subject == SUBJECT)
            else:
                rows = await unit.deliveries.of_subject(SUBJECT, locked=way == "locked")
        assert len(rows) == sum(in_a_row) == COPIES
        assert max(in_a_row) <= SLICE
