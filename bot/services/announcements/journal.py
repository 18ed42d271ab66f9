"""The journal of announcements, as organisers read it."""

from __future__ import annotations

from typing import Any, ClassVar

from bot.domain.announcements import PAGE, Announcement, Entry, Journal
from bot.domain.mistakes import Mistake
from bot.storage.database import Database


class AnnouncementJournalService:
    """Tells who did what about an announcement, and when."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"announcement_act.user_id"})

    def __init__(self, database: Database) -> None:
        self._database = database

    async def journal(self, community_id: int, announcement_id: int, page: int) -> Journal:
        """List what was done, ten a page, latest first; past the last page, the last.

        Raises Mistake where there is no such announcement any more.
        """
        async with self._database.read() as unit:
            found = await unit.announcements.get(community_id, announcement_id)
            if found is None:
                raise Mistake("announcements-draft-gone")
            total = await unit.announcement_journal.count(announcement_id)
            page = min(page, max(0, (total - 1) // PAGE))
            entries = await unit.announcement_journal.entries(announcement_id, limit=PAGE, offset=page * PAGE)
        return Journal(found, entries, page, total)

    async def entry(self, community_id: int, entry_id: int) -> tuple[Announcement, Entry]:
        """Give one entry with its announcement. Raises Mistake where it is gone."""
        async with self._database.read() as unit:
            entry = await unit.announcement_journal.get(community_id, entry_id)
            if entry is not None:
                found = await unit.announcements.get(community_id, entry.announcement_id)
                if found is not None:
                    return found, entry
        raise Mistake("announcements-draft-gone")

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give what a person did about announcements."""
        async with self._database.read() as unit:
            theirs = await unit.announcement_journal.of_person(community_id, user_id)
        return {
            "announcement_acts": [
                {
                    "announcement": one.announcement_id,
                    "act": one.act.value,
                    "at": one.at,
                    "reason": one.reason,
                }
                for one in theirs
            ]
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Leave that someone of the team did it, and when; who it was, and their reasons, go."""
        async with self._database.write() as unit:
            await unit.announcement_journal.forget(community_id, user_id)
