"""What an era that begins with a copy puts in question, on either database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FrozenClock
from bot.domain.effects import Delivery, Inquiry, Kind, State
from bot.services.eras import SIGN_EVERY, EraService
from bot.storage.database import Database
from bot.storage.events import EventStore
from tests.storage.conftest import COMMUNITY_ID, NOON
from tests.storage.test_deliveries import LEASE, by_key, claim, effect, record, settle

HOUR = timedelta(hours=1)
COPIED, BEGAN = NOON + HOUR, NOON + 3 * HOUR

pytestmark = pytest.mark.usefixtures("community_id")


async def put_back(database: Database) -> None:
    async with database.write() as unit:
        await unit.eras.stamp(COPIED)
        assert await unit.eras.begin(BEGAN) is not None
    database.era_changed()


async def to_look_up(database: Database) -> list[Delivery]:
    async with database.write() as unit:
        return await unit.deliveries.claim(BEGAN, lease=LEASE, limit=10, inquiries=True)


async def test_in_question_is_what_was_due_and_since_when(database: Database):
    await record(
        database,
        effect("before the copy", lane="a"),
        effect("since the copy", lane="b", due_at=COPIED + HOUR),
        effect("still to come", lane="c", due_at=BEGAN),
    )
    await put_back(database)
    rows = [await by_key(database, key) for key in ("before the copy", "since the copy", "still to come")]
    assert [row.inquiry for row in rows] == [Inquiry.OPEN, Inquiry.OPEN, None]
    assert [row.uncertain_since for row in rows] == [COPIED, COPIED + HOUR, None]


async def test_what_can_be_repeated_is_not_looked_up_one_after_the_other(database: Database):
    await record(database, *(effect(f"r{n}", kind=Kind.ROLE_GIVE, lane="roles") for n in range(3)))
    await put_back(database)
    assert (await by_key(database, "r0")).inquiry is Inquiry.CLOSED
    async with database.write() as unit:
        assert await unit.eras.finish(BEGAN)


async def test_an_earlier_doubt_is_kept(database: Database):
    await record(database, effect("a"))
    await claim(database)
    await put_back(database)
    assert (await by_key(database, "a")).uncertain_since == NOON


async def test_what_had_failed_is_looked_for_before_a_person_has_it_tried_again(database: Database):
    await record(database, effect("a"))
    (row,) = await claim(database)
    async with database.write() as unit:
        await unit.deliveries.settle(row, State.FAILED, NOON, definite=True)
    await put_back(database)
    failed = await by_key(database, "a")
    assert (failed.state, failed.uncertain_since) == (State.FAILED, COPIED)
    assert await to_look_up(database) == []


async def test_what_was_sent_is_in_no_question(database: Database):
    await record(database, effect("a"))
    (row,) = await claim(database)
    await settle(database, row, State.SENT)
    await put_back(database)
    assert (await by_key(database, "a")).inquiry is None


async def test_what_is_over_is_looked_up_and_not_dropped_before(database: Database):
    await record(database, effect("a", expires_at=NOON + 2 * HOUR))
    await put_back(database)
    async with database.write() as unit:
        assert await unit.deliveries.expire_due(BEGAN) == []
    (row,) = await to_look_up(database)
    async with database.write() as unit:
        assert not await unit.eras.finish(BEGAN)
        await unit.eras.looked(row, BEGAN, absent=True)
        assert await unit.eras.finish(BEGAN)
        (over,) = await unit.deliveries.expire_due(BEGAN)
    assert over.uncertain_since is None


async def test_what_people_record_meanwhile_holds_up_no_looking(database: Database):
    await record(database, effect("cause", lane="other"))
    await put_back(database)
    async with database.write() as unit:
        await unit.deliveries.record(effect("new", lane="same", due_at=BEGAN), now=BEGAN)
        unit.deliveries.follows = await unit.deliveries.by_key("cause")
        await unit.deliveries.record(effect("follows", lane="same", due_at=BEGAN), now=BEGAN)
    assert {row.dedup_key for row in await to_look_up(database)} == {"cause", "follows"}


async def test_what_comes_with_time_and_was_due_in_the_lost_time_is_in_question(database: Database):
    await put_back(database)
    async with database.write() as unit:
        await unit.deliveries.record(effect("a", due_at=COPIED + HOUR), now=BEGAN)
    assert (await by_key(database, "a")).inquiry is Inquiry.OPEN
    async with database.write() as unit:
        (row,) = await unit.deliveries.claim(BEGAN, lease=LEASE, limit=1, inquiries=True)
        await unit.eras.looked(row, BEGAN, absent=True)
        await unit.eras.finish(BEGAN)
    database.era_changed()
    async with database.write() as unit:
        await unit.deliveries.record(effect("b", lane="b", due_at=COPIED + HOUR), now=BEGAN)
    late = await by_key(database, "b")
    assert (late.inquiry, late.uncertain_since) == (Inquiry.OPEN, COPIED)


async def test_a_second_copy_begins_a_third_era(database: Database):
    await put_back(database)
    async with database.write() as unit:
        assert await unit.eras.finish(BEGAN)
        again = await unit.eras.stamp(BEGAN + HOUR)
        assert again.number == 3
        begun = await unit.eras.begin(BEGAN + 2 * HOUR)
        assert begun is not None
    assert [span.start for span in begun.lost] == [COPIED, BEGAN + HOUR]


async def test_a_bot_that_works_without_sending_leaves_a_sign(database: Database):
    await record(database, effect("a"))
    async with database.write() as unit:
        assert await unit.eras.last_sign() == NOON
        await unit.eras.seen(NOON + HOUR)
    async with database.read() as unit:
        assert await unit.eras.last_sign() == NOON + HOUR


async def test_a_running_bot_signs_every_minute_and_no_more(database: Database):
    clock = FrozenClock(NOON)
    service = EraService(database, clock)
    signs = []
    for _ in range(5):
        clock.advance(SIGN_EVERY / 2)
        assert await service.tick() > clock.now()
        async with database.read() as unit:
            signs.append(await unit.eras.last_sign())
    assert signs == [NOON + n * SIGN_EVERY / 2 for n in (1, 1, 3, 3, 5)]


async def test_all_that_an_era_begins_with_is_kept_at_once_or_not_at_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    await record(database, effect("a"))
    async with database.write() as unit:
        await unit.eras.stamp(COPIED)

    async def fails(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken, pytest.raises(ConnectionError):
        broken.setattr(EventStore, "known", fails)
        await EraService(database, FrozenClock(BEGAN)).begin()
    assert (await by_key(database, "a")).inquiry is None
    assert await EraService(database, FrozenClock(BEGAN)).begin() is not None
    assert (await by_key(database, f"restored:{COMMUNITY_ID}:2")).due_at == BEGAN
