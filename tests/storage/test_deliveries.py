"""The outbox: what is recorded is claimed once, in order, and settled by the attempt that holds it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.effects import LANDING, Delivery, Effect, Kind, Priority, State
from bot.storage.database import Database
from tests.storage.conftest import COMMUNITY_ID, NOON

pytestmark = pytest.mark.usefixtures("community_id")

LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


def effect(key: str, **changes) -> Effect:
    plain = Effect(
        community_id=COMMUNITY_ID,
        dedup_key=key,
        kind=Kind.MESSAGE_POST,
        lane="channel:1",
        due_at=NOON,
        subject="event:1",
        payload={"card": "reminder"},
    )
    return replace(plain, **changes)


async def record(database: Database, *effects: Effect) -> int:
    async with database.write() as unit:
        return await unit.deliveries.record(*effects, now=NOON)


async def claim(database: Database, now=NOON, limit=10, held=()) -> list[Delivery]:
    async with database.write() as unit:
        return await unit.deliveries.claim(now, lease=LEASE, limit=limit, held=held)


async def settle(database: Database, row: Delivery, state=State.SENT, now=NOON, **outcome) -> Delivery | None:
    async with database.write() as unit:
        return await unit.deliveries.settle(row, state, now, **outcome)


async def by_key(database: Database, key: str) -> Delivery:
    async with database.read() as unit:
        row = await unit.deliveries.by_key(key)
    assert row is not None
    return row


def _fail() -> None:
    raise ZeroDivisionError


def keys(rows: list[Delivery]) -> list[str]:
    return [row.dedup_key for row in rows]


class TestRecording:
    async def test_a_key_is_kept_once(self, database):
        assert await record(database, effect("a"), effect("b", lane="channel:2")) == 2
        assert await record(database, effect("a", payload={"card": "other"})) == 0
        assert (await by_key(database, "a")).payload == {"card": "reminder"}

    async def test_an_edit_thought_of_before_its_message_comes_after_it(self, database):
        edit = effect("edit", kind=Kind.MESSAGE_EDIT, payload={"card": "reminder", "message_of": "a"})
        await record(database, effect("a", due_at=NOON + SECOND))
        await record(database, edit)
        assert keys(await claim(database, NOON + SECOND)) == ["a"]

    async def test_an_edit_already_made_can_be_asked_for_again(self, database):
        edit = effect("edit", kind=Kind.MESSAGE_EDIT)
        assert await record(database, edit) == 1
        assert await record(database, edit) == 0  # it still waits: it will show this change too
        (first,) = await claim(database)
        assert await record(database, edit) == 1  # it is being rendered: this change may come too late for it
        assert await record(database, edit) == 0
        await settle(database, first)
        assert len(await claim(database)) == 1

    async def test_more_rows_than_a_statement_takes(self, database):
        assert await record(database, *(effect(f"k{n}", lane=f"channel:{n}") for n in range(1201))) == 1201

    async def test_it_wakes_the_dispatcher_only_after_a_commit_that_recorded(self, database):
        await record(database, effect("a"))
        assert database.recorded.is_set()
        database.recorded.clear()
        await record(database, effect("a"))
        assert not database.recorded.is_set()
        with pytest.raises(ZeroDivisionError):
            async with database.write() as unit:
                await unit.deliveries.record(effect("b"), now=NOON)
                _fail()
        assert not database.recorded.is_set()

    async def test_each_has_a_nonce_of_its_own_that_discord_takes(self, database):
        await record(database, effect("a"), effect("b"))
        nonces = {(await by_key(database, key)).nonce for key in "ab"}
        assert len(nonces) == 2
        assert all(0 < len(nonce) <= 25 for nonce in nonces)


class TestClaiming:
    async def test_what_is_not_due_is_left(self, database):
        await record(database, effect("later", due_at=NOON + SECOND))
        assert await claim(database) == []
        assert keys(await claim(database, NOON + SECOND)) == ["later"]

    async def test_the_claim_starts_an_attempt(self, database):
        await record(database, effect("a"))
        (row,) = await claim(database)
        assert (row.state, row.attempt) == (State.CLAIMED, 1)
        assert (row.lease_until, row.uncertain_since) == (NOON + LEASE, NOON)
        assert not row.uncertain_before
        assert await claim(database) == []

    async def test_urgent_goes_before_what_has_waited_longer(self, database):
        bulk = (
            effect(f"bulk{n}", lane=f"channel:{n}", priority=Priority.BULK, due_at=NOON - SECOND)
            for n in range(2, 9)
        )
        await record(database, *bulk, effect("urgent", priority=Priority.URGENT))
        assert keys(await claim(database, limit=1)) == ["urgent"]

    async def test_one_of_a_lane_is_in_flight_and_others_wait_their_turn(self, database):
        await record(
            database,
            effect("second", due_at=NOON - SECOND),
            effect("third", due_at=NOON - SECOND, priority=Priority.URGENT),
            effect("first", due_at=NOON - 2 * SECOND),
            effect("elsewhere", lane="channel:2"),
        )
        order = []
        while rows := await claim(database):
            assert len({row.lane for row in rows}) == len(rows)
            for row in rows:
                await settle(database, row)
            order += keys([row for row in rows if row.lane == "channel:1"])
        assert order == ["first", "second", "third"]

    async def test_a_new_message_passes_by_an_edit_that_was_put_off_and_nothing_else_does(self, database):
        later = {"due_at": NOON + SECOND}
        edit, removal = (
            effect("edit", kind=Kind.MESSAGE_EDIT),
            effect("removal", kind=Kind.MESSAGE_DELETE, **later),
        )
        await record(database, edit, removal, effect("reminder", due_at=NOON + 2 * SECOND))
        (first,) = await claim(database)
        async with database.write() as unit:
            await unit.deliveries.postpone(first, NOON + LEASE, NOON, definite=True)
        assert await claim(database, NOON + 2 * SECOND) == [], "the removal waits, and what follows it"
        async with database.write() as unit:
            await unit.deliveries.supersede(removal.subject, Kind.MESSAGE_DELETE, NOON)
        assert keys(await claim(database, NOON + 2 * SECOND)) == ["reminder"]

    async def test_a_row_that_backs_off_holds_its_lane_and_a_failed_one_frees_it(self, database):
        await record(database, effect("a"), effect("b"))
        (row,) = await claim(database)
        async with database.write() as unit:
            await unit.deliveries.postpone(row, NOON + 5 * SECOND, NOON, definite=True)
        assert await claim(database, NOON + SECOND) == []
        (row,) = await claim(database, NOON + 5 * SECOND)
        assert row.dedup_key == "a"
        await settle(database, row, State.FAILED)
        assert keys(await claim(database, NOON + 6 * SECOND)) == ["b"]

    async def test_held_kinds_stay(self, database):
        await record(database, effect("dm", kind=Kind.DM_POST), effect("post", lane="channel:2"))
        assert keys(await claim(database, held=[Kind.DM_POST])) == ["post"]
        assert keys(await claim(database)) == ["dm"]

    async def test_two_claimers_never_take_one_row_or_one_lane_twice(self, database, database_url):
        await record(
            database, *(effect(f"{lane}-{n}", lane=f"channel:{lane}") for lane in range(20) for n in range(3))
        )
        other = Database(database_url)
        taken: list[Delivery] = []

        async def work(through: Database) -> None:
            while rows := await claim(through, limit=3):
                for row in rows:
                    flying = [seen for seen in taken if seen.lane == row.lane]
                    assert all(seen.id < row.id for seen in flying)
                    taken.append(row)
                    assert await settle(through, row) is not None

        async with asyncio.timeout(60):
            await asyncio.gather(*(work(through) for through in (database, other, database, other)))
        await other.close()
        assert len(taken) == len({row.id for row in taken}) == 60

    async def test_an_earlier_row_recorded_meanwhile_does_not_put_two_of_a_lane_in_flight(
        self, database, database_url
    ):
        await record(database, effect("late"))
        other = Database(database_url)
        if database.sole_process:
            await claim(database)
            await record(database, effect("early", due_at=NOON - SECOND))
            assert await claim(other) == []
        else:
            async with asyncio.timeout(30), database.write() as unit:
                assert len(await unit.deliveries.claim(NOON, lease=LEASE, limit=5)) == 1
                await record(other, effect("early", due_at=NOON - SECOND))
                second = asyncio.create_task(claim(other))
                await asyncio.wait([second], timeout=0.2)
            assert await second == []
        await other.close()


class TestOutcomes:
    async def test_only_the_attempt_that_holds_the_row_settles_it(self, database):
        await record(database, effect("a"))
        (stale,) = await claim(database)
        async with database.write() as unit:
            assert len(await unit.deliveries.recover(NOON + LEASE)) == 1
        (fresh,) = await claim(database, NOON + LEASE)
        assert await settle(database, stale, State.FAILED) is None
        settled = await settle(database, fresh, channel_id=1, message_id=2)
        assert settled is not None
        assert (settled.state, settled.channel_id, settled.message_id) == (State.SENT, 1, 2)
        assert await settle(database, fresh) is None

    async def test_a_definite_no_clears_the_doubt_of_its_own_attempt_only(self, database):
        await record(database, effect("a"))
        (row,) = await claim(database)
        async with database.write() as unit:
            back = await unit.deliveries.postpone(row, NOON, NOON, definite=True)
        assert back is not None
        assert back.uncertain_since is None
        (row,) = await claim(database)
        async with database.write() as unit:
            await unit.deliveries.postpone(row, NOON + SECOND, NOON, definite=False, error="502")
        (row,) = await claim(database, NOON + SECOND)
        assert row.uncertain_before
        async with database.write() as unit:
            back = await unit.deliveries.postpone(row, NOON + SECOND, NOON, definite=True)
        assert back is not None
        assert back.uncertain_since == NOON

    async def test_so_does_one_that_ends_it_and_a_retry_looks_for_nothing(self, database):
        await record(database, effect("refused"), effect("doubted", lane="channel:2"))
        for row in await claim(database):
            await settle(database, row, State.FAILED, definite=row.dedup_key == "refused")
        async with database.write() as unit:
            opened = await unit.deliveries.retry(
                "event:1", NOON, Kind.MESSAGE_POST, [State.FAILED], NOON + SECOND
            )
        assert opened == 2
        again = {row.dedup_key: row for row in await claim(database)}
        assert {key: row.uncertain_before for key, row in again.items()} == {
            "refused": False,
            "doubted": True,
        }
        assert not any(row.insisted for row in again.values())

    async def test_whoever_retries_what_is_uncertain_insists(self, database):
        await record(database, effect("a"))
        (row,) = await claim(database)
        await settle(database, row, State.UNCERTAIN)
        async with database.write() as unit:
            states = [State.FAILED, State.UNCERTAIN]
            await unit.deliveries.retry("event:1", NOON + SECOND, Kind.MESSAGE_POST, states, NOON + LEASE)
        (again,) = await claim(database, NOON + SECOND)
        assert (again.insisted, again.uncertain_since) == (True, NOON)

    async def test_the_lease_of_a_worker_that_is_gone_runs_out(self, database):
        await record(database, effect("a"))
        (row,) = await claim(database)
        async with database.write() as unit:
            assert await unit.deliveries.recover(NOON + LEASE - SECOND) == []
            assert await unit.deliveries.recover(NOON + LEASE, held=[row.id]) == []
            (back,) = await unit.deliveries.recover(NOON + SECOND, at_once=True)
        assert (back.state, back.uncertain_since) == (State.PENDING, NOON)
        (again,) = await claim(database, NOON + SECOND)
        assert again.uncertain_before

    async def test_a_message_heard_on_the_gateway_is_sent(self, database):
        await record(database, effect("a"))
        (row,) = await claim(database)
        async with database.write() as unit:
            heard = await unit.deliveries.heard(row.nonce, 7, 8, NOON)
            assert await unit.deliveries.heard(row.nonce, 7, 8, NOON) is None
            assert await unit.deliveries.heard("somebody's", 7, 8, NOON) is None
        assert heard is not None
        assert (heard.state, heard.channel_id, heard.message_id) == (State.SENT, 7, 8)
        assert await settle(database, row, State.FAILED) is None

    async def test_a_long_error_is_cut_to_its_column(self, database):
        await record(database, effect("a"))
        (row,) = await claim(database)
        settled = await settle(database, row, State.FAILED, error="x" * 500)
        assert settled is not None
        assert settled.last_error is not None
        assert len(settled.last_error) == 300


class TestRecovering:
    @pytest.mark.parametrize("kind", [Kind.THREAD_OPEN, Kind.MESSAGE_EDIT, Kind.ROLE_TAKE])
    async def test_what_an_earlier_attempt_may_double_or_undo_waits_until_that_has_landed(
        self, database, kind
    ):
        await record(database, effect("post"), effect("other", lane="2", kind=kind))
        await claim(database)
        async with database.write() as unit:
            await unit.deliveries.recover(NOON, at_once=True)
        assert keys(await claim(database)) == ["post"]
        assert keys(await claim(database, NOON + LANDING)) == ["other"]


class TestWithdrawing:
    async def test_what_waits_is_cancelled_and_what_flies_is_marked(self, database):
        await record(
            database,
            effect("flying"),
            effect("reminder:1", lane="channel:2", due_at=NOON + SECOND),
            effect("reminder%2", lane="channel:3", due_at=NOON + SECOND, kind=Kind.DM_POST),
            effect("other", lane="channel:4", subject="event:11", due_at=NOON + SECOND),
        )
        (flying,) = await claim(database)
        async with database.write() as unit:
            withdrawal = await unit.deliveries.withdraw("event:1", NOON)
        assert (withdrawal.cancelled, withdrawal.in_flight) == (2, 1)
        sent = await settle(database, flying)
        assert sent is not None
        assert sent.cancel_requested
        assert keys(await claim(database, NOON + SECOND)) == ["other"]

    async def test_it_can_be_narrowed_to_kinds_and_to_a_prefix(self, database):
        await record(
            database,
            effect("a%b:1", lane="channel:2"),
            effect("axb:2", lane="channel:3"),
            effect("a%b:3", lane="channel:4", kind=Kind.DM_POST),
        )
        async with database.write() as unit:
            await unit.deliveries.withdraw("event:1", NOON, kinds=[Kind.MESSAGE_POST], key_prefix="a%b")
            assert await unit.deliveries.tally("event:1") == {State.CANCELLED: 1, State.PENDING: 2}
        assert (await by_key(database, "a%b:1")).state is State.CANCELLED

    async def test_one_that_backs_off_after_its_withdrawal_ends_cancelled(self, database):
        await record(
            database,
            effect("a"),
            effect("b", lane="channel:2", kind=Kind.MESSAGE_EDIT),
            effect("c", lane="3"),
        )
        first, second, third = await claim(database)
        async with database.write() as unit:
            await unit.deliveries.withdraw("event:1", NOON)
            refused = await unit.deliveries.postpone(first, NOON + SECOND, NOON, definite=True)
            edited = await unit.deliveries.postpone(second, NOON + SECOND, NOON, definite=False)
            assert refused is not None
            assert edited is not None
            assert refused.state is edited.state is State.CANCELLED
            assert refused.settled_at == NOON
            # Its message may arrive all the same, however late: then it must go.
            heard = await unit.deliveries.heard(third.nonce, 1, 2, NOON + LEASE)
        assert heard is not None
        assert heard.cancel_requested

    async def test_a_message_that_may_have_arrived_comes_back_to_be_looked_for(self, database):
        due = {"expires_at": NOON + SECOND}
        await record(
            database,
            effect("waits", **due),
            effect("flies", lane="2", **due),
            effect("lost", lane="3", **due),
        )
        waits, flies, _ = await claim(database)
        async with database.write() as unit:
            await unit.deliveries.postpone(waits, NOON + LEASE, NOON, definite=False)
            withdrawal = await unit.deliveries.withdraw("event:1", NOON)
            await unit.deliveries.postpone(flies, NOON + SECOND, NOON, definite=False)
            await unit.deliveries.recover(NOON + LEASE)
            assert await unit.deliveries.expire_due(NOON + LEASE) == []
        assert (withdrawal.cancelled, withdrawal.in_flight) == (0, 3)
        assert keys(await claim(database, NOON + LANDING - SECOND)) == []
        # What the last attempt before asked for can be seen by then.
        back = await claim(database, NOON + LEASE + LANDING)
        assert sorted(keys(back)) == ["flies", "lost", "waits"]
        assert all(row.cancel_requested and row.uncertain_before for row in back)

    async def test_what_surely_left_nothing_is_in_no_doubt_any_more(self, database):
        await record(database, effect("a"))
        (row,) = await claim(database)
        settled = await settle(database, row, State.CANCELLED, proven=True)
        assert settled is not None
        assert settled.uncertain_since is None
