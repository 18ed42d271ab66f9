"""Where the rows lie: a database that was put back or moved is noticed, once, and no other is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.clock import FrozenClock
from bot.domain.effects import Delivery, Inquiry
from bot.domain.eras import CARD
from bot.services.eras import SIGN_EVERY, WORTH_TELLING, EraService
from bot.storage import homes
from bot.storage.database import Database
from bot.storage.homes import home_of
from tests.conftest import needs_postgresql
from tests.storage.conftest import COMMUNITY_ID, NOON
from tests.storage.test_deliveries import by_key, effect, record

HOUR = timedelta(hours=1)

pytestmark = [pytest.mark.usefixtures("community_id"), needs_postgresql]


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """PostgreSQL alone: SQLite's rows have no home."""
    asyncio.run(emptied(postgresql_url))
    return postgresql_url


async def emptied(url: str) -> None:
    database = Database(url)
    async with database.write() as unit:
        for name in ("community", "era"):
            await unit.eras._connection.execute(text(f"TRUNCATE {name} RESTART IDENTITY CASCADE"))
    await database.close()


async def say(database: Database, statement: str, **values: str) -> None:
    async with database.write() as unit:
        await unit.eras._connection.execute(text(statement), values)


async def put_elsewhere(database: Database, home: str = "elsewhere") -> None:
    """Have the rows name another home than the one they are in, as after a dump was put back."""
    await say(database, "UPDATE era SET home = :home", home=home)


async def starts(database: Database, now: datetime) -> int:
    """Start a bot's era, and tell the number of the one it is in."""
    await EraService(database, FrozenClock(now)).begin()
    return (await database.era()).number


async def test_a_database_that_stays_where_it_is_begins_nothing(database: Database):
    assert [await starts(database, NOON + n * HOUR) for n in range(3)] == [1, 1, 1]


async def test_one_whose_rows_lie_elsewhere_counts_as_a_copy_of_the_last_sign_of_a_bot(database: Database):
    await record(database, effect("a"), effect("b", lane="b", due_at=NOON + 9 * HOUR))
    await starts(database, NOON + HOUR)
    await put_elsewhere(database)
    assert await starts(database, NOON + 3 * HOUR) == 2
    era = await database.era()
    assert (era.copied_at, era.began_at, era.paused) == (NOON + HOUR, NOON + 3 * HOUR, True)
    questioned, still_to_come = await by_key(database, "a"), await by_key(database, "b")
    assert (questioned.inquiry, questioned.uncertain_since) == (Inquiry.OPEN, NOON + HOUR)
    assert still_to_come.inquiry is None
    # Now it is at home there.
    assert await starts(database, NOON + 4 * HOUR) == 2


@pytest.mark.parametrize("part", range(4))
async def test_each_part_of_a_home_counts(database: Database, part: int):
    async with database.read() as unit:
        parts = str(await home_of(unit.eras._connection)).split("/")
    assert len(parts) == 4
    assert all(parts)
    await starts(database, NOON)
    parts[part] = "0"
    await put_elsewhere(database, "/".join(parts))
    assert await starts(database, NOON + HOUR) == 2


async def test_tables_that_are_made_anew_are_another_home(database: Database):
    await starts(database, NOON)
    # What pg_restore does, as far as a home goes.
    for statement in (
        "CREATE TABLE delivery_anew (LIKE delivery INCLUDING ALL)",
        "ALTER TABLE delivery RENAME TO delivery_of_old",
        "ALTER TABLE delivery_anew RENAME TO delivery",
    ):
        await say(database, statement)
    try:
        assert await starts(database, NOON + HOUR) == 2
    finally:
        await say(database, "ALTER TABLE delivery RENAME TO delivery_anew")
        await say(database, "ALTER TABLE delivery_of_old RENAME TO delivery")
        await say(database, "DROP TABLE delivery_anew")


async def test_what_a_host_does_not_tell_is_left_out(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(homes, "_SERVER", "no_such_function()")
    async with database.read() as unit:
        assert str(await home_of(unit.eras._connection)).startswith("-/")
    assert await starts(database, NOON) == 1
    assert await starts(database, NOON + HOUR) == 1


async def test_a_comparison_that_is_given_up_ends(database: Database):
    await starts(database, NOON)
    for steps in range(40):
        begun = asyncio.create_task(EraService(database, FrozenClock(NOON)).begin())
        for _ in range(steps):
            await asyncio.sleep(0)
        begun.cancel()
        (end,) = await asyncio.gather(begun, return_exceptions=True)
        assert end is None or isinstance(end, asyncio.CancelledError), end
    assert await starts(database, NOON + HOUR) == 1


async def test_one_that_an_earlier_version_left_is_taken_for_the_latest(database: Database):
    await starts(database, NOON)
    await say(database, "UPDATE era SET home = NULL, seen_at = NULL")
    assert await starts(database, NOON + HOUR) == 1
    await put_elsewhere(database)
    assert await starts(database, NOON + 2 * HOUR) == 2


async def test_what_an_operator_said_of_the_copy_stands(database: Database):
    await starts(database, NOON + 2 * HOUR)
    await put_elsewhere(database)
    async with database.write() as unit:
        await unit.eras.stamp(NOON + HOUR)
    assert await starts(database, NOON + 3 * HOUR) == 2
    assert (await database.era()).copied_at == NOON + HOUR


async def test_of_several_processes_one_begins_and_all_know(database: Database, database_url: str):
    await starts(database, NOON)
    await put_elsewhere(database)
    others = [Database(database_url) for _ in range(4)]
    everybody = [EraService(each, FrozenClock(NOON + HOUR)) for each in (database, *others)]
    for each in others:
        await each.era()
    begun = await asyncio.gather(*(service.begin() for service in everybody))
    assert sorted(era is not None for era in begun) == [False] * 4 + [True]
    assert [(await each.era()).number for each in (database, *others)] == [2] * 5
    assert len(await notices(database)) == 1
    for each in others:
        await each.close()


async def test_a_bot_that_runs_notices_within_a_minute(database: Database):
    clock = FrozenClock(NOON)
    service = EraService(database, clock)
    await service.begin()
    await put_elsewhere(database)
    assert await service.tick() == NOON + SIGN_EVERY
    assert (await database.era()).number == 1
    clock.advance(SIGN_EVERY)
    assert await service.tick() == NOON + 2 * SIGN_EVERY
    assert (await database.era()).number == 2


async def test_what_may_have_been_forgotten_in_a_moment_alarms_nobody(database: Database):
    await starts(database, NOON)
    await put_elsewhere(database)
    await starts(database, NOON + WORTH_TELLING - timedelta(seconds=1))
    assert await notices(database) == []
    await put_elsewhere(database)
    await starts(database, NOON + 2 * WORTH_TELLING)
    (notice,) = await notices(database)
    assert notice.payload["about"] == {"era": 3, "noticed": True}


async def notices(database: Database) -> list[Delivery]:
    async with database.read() as unit:
        return await unit.deliveries.of_subject(f"{CARD}:{COMMUNITY_ID}")
