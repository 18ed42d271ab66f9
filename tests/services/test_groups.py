"""Joining and leaving groups: at once, as often as one likes, and with the role that goes with it."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime

import pytest

from bot.clock import FrozenClock
from bot.domain.communities import GroupSeed, Seed
from bot.domain.effects import Kind
from bot.domain.mistakes import Mistake
from bot.services.groups import GroupService
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database

COMMUNITY, PERSON, OTHER = 100, 7, 8
SEED = Seed(
    locale="fr",
    timezone="Europe/Brussels",
    groups=[
        GroupSeed("security", {"fr": "Sécurité", "en": "Security"}, {"fr": "Protéger"}, 0x112233),
        GroupSeed("web", {"fr": "Web"}, {"fr": "Publier"}, 0x445566, "🌐"),
    ],
)


@pytest.fixture
def clock():
    return FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))


@pytest.fixture
async def groups(database: Database, clock: FrozenClock):
    await SetupService(database, clock, SEED).meet(COMMUNITY, "Grappe", Seen())
    return GroupService(database, clock)


async def role_effects(database: Database, user_id: int) -> list[Kind]:
    async with database.read() as unit:
        group = (await unit.groups.active(COMMUNITY))[0]
        rows = await unit.deliveries.of_subject(f"group:{group.id}:member:{user_id}")
    return [row.kind for row in rows]


async def test_joining_is_immediate_and_gives_the_role(groups, database):
    change = await groups.join(COMMUNITY, PERSON, "sécurité")
    assert (change.changed, change.members, change.group.key) == (True, 1, "security")
    assert await role_effects(database, PERSON) == [Kind.ROLE_GIVE]


async def test_joining_twice_changes_nothing(groups):
    await groups.join(COMMUNITY, PERSON, "security")
    again = await groups.join(COMMUNITY, PERSON, "SECURITE")
    assert (again.changed, again.members) == (False, 1)


async def test_leaving_takes_the_role_and_can_be_repeated(groups, database):
    await groups.join(COMMUNITY, PERSON, "security")
    left = await groups.leave(COMMUNITY, PERSON, "Security")
    assert (left.changed, left.members) == (True, 0)
    assert await role_effects(database, PERSON) == [Kind.ROLE_GIVE, Kind.ROLE_TAKE]
    assert not (await groups.leave(COMMUNITY, PERSON, "security")).changed


async def test_each_person_sees_their_own_memberships(groups):
    await groups.join(COMMUNITY, PERSON, "web")
    await groups.join(COMMUNITY, OTHER, "web")
    seen = {
        overview.group.key: (overview.members, overview.joined)
        for overview in await groups.overview(COMMUNITY, OTHER)
    }
    assert seen == {"security": (0, False), "web": (2, True)}


@pytest.mark.parametrize("wanted", ["jardinage", "", "999", "sécurité web"])
async def test_a_group_that_does_not_exist_is_refused_with_those_that_do(groups, wanted):
    with pytest.raises(Mistake) as mistake:
        await groups.join(COMMUNITY, PERSON, wanted)
    assert mistake.value.code == "groups-unknown"
    assert {"fr": "Web"} in mistake.value.params["groups"]


async def test_joining_several_is_all_or_nothing(groups):
    with pytest.raises(Mistake):
        await groups.join_all(COMMUNITY, PERSON, [1, 999])
    assert not any(overview.joined for overview in await groups.overview(COMMUNITY, PERSON))


async def test_another_community_has_its_own_groups(groups, database, clock):
    await SetupService(database, clock, SEED).meet(200, "Autre", Seen())
    await groups.join(COMMUNITY, PERSON, "web")
    assert all(overview.members == 0 for overview in await groups.overview(200, PERSON))


async def test_export_tells_the_groups_and_erase_ends_them(groups):
    await groups.join(COMMUNITY, PERSON, "web")
    assert [held["group"] for held in (await groups.export(COMMUNITY, PERSON))["memberships"]] == [
        {"fr": "Web"}
    ]
    await groups.erase(COMMUNITY, PERSON)
    assert (await groups.export(COMMUNITY, PERSON))["memberships"] == []


async def test_a_groups_size_is_always_the_number_of_its_members(groups, database):
    chance = random.Random(20261204)
    for _ in range(60):
        person, group = chance.choice([PERSON, OTHER, 9]), chance.choice(["web", "security"])
        told = await (groups.join if chance.random() < 0.6 else groups.leave)(COMMUNITY, person, group)
        async with database.read() as unit:
            assert told.members == len(await unit.groups.member_ids(told.group.id))


async def test_people_who_join_at_the_same_instant_are_all_counted(groups):
    await asyncio.gather(*(groups.join(COMMUNITY, person, "web") for person in range(100, 120)))
    assert (await groups.info(COMMUNITY, PERSON, "web")).members == 20
