"""What follows when a copy or a removal of an announcement settles: with the last one, a sending or recall has ended."""

from __future__ import annotations

from datetime import datetime

from bot.domain import announcements as rules
from bot.domain.announcements import AnnouncementState
from bot.domain.effects import POSTS, Delivery, Kind, State
from bot.domain.places import ANNOUNCEMENTS
from bot.storage.database import Unit


async def settled(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """End a sending or recall of which nothing is open any more, and show the organisers the report."""
    announcement_id = rules.announcement_of(delivery.subject)
    if announcement_id is None:
        return
    if delivery.kind is Kind.DM_POST:
        # However many are due, after a pause of Discord's or of ours.
        await unit.deliveries.hold_next(rules.DIRECT_LANE, now + rules.DIRECT_PACE)
    found = await unit.announcements.anywhere(announcement_id)
    arrived = delivery.kind in POSTS and delivery.state is State.SENT
    if arrived and found is not None and found.state.recalled:
        # It was on its way, or thought lost, when the announcement was recalled.
        await unit.deliveries.record(rules.removal_of(delivery, now), now=now)
    elif arrived and found is not None:
        if delivery.payload["target"].get("place") == ANNOUNCEMENTS:
            await unit.deliveries.record(rules.publication_of(delivery, announcement_id, now), now=now)
        if delivery.community_id != found.community_id:
            await unit.deliveries.record(rules.received(delivery, found, now), now=now)
        if rules.may_be_stale(delivery, found):
            # It was on its way, or thought lost, when what it says was replaced.
            await unit.deliveries.record(rules.edit_of(delivery, found, now), now=now)
    if (
        delivery.kind is Kind.MESSAGE_DELETE
        and found is not None
        and delivery.community_id != found.community_id
    ):
        copy = await unit.deliveries.by_key(delivery.payload["message_of"])
        if copy is not None:
            await unit.deliveries.record(rules.received_anew(copy, found, now), now=now)
    ended = await unit.announcements.end(announcement_id, now)
    if ended is not None:
        await unit.deliveries.record(*rules.report_of(ended, now), now=now)
        return
    if found is not None and found.state in (AnnouncementState.FINISHED, AnnouncementState.RECALLED):
        # An uncertain copy was seen on Discord after all: the report said otherwise.
        await unit.deliveries.record(rules.report_mended(found, delivery, now), now=now)


async def published(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """Show in the report what became of publishing a copy."""
    found = await unit.announcements.anywhere(delivery.payload["announcement"])
    if found is not None and found.state is AnnouncementState.FINISHED:
        await unit.deliveries.record(rules.report_mended(found, delivery, now), now=now)


HOOKS = {rules.SUBJECT: settled, rules.PUBLICATION_SUBJECT: published}
