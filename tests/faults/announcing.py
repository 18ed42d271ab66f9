"""Announcements as jobs: written, planned, edited, recalled and called off through their services, in an organiser's steps.

Each step is a transaction of its own. A job that is asked for again, because a life was killed before it said that it
was done, takes up where the one before left off.
"""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from bot.app import App
from bot.domain.announcements import (
    Announcement,
    AnnouncementState,
    Repeat,
    Target,
    Words,
    channel_target,
    group_target,
    members_target,
)
from bot.domain.mistakes import Mistake
from bot.storage.announcements import announcement_of
from bot.storage.tables import announcement
from tests.faults.planner import Job

# So many times a series is sent.
DATES = 3
TITLE = re.compile(r"Titre (\d+)\b")
_BODIES = {"fr": "Venez, version {}.", "en": "Come, version {}."}


def title_of(number: int) -> str:
    """Give the title of the announcement or thread of a job."""
    return f"Titre {number}"


def number_of(title: str) -> int:
    """Read the job out of such a title."""
    found = TITLE.fullmatch(title)
    return 0 if found is None else int(found[1])


def body(language: str, edited_by: int) -> str:
    """Give the words of an announcement, in a language, as a job edited them; 0 for those of the beginning."""
    return _BODIES[language].format(edited_by)


def words(number: int, language: str, edited_by: int = 0) -> Words:
    """Give title and words of an announcement."""
    return Words(title_of(number), body(language, edited_by))


class Announcing:
    """Does jobs about announcements, inside the bot."""

    def __init__(self, app: App, community_id: int) -> None:
        self._clock = app.clock
        self._database = app.database
        self._services = app.services
        self._community_id = community_id

    async def listen(self, job: Job) -> None:
        """Have a person ask for announcements by direct message, in their language."""
        people = self._services.people
        await people.set_locale(self._community_id, job["user"], job["language"])
        await people.set_announcements(self._community_id, job["user"], wanted=True)

    async def announce(self, job: Job) -> None:
        """Write an announcement, choose whom it is for, and send it."""
        found = await self._found(job["number"])
        if found is None or found.state is AnnouncementState.DRAFT:
            number = await self._drafted(found, job)
            drafts = self._services.announcement_drafts
            ready = await drafts.prepare(self._community_id, number)
            await drafts.confirm(self._community_id, number, job["user"], ready.announcement.version)

    async def plan(self, job: Job) -> None:
        """Write one for a time that is to come, or for a series of times."""
        found = await self._found(job["number"])
        if found is not None and found.state is not AnnouncementState.DRAFT:
            return
        number = await self._drafted(found, job)
        plans = self._services.announcement_plans
        at = self._clock.now() + timedelta(minutes=job["minutes"])
        repeat, until = (Repeat.WEEK, f"{DATES} fois") if job["series"] else (Repeat.ONCE, "")
        planning = await plans.type(self._community_id, number, f"<t:{int(at.timestamp())}>", repeat, until)
        await plans.confirm(self._community_id, number, job["user"], planning.draft.announcement.version)

    async def edit(self, job: Job) -> None:
        """Replace what an announcement says, in both languages, wherever it stands."""
        found = await self._known(job["of"])
        if found.body == body("fr", job["number"]):
            return
        edits, number, before = self._services.announcement_edits, found.id, found.revision
        french, english = (words(job["of"], each, job["number"]) for each in ("fr", "en"))
        begun = await edits.begin(self._community_id, number, job["user"], before, french, "")
        await edits.translate(self._community_id, begun.edit.id, before, "en", english)
        ready = await edits.prepare(self._community_id, begun.edit.id)
        await edits.confirm(self._community_id, begun.edit.id, job["user"], ready.edit.version, before)

    async def recall(self, job: Job) -> None:
        """Take an announcement back wherever it stands."""
        found = await self._known(job["of"])
        if not found.state.recalled:
            await self._services.announcements.recall(self._community_id, found.id, job["user"])

    async def call_off(self, job: Job) -> None:
        """Call off what is planned, if anything still is; a series may send while one is about to."""
        while (found := await self._known(job["of"])).state is AnnouncementState.PLANNED:
            try:
                await self._services.announcement_plans.cancel(
                    self._community_id, found.id, job["user"], found.version
                )
            except Mistake:
                continue

    async def _drafted(self, found: Announcement | None, job: Job) -> int:
        """Have a draft with all that is to be said, and whom it is for."""
        drafts = self._services.announcement_drafts
        if found is None:
            begun = await drafts.compose(self._community_id, job["user"], words(job["number"], "fr"))
            found = begun.announcement
        await drafts.translate(self._community_id, found.id, job["user"], "en", words(job["number"], "en"))
        offered = await self._targets(job)
        await drafts.choose(self._community_id, found.id, offered, offered)
        return found.id

    async def _targets(self, job: Job) -> set[Target]:
        async with self._database.read() as unit:
            groups = {group.key: group.id for group in await unit.groups.active(self._community_id)}
        wanted = {channel_target(self._community_id), *(group_target(groups[key]) for key in job["groups"])}
        return wanted | ({members_target(self._community_id)} if job["members"] else set())

    async def _known(self, number: int) -> Announcement:
        found = await self._found(number)
        if found is None:
            msg = f"the announcement of job {number} is gone"
            raise LookupError(msg)
        return found

    async def _found(self, number: int) -> Announcement | None:
        """Find the announcement of a job: what a series sends has the same title, and is another."""
        wanted = select(announcement).where(
            announcement.c.community_id == self._community_id,
            announcement.c.title == title_of(number),
            announcement.c.series_id.is_(None),
        )
        async with self._database.read() as unit:
            row = (await unit.deliveries._connection.execute(wanted)).one_or_none()
        return None if row is None else announcement_of(row)
