"""`maillage deliveries` beside a bot that runs: what an operator retries is sent, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.config import load
from bot.domain.effects import State
from bot.oversight import Wish, deliveries
from sandbox.faults import Fault


async def test_what_is_retried_beside_a_running_bot_is_sent_once(stage, lobby, database_url):
    stage.sandbox.faults.add(Fault("refuse", "POST", r"/channels/\d+/messages", code=50013))
    effect = stage.effect("a", lobby)
    # Quiet: a notice on its way would keep the bot looking into the outbox anyway.
    (failed,) = await stage.do(replace(effect, payload={**effect.payload, "quiet": True}))
    await stage.until(lambda: stage.dispatcher.health.in_flight == 0)
    assert failed.state is State.FAILED
    settings = load(None, {"MAILLAGE_DATABASE__URL": database_url})
    assert await deliveries(settings, Wish(retry=(failed.id,)), lambda _line: None, stage.clock)
    stage.sandbox.clock.advance(timedelta(seconds=11))
    (sent,) = await stage.ended("a")
    assert sent.state is State.SENT
    assert stage.said(lobby) == ["bonjour a"]
