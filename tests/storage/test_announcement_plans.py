"""Plans of announcements in the database: kept as typed, found when due, acted on once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from bot.domain import announcements as rules
from bot.domain.announcements import (
    Announcement,
    AnnouncementState,
    Content,
    Plan,
    Repeat,
    TypedPlan,
    Words,
)
from bot.domain.communities import GroupSeed
from bot.domain.recurrence import Every, Recurrence
from bot.storage.database import Database
from bot.storage.tables import community
from tests.storage.conftest import NOON

ANNE, BORIS = 7, 8
WEEKLY = Recurrence(date(2026, 12, 8), time(9), "Europe/Brussels", Every.WEEK, until=date(2027, 6, 30))
TYPED = TypedPlan("mardi 9h", Repeat.WEEK, "30 juin 2027", NOON)
DUE = NOON + timedelta(days=4)


@pytest.fixture
async def draft(database: Database, community_id: int) -> Announcement:
    async with database.write() as unit:
        await unit.groups.add(community_id, [GroupSeed("web", {"fr": "Web"}, {"fr": ""}, 0)])
        (group,) = await unit.groups.active(community_id)
        content = Content(
            "fr", Words("Titre", "Texte", "Alt"), {"en": Words("Title", "Text")}, "https://a.be"
        )
        added = await unit.announcements.add(community_id, ANNE, content, NOON)
        await unit.announcement_targets.choose(added.id, [rules.group_target(group.id)])
    return added


@pytest.fixture
async def planned(database: Database, draft: Announcement) -> Announcement:
    async with database.write() as unit:
        await unit.announcement_plans.keep_typed(draft.id, TYPED, NOON)
        found = await unit.announcement_plans.confirm(draft.id, Plan(WEEKLY, 0, BORIS, NOON), DUE, NOON)
    assert found is not None
    return found


async def test_what_is_typed_is_kept_and_replaced(database: Database, draft: Announcement):
    async with database.write() as unit:
        plans = unit.announcement_plans
        assert await plans.typed(draft.id) is None
        touched = await plans.keep_typed(draft.id, TYPED, NOON + timedelta(minutes=1))
        assert touched is not None
        assert touched.version != draft.version
        assert await plans.typed(draft.id) == TYPED
        again = TypedPlan("jeudi 9h", Repeat.ONCE, "", NOON)
        await plans.keep_typed(draft.id, again, NOON)
        assert await plans.typed(draft.id) == again
        assert await plans.plan(draft.id) is None


async def test_a_plan_is_read_as_it_was_confirmed(database: Database, planned: Announcement):
    async with database.read() as unit:
        assert planned.state is AnnouncementState.PLANNED
        assert planned.planned_for == DUE
        assert await unit.announcement_plans.plan(planned.id) == Plan(WEEKLY, 0, BORIS, NOON)


async def test_it_is_due_from_its_instant_on(database: Database, planned: Announcement):
    async with database.read() as unit:
        assert await unit.announcement_plans.due(DUE - timedelta(seconds=1)) == []
        assert [one.id for one in await unit.announcement_plans.due(DUE)] == [planned.id]
        assert await unit.announcement_plans.next_due() == DUE


async def test_in_a_community_that_the_bot_was_put_out_of_nothing_is_due(
    database: Database, planned: Announcement, community_id: int
):
    async with database.write() as unit:
        assert [one.id for one in await unit.announcement_plans.due(DUE)] == [planned.id]
        await unit.communities._connection.execute(
            update(community).where(community.c.id == community_id).values(left_at=NOON)
        )
        assert await unit.announcement_plans.due(DUE) == []
        assert await unit.announcement_plans.next_due() is None


async def test_of_two_who_find_it_due_one_acts(database: Database, planned: Announcement):
    async def begin() -> Announcement | None:
        async with database.write() as unit:
            return await unit.announcement_plans.begin(planned, BORIS, DUE)

    begun = await asyncio.gather(begin(), begin())
    assert len([one for one in begun if one is not None]) == 1


async def test_of_two_who_find_a_series_due_one_moves_it_on(database: Database, planned: Announcement):
    async def advance() -> Announcement | None:
        async with database.write() as unit:
            return await unit.announcement_plans.advance(planned, Plan(WEEKLY, 1, BORIS, NOON), DUE)

    moved = [one for one in await asyncio.gather(advance(), advance()) if one is not None]
    assert [one.planned_for for one in moved] == [WEEKLY.from_number(1, 1)[0].at]
    async with database.read() as unit:
        plan = await unit.announcement_plans.plan(planned.id)
    assert plan is not None
    assert plan.number == 1


async def test_an_occurrence_says_the_same_to_the_same(database: Database, planned: Announcement):
    async with database.write() as unit:
        made = await unit.announcement_plans.occur(planned, DUE, BORIS, DUE)
        assert (made.state, made.series_id, made.planned_for) == (AnnouncementState.SENDING, planned.id, DUE)
        assert (made.content, made.author_id, made.confirmed_by) == (planned.content, ANNE, BORIS)
        mine = [one.target for one in await unit.announcement_targets.chosen(made.id)]
        assert mine == [one.target for one in await unit.announcement_targets.chosen(planned.id)]
        assert mine


async def test_a_draft_made_of_a_series_says_the_same_and_has_no_plan(
    database: Database, planned: Announcement
):
    async with database.write() as unit:
        draft = await unit.announcement_plans.redraft(planned, BORIS, DUE)
        assert (draft.state, draft.author_id, draft.content) == (
            AnnouncementState.DRAFT,
            BORIS,
            planned.content,
        )
        assert (draft.planned_for, draft.series_id, draft.confirmed_by, draft.round) == (None, None, None, 0)
        assert await unit.announcement_targets.chosen(draft.id)
        assert await unit.announcement_plans.plan(draft.id) is None


async def test_a_date_of_a_series_has_the_same_name_whatever_its_number(
    database: Database, planned: Announcement
):
    async with database.write() as unit:
        made = await unit.announcement_plans.occur(planned, DUE, BORIS, DUE + timedelta(hours=2))
        (target,) = [one.target for one in await unit.announcement_targets.chosen(made.id)]
    other = replace(made, id=made.id + 7)
    assert rules.copy_key(made, target) == rules.copy_key(other, target)
    assert rules.copy_key(made, target) != rules.copy_key(replace(made, series_id=99), target)


async def test_what_is_planned_stands_first_in_the_list_the_next_one_on_top(
    database: Database, planned: Announcement, community_id: int
):
    async with database.write() as unit:
        later = await unit.announcements.add(
            community_id, ANNE, Content("fr", Words("Plus tard", "x")), NOON + timedelta(minutes=1)
        )
        draft = await unit.announcements.add(
            community_id, ANNE, Content("fr", Words("Brouillon", "x")), NOON + timedelta(minutes=2)
        )
        await unit.announcement_plans.keep_typed(later.id, TYPED, NOON)
        plan = Plan(WEEKLY, 0, ANNE, NOON)
        await unit.announcement_plans.confirm(later.id, plan, DUE + timedelta(hours=1), NOON)
        listed = await unit.announcements.recent(community_id, limit=10)
    assert [one.id for one in listed] == [planned.id, later.id, draft.id]


async def test_who_planned_can_be_told_and_forgotten(
    database: Database, planned: Announcement, community_id: int
):
    async with database.write() as unit:
        plans = unit.announcement_plans
        assert [one.id for one in await plans.of_person(community_id, BORIS)] == [planned.id]
        await plans.forget(community_id, BORIS)
        assert await plans.of_person(community_id, BORIS) == []
        plan = await plans.plan(planned.id)
    assert plan is not None
    assert plan.planned_by == 0
