"""Introductions in the database: consent with the profile, one answer, effects with each change, and erasure."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import FrozenClock
from bot.domain.communities import Seed
from bot.domain.effects import Kind
from bot.domain.introductions import LIFETIME, MOST_OPEN, AskedByThem, Person, RequestState
from bot.domain.mistakes import Mistake
from bot.domain.profiles import UnfitProfile
from bot.services.introductions import IntroductionService
from bot.services.profiles import DRAFTS_KEPT, ProfileService
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database

COMMUNITY = 100
LEA, TOM, MIA = 1, 2, 3
REASON = "Vos capteurs m’intéressent"
PROFILE: dict[str, Any] = {
    "company": "Ardenne Capteurs",
    "role": "Directrice",
    "offers": "Capteurs",
    "seeks": "Hébergement",
    "languages": ["fr"],
}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2031, 1, 6, 8, tzinfo=UTC))


@pytest.fixture
async def introductions(database: Database, clock: FrozenClock) -> IntroductionService:
    await SetupService(database, clock, Seed("fr", "Europe/Brussels")).meet(COMMUNITY, "Grappe", Seen())
    service = IntroductionService(database, clock)
    for person in (LEA, TOM, MIA):
        await service.register(COMMUNITY, person, f"Nom {person}", PROFILE)
    return service


@pytest.fixture
def profiles(database: Database, clock: FrozenClock) -> ProfileService:
    return ProfileService(database, clock)


async def ask(introductions: IntroductionService, asking: int = TOM, asked: int = LEA) -> int:
    return (await introductions.request(COMMUNITY, asking, Person(asked), REASON)).request.id


async def kinds(database: Database, request_id: int) -> list[tuple[Kind, Any]]:
    async with database.read() as unit:
        rows = await unit.deliveries.of_subject(f"introduction:{request_id}")
    return [(row.kind, row.payload.get("card")) for row in rows]


async def state(database: Database, request_id: int) -> RequestState:
    async with database.read() as unit:
        request = await unit.introductions.get(request_id)
    assert request is not None
    return request.state


async def outcomes(*calls: Awaitable[Any]) -> list[str]:
    """Do all at the same instant; gives "done" or the mistake's code, sorted."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    unexpected = [each for each in results if isinstance(each, Exception) and not isinstance(each, Mistake)]
    assert unexpected == []
    return sorted(each.code if isinstance(each, Mistake) else "done" for each in results)


async def test_consent_is_logged_once_and_its_withdrawal_too(
    introductions: IntroductionService, profiles: ProfileService
):
    await introductions.register(COMMUNITY, LEA, "Léa", PROFILE)
    await introductions.leave(COMMUNITY, LEA)
    await introductions.register(COMMUNITY, LEA, "Léa", PROFILE)
    log = (await profiles.export(COMMUNITY, LEA))["consents"]
    assert [entry["given"] for entry in log] == [True, False, True]


async def test_a_profile_that_cannot_be_taken_registers_nobody_and_keeps_what_was_typed(
    introductions: IntroductionService, profiles: ProfileService
):
    typed = {**PROFILE, "role": ""}
    with pytest.raises(UnfitProfile):
        await introductions.register(COMMUNITY, 9, "Zoé", typed)
    assert not await introductions.registered(COMMUNITY, 9)
    assert (await profiles.export(COMMUNITY, 9))["consents"] == []
    assert await profiles.filled(COMMUNITY, 9) == typed


@pytest.mark.usefixtures("introductions")
async def test_what_was_typed_is_forgotten_after_a_day(profiles: ProfileService, clock: FrozenClock):
    with pytest.raises(UnfitProfile):
        await profiles.save(COMMUNITY, 9, "Zoé", {})
    assert await profiles.tick() == clock.now() + DRAFTS_KEPT
    clock.advance(DRAFTS_KEPT + timedelta(seconds=1))
    await profiles.tick()
    assert await profiles.filled(COMMUNITY, 9) == {}


async def test_two_who_ask_each_other_at_once_make_one_request(introductions: IntroductionService):
    found = await outcomes(ask(introductions, TOM, LEA), ask(introductions, LEA, TOM))
    assert found == ["done", "introductions-asked-by-them"]


async def test_five_may_wait_also_when_asked_at_once(introductions: IntroductionService):
    others = range(11, 11 + MOST_OPEN + 3)
    for person in others:
        await introductions.register(COMMUNITY, person, f"Nom {person}", PROFILE)
    found = await outcomes(*(ask(introductions, TOM, person) for person in others))
    assert found == ["done"] * MOST_OPEN + ["introductions-too-many"] * 3


