"""Delivery with more to do than workers or Discord's limit allow: what is urgent is not kept waiting, nor work wasted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.delivery.pacer import Pacer
from bot.domain.effects import Effect, Priority, State
from sandbox import Fault
from tests.e2e.stage import Stage


def many(stage: Stage, count: int, **changes: Any) -> list[Effect]:
    """Make effects that each post in a channel of their own."""
    channels = [stage.world.create_channel(stage.guild.id, f"salon-{number}").id for number in range(count)]
    return [stage.effect(f"{channel}", channel, **changes) for channel in channels]


async def test_what_is_urgent_passes_by_what_waits_for_its_turn(stage: Stage, lobby: int):
    await stage.dispatcher.close()
    stage.dispatcher = stage.new_dispatcher(per_second=20)
    await stage.dispatcher.start()
    bulk = many(stage, 20, priority=Priority.BULK)
    await stage.record(*bulk)
    await stage.until(lambda: stage.posts() > 0)
    await stage.record(stage.effect("urgent", lobby, priority=Priority.URGENT))
    rows = await stage.ended("urgent", *(effect.dedup_key for effect in bulk))
    ids = [row.message_id for row in rows if row.message_id is not None]
    later = [each for each in ids[1:] if each > ids[0]]
    assert len(ids) == 21
    assert len(later) >= 10


async def test_with_more_due_than_workers_a_claim_takes_several_and_looks_for_nothing_else(stage: Stage):
    await stage.dispatcher.close()
    asked: list[str] = []
    event.listen(
        stage.database._engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: asked.append(statement),
    )
    effects = many(stage, 60)
    await stage.record(*effects)
    stage.sandbox.faults.add(Fault("slow", "POST", r"/channels/\d+/messages", times=None, delay=0.02))
    asked.clear()
    stage.dispatcher = stage.new_dispatcher(workers=10)
    await stage.dispatcher.start()
    rows = await stage.ended(*(effect.dedup_key for effect in effects))
    claims = [each for each in asked if each.startswith("UPDATE delivery") and "attempt + " in each]
    assert {row.state for row in rows} == {State.SENT}
    assert 6 <= len(claims) <= 30
    assert sum("min(delivery.next_at)" in each for each in asked) < len(claims)


async def test_what_is_over_is_told_though_every_worker_has_work(stage: Stage, lobby: int):
    await stage.dispatcher.close()
    soon = stage.clock.now() + timedelta(hours=1)
    stage.sandbox.faults.add(Fault("slow", "POST", r"/channels/\d+/messages", times=None, delay=0.05))
    stage.dispatcher = stage.new_dispatcher(workers=1)
    await stage.dispatcher.start()
    await stage.record(*many(stage, 3), stage.effect("over", lobby, due_at=soon, expires_at=soon))
    await stage.until(lambda: stage.posts() > 0)
    stage.clock.advance(timedelta(hours=2))
    (row,) = await stage.ended("over")
    assert row.state is State.EXPIRED


async def test_who_waited_for_the_global_limit_takes_a_turn_anew(
    stage: Stage, lobby: int, monkeypatch: pytest.MonkeyPatch
):
    turns: list[int] = []
    turn = Pacer.turn

    async def counted(pacer: Pacer) -> None:
        turns.append(stage.posts())
        await turn(pacer)

    monkeypatch.setattr(Pacer, "turn", counted)
    gate = stage.client.http._global_over
    gate.clear()
    await stage.record(stage.effect("a", lobby))
    await stage.until(lambda: gate._waiters)
    assert turns == [0]
    gate.set()
    await stage.ended("a")
    assert turns == [0, 0]
    assert stage.said(lobby) == ["bonjour a"]
