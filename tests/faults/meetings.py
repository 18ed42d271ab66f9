"""Events as jobs: what Discord's own list of events has to follow. Their cards and reminders are not asked for here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.domain.events import Audience, Details, Event
from bot.services.events import scheduled
from bot.storage.database import Unit
from bot.storage.tables import event as table
from tests.faults.planner import Job

# Further than the days of any run go by.
AHEAD = timedelta(days=1000)
Work = Callable[[Unit, int, Job, datetime], Awaitable[None]]


def meeting_of(number: int) -> str:
    """Give the title of the event of a job."""
    return f"Rencontre {number}"


def place_of(number: int) -> str:
    """Say where an event is, as a job put it there."""
    return f"Salle {number}"


async def _meet(unit: Unit, community_id: int, job: Job, now: datetime) -> None:
    start = now + AHEAD
    details = Details(
        title=meeting_of(job["number"]),
        description="",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        timezone="Europe/Brussels",
        place=place_of(job["number"]),
        link=None,
        partner_id=None,
        audience=Audience.OPEN,
        group_ids=(),
    )
    event = await unit.events.add(community_id, details, job["user"], now)
    await scheduled.enter(unit, event, now)


async def _relocate(unit: Unit, community_id: int, job: Job, now: datetime) -> None:
    before = await _known(unit, community_id, job)
    details = replace(before.details, place=place_of(job["number"]))
    if await unit.events.change(before, details, before.schedule):
        event = replace(before, details=details, revision=before.revision + 1)
        await scheduled.follow(unit, before, event, now, enter_anew=True)


async def _call_off(unit: Unit, community_id: int, job: Job, now: datetime) -> None:
    event = await _known(unit, community_id, job)
    if await unit.events.cancel(event, job["user"], ""):
        await scheduled.remove(unit, event, now)


async def _known(unit: Unit, community_id: int, job: Job) -> Event:
    ids = select(table.c.id).where(table.c.title == meeting_of(job["of"]))
    event_id = (await unit.deliveries._connection.execute(ids)).scalar_one()
    found = await unit.events.get(community_id, event_id)
    if found is None:
        msg = f"the event of job {job['of']} is gone"
        raise LookupError(msg)
    return found


WORK: Mapping[str, Work] = {"meet": _meet, "relocate": _relocate, "call_off_meeting": _call_off}
