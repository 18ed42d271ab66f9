"""Events, answers and drafts in the database, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.communities import GroupSeed
from bot.domain.events import Answer, Attendee, Audience, Details, DraftState, Event, Purpose, Typed
from bot.storage.database import Database
from tests.storage.conftest import NOON

ORGANISER, LEA, TOM = 7, 8, 9
NO_GROUP: tuple[int, ...] = ()
DETAILS = Details(
    title="Rencontre",
    description="",
    starts_at=NOON + timedelta(days=3),
    ends_at=NOON + timedelta(days=3, hours=2),
    timezone="Europe/Brussels",
    place="Namur",
    link=None,
    partner_id=None,
    audience=Audience.OPEN,
    group_ids=NO_GROUP,
)


@pytest.fixture
async def groups(database: Database, community_id: int) -> list[int]:
    seeds = [GroupSeed(key, {"fr": key}, {"fr": ""}, 1) for key in ("a", "b", "c")]
    async with database.write() as unit:
        await unit.groups.add(community_id, seeds)
        return [group.id for group in await unit.groups.active(community_id)]


@pytest.fixture
async def stored(database: Database, community_id: int, groups: list[int]) -> Event:
    async with database.write() as unit:
        return await unit.events.add(
            community_id, replace(DETAILS, group_ids=tuple(groups[:2])), ORGANISER, NOON
        )


async def test_an_event_is_found_as_it_was_stored_and_in_its_community_alone(database, community_id, stored):
    async with database.read() as unit:
        assert await unit.events.get(community_id, stored.id) == stored
        assert await unit.events.get(200, stored.id) is None


async def test_an_edit_is_written_over_the_event_it_saw_and_over_no_other(
    database, community_id, stored, groups
):
    moved = replace(stored.details, title="Soirée", group_ids=(groups[1], groups[2]))
    async with database.write() as unit:
        assert await unit.events.change(stored, moved, 2)
        assert not await unit.events.change(stored, stored.details, 2)
        found = await unit.events.get(community_id, stored.id)
        assert found == replace(stored, details=moved, schedule=2, revision=2)
        # The group that stayed keeps the card it has; the new one is given one.
        assert await unit.events.groups_since(stored.id) == {groups[1]: 1, groups[2]: 2}


async def test_an_event_is_cancelled_once_and_never_edited_after(database, community_id, stored):
    async with database.write() as unit:
        assert await unit.events.cancel(stored, TOM, "pluie")
        assert not await unit.events.cancel(stored, LEA, "neige")
        assert not await unit.events.change(stored, stored.details, 2)
        found = await unit.events.get(community_id, stored.id)
    assert (found.cancelled, found.cancelled_by, found.cancel_reason) == (True, TOM, "pluie")


async def test_a_person_has_one_answer_and_the_last_one_counts(database, community_id, stored):
    async with database.write() as unit:
        for answer in (Answer.MAYBE, Answer.GOING):
            await unit.events.set_answer(stored.id, LEA, answer, NOON)
        await unit.events.set_answer(stored.id, TOM, Answer.DECLINED, NOON)
        overview = await unit.events.overview(community_id, stored.id)
    assert overview.counts == {Answer.GOING: 1, Answer.DECLINED: 1}
    assert overview.first_going == [LEA]


async def test_attendees_come_with_those_of_the_events_groups_they_are_in(
    database, community_id, stored, groups
):
    async with database.write() as unit:
        for group in await unit.groups.active(community_id):
            await unit.groups.join(group, LEA, NOON)
        await unit.events.set_answer(stored.id, LEA, Answer.GOING, NOON)
        await unit.events.set_answer(stored.id, TOM, Answer.MAYBE, NOON + timedelta(minutes=1))
        found = await unit.events.attendees(stored.id, [Answer.GOING, Answer.MAYBE])
        going = await unit.events.attendees(stored.id, [Answer.GOING])
    assert found == [Attendee(LEA, frozenset(groups[:2])), Attendee(TOM, frozenset())]
    assert going == found[:1]


async def test_lists_hold_what_is_not_over_ten_a_page(database, community_id):
    async with database.write() as unit:
        for day in range(12):
            start = NOON + timedelta(days=day)
            event = await unit.events.add(
                community_id,
                replace(DETAILS, title=str(day), starts_at=start, ends_at=start + timedelta(hours=2)),
                ORGANISER,
                NOON,
            )
            await unit.events.set_answer(event.id, LEA, Answer.GOING if day == 5 else Answer.DECLINED, NOON)
        later = NOON + timedelta(hours=3)
        first = await unit.events.upcoming(community_id, LEA, later, 1)
        beyond = await unit.events.upcoming(community_id, LEA, later, 99)
        mine = await unit.events.mine(community_id, LEA, later, 1)
        none = await unit.events.mine(community_id, TOM, later, 1)
    assert [line.event.details.title for line in first.lines] == [str(day) for day in range(1, 11)]
    assert (first.total, first.pages) == (11, 2)
    assert [line.event.details.title for line in beyond.lines] == ["11"]
    assert [(line.event.details.title, line.going, line.own) for line in mine.lines] == [
        ("5", 1, Answer.GOING)
    ]
    assert (none.total, none.number, none.pages) == (0, 1, 1)


async def test_erasing_a_person_leaves_the_events_without_their_name(database, community_id, stored):
    async with database.write() as unit:
        await unit.events.set_answer(stored.id, ORGANISER, Answer.GOING, NOON)
        await unit.events.set_answer(stored.id, LEA, Answer.GOING, NOON)
        assert await unit.events.erase(community_id, ORGANISER) == [stored.id]
        found = await unit.events.overview(community_id, stored.id)
    assert found.event.created_by == 0
    assert found.first_going == [LEA]


async def test_a_draft_is_ended_once_and_typed_in_no_more(database, community_id):
    typed = Typed(title="x" * 4000, group_ids=(3, 1), audience=Audience.OPEN)
    async with database.write() as unit:
        drafts = unit.event_drafts
        draft = await drafts.add(community_id, ORGANISER, Purpose.CREATE, typed, NOON)
        assert await drafts.get(community_id, draft.id) == draft
        assert draft.typed == typed
        assert await drafts.get(200, draft.id) is None
        assert await drafts.close(draft, DraftState.DONE)
        assert not await drafts.close(draft, DraftState.DROPPED)
        assert await drafts.retype(draft, Typed(), NOON) is None


async def test_drafts_are_forgotten_by_age(database, community_id):
    async with database.write() as unit:
        for hours in (0, 30):
            await unit.event_drafts.add(
                community_id, ORGANISER, Purpose.CREATE, Typed(), NOON - timedelta(hours=hours)
            )
        assert await unit.event_drafts.forget_before(NOON - timedelta(hours=24)) == 1
        assert len(await unit.event_drafts.of_author(community_id, ORGANISER)) == 1
