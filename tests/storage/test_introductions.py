"""Requests as they are kept: one pending a pair, final states final, whoever comes first."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import insert

from bot.domain.introductions import LIFETIME, RequestState
from bot.storage.database import Database
from bot.storage.engine import create_engine
from bot.storage.tables import community, metadata
from tests.storage.conftest import COMMUNITY_ID, NOON

LEA, TOM, MIA = 1, 2, 3
PEOPLE = (LEA, TOM, MIA)
REASON = "Vos capteurs"


async def test_one_request_is_pending_between_two_people_whoever_asks(database: Database, community_id: int):
    async with database.write() as unit:
        first = await unit.introductions.add(community_id, LEA, TOM, REASON, NOON)
        assert first is not None
        assert await unit.introductions.add(community_id, TOM, LEA, REASON, NOON) is None
        assert await unit.introductions.answer(first.id, TOM, RequestState.DECLINED, NOON) is not None
        assert await unit.introductions.add(community_id, TOM, LEA, REASON, NOON) is not None


async def test_two_who_ask_each_other_at_once_make_one_request(database: Database, community_id: int):
    async def ask(one: int, other: int) -> bool:
        async with database.write() as unit:
            return await unit.introductions.add(community_id, one, other, REASON, NOON) is not None

    assert sorted(await asyncio.gather(ask(LEA, TOM), ask(TOM, LEA))) == [False, True]


async def test_of_a_yes_and_the_end_at_once_one_counts(database: Database, community_id: int):
    async with database.write() as unit:
        request = await unit.introductions.add(community_id, LEA, TOM, REASON, NOON)
    assert request is not None

    async def say_yes() -> bool:
        async with database.write() as unit:
            just_in_time = request.expires_at - timedelta(seconds=1)
            accepted = RequestState.ACCEPTED
            return await unit.introductions.answer(request.id, TOM, accepted, just_in_time) is not None

    async def expire() -> bool:
        async with database.write() as unit:
            return bool(await unit.introductions.expire(request.expires_at, limit=10))

    assert sorted(await asyncio.gather(say_yes(), expire())) == [False, True]


async def test_only_whoever_was_asked_answers_and_only_in_time(database: Database, community_id: int):
    async with database.write() as unit:
        request = await unit.introductions.add(community_id, LEA, TOM, REASON, NOON)
        assert request is not None
        accepted = RequestState.ACCEPTED
        assert await unit.introductions.answer(request.id, LEA, accepted, NOON) is None
        assert await unit.introductions.answer(request.id, TOM, accepted, request.expires_at) is None
        assert await unit.introductions.answer(request.id, TOM, accepted, NOON) is not None
        assert await unit.introductions.answer(request.id, TOM, accepted, NOON) is None


async def test_erased_people_leave_no_trace_but_that_there_was_a_request(
    database: Database, community_id: int
):
    async with database.write() as unit:
        for other in (TOM, MIA):
            await unit.introductions.add(community_id, LEA, other, REASON, NOON)
        await unit.introductions.close_all(community_id, LEA, NOON)
        await unit.introductions.erase_requests(community_id, LEA)
        assert await unit.introductions.count(community_id, LEA) == 0
        (kept,) = await unit.introductions.of_person(community_id, TOM)
    assert (kept.requester_id, kept.target_id, kept.reason) == (0, TOM, "")


async def test_registering_and_leaving_count_once(database: Database, community_id: int):
    async with database.write() as unit:
        assert await unit.introductions.register(community_id, LEA, NOON)
        assert not await unit.introductions.register(community_id, LEA, NOON)
        assert await unit.introductions.leave(community_id, LEA, NOON)
        assert not await unit.introductions.leave(community_id, LEA, NOON)
        assert await unit.introductions.register(community_id, LEA, NOON + LIFETIME)
        held = await unit.introductions.registrations(community_id, [LEA, TOM], hold=True)
    assert list(held) == [LEA]
    assert held[LEA].open
    assert held[LEA].registered_at == NOON + LIFETIME


class Requests(RuleBasedStateMachine):
    """Three people ask, answer, leave and let time pass in any order; a model says what must be kept."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        url = f"sqlite:///{Path(self.folder.name) / 'requests.db'}"
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(_create(url))
        self.database = Database(url)
        self.now: datetime = NOON
        # by id: who asked, who was asked, state, when it ends
        self.model: dict[int, tuple[int, int, RequestState, datetime]] = {}

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.run_until_complete(self.database.close())
            self.loop.close()
            self.folder.cleanup()

    @rule(pair=st.permutations(PEOPLE).map(lambda people: (people[0], people[1])))
    def ask(self, pair: tuple[int, int]) -> None:
        open_pairs = {
            frozenset((one, other))
            for one, other, state, _ in self.model.values()
            if state is RequestState.PENDING
        }

        async def add() -> int | None:
            async with self.database.write() as unit:
                made = await unit.introductions.add(COMMUNITY_ID, *pair, REASON, self.now)
                return None if made is None else made.id

        made = self.loop.run_until_complete(add())
        assert (made is None) == (frozenset(pair) in open_pairs)
        if made is not None:
            self.model[made] = (*pair, RequestState.PENDING, self.now + LIFETIME)

    @rule(
        choice=st.integers(0, 30),
        person=st.sampled_from(PEOPLE),
        state=st.sampled_from([RequestState.ACCEPTED, RequestState.DECLINED]),
    )
    def answer(self, choice: int, person: int, state: RequestState) -> None:
        if not self.model:
            return
        request_id = sorted(self.model)[choice % len(self.model)]
        one, other, before, ends = self.model[request_id]

        async def say() -> bool:
            async with self.database.write() as unit:
                return await unit.introductions.answer(request_id, person, state, self.now) is not None

        counts = person == other and before is RequestState.PENDING and self.now < ends
        assert self.loop.run_until_complete(say()) == counts
        if counts:
            self.model[request_id] = (one, other, state, ends)

    @rule(person=st.sampled_from(PEOPLE))
    def leave(self, person: int) -> None:
        async def close() -> set[int]:
            async with self.database.write() as unit:
                closed = await unit.introductions.close_all(COMMUNITY_ID, person, self.now)
                return {request.id for request in closed}

        self._end(close(), RequestState.CLOSED, lambda one, other, _ends: person in (one, other))

    @rule()
    def expire(self) -> None:
        async def end() -> set[int]:
            async with self.database.write() as unit:
                return {request.id for request in await unit.introductions.expire(self.now, limit=100)}

        self._end(end(), RequestState.EXPIRED, lambda _one, _other, ends: ends <= self.now)

    @rule(days=st.integers(1, 8))
    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def what_is_kept_is_what_the_model_says(self) -> None:
        if not hasattr(self, "loop"):
            return

        async def read() -> dict[int, RequestState]:
            async with self.database.read() as unit:
                found = [await unit.introductions.get(request_id) for request_id in self.model]
                return {request.id: request.state for request in found if request is not None}

        assert self.loop.run_until_complete(read()) == {key: value[2] for key, value in self.model.items()}

    def _end(self, ending, state: RequestState, concerns) -> None:
        expected = {
            key
            for key, (one, other, before, ends) in self.model.items()
            if before is RequestState.PENDING and concerns(one, other, ends)
        }
        assert self.loop.run_until_complete(ending) == expected
        for key in expected:
            one, other, _, ends = self.model[key]
            self.model[key] = (one, other, state, ends)


async def _create(url: str) -> None:
    engine = create_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(
            insert(community).values(
                id=COMMUNITY_ID, name="Grappe", locale="fr", timezone="Europe/Brussels", joined_at=NOON
            )
        )
    await engine.dispose()


Requests.TestCase.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRequests = Requests.TestCase
