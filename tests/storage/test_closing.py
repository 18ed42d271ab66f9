"""Closing a database: whoever is in the middle of something finishes it, nobody begins, and nothing stays open."""

from __future__ import annotations

import asyncio
import gc
import warnings

import pytest
from sqlalchemy import text

from bot.storage.database import Closed, Database

BOUND = 10


class Reader:
    """Somebody who holds a transaction open until told to go on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.inside = asyncio.Event()
        self.go_on = asyncio.Event()

    async def read(self) -> int:
        async with self._database.read() as unit:
            self.inside.set()
            await self.go_on.wait()
            answer = await unit.deliveries._connection.execute(text("SELECT 41 + 1"))
            return int(answer.scalar_one())


async def test_closing_waits_for_whoever_is_in_a_transaction(database_url: str):
    database = Database(database_url)
    reader = Reader(database)
    reading = asyncio.create_task(reader.read())
    await asyncio.wait_for(reader.inside.wait(), BOUND)
    closing = asyncio.create_task(database.close())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not closing.done()
    reader.go_on.set()
    assert await asyncio.wait_for(reading, BOUND) == 42
    await asyncio.wait_for(closing, BOUND)


async def test_nobody_begins_once_it_is_closing(database_url: str):
    database = Database(database_url)
    await database.close()
    for begin in (database.read, database.write):
        with pytest.raises(Closed):
            async with begin():
                pass


async def test_whoever_stays_too_long_is_given_up(database_url: str):
    database = Database(database_url)
    reader = Reader(database)
    reading = asyncio.create_task(reader.read())
    await asyncio.wait_for(reader.inside.wait(), BOUND)
    await asyncio.wait_for(database.close(within=0), BOUND)
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_nothing_stays_open(database_url: str):
    database = Database(database_url)
    reader = Reader(database)
    reading = asyncio.create_task(reader.read())
    await asyncio.wait_for(reader.inside.wait(), BOUND)
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    reader.go_on.set()
    await asyncio.wait_for(asyncio.gather(reading, closing), BOUND)
    del database, reader, reading, closing
    with warnings.catch_warnings(record=True) as left:
        warnings.simplefilter("always")
        gc.collect()
    assert [str(each.message) for each in left if issubclass(each.category, ResourceWarning)] == []
