"""What is recorded for Discord's own list of events: one entry an event, edits behind it, a removal at the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import FrozenClock
from bot.domain.effects import Delivery, Kind, State, scheduled_lane
from bot.services.events import EventAdminService
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database
from tests.services.test_events import COMMUNITY, SEED, Desk

SCHEDULED = (Kind.SCHEDULED_CREATE, Kind.SCHEDULED_EDIT, Kind.SCHEDULED_DELETE)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))


@pytest.fixture
async def desk(database: Database, clock: FrozenClock) -> Desk:
    await SetupService(database, clock, SEED).meet(COMMUNITY, "Grappe", Seen())
    return Desk(database, clock)


async def scheduled(desk: Desk, event_id: int) -> list[Delivery]:
    async with desk.database.read() as unit:
        rows = await unit.deliveries.of_subject(f"event:{event_id}")
    return [row for row in rows if row.kind in SCHEDULED]


async def settle(desk: Desk, event_id: int, state: State, entry_id: int | None = None) -> None:
    """Perform the entry that waits; what else waits stays."""
    (waiting,) = [
        row
        for row in await scheduled(desk, event_id)
        if row.kind is Kind.SCHEDULED_CREATE and row.state is State.PENDING
    ]
    now = desk.clock.now()
    async with desk.database.write() as unit:
        claimed = await unit.deliveries.claim(now, lease=timedelta(seconds=30), limit=50)
        (own,) = [row for row in claimed if row.id == waiting.id]
        await unit.deliveries.settle(own, state, now, definite=state is not State.SENT, message_id=entry_id)


def kinds(rows: list[Delivery]) -> list[Kind]:
    return [row.kind for row in rows]


async def test_publishing_records_one_entry_in_the_events_own_lane(desk: Desk):
    event = (await desk.publish()).overview.event
    (row,) = await scheduled(desk, event.id)
    assert (row.kind, row.lane) == (Kind.SCHEDULED_CREATE, scheduled_lane(event.id))
    assert row.payload["name"] == event.details.title
    # It is dropped by itself once the event has begun, and nobody needs to be told.
    assert row.expires_at is None


async def test_each_edit_follows_the_entry_once(desk: Desk):
    event = (await desk.publish()).overview.event
    await desk.edit(event.id, place="Mons")
    await desk.edit(event.id, title="Autre nom")
    rows = await scheduled(desk, event.id)
    assert kinds(rows) == [Kind.SCHEDULED_CREATE, Kind.SCHEDULED_EDIT, Kind.SCHEDULED_EDIT]
    assert {row.lane for row in rows} == {scheduled_lane(event.id)}
    assert {row.payload.get("scheduled_of") for row in rows[1:]} == {rows[0].dedup_key}


async def test_calling_off_leaves_the_entry_to_its_end_and_removes_it_behind(desk: Desk):
    """An attempt may be under way: withdrawn, what it made would stay in the list."""
    event = (await desk.publish()).overview.event
    await desk.cancel(event.id)
    created, removed = await scheduled(desk, event.id)
    assert (created.state, removed.kind) == (State.PENDING, Kind.SCHEDULED_DELETE)
    assert not created.cancel_requested


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
async def test_what_was_not_entered_is_tried_again_by_an_edit(desk: Desk, state: State):
    event = (await desk.publish()).overview.event
    await settle(desk, event.id, state)
    await desk.edit(event.id, place="Mons")
    created, _ = await scheduled(desk, event.id)
    assert created.state is State.PENDING


async def test_what_an_operator_dropped_is_not_tried_again(desk: Desk):
    event = (await desk.publish()).overview.event
    async with desk.database.write() as unit:
        await unit.deliveries.withdraw(f"event:{event.id}", desk.clock.now(), kinds=[Kind.SCHEDULED_CREATE])
    await desk.edit(event.id, place="Mons")
    created, _ = await scheduled(desk, event.id)
    assert created.state is State.CANCELLED


async def test_what_is_entered_is_never_entered_twice(desk: Desk):
    event = (await desk.publish()).overview.event
    await settle(desk, event.id, State.SENT, 77)
    await desk.edit(event.id, start="samedi 5 décembre 10h")
    assert kinds(await scheduled(desk, event.id)) == [Kind.SCHEDULED_CREATE, Kind.SCHEDULED_EDIT]


async def test_one_moved_after_it_had_begun_is_removed_and_entered_behind(desk: Desk):
    event = (await desk.publish()).overview.event
    await settle(desk, event.id, State.SENT, 77)
    desk.clock.advance(event.details.starts_at + timedelta(minutes=5) - desk.clock.now())
    await desk.edit(event.id, start="12 décembre 10h")
    rows = await scheduled(desk, event.id)
    assert kinds(rows) == [Kind.SCHEDULED_CREATE, Kind.SCHEDULED_DELETE, Kind.SCHEDULED_CREATE]
    assert rows[2].payload["after"] == rows[1].dedup_key


async def test_an_event_of_before_is_entered_by_its_next_edit(desk: Desk):
    desk.admin = EventAdminService(desk.database, desk.clock, scheduled=False)
    event = (await desk.publish()).overview.event
    await desk.edit(event.id, place="Mons")
    assert await scheduled(desk, event.id) == []
    desk.admin = EventAdminService(desk.database, desk.clock)
    await desk.edit(event.id, place="Liège")
    assert kinds(await scheduled(desk, event.id)) == [Kind.SCHEDULED_CREATE]


async def test_where_it_is_not_wanted_any_more_what_stands_is_still_kept_true(desk: Desk):
    event = (await desk.publish()).overview.event
    await settle(desk, event.id, State.SENT, 77)
    desk.admin = EventAdminService(desk.database, desk.clock, scheduled=False)
    await desk.edit(event.id, place="Mons")
    await desk.cancel(event.id)
    assert kinds(await scheduled(desk, event.id)) == [
        Kind.SCHEDULED_CREATE,
        Kind.SCHEDULED_EDIT,
        Kind.SCHEDULED_DELETE,
    ]


async def test_an_edit_comes_behind_an_entry_that_was_thought_of_later(desk: Desk):
    """Two processes' clocks differ, and the order in the lane is that of the times."""
    event = (await desk.publish()).overview.event
    desk.clock.advance(timedelta(seconds=-3))
    await desk.edit(event.id, place="Mons")
    created, changed = await scheduled(desk, event.id)
    assert changed.due_at == created.due_at
