"""The outbox against a model of it: whatever is done to it in whatever order, both say the same."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, insert

from bot.domain.effects import LANDING, Delivery, Effect, Inquiry, Kind, State
from bot.storage.database import Database
from bot.storage.tables import community, delivery
from tests.storage.conftest import COMMUNITY_ID, NOON
from tests.storage.outbox import EFFECT, LEASE, OUTCOMES, SECOND, Row


class Outbox(RuleBasedStateMachine):
    """The store, and beside it the model."""

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database(self.url)
        self.now = NOON
        self.rows: dict[str, Row] = {}
        self.claims: list[Delivery] = []

    @property
    def doubtful(self) -> list[datetime]:
        """When each is over that waits for another try after one without an answer."""
        waiting = (row for row in self.rows.values() if row.state is State.PENDING and row.sought)
        return [row.expires_at for row in waiting if row.expires_at is not None]

    @property
    def asked(self) -> list[Delivery]:
        """The claims of what is to be looked up."""
        return [claim for claim in self.claims if claim.inquiry is Inquiry.OPEN]

    def do(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method of the store in a transaction of its own."""

        async def call() -> Any:
            async with self.database.write() as unit:
                return await getattr(unit.deliveries, method)(*arguments, **named)

        return self.runner.run(call())

    def oversee(self, method: str, key: str) -> Delivery | None:
        """Do what an operator does to the row of a key."""

        async def call() -> Delivery | None:
            async with self.database.write() as unit:
                found = await unit.deliveries.by_key(key)
                assert found is not None
                changed: Delivery | None = await getattr(unit.oversight, method)(found.id, self.now)
                return changed

        return self.runner.run(call())

    @initialize(firsts=st.lists(st.fixed_dictionaries(EFFECT), min_size=2, max_size=6))
    def begin(self, firsts) -> None:
        """Begin with a community, and a few effects for the rules to meet."""

        async def empty() -> None:
            async with self.database.write() as unit:
                connection = unit.deliveries._connection
                await connection.execute(delete(delivery))
                await connection.execute(delete(community))
                values = {"id": COMMUNITY_ID, "name": "Grappe", "locale": "fr", "timezone": "UTC"}
                await connection.execute(insert(community).values(joined_at=NOON, **values))

        self.runner.run(empty())
        for first in firsts:
            self.record(**first)

    @rule(**EFFECT)
    def record(self, key, lane, subject, priority, due, life, kind) -> None:
        due_at = self.now + due
        expires_at = None if life is None else due_at + life
        effect = Effect(COMMUNITY_ID, key, kind, lane, due_at, subject, {}, priority, expires_at)
        fresh = self.do("record", effect, now=self.now)
        assert fresh == (key not in self.rows)
        if fresh:
            number = len(self.rows)
            self.rows[key] = Row(number, lane, subject, priority, due_at, due_at, expires_at, kind=kind)

    @rule(by=st.integers(1, 20).map(lambda seconds: seconds * SECOND))
    def time_passes(self, by) -> None:
        self.now += by

    def claim(self, limit) -> None:
        """Claim what is due."""
        claimed = self.do("claim", self.now, lease=LEASE, limit=limit)
        expected = sorted(
            (row for row in self.rows.values() if self.claimable(row)),
            key=lambda row: (row.priority, row.next_at, row.number),
        )[:limit]
        assert [row.dedup_key for row in claimed] == [self.key(row) for row in expected]
        for row in expected:
            row.uncertain_before = row.uncertain_since is not None
            row.uncertain_since = row.uncertain_since or self.now
            row.state, row.lease_until = State.CLAIMED, self.now + LEASE
            row.attempt += 1
        assert [row.uncertain_before for row in claimed] == [row.uncertain_before for row in expected]
        self.claims += claimed

    @rule(outcomes=st.lists(st.none() | OUTCOMES, min_size=1, max_size=4))
    def perform(self, outcomes) -> None:
        """Do what a dispatcher does: claim, and write what each attempt came to, but for those still under way."""
        before = len(self.claims)
        self.claim(len(outcomes))
        for claim, outcome in zip(self.claims[before:], outcomes, strict=False):
            if outcome is not None:
                self.end(claim, outcome)

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), outcome=OUTCOMES)
    def end_one(self, data, outcome) -> None:
        self.end(data.draw(st.sampled_from(self.claims)), outcome)

    def end(self, claim, outcome) -> None:
        """Write what an attempt came to: a final state, or after how long it is tried again."""
        came_to, definite = outcome
        row, held = self.rows[claim.dedup_key], self.holds(claim)
        final = came_to if isinstance(came_to, State) else None
        if final is not None:
            written = self.do("settle", claim, final, self.now, definite=definite)
        else:
            written = self.do("postpone", claim, self.now + came_to, self.now, definite=definite)
        assert (written is not None) == held
        if not held:
            return
        row.lease_until = None
        if definite and not claim.uncertain_before:
            row.uncertain_since = None
        if final is not None:
            row.state = final
        else:
            row.state = State.CANCELLED if row.cancel and not row.sought else State.PENDING
            row.next_at = self.now + max(came_to, LANDING if row.cancel and row.sought else came_to)

    @rule(
        subject=st.sampled_from(["event:1", "event:2"]),
        kinds=st.none() | st.just([Kind.MESSAGE_POST]),
        prefix=st.none() | st.sampled_from("abcd"),
    )
    def withdraw(self, subject, kinds, prefix) -> None:
        told = self.do("withdraw", subject, self.now, kinds=kinds, key_prefix=prefix)
        concerned = [
            row
            for key, row in self.rows.items()
            if row.subject == subject
            and row.open
            and (kinds is None or row.kind in kinds)
            and (prefix is None or key.startswith(prefix))
        ]
        flying = [row for row in concerned if row.state is State.CLAIMED or row.sought]
        assert (told.cancelled, told.in_flight) == (len(concerned) - len(flying), len(flying))
        for row in concerned:
            known, row.cancel = row.cancel, True
            if row.sought:
                row.expires_at = None
            if row.state is State.PENDING:
                if not row.sought:
                    row.state = State.CANCELLED
                elif not known:
                    row.next_at = self.now + LANDING

    @rule(
        subject=st.sampled_from(["event:1", "event:2"]),
        kind=st.sampled_from([Kind.MESSAGE_POST, Kind.MESSAGE_DELETE]),
        states=st.sampled_from([(State.FAILED, State.EXPIRED), (State.UNCERTAIN,)]),
        life=st.integers(1, 20),
    )
    def retry(self, subject, kind, states, life) -> None:
        expires_at = self.now + life * SECOND
        opened = self.do("retry", subject, self.now, kind, states, expires_at)
        concerned = [
            row
            for row in self.rows.values()
            if row.subject == subject and row.kind is kind and row.state in states
        ]
        assert opened == len(concerned)
        for row in concerned:
            row.insisted = row.insisted or row.state is State.UNCERTAIN
            row.state, row.next_at, row.expires_at = State.PENDING, self.now, expires_at

    @rule(
        subject=st.sampled_from(["event:1", "event:2"]),
        kind=st.sampled_from([Kind.MESSAGE_POST, Kind.MESSAGE_DELETE]),
    )
    def supersede(self, subject, kind) -> None:
        self.do("supersede", subject, kind, self.now)
        for row in self.rows.values():
            given_up = row.state in (State.PENDING, State.FAILED, State.EXPIRED)
            if row.subject == subject and row.kind is kind and given_up:
                row.state = State.CANCELLED

    @rule(data=st.data())
    def try_again(self, data) -> None:
        key = data.draw(st.sampled_from(sorted(self.rows)))
        row = self.rows[key]
        allowed = (
            row.state in (State.PENDING, State.FAILED, State.UNCERTAIN)
            and row.due_at <= self.now
            and not row.cancel
            and (row.expires_at is None or row.expires_at > self.now)
        )
        assert (self.oversee("try_again", key) is not None) == allowed
        if allowed:
            row.insisted = row.insisted or row.state is State.UNCERTAIN
            row.state, row.next_at = State.PENDING, self.now

    @rule(data=st.data())
    def drop(self, data) -> None:
        key = data.draw(st.sampled_from(sorted(self.rows)))
        row = self.rows[key]
        allowed = row.state in (State.PENDING, State.FAILED, State.UNCERTAIN)
        assert (self.oversee("drop", key) is not None) == allowed
        if allowed and row.state is State.PENDING and row.sought:
            row.next_at, row.expires_at, row.cancel = self.now + LANDING, None, True
        elif allowed:
            row.state, row.cancel = State.CANCELLED, True

    @rule(at_once=st.booleans())
    def recover(self, at_once) -> None:
        back = self.do("recover", self.now, at_once=at_once)
        gone = [
            row
            for row in self.rows.values()
            if row.state is State.CLAIMED
            and (at_once or (row.lease_until is not None and row.lease_until <= self.now))
        ]
        assert {row.dedup_key for row in back} == {self.key(row) for row in gone}
        for row in gone:
            row.state = State.CANCELLED if row.cancel and not row.sought else State.PENDING
            row.next_at = self.now + LANDING if row.cancel and row.sought else self.now
            row.lease_until = None

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def hear(self, data) -> None:
        claim = data.draw(st.sampled_from(self.claims))
        row = self.rows[claim.dedup_key]
        unaware = row.open or row.state in (State.CANCELLED, State.UNCERTAIN)
        heard = self.do("heard", claim.nonce, 1, 2, self.now)
        assert (heard is not None) == unaware
        if unaware:
            row.cancel = row.cancel or row.state is State.CANCELLED
            row.state, row.lease_until = State.SENT, None

    @rule()
    def expire(self) -> None:
        over = self.do("expire_due", self.now)
        due = [row for row in self.rows.values() if row.state is State.PENDING and row.is_over(self.now)]
        asked = [row for row in due if row.sought and row.inquiry is None]
        for row in asked:
            row.inquiry, row.next_at = Inquiry.OPEN, self.now + LANDING
        due = [row for row in due if row.inquiry is not Inquiry.OPEN]
        assert {row.dedup_key for row in over} == {self.key(row) for row in due}
        for row in due:
            row.state = State.EXPIRED

    @precondition(lambda self: self.doubtful)
    @rule()
    def time_of_a_doubtful_one_is_over(self) -> None:
        self.now = max(self.now, *self.doubtful)
        self.expire()
        self.now += LANDING
        self.claim(4)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), absent=st.booleans())
    def look_up(self, data, absent) -> None:
        claim = data.draw(st.sampled_from(self.asked))

        async def call() -> Delivery | None:
            async with self.database.write() as unit:
                return await unit.eras.looked(claim, self.now, absent=absent)

        row = self.rows[claim.dedup_key]
        assert (self.runner.run(call()) is not None) == self.holds(claim)
        if self.holds(claim):
            row.state = State.CANCELLED if row.cancel and absent else State.PENDING
            row.inquiry, row.lease_until = Inquiry.CLOSED, None
            row.uncertain_since = None if absent else row.uncertain_since

    @rule()
    def look_ahead(self) -> None:
        instants = [row.next_at for row in self.rows.values() if row.state is State.PENDING]
        instants += [
            row.expires_at for row in self.rows.values() if row.state is State.PENDING and row.expires_at
        ]
        instants += [row.lease_until for row in self.rows.values() if row.lease_until]
        expected = min((instant for instant in instants if instant > self.now), default=None)
        assert self.do("next_due", self.now) == expected

    @invariant()
    def both_say_the_same(self) -> None:
        found = [row for subject in ("event:1", "event:2") for row in self.do("of_subject", subject)]
        assert {
            row.dedup_key: (
                row.state,
                row.attempt,
                row.next_at,
                row.lease_until,
                row.uncertain_since,
                row.cancel_requested,
                row.insisted,
                row.inquiry,
            )
            for row in found
        } == {
            key: (
                row.state,
                row.attempt,
                row.next_at,
                row.lease_until,
                row.uncertain_since,
                row.cancel,
                row.insisted,
                row.inquiry,
            )
            for key, row in self.rows.items()
        }

    @invariant()
    def a_lane_has_one_in_flight(self) -> None:
        flying = [row.lane for row in self.rows.values() if row.state is State.CLAIMED]
        assert len(flying) == len(set(flying))

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    def claimable(self, row: Row) -> bool:
        """Tell whether a row may be claimed, said again in other words than the store's."""
        if row.state is not State.PENDING or row.next_at > self.now:
            return False
        if row.is_over(self.now) and row.inquiry is not Inquiry.OPEN:
            return False
        lane = [other for other in self.rows.values() if other.lane == row.lane and other.open]
        first = min(lane, key=lambda other: (other.due_at, other.number))
        return first is row and all(other.state is State.PENDING for other in lane)

    def holds(self, claim: Delivery) -> bool:
        """Tell whether a claim is still the row's present attempt."""
        row = self.rows[claim.dedup_key]
        return row.state is State.CLAIMED and row.attempt == claim.attempt

    def key(self, row: Row) -> str:
        """Give a row's key."""
        return next(key for key, known in self.rows.items() if known is row)


def test_the_outbox_does_what_its_model_does(database_url: str):
    class Here(Outbox):
        url = database_url

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=80,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
