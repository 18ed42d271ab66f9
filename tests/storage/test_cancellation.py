"""A task cancelled within a statement leaves a database that everybody can still use."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from bot.storage.database import Database
from tests.storage.conftest import NOON

# Its first row takes a while, and a second is left to read.
LONG = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
    SELECT max(i) FROM n UNION ALL SELECT 0
"""


async def test_a_cancelled_transaction_keeps_no_lock(database: Database, database_url: str):
    begun = asyncio.Event()

    async def work() -> None:
        async with database.write() as unit:
            await unit.deliveries.recover(NOON)
            begun.set()
            await unit.deliveries._connection.execute(text(LONG))

    task = asyncio.create_task(work())
    await begun.wait()
    await asyncio.wait([task], timeout=0.01)
    assert not task.done()
    task.cancel()
    await asyncio.wait([task], timeout=10)
    assert task.cancelled()
    other = Database(database_url)
    async with asyncio.timeout(5), other.write() as unit:
        await unit.deliveries.recover(NOON)
    await other.close()
