"""Announcements that are being sent, or were: what became of them, trying again, taking back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    PAGE,
    Act,
    Announcement,
    AnnouncementState,
    Listed,
    Listing,
    Outcome,
    Recall,
    Report,
)
from bot.domain.effects import POSTS, Kind, State
from bot.domain.groups import folded
from bot.domain.mistakes import Mistake
from bot.services.announcements.reading import report_of
from bot.services.announcements.releasing import drop_edit_requests, remove_requests
from bot.storage.database import Database

OFFERED = 25
# Autocomplete looks among this many, the latest: what is older is found in the list.
SEARCHED = 100


class AnnouncementService:
    """Finds, reports and recalls announcements, and tries again what failed."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset(
        {
            "announcement.author_id",
            "announcement.confirmed_by",
            "announcement.edited_by",
            "announcement.recalled_by",
        }
    )

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def report(self, community_id: int, announcement_id: int) -> Report:
        """Tell what became of an announcement, target by target. Raises Mistake where there is nothing to report."""
        async with self._database.read() as unit:
            return await report_of(unit, community_id, announcement_id)

    async def retry(self, community_id: int, announcement_id: int, user_id: int, outcome: Outcome) -> Report:
        """Try the failed copies again, or send the uncertain ones once more, as a person decided.

        Nothing goes where nothing can be sent any more: to a community that is linked no more, an archived group. Of a
        recalled announcement nothing is sent again: it is the removals that failed that are tried. Raises Mistake
        while it is under way, or when there is nothing to try.
        """
        now = self._clock.now()
        states = {State.FAILED, State.EXPIRED} if outcome is Outcome.FAILED else {State.UNCERTAIN}
        async with self._database.write() as unit:
            before = await report_of(unit, community_id, announcement_id)
            addressees = [result.addressee for result in before.results]
            gone = [rules.copy_key(before.announcement, one.target) for one in addressees if one.gone]
            subject = rules.subject_of(announcement_id)
            await unit.deliveries.of_subject(subject, locked=True)
            again = await unit.announcements.begin_again(announcement_id, now)
            if again is None:
                raise Mistake("announcements-sending-still")
            kinds = [Kind.MESSAGE_DELETE] if again.state.recalled else [*POSTS, Kind.MESSAGE_EDIT]
            expires_at = now + rules.SENDING_LIFE
            opened = [
                await unit.deliveries.retry(subject, now, kind, states, expires_at, but=gone)
                for kind in kinds
            ]
            if not sum(opened):
                raise Mistake("announcements-nothing-to-retry")
            act = Act.RETRIED if outcome is Outcome.FAILED else Act.RESENT
            await unit.announcement_journal.note(again, act, user_id, now)
            return await report_of(unit, community_id, announcement_id)

    async def recallable(self, community_id: int, announcement_id: int) -> Recall:
        """Tell what recalling it would undo. Raises Mistake where it was never sent, or is recalled already."""
        async with self._database.read() as unit:
            found = await unit.announcements.get(community_id, announcement_id)
            if found is not None and found.confirmed_at is None:
                raise Mistake("announcements-recall-unsent")
            report = await report_of(unit, community_id, announcement_id)
            if report.announcement.state.recalled:
                raise _recalled_already(report.announcement)
            reach = await unit.announcement_targets.reach([one.addressee for one in report.results])
        return Recall(report, reach)

    async def recall(self, community_id: int, announcement_id: int, user_id: int) -> Report:
        """Remove an announcement wherever it stands, and wherever it arrives from now on; once, whoever asks.

        Raises Mistake where it was never sent, or is recalled already.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            subject = rules.subject_of(announcement_id)
            await unit.deliveries.of_subject(subject, locked=True)
            before = await report_of(unit, community_id, announcement_id)
            recalled = await unit.announcements.recall(announcement_id, user_id, now)
            if recalled is None:
                found = await unit.announcements.get(community_id, announcement_id)
                raise _recalled_already(found or before.announcement)
            await unit.announcement_journal.note(recalled, Act.RECALLED, user_id, now)
            await drop_edit_requests(unit, announcement_id, user_id, now)
            await unit.deliveries.withdraw(subject, now, kinds=POSTS)
            for one in {result.addressee.community for result in before.results}:
                where = community_id if one is None else one.id
                await unit.deliveries.withdraw(
                    f"{rules.PUBLICATION_SUBJECT}:{where}", now, key_prefix=rules.copies_prefix(recalled)
                )
            await unit.deliveries.supersede(subject, Kind.MESSAGE_EDIT, now)
            # Read after the withdrawal: what arrived just before it stands, what arrives after it is undone.
            rows = await unit.deliveries.of_subject(subject)
            copies = [row for row in rows if row.kind in POSTS and row.state is State.SENT]
            await unit.deliveries.record(*(rules.removal_of(copy, now) for copy in copies), now=now)
            ended = await unit.announcements.end(announcement_id, now)
            if ended is not None:
                await unit.deliveries.record(*rules.report_of(ended, now), now=now)
            return await report_of(unit, community_id, announcement_id)

    async def get(self, community_id: int, announcement_id: int) -> Announcement:
        """Give an announcement. Raises Mistake where it is gone, as drafts go."""
        async with self._database.read() as unit:
            found = await unit.announcements.get(community_id, announcement_id)
        if found is None:
            raise Mistake("announcements-draft-gone")
        return found

    async def find(self, community_id: int, wanted: str) -> Announcement:
        """Find an announcement by id (as autocomplete gives it) or by title, the latest of that title."""
        async with self._database.read() as unit:
            if wanted.isdecimal() and wanted.isascii() and len(wanted) < 19:
                by_id = await unit.announcements.get(community_id, int(wanted))
                if by_id is not None:
                    return by_id
            recent = await unit.announcements.recent(community_id, limit=SEARCHED)
        for announcement in recent:
            if folded(announcement.title) == folded(wanted):
                return announcement
        raise Mistake("announcements-unknown", text=wanted)

    async def matching(
        self, community_id: int, typed: str, states: Collection[AnnouncementState] | None = None
    ) -> Sequence[Announcement]:
        """List the latest announcements whose title holds what is typed, of all states unless some are named."""
        async with self._database.read() as unit:
            recent = await unit.announcements.recent(community_id, limit=SEARCHED)
        wanted = [one for one in recent if states is None or one.state in states]
        return [one for one in wanted if folded(typed) in folded(one.title)][:OFFERED]

    async def listing(self, community_id: int, page: int) -> Listing:
        """List a community's announcements, ten a page, latest first; past the last page, the last."""
        async with self._database.read() as unit:
            total = await unit.announcements.count(community_id)
            page = min(page, max(0, (total - 1) // PAGE))
            entries = []
            for one in await unit.announcements.recent(community_id, limit=PAGE, offset=page * PAGE):
                report = await unit.announcements.report(community_id, one.id)
                entries.append(Listed(one, None if report is None else report.counts))
        return Listing(entries, page, total)

    async def tick(self) -> datetime | None:
        """Remove old drafts, and end what has nothing open any more; tell when the next draft grows old."""
        now = self._clock.now()
        async with self._database.write() as unit:
            await unit.announcements.drop_drafts(now)
            await unit.pictures.drop_unused()
            # The last copy that settles ends an announcement; this is for one that ended in another way, such as
            # a row an operator removed by hand.
            for open_one in await unit.announcements.under_way():
                ended = await unit.announcements.end(open_one.id, now)
                if ended is not None:
                    await unit.deliveries.record(*rules.report_of(ended, now), now=now)
            return await unit.announcements.next_old_draft()

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give the announcements a person wrote, confirmed or recalled."""
        async with self._database.read() as unit:
            theirs = await unit.announcements.of_person(community_id, user_id)
        return {
            "announcements": [
                {
                    "title": one.title,
                    "text": one.body,
                    "link": one.link,
                    "other_languages": {
                        locale: {"title": words.title, "text": words.body}
                        for locale, words in one.translations.items()
                    },
                    "state": one.state.value,
                    "written": one.author_id == user_id,
                    "confirmed": one.confirmed_by == user_id,
                    "edited": one.edited_by == user_id,
                    "recalled": one.recalled_by == user_id,
                    "created_at": one.created_at,
                    "confirmed_at": one.confirmed_at,
                    "edited_at": one.edited_at,
                    "recalled_at": one.recalled_at,
                }
                for one in theirs
            ]
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Remove a person's drafts. What was sent is the community's word and stays, by "someone of the team"."""
        async with self._database.write() as unit:
            await remove_requests(unit, community_id, user_id, self._clock.now())
            await unit.announcements.forget(community_id, user_id)


def _recalled_already(announcement: Announcement) -> Mistake:
    when = announcement.recalled_at or announcement.changed_at
    return Mistake(
        "announcements-recalled-already",
        known="yes" if announcement.recalled_by else "no",
        user=str(announcement.recalled_by),
        instant=str(int(when.timestamp())),
    )