async def test_a_yes_and_a_no_at_once_make_one_answer(introductions: IntroductionService, database: Database):
    request_id = await ask(introductions)
    found = await outcomes(introductions.accept(request_id, LEA), introductions.decline(request_id, LEA))
    assert found[0] == "done"
    assert found[1] in ("introductions-late-accepted", "introductions-late-declined")
    opened = (Kind.THREAD_OPEN, None) in await kinds(database, request_id)
    assert opened == (await state(database, request_id) is RequestState.ACCEPTED)


async def test_asking_while_the_other_leaves_never_leaves_a_request_open(
    introductions: IntroductionService, database: Database
):
    await outcomes(ask(introductions), introductions.leave(COMMUNITY, LEA))
    async with database.read() as unit:
        assert await unit.introductions.open_sent(COMMUNITY, TOM, datetime(2031, 1, 6, 8, tzinfo=UTC)) == 0


async def test_the_end_is_told_once_and_blocks_nothing(
    introductions: IntroductionService, database: Database, clock: FrozenClock
):
    request_id = await ask(introductions)
    assert await introductions.tick() == clock.now() + LIFETIME
    clock.advance(LIFETIME)
    with pytest.raises(Mistake, match="introductions-late-expired"):
        await introductions.accept(request_id, LEA)
    assert await introductions.tick() is None
    await introductions.tick()
    assert await state(database, request_id) is RequestState.EXPIRED
    assert await kinds(database, request_id) == [
        (Kind.DM_POST, "intro-request"),
        (Kind.MESSAGE_EDIT, "intro-request-answered"),
        (Kind.DM_POST, "intro-outcome"),
    ]
    await ask(introductions)


async def test_a_request_that_is_over_is_ended_by_the_next_one_even_before_the_tick(
    introductions: IntroductionService, database: Database, clock: FrozenClock
):
    over = await ask(introductions)
    clock.advance(LIFETIME)
    await ask(introductions, LEA, TOM)
    assert await state(database, over) is RequestState.EXPIRED


async def test_whoever_leaves_the_community_closes_what_they_asked_and_were_asked(
    introductions: IntroductionService, database: Database
):
    received, made = await ask(introductions, TOM, LEA), await ask(introductions, LEA, MIA)
    await introductions.departed(COMMUNITY, LEA)
    assert await state(database, received) is await state(database, made) is RequestState.CLOSED
    told = (Kind.DM_POST, "intro-outcome")
    assert told in await kinds(database, received)  # Tom waits for an answer
    assert told not in await kinds(database, made)  # Mia only sees the question go


async def test_a_typed_reason_outlives_a_refusal(introductions: IntroductionService):
    await ask(introductions, TOM, LEA)
    with pytest.raises(AskedByThem):
        await introductions.request(COMMUNITY, LEA, Person(TOM), "Une raison tapée avec soin")
    assert await introductions.draft(COMMUNITY, LEA, TOM) == "Une raison tapée avec soin"
    assert await introductions.draft(COMMUNITY, LEA, MIA) == ""


async def test_export_gives_all_and_erasure_leaves_nothing(
    introductions: IntroductionService, profiles: ProfileService
):
    await ask(introductions, TOM, LEA)
    await ask(introductions, LEA, MIA)
    held = await introductions.export(COMMUNITY, LEA)
    assert {(each["direction"], each["with"], each["reason"]) for each in held["requests"]} == {
        ("received", TOM, REASON),
        ("sent", MIA, REASON),
    }
    for service in (introductions, profiles):
        await service.erase(COMMUNITY, LEA)
    assert await introductions.export(COMMUNITY, LEA) == {"registration": None, "requests": []}
    assert await profiles.export(COMMUNITY, LEA) == {"profile": None, "consents": []}
    (kept,) = (await introductions.export(COMMUNITY, TOM))["requests"]
    assert (kept["with"], kept["reason"], kept["state"]) == (None, "", RequestState.CLOSED)


@pytest.mark.usefixtures("introductions")
async def test_an_affiliation_that_is_not_there_is_refused(profiles: ProfileService):
    with pytest.raises(Mistake, match="profiles-partner-gone"):
        await profiles.set_affiliation(COMMUNITY, LEA, 999)
    assert (await profiles.set_affiliation(COMMUNITY, LEA, None)).partner is None


async def test_pages_are_the_nearest_there_are(introductions: IntroductionService):
    await ask(introductions)
    assert (await introductions.page(COMMUNITY, LEA, 99)).number == 1
    assert (await introductions.page(COMMUNITY, MIA, 1)).total == 0
