"""What follows from sending an announcement, whoever or whatever starts it."""

from __future__ import annotations

from datetime import datetime

from bot.domain import announcements as rules
from bot.domain.announcements import Announcement
from bot.domain.consent import Purpose
from bot.services.announcements.reading import community_of, draft_of
from bot.storage.database import Unit


async def start(unit: Unit, begun: Announcement, now: datetime, due_at: datetime | None = None) -> None:
    """Record a copy for each target there still is. With none left, the sending has ended, and is reported.

    `due_at` is when a plan wanted it, however late that is noticed.
    """
    draft = await draft_of(unit, await community_of(unit, begun.community_id), begun)
    addressees = await unit.announcement_targets.chosen(begun.id)
    people = await unit.people.agreeing(begun.community_id, Purpose.ANNOUNCEMENTS)
    there = [one for one in addressees if not one.gone]
    due_at = due_at or now
    # Late or not, people are written to slowly; but what a lost run may have sent is looked for under its instant.
    questioned = unit.era is not None and unit.era.questions(due_at)
    copies = rules.copies_of(begun, there, draft.mention, due_at, people, due_at if questioned else now)
    await unit.deliveries.record(*copies, now=now)
    if not copies:
        ended = await unit.announcements.end(begun.id, now)
        if ended is not None:
            await unit.deliveries.record(*rules.report_of(ended, now), now=now)
