"""Meeting a community, and putting right what was deleted, renamed or moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import FrozenClock
from bot.domain import places
from bot.domain.communities import GroupSeed, PartnerSeed, Seed
from bot.domain.effects import Kind
from bot.services.setup import Seen, SeenChannel, SetupService
from bot.storage.database import Database

COMMUNITY, ORGANISERS, ROLE, CHANNEL = 100, 900, 3000, 2000
SEED = Seed(
    locale="fr",
    timezone="Europe/Brussels",
    organiser_role="équipe",
    groups=[GroupSeed("web", {"fr": "Le Web"}, {"fr": "Publier"}, 0x445566)],
    partners=[PartnerSeed("agoria", "Agoria", {"fr": "Technologie"})],
)
FIRST_SIGHT = Seen(channels={1: SeenChannel("accueil")}, roles={ORGANISERS: "Équipe"})


@pytest.fixture
def clock():
    return FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))


@pytest.fixture
async def setup(database: Database, clock: FrozenClock):
    service = SetupService(database, clock, SEED)
    await service.meet(COMMUNITY, "Grappe", FIRST_SIGHT)
    return service


@pytest.fixture
async def standing(setup, database: Database, clock: FrozenClock) -> Seen:  # noqa: ARG001 - met before
    """The community once all that was asked for stands on Discord."""
    channels = {1: SeenChannel("accueil"), CHANNEL: SeenChannel("le-web", 1000 + len(places.PLACES) - 1)}
    async with database.write() as unit:
        ids = {place.key: 1000 + number for number, place in enumerate(places.PLACES)}
        for place in places.PLACES:
            await unit.communities.set_place(
                COMMUNITY, place.key, name=f"n-{place.key}", channel_id=ids[place.key]
            )
            parent = ids[place.parent] if place.parent else None
            channels[ids[place.key]] = SeenChannel(f"n-{place.key}", parent)
        (group,) = await unit.groups.active(COMMUNITY)
        await unit.groups.set_channel(group.id, CHANNEL)
        await unit.groups.set_role(group.id, ROLE)
    clock.advance(timedelta(hours=1))
    return Seen(channels=channels, roles={ORGANISERS: "Équipe", ROLE: "Le Web"})


async def asked(database: Database, since: int = 0) -> list[tuple[Kind, str]]:
    async with database.read() as unit:
        rows = await unit.deliveries.of_subject(f"community:{COMMUNITY}")
    return [(row.kind, str(row.payload.get("place") or "group")) for row in rows][since:]


async def test_at_the_first_meeting_everything_is_asked_for(setup, database):
    kinds = await asked(database)
    assert {place for kind, place in kinds if kind is Kind.CATEGORY_ENSURE} == {
        places.MAILLAGE,
        places.GROUPS,
    }
    assert (Kind.ROLE_ENSURE, "group") in kinds
    assert (Kind.CHANNEL_ENSURE, "group") in kinds
    assert (Kind.CHANNEL_ENSURE, places.ORGANISATION) in kinds
    community = await setup.community(COMMUNITY)
    assert community.organiser_role_id == ORGANISERS
    async with database.read() as unit:
        assert [partner.name for partner in await unit.communities.partners(COMMUNITY)] == ["Agoria"]


async def test_where_all_stands_nothing_is_asked_for(setup, standing, database):
    before = len(await asked(database))
    await setup.meet(COMMUNITY, "Grappe", standing)
    assert await asked(database, before) == []


@pytest.mark.parametrize(
    ("damage", "mended"),
    [
        (lambda seen: _without(seen, CHANNEL), [(Kind.CHANNEL_ENSURE, "group")]),
        (lambda seen: _renamed(seen, CHANNEL), [(Kind.CHANNEL_ENSURE, "group")]),
        (lambda seen: _renamed(seen, 1001), [(Kind.CHANNEL_ENSURE, places.WELCOME)]),
        (lambda seen: _without(seen, 1002), [(Kind.CHANNEL_ENSURE, places.ANNOUNCEMENTS)]),
        (
            lambda seen: replace(seen, roles={ORGANISERS: "Équipe", ROLE: "renommé"}),
            [(Kind.ROLE_ENSURE, "group"), (Kind.CHANNEL_ENSURE, "group")],
        ),
    ],
)
async def test_what_was_changed_by_hand_is_put_right(setup, standing, database, damage, mended):
    before = len(await asked(database))
    await setup.repair(COMMUNITY, damage(standing))
    assert await asked(database, before) == mended


async def test_the_panel_is_posted_once(setup, standing, database, clock):
    for _ in range(3):
        clock.advance(timedelta(minutes=1))
        await setup.meet(COMMUNITY, "Grappe", standing)
    async with database.read() as unit:
        assert len(await unit.deliveries.of_subject(f"panel:{COMMUNITY}")) == 1


async def test_a_community_left_and_met_again_keeps_everything(setup, standing):
    await setup.depart(COMMUNITY, "Grappe")
    assert (await setup.community(COMMUNITY)).left_at is not None
    await setup.meet(COMMUNITY, "Grappe nouvelle", standing)
    community = await setup.community(COMMUNITY)
    assert (community.left_at, community.name) == (None, "Grappe nouvelle")


def _without(seen: Seen, channel: int) -> Seen:
    return replace(seen, channels={id_: kept for id_, kept in seen.channels.items() if id_ != channel})


def _renamed(seen: Seen, channel: int) -> Seen:
    changed = replace(seen.channels[channel], name="renommé")
    return replace(seen, channels={**seen.channels, channel: changed})
