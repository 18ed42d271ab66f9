"""Announcements: written as a draft, looked at, confirmed once, sent to each group, reported."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar, NoReturn

from bot.clock import Clock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    PAGE,
    Announcement,
    AnnouncementState,
    Draft,
    Listed,
    Listing,
    Outcome,
    Recall,
    Report,
)
from bot.domain.communities import Community
from bot.domain.effects import Kind, State
from bot.domain.groups import folded
from bot.domain.mistakes import Mistake
from bot.storage.database import Database, Unit

OFFERED = 25
# Autocomplete looks among this many, the latest: what is older is found in the list.
SEARCHED = 100


class AnnouncementService:
    """Writes, sends and reports announcements."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset(
        {"announcement.author_id", "announcement.confirmed_by", "announcement.recalled_by"}
    )

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def compose(self, community_id: int, user_id: int, title: str, body: str) -> Draft:
        """Keep a new draft, also one that can't be sent as it is: nothing typed is lost."""
        async with self._database.write() as unit:
            community = await _community(unit, community_id)
            added = await unit.announcements.add(
                community_id, user_id, _typed(title), _typed(body), self._clock.now()
            )
            return await _draft(unit, community, added)

    async def correct(self, community_id: int, announcement_id: int, title: str, body: str) -> Draft:
        """Change a draft's texts. Raises Mistake when it is no draft any more."""
        async with self._database.write() as unit:
            community = await _community(unit, community_id)
            await _open_draft(unit, community_id, announcement_id)
            changed = await unit.announcements.rewrite(
                announcement_id, _typed(title), _typed(body), self._clock.now()
            )
            return await _draft(unit, community, changed or await _lost(unit, community_id, announcement_id))

    async def draft(self, community_id: int, announcement_id: int) -> Draft:
        """Show a draft. Raises Mistake when it is no draft any more."""
        async with self._database.read() as unit:
            community = await _community(unit, community_id)
            return await _draft(unit, community, await _open_draft(unit, community_id, announcement_id))

    async def choose(
        self, community_id: int, announcement_id: int, offered: Collection[int], chosen: Collection[int]
    ) -> Draft:
        """Set which of the `offered` groups a draft goes to; those not offered stay as they were."""
        async with self._database.write() as unit:
            community = await _community(unit, community_id)
            before = await _draft(unit, community, await _open_draft(unit, community_id, announcement_id))
            kept = {group.id for group in before.chosen} - set(offered)
            return await self._choose(unit, community, before, kept | set(chosen))

    async def choose_all(self, community_id: int, announcement_id: int) -> Draft:
        """Have a draft go to every group there is now."""
        async with self._database.write() as unit:
            community = await _community(unit, community_id)
            before = await _draft(unit, community, await _open_draft(unit, community_id, announcement_id))
            return await self._choose(unit, community, before, {group.id for group in before.groups})

    async def prepare(self, community_id: int, announcement_id: int) -> Draft:
        """Give a draft that can be confirmed as it stands; groups archived meanwhile are no targets any more.

        Raises Mistake where something is lacking.
        """
        async with self._database.write() as unit:
            community = await _community(unit, community_id)
            found = await _draft(unit, community, await _open_draft(unit, community_id, announcement_id))
            if len(await unit.announcements.groups(announcement_id)) > len(found.chosen):
                found = await self._choose(unit, community, found, {group.id for group in found.chosen})
        _complete(found)
        return found

    async def confirm(self, community_id: int, announcement_id: int, user_id: int, version: int) -> Report:
        """Send a draft to its groups, once, whoever confirms it and how often.

        `version` is the draft's as it was shown. Raises Mistake when it was confirmed, changed or discarded since,
        or when one of its groups was archived.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            community = await _community(unit, community_id)
            found = await _draft(unit, community, await _open_draft(unit, community_id, announcement_id))
            groups = await unit.announcements.groups(announcement_id)
            archived = [group.names for group in groups if group.archived_at is not None]
            if archived:
                raise Mistake("announcements-group-archived", groups=archived, count=len(archived))
            _complete(found)
            if found.announcement.version != version:
                raise Mistake("announcements-changed")
            begun = await unit.announcements.begin(announcement_id, user_id, now)
            begun = begun or await _lost(unit, community_id, announcement_id)
            await unit.deliveries.record(*(rules.copy_for(begun, group, now) for group in groups), now=now)
            return await _report(unit, community_id, announcement_id)

    async def discard(self, community_id: int, announcement_id: int) -> None:
        """Throw a draft away. Raises Mistake when it is no draft any more."""
        async with self._database.write() as unit:
            await _open_draft(unit, community_id, announcement_id)
            if not await unit.announcements.discard(announcement_id):
                await _lost(unit, community_id, announcement_id)

    async def report(self, community_id: int, announcement_id: int) -> Report:
        """Tell what became of an announcement, group by group. Raises Mistake where there is nothing to report."""
        async with self._database.read() as unit:
            return await _report(unit, community_id, announcement_id)

    async def retry(self, community_id: int, announcement_id: int, outcome: Outcome) -> Report:
        """Try the failed copies again, or send the uncertain ones once more, as a person decided.

        Of a recalled announcement nothing is sent again: it is the removals that failed that are tried. Raises
        Mistake while it is under way, or when there is nothing to try.
        """
        now = self._clock.now()
        states = {State.FAILED, State.EXPIRED} if outcome is Outcome.FAILED else {State.UNCERTAIN}
        async with self._database.write() as unit:
            await _report(unit, community_id, announcement_id)
            again = await unit.announcements.begin_again(announcement_id, now)
            if again is None:
                raise Mistake("announcements-sending-still")
            kind = Kind.MESSAGE_DELETE if again.state.recalled else Kind.MESSAGE_POST
            opened = await unit.deliveries.retry(
                rules.subject_of(announcement_id), now, kind, states, now + rules.SENDING_LIFE
            )
            if not opened:
                raise Mistake("announcements-nothing-to-retry")
            return await _report(unit, community_id, announcement_id)

    async def recallable(self, community_id: int, announcement_id: int) -> Recall:
        """Tell what recalling it would undo. Raises Mistake where it was never sent, or is recalled already."""
        async with self._database.read() as unit:
            report = await _report(unit, community_id, announcement_id)
            if report.announcement.state.recalled:
                raise _recalled_already(report.announcement)
            reach = await unit.groups.reach([target.group.id for target in report.targets])
        return Recall(report, reach)

    async def recall(self, community_id: int, announcement_id: int, user_id: int) -> Report:
        """Remove an announcement wherever it stands, and wherever it arrives from now on; once, whoever asks.

        Raises Mistake where it was never sent, or is recalled already.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            before = await _report(unit, community_id, announcement_id)
            recalled = await unit.announcements.recall(announcement_id, user_id, now)
            if recalled is None:
                found = await unit.announcements.get(community_id, announcement_id)
                raise _recalled_already(found or before.announcement)
            subject = rules.subject_of(announcement_id)
            await unit.deliveries.withdraw(subject, now, kinds=[Kind.MESSAGE_POST])
            # Read after the withdrawal: what arrived just before it stands, what arrives after it is undone.
            copies = [row for row in await unit.deliveries.of_subject(subject) if row.state is State.SENT]
            await unit.deliveries.record(*(rules.removal_of(copy, now) for copy in copies), now=now)
            ended = await unit.announcements.end(announcement_id, now)
            if ended is not None:
                await unit.deliveries.record(*rules.report_of(ended, now), now=now)
            return await _report(unit, community_id, announcement_id)

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

    async def matching(self, community_id: int, typed: str) -> Sequence[Announcement]:
        """List the latest announcements whose title holds what is typed."""
        async with self._database.read() as unit:
            recent = await unit.announcements.recent(community_id, limit=SEARCHED)
        return [one for one in recent if folded(typed) in folded(one.title)][:OFFERED]

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
            await unit.announcements.drop_drafts(now - rules.DRAFT_LIFE)
            # The last copy that settles ends an announcement; this is for one that ended in another way, such as
            # a row an operator removed by hand.
            for open_one in await unit.announcements.under_way():
                ended = await unit.announcements.end(open_one.id, now)
                if ended is not None:
                    await unit.deliveries.record(*rules.report_of(ended, now), now=now)
            oldest = await unit.announcements.oldest_draft()
        return None if oldest is None else oldest + rules.DRAFT_LIFE

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give the announcements a person wrote, confirmed or recalled."""
        async with self._database.read() as unit:
            theirs = await unit.announcements.of_person(community_id, user_id)
        return {
            "announcements": [
                {
                    "title": one.title,
                    "text": one.body,
                    "state": one.state.value,
                    "written": one.author_id == user_id,
                    "confirmed": one.confirmed_by == user_id,
                    "recalled": one.recalled_by == user_id,
                    "created_at": one.created_at,
                    "confirmed_at": one.confirmed_at,
                    "recalled_at": one.recalled_at,
                }
                for one in theirs
            ]
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Remove a person's drafts. What was sent is the community's word and stays, by "someone of the team"."""
        async with self._database.write() as unit:
            await unit.announcements.forget(community_id, user_id)

    async def _choose(self, unit: Unit, community: Community, draft: Draft, wanted: Collection[int]) -> Draft:
        known = [group.id for group in draft.groups if group.id in wanted]
        announcement = draft.announcement
        changed = await unit.announcements.choose(announcement.id, known, self._clock.now())
        return await _draft(
            unit, community, changed or await _lost(unit, announcement.community_id, announcement.id)
        )


