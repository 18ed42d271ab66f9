"""What follows in introductions when the thread of two people stands, or can't be opened."""

from __future__ import annotations

from datetime import datetime

from bot.domain.effects import Delivery, Kind, State
from bot.domain.introductions import effects
from bot.storage.database import Unit


async def settled(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """Note where the two meet and show it on the card that asked; where there is no way, tell both of each other."""
    request_id = delivery.payload.get("request")
    if delivery.kind is not Kind.THREAD_OPEN or request_id is None:
        return
    request = await unit.introductions.get(request_id)
    if request is None:
        return
    if delivery.state is State.SENT and delivery.channel_id is not None:
        await unit.introductions.set_thread(request.id, delivery.channel_id)
        await unit.deliveries.record(effects.refreshed(request, now), now=now)
    elif delivery.state is State.FAILED:
        await unit.deliveries.record(*effects.unopened(request, now), now=now)


HOOKS = {effects.SUBJECT: settled}
