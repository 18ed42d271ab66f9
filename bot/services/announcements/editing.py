"""Editing announcements that were sent: typed, looked at, confirmed once, then changed everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, ClassVar, NoReturn

from bot.clock import Clock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    Act,
    Announcement,
    Approval,
    Content,
    Edit,
    EditPreview,
    EditState,
    Report,
    Words,
)
from bot.domain.effects import Delivery, Kind
from bot.domain.mistakes import Mistake
from bot.domain.pictures import type_of
from bot.services.announcements.reading import community_of, report_of
from bot.services.announcements.releasing import remove_requests, show_request
from bot.services.announcements.revising import overtaken
from bot.storage.database import Database, Unit


class AnnouncementEditService:
    """Edits announcements wherever they stand."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"announcement_edit.author_id"})

    def __init__(self, database: Database, clock: Clock, *, approval: bool = False) -> None:
        self._database = database
        self._clock = clock
        # Whether a second organiser has to approve what one confirms.
        self.approval = approval

    async def editable(self, community_id: int, announcement_id: int) -> Announcement:
        """Give an announcement whose texts can be replaced. Raises Mistake where they can't."""
        async with self._database.read() as unit:
            return await _editable(unit, community_id, announcement_id)

    async def begin(
        self, community_id: int, announcement_id: int, user_id: int, based_on: int, words: Words, link: str
    ) -> EditPreview:
        """Keep what a person typed, who saw that revision, also where it can't be taken as it is."""
        async with self._database.write() as unit:
            found = await _editable(unit, community_id, announcement_id)
            content = found.content.with_words(found.locale, words.typed())
            content = replace(content, link=_typed(link))
            edit = await unit.announcement_edits.add(found, user_id, based_on, content, self._clock.now())
            return await _preview(unit, edit)

    async def correct(
        self, community_id: int, edit_id: int, based_on: int, words: Words, link: str
    ) -> EditPreview:
        """Keep other words in the main language, and another link. Raises Mistake where the edit has ended."""
        async with self._database.write() as unit:
            edit = await _open(unit, community_id, edit_id)
            content = edit.content.with_words(edit.content.locale, words.typed())
            return await self._rewrite(unit, edit, based_on, replace(content, link=_typed(link)))

    async def translate(
        self, community_id: int, edit_id: int, based_on: int, locale: str, words: Words
    ) -> EditPreview:
        """Keep other words in another language; empty ones take that language away.

        Raises Mistake where the edit has ended.
        """
        async with self._database.write() as unit:
            edit = await _open(unit, community_id, edit_id)
            content = edit.content.with_words(locale, words.typed())
            return await self._rewrite(unit, edit, based_on, content)

    async def illustrate(self, community_id: int, edit_id: int, picture: bytes | None) -> EditPreview:
        """Show another picture, or none. Raises Mistake where it is no picture, or the edit has ended."""
        kind = None if picture is None else type_of(picture)
        async with self._database.write() as unit:
            edit = await _open(unit, community_id, edit_id)
            picture_id = None
            if kind is not None and picture is not None:
                picture_id = await unit.pictures.add(community_id, kind, picture, self._clock.now())
            content = replace(edit.content, picture_id=picture_id)
            return await self._rewrite(unit, edit, edit.based_on, content)

    async def preview(self, community_id: int, edit_id: int) -> EditPreview:
        """Show an edit. Raises Mistake where it has ended, or the announcement can't be edited any more."""
        async with self._database.read() as unit:
            return await _preview(unit, await _open(unit, community_id, edit_id))

    async def prepare(self, community_id: int, edit_id: int) -> EditPreview:
        """Give an edit that can be confirmed as it stands. Raises Mistake where something is lacking."""
        found = await self.preview(community_id, edit_id)
        _complete(found)
        return found

    async def confirm(
        self, community_id: int, edit_id: int, user_id: int, version: int, revision: int
    ) -> Report | Approval:
        """Replace what is said, once, whoever confirms it and how often; every copy follows.

        Where it needs approval, that is asked for instead.
        `version` is the edit's and `revision` the announcement's, as they were shown. Raises Mistake when either
        has changed since, when the edit has ended, or when the announcement was recalled.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            edit = await _open(unit, community_id, edit_id)
            copies = await unit.deliveries.of_subject(rules.subject_of(edit.announcement_id), locked=True)
            # Read anew: whoever held the copies may have done it meanwhile.
            edit = await _open(unit, community_id, edit_id)
            found = await _preview(unit, edit)
            _complete(found)
            if edit.version != version:
                raise Mistake("announcements-edit-changed")
            if found.announcement.revision != revision:
                raise overtaken(found.announcement)
            state = EditState.AWAITING if self.approval else EditState.DONE
            if await unit.announcement_edits.turn(edit_id, EditState.OPEN, state, now) is None:
                await _ended(unit, community_id, edit_id)
            if self.approval:
                asked = await unit.announcement_approvals.ask(
                    found.announcement, user_id, now, edit_id=edit_id
                )
                await show_request(unit, found.announcement, asked, now)
                return asked
            await change(unit, edit, found.announcement, copies, user_id, now)
            return await report_of(unit, community_id, edit.announcement_id)

    async def drop(self, community_id: int, edit_id: int) -> Announcement:
        """Give an edit up. Raises Mistake where it has ended."""
        async with self._database.write() as unit:
            edit = await _open(unit, community_id, edit_id)
            now = self._clock.now()
            if await unit.announcement_edits.turn(edit_id, EditState.OPEN, EditState.DROPPED, now) is None:
                await _ended(unit, community_id, edit_id)
            return await _editable(unit, community_id, edit.announcement_id)

    async def _rewrite(self, unit: Unit, edit: Edit, based_on: int, content: Content) -> EditPreview:
        changed = await unit.announcement_edits.rewrite(edit.id, based_on, content, self._clock.now())
        return await _preview(unit, changed or await _ended(unit, edit.community_id, edit.id))

    async def tick(self) -> datetime | None:
        """Remove what nobody confirmed; tell when the next grows old."""
        async with self._database.write() as unit:
            await unit.announcement_edits.drop_old(self._clock.now())
            return await unit.announcement_edits.next_old()

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give the edits that a person is typing, or typed within the last day."""
        async with self._database.read() as unit:
            theirs = await unit.announcement_edits.of_person(community_id, user_id)
        return {
            "announcement_edits": [
                {
                    "announcement": one.announcement_id,
                    "title": one.content.words.title,
                    "text": one.content.words.body,
                    "translations": {tag: asdict(words) for tag, words in one.content.others.items()},
                    "link": one.content.link,
                    "state": one.state.value,
                }
                for one in theirs
            ]
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Remove what a person is typing. Texts that were confirmed are the community's."""
        async with self._database.write() as unit:
            await remove_requests(unit, community_id, user_id, self._clock.now())
            await unit.announcement_edits.forget(community_id, user_id)


async def change(
    unit: Unit,
    edit: Edit,
    announcement: Announcement,
    copies: Sequence[Delivery],
    user_id: int,
    now: datetime,
) -> None:
    """Replace the texts of an announcement, and have every copy follow.

    `copies` are all its deliveries, locked before the announcement was read: no copy leaves unseen with the texts
    from before. Raises Mistake when somebody was faster.
    """
    edited = await unit.announcements.edit(announcement.id, announcement.revision, edit.content, user_id, now)
    if edited is None:
        raise overtaken(await _editable(unit, edit.community_id, announcement.id))
    changes = rules.changes_between(announcement.content, edited.content)
    await unit.announcement_journal.note(
        edited, Act.EDITED, user_id, now, before=announcement.content, changes=changes
    )
    await unit.deliveries.supersede(rules.subject_of(edited.id), Kind.MESSAGE_EDIT, now)
    await unit.deliveries.record(*rules.edits_of(copies, edited, now), now=now)
    ended = await unit.announcements.end(edited.id, now)
    if ended is not None:
        await unit.deliveries.record(*rules.report_of(ended, now), now=now)


async def _editable(unit: Unit, community_id: int, announcement_id: int) -> Announcement:
    found = await unit.announcements.get(community_id, announcement_id)
    refused = rules.refusal(found)
    if found is None or refused is not None:
        raise refused or Mistake("announcements-draft-gone")
    return found


async def _open(unit: Unit, community_id: int, edit_id: int) -> Edit:
    found = await unit.announcement_edits.get(community_id, edit_id)
    if found is None or found.state is not EditState.OPEN:
        await _ended(unit, community_id, edit_id)
    return found


async def _ended(unit: Unit, community_id: int, edit_id: int) -> NoReturn:
    """Raise the Mistake that says what became of an edit that is none any more."""
    found = await unit.announcement_edits.get(community_id, edit_id)
    match None if found is None else found.state:
        case EditState.DONE:
            raise Mistake("announcements-edit-done")
        case EditState.AWAITING:
            raise Mistake("announcements-awaiting")
        case _:
            raise Mistake("announcements-edit-gone")


async def _preview(unit: Unit, edit: Edit) -> EditPreview:
    announcement = await _editable(unit, edit.community_id, edit.announcement_id)
    community = await community_of(unit, edit.community_id)
    report = await report_of(unit, edit.community_id, announcement.id)
    reach = await unit.announcement_targets.reach([one.addressee for one in report.results])
    picture, present = [
        None if each is None else await unit.pictures.get(community.id, each)
        for each in (edit.content.picture_id, announcement.picture_id)
    ]
    flaw = rules.flaw(edit.content)
    return EditPreview(edit, report, community.locale, reach, flaw, picture, present)


def _typed(text: str) -> str:
    return text.strip()[: rules.TYPED_LIMIT]


def _complete(found: EditPreview) -> None:
    wrong = found.flaw or rules.unchanged(found.edit, found.announcement)
    if wrong is not None:
        raise wrong