def _typed(text: str) -> str:
    return text.strip()[: rules.TYPED_LIMIT]


async def _community(unit: Unit, community_id: int) -> Community:
    community = await unit.communities.get(community_id)
    if community is None:
        raise Mistake("mistake-not-ready")
    return community


async def _open_draft(unit: Unit, community_id: int, announcement_id: int) -> Announcement:
    found = await unit.announcements.get(community_id, announcement_id)
    if found is None or found.state is not AnnouncementState.DRAFT:
        await _lost(unit, community_id, announcement_id)
    return found


async def _lost(unit: Unit, community_id: int, announcement_id: int) -> NoReturn:
    """Raise the Mistake that says what became of a draft that is none any more."""
    found = await unit.announcements.get(community_id, announcement_id)
    if found is None or found.confirmed_at is None:
        raise Mistake("announcements-draft-gone")
    raise Mistake(
        "announcements-confirmed-already",
        known="yes" if found.confirmed_by else "no",
        user=str(found.confirmed_by),
        instant=str(int(found.confirmed_at.timestamp())),
    )


def _recalled_already(announcement: Announcement) -> Mistake:
    when = announcement.recalled_at or announcement.changed_at
    return Mistake(
        "announcements-recalled-already",
        known="yes" if announcement.recalled_by else "no",
        user=str(announcement.recalled_by),
        instant=str(int(when.timestamp())),
    )


async def _draft(unit: Unit, community: Community, announcement: Announcement) -> Draft:
    groups = await unit.groups.active(community.id)
    targets = {group.id for group in await unit.announcements.groups(announcement.id)}
    chosen = [group for group in groups if group.id in targets]
    reach = await unit.groups.reach([group.id for group in chosen])
    flaw = rules.flaw(announcement.title, announcement.body)
    return Draft(announcement, community.locale, groups, chosen, reach, flaw)


def _complete(draft: Draft) -> None:
    if draft.flaw is not None:
        raise draft.flaw
    if not draft.chosen:
        raise Mistake("announcements-no-group")


async def _report(unit: Unit, community_id: int, announcement_id: int) -> Report:
    report = await unit.announcements.report(community_id, announcement_id)
    if report is None:
        raise Mistake("announcements-no-report")
    return report
