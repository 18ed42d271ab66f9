"""The gateway's echo of our own messages, which proves a delivery whose answer was lost."""

from __future__ import annotations

import re

from bot.domain.effects import Card, Effect, Kind, State, channel_lane, message_payload
from sandbox.faults import Fault
from tests.e2e.scene import Scene


async def test_a_message_heard_on_the_gateway_is_not_sent_again(scene: Scene):
    path = rf"/channels/{scene.lobby}/messages"
    scene.sandbox.faults.add(Fault("lost_reply", "POST", path, status=0))
    scene.sandbox.exchanges.clear()
    now = scene.clock.now()
    effect = Effect(
        community_id=scene.community_id,
        dedup_key="once",
        kind=Kind.MESSAGE_POST,
        lane=channel_lane(scene.lobby),
        due_at=now,
        subject="test:1",
        payload=message_payload(Card("groups-panel", {"community": scene.community_id}), channel=scene.lobby),
    )
    async with scene.app.database.write() as unit:
        await unit.deliveries.record(effect, now=now)

    async def sent() -> bool:
        async with scene.app.database.read() as unit:
            row = await unit.deliveries.by_key("once")
        return row is not None and row.state is State.SENT and row.message_id is not None

    await scene.until(sent)
    assert len(scene.messages(scene.organiser, scene.lobby)) == 1
    posts = [one for one in scene.sandbox.exchanges if one.method == "POST" and re.fullmatch(path, one.path)]
    assert len(posts) == 1
