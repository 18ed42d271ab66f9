"""What follows when a copy of an announcement has come to its end: with the last one, the announcement has ended."""

from __future__ import annotations

from datetime import datetime

from bot.domain import announcements as rules
from bot.domain.announcements import AnnouncementState
from bot.domain.effects import Delivery
from bot.storage.database import Unit


async def settled(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """End an announcement none of whose copies is open any more, and show the organisers the report."""
    announcement_id = rules.announcement_of(delivery.subject)
    if announcement_id is None:
        return
    ended = await unit.announcements.end(announcement_id, now)
    if ended is not None:
        await unit.deliveries.record(rules.report_of(ended, now), now=now)
        return
    found = await unit.announcements.get(delivery.community_id, announcement_id)
    if found is not None and found.state is AnnouncementState.FINISHED:
        # An uncertain copy was seen on Discord after all: the report said otherwise.
        await unit.deliveries.record(rules.report_mended(found, delivery, now), now=now)


HOOKS = {rules.SUBJECT: settled}
