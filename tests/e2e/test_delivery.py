"""Delivery on the real library: never lost and never doubled, whatever fails and whenever it stops."""

from __future__ import annotations

import itertools
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.delivery.attempts import real_seconds
from bot.delivery.dispatcher import Dispatcher
from bot.domain.effects import State
from sandbox.faults import Fault

POST = r"/channels/\d+/messages"


FAULT = ("kind", "method", "path", "times", "status", "code", "retry_after", "delay")


class TestOnce:
    async def test_a_message_is_sent_and_its_place_is_known(self, stage, lobby):
        (row,) = await stage.do(stage.effect("a", lobby))
        assert (row.state, row.channel_id) == (State.SENT, lobby)
        assert [int(message["id"]) for message in stage.owner.messages(lobby)] == [row.message_id]

    @pytest.mark.parametrize(
        "fault",
        [
            Fault("status", "POST", POST, status=503),
            Fault("reset", "POST", POST),
            Fault("lost_reply", "POST", POST, status=503),
            Fault("lost_reply", "POST", POST, status=0),
            Fault("rate_limit", "POST", POST, retry_after=0.01),
            Fault("blocked", "POST", POST, retry_after=1),
        ],
        ids=lambda fault: f"{fault.kind}-{fault.status}",
    )
    async def test_a_failure_that_passes_neither_loses_nor_doubles(self, stage, lobby, fault):
        stage.sandbox.faults.add(Fault(**{name: getattr(fault, name) for name in FAULT}))
        (row,) = await stage.do(stage.effect("a", lobby))
        assert row.state is State.SENT
        assert stage.said(lobby) == ["bonjour a"]
        assert stage.posts() == 2

    async def test_words_that_changed_since_a_lost_answer_are_put_right(self, stage, lobby):
        stage.words = "avant"
        fault = stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=503))
        stage.sandbox.faults.add(Fault("status", "POST", POST, status=503, times=3))
        await stage.record(stage.effect("a", lobby))
        await stage.until(lambda: fault.struck)
        stage.words = "maintenant"
        await stage.ended("a")
        assert stage.said(lobby) == ["maintenant a"]

    async def test_a_message_deleted_before_its_answer_arrived_is_not_sent_again(self, stage, lobby):
        stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=503))
        stage.sandbox.faults.add(Fault("refuse", "POST", POST, code=10008))
        (row,) = await stage.do(stage.effect("a", lobby))
        assert (row.state, row.message_id) == (State.SENT, None)

    async def test_a_restart_in_the_middle_misses_and_doubles_nothing(self, stage):
        channels = [stage.world.create_channel(stage.guild.id, f"salon-{n}").id for n in range(6)]
        stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=0, times=None, probability=0.2))
        stage.sandbox.faults.add(Fault("slow", "POST", POST, delay=0.01, times=None))
        effects = [stage.effect(f"{n}-{channel}", channel) for n in range(10) for channel in channels]
        await stage.record(*effects)
        # With one process, what the dead had claimed comes free at once; with several, after its lease. Twice that
        # is longer than a nonce is trusted.
        for share in (10, 25, 40) if stage.database.sole_process else (25,):
            await stage.until(lambda share=share: sum(len(stage.said(one)) for one in channels) >= share)
            await stage.restart()
        if not stage.database.sole_process:
            stage.sandbox.clock.advance(timedelta(seconds=31))
        rows = await stage.ended(*(effect.dedup_key for effect in effects))
        assert Counter(row.state for row in rows) == {State.SENT: 60}
        for channel in channels:
            assert stage.said(channel) == [f"bonjour {n}-{channel}" for n in range(10)]


class TestTrouble:
    async def test_a_database_that_refuses_for_a_while_loses_and_doubles_nothing(
        self, stage, lobby, monkeypatch, caplog
    ):
        write = stage.database.write
        refusals = iter([True] * 4)

        @asynccontextmanager
        async def moody():
            async with write() as unit:
                yield unit
                if stage.posts() and next(refusals, False):
                    raise OperationalError("COMMIT", {}, Exception("disk full"))

        monkeypatch.setattr(stage.database, "write", moody)
        (row,) = await stage.do(stage.effect("a", lobby))
        assert row.state is State.SENT
        assert stage.said(lobby) == ["bonjour a"]
        assert next(refusals, None) is None
        assert "could not be written" in caplog.text or "refuses delivery" in caplog.text

    async def test_a_fault_in_what_follows_does_not_hold_its_lane(self, stage, lobby, caplog):
        async def faulty(*_: object) -> None:
            raise KeyError("hook")

        await stage.dispatcher.close()
        stage.dispatcher = stage.new_dispatcher(hooks={"test": faulty})
        await stage.dispatcher.start()
        rows = await stage.do(stage.effect("a", lobby), stage.effect("b", lobby))
        assert [row.state for row in rows] == [State.SENT] * 2
        assert stage.said(lobby) == ["bonjour a", "bonjour b"]
        assert "could not be written" in caplog.text

    @pytest.mark.parametrize(
        "looks",
        [0, 1, 2],
        ids=["before it is begun", "before it is sent", "between its headers and its body"],
    )
    async def test_one_that_stood_still_beyond_its_attempt_sends_nothing_of_it_any_more(
        self, stage, lobby, monkeypatch, looks
    ):
        # Another may have taken it over, sent it, and withdrawn it. No time-out has noticed yet.
        looked = itertools.count()
        stood_still = False
        begin = Dispatcher._begin

        def begin_late(dispatcher: Dispatcher, flight: Any) -> None:
            nonlocal stood_still
            stood_still = stood_still or looks == 0
            begin(dispatcher, flight)

        def now() -> float:
            return real_seconds() + (3600.0 if stood_still else 0.0)

        def look() -> float:
            nonlocal stood_still
            stood_still = next(looked) >= looks
            return now()

        monkeypatch.setattr(Dispatcher, "_begin", begin_late)
        monkeypatch.setattr("bot.delivery.dispatcher.real_seconds", now)
        monkeypatch.setattr("bot.delivery.attempts.real_seconds", look)
        (row,) = await stage.do(stage.effect("a", lobby))
        assert (row.state, row.attempt) == (State.SENT, 2)
        assert stage.posts() == 1

    async def test_a_global_limit_met_while_giving_up_does_not_close_the_gate_for_ever(
        self, stage, lobby, monkeypatch
    ):
        monkeypatch.setattr("bot.delivery.dispatcher.ATTEMPT_SECONDS", 0.2)
        stage.sandbox.faults.add(Fault("global_rate_limit", "POST", POST, retry_after=60))
        (row,) = await stage.do(stage.effect("a", lobby))
        assert row.state is State.SENT
        assert stage.said(lobby) == ["bonjour a"]
