"""Drafts of announcements: written, looked at, confirmed once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import ClassVar

from bot.clock import Clock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    Act,
    Announcement,
    Approval,
    Content,
    Draft,
    Planned,
    Report,
    Target,
    TargetKind,
    Template,
    Words,
)
from bot.domain.communities import Community
from bot.domain.mistakes import Mistake
from bot.domain.pictures import type_of
from bot.services.announcements.reading import (
    check_complete,
    check_whole,
    community_of,
    draft_of,
    lost,
    open_draft,
    report_of,
)
from bot.services.announcements.releasing import ask, release
from bot.services.announcements.revising import (
    begin_revision,
    check_changed,
    on_its_own,
    overtaken,
    still_replaced,
    take_place,
)
from bot.storage.database import Database, Unit


class AnnouncementDraftService:
    """Writes announcements and sends them. Exporting and erasing them is `AnnouncementService`'s."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock, *, approval: bool = False) -> None:
        self._database = database
        self._clock = clock
        # Whether a second organiser has to approve what one confirms.
        self.approval = approval

    async def main_language(self, community_id: int) -> str:
        """Tell in which language announcements are written first: the community's."""
        async with self._database.read() as unit:
            return (await community_of(unit, community_id)).locale

    async def compose(
        self,
        community_id: int,
        user_id: int,
        words: Words,
        link: str = "",
        template: Template | None = None,
    ) -> Draft:
        """Keep a new draft, also one that can't be sent as it is: nothing typed is lost.

        Its picture and its words in other languages are those of the template from which it was begun.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            community = await community_of(unit, community_id)
            begun = template.content if template is not None else Content(community.locale)
            content = replace(begun.with_words(begun.locale, words.typed()), link=_typed(link))
            picture_id = content.picture_id
            if picture_id is not None and await unit.pictures.get(community_id, picture_id) is None:
                # The template was removed while the form was open, and its picture with it.
                content = replace(content, picture_id=None)
            added = await unit.announcements.add(community_id, user_id, content, now)
            await unit.announcement_journal.note(added, Act.WRITTEN, user_id, now)
            return await draft_of(unit, community, added)

    async def correct(
        self,
        community_id: int,
        announcement_id: int,
        user_id: int,
        words: Words,
        link: str | None = None,
        seen: Content | None = None,
    ) -> Draft:
        """Change a draft's words in its main language, and its link unless that is None.

        `seen` is what the form was filled in with: the draft tells whose correction came between, if one did.
        Raises Mistake when it is no draft any more.
        """
        async with self._database.write() as unit:
            announcement = await open_draft(unit, community_id, announcement_id)
            content = announcement.content.with_words(announcement.locale, words.typed())
            if link is not None:
                content = replace(content, link=_typed(link))
            changed = await self._rewrite(unit, announcement, user_id, content)
            return await _telling(unit, changed, announcement, announcement.locale, seen)

    async def translate(
        self,
        community_id: int,
        announcement_id: int,
        user_id: int,
        locale: str,
        words: Words,
        seen: Content | None = None,
    ) -> Draft:
        """Change a draft's words in another language; empty ones take that language away.

        `seen` is as in `correct`. Raises Mistake when it is no draft any more.
        """
        async with self._database.write() as unit:
            announcement = await open_draft(unit, community_id, announcement_id)
            content = announcement.content.with_words(locale, words.typed())
            changed = await self._rewrite(unit, announcement, user_id, content)
            return await _telling(unit, changed, announcement, locale, seen)

    async def illustrate(
        self, community_id: int, announcement_id: int, user_id: int, picture: bytes | None
    ) -> Draft:
        """Give a draft another picture, or none. Raises Mistake where it is no picture, or it is no draft any more."""
        kind = None if picture is None else type_of(picture)
        async with self._database.write() as unit:
            announcement = await open_draft(unit, community_id, announcement_id)
            picture_id = None
            if kind is not None and picture is not None:
                picture_id = await unit.pictures.add(community_id, kind, picture, self._clock.now())
            content = replace(announcement.content, picture_id=picture_id)
            return await self._rewrite(unit, announcement, user_id, content)

    async def revise(self, community_id: int, planned_id: int, user_id: int) -> Draft:
        """Begin to change what is planned; that stays as it is until the change is confirmed.

        Raises Mistake where it is not planned any more.
        """
        async with self._database.write() as unit:
            return await begin_revision(unit, community_id, planned_id, user_id, self._clock.now())

    async def draft(self, community_id: int, announcement_id: int) -> Draft:
        """Show a draft. Raises Mistake when it is no draft any more."""
        async with self._database.read() as unit:
            community = await community_of(unit, community_id)
            return await draft_of(unit, community, await open_draft(unit, community_id, announcement_id))

    async def choose(
        self, community_id: int, announcement_id: int, offered: Collection[Target], chosen: Collection[Target]
    ) -> Draft:
        """Set which of the `offered` targets a draft goes to; those not offered stay as they were."""
        async with self._database.write() as unit:
            community = await community_of(unit, community_id)
            before = await draft_of(unit, community, await open_draft(unit, community_id, announcement_id))
            kept = {one.target for one in before.chosen} - set(offered)
            return await self._choose(unit, community, before, kept | set(chosen))

    async def choose_all(self, community_id: int, announcement_id: int) -> Draft:
        """Have a draft go to every group there is now."""
        async with self._database.write() as unit:
            community = await community_of(unit, community_id)
            before = await draft_of(unit, community, await open_draft(unit, community_id, announcement_id))
            kept = {one.target for one in before.chosen}
            groups = {one.target for one in before.offered if one.target.kind is TargetKind.GROUP}
            return await self._choose(unit, community, before, kept | groups)

    async def mention(
        self, community_id: int, announcement_id: int, group_id: int | None, *, allowed: bool
    ) -> Draft:
        """Have a draft mention a group's role in one of its copies, or nobody's.

        `allowed` tells whether Discord lets the bot notify that role. Raises Mistake where it does not, or where the
        draft does not go where the role's members would read it.
        """
        async with self._database.write() as unit:
            community = await community_of(unit, community_id)
            before = await draft_of(unit, community, await open_draft(unit, community_id, announcement_id))
            wanted = [one for one in before.mentionable if one.group.id == group_id]
            if group_id is not None and not wanted:
                raise Mistake("announcements-mention-nowhere")
            if wanted and not allowed:
                raise Mistake("announcements-mention-forbidden", group=wanted[0].group.names)
            changed = await unit.announcements.mention(announcement_id, group_id, self._clock.now())
            return await draft_of(unit, community, changed or await lost(unit, community_id, announcement_id))

    async def prepare(self, community_id: int, announcement_id: int) -> Draft:
        """Give a draft that can be confirmed as it stands; groups archived meanwhile are no targets any more.

        Raises Mistake where something is lacking; also, once, where what it was to replace has left or was called
        off: from then on it is an announcement of its own.
        """
        async with self._database.write() as unit:
            community = await community_of(unit, community_id)
            found = await draft_of(unit, community, await open_draft(unit, community_id, announcement_id))
            if not await on_its_own(unit, found):
                return await self._prepare(unit, community, found)
        # Outside of the transaction, which a Mistake would undo.
        raise Mistake("announcements-revision-over")

    async def confirm(
        self, community_id: int, announcement_id: int, user_id: int, version: int
    ) -> Report | Approval:
        """Send a draft to its targets, once, whoever confirms it and how often; or ask for approval, where it needs one.

        `version` is the draft's as it was shown. Raises Mistake when it was confirmed, changed or discarded since,
        when one of its groups was archived, or, once, when what it was to replace has left or was called off.
        """
        async with self._database.write() as unit:
            community = await community_of(unit, community_id)
            found = await draft_of(unit, community, await open_draft(unit, community_id, announcement_id))
            if not await on_its_own(unit, found):
                return await self._confirm(unit, found, user_id, version)
        raise Mistake("announcements-revision-over")

    async def replace(
        self, community_id: int, announcement_id: int, user_id: int, version: int
    ) -> Planned | Approval:
        """Have what is planned become what this draft says; or ask for approval, where it needs one.

        Until that is given, what is planned stays as it is. `version` is the draft's as it was shown. Raises Mistake
        when it was changed since, or when what is planned left, was called off, or was changed by somebody else.
        """
        async with self._database.write() as unit:
            community = await community_of(unit, community_id)
            found = await draft_of(unit, community, await open_draft(unit, community_id, announcement_id))
            if not await on_its_own(unit, found):
                return await self._replace(unit, found, user_id, version)
        raise Mistake("announcements-revision-over")

    async def discard(self, community_id: int, announcement_id: int) -> None:
        """Throw a draft away. Raises Mistake when it is no draft any more."""
        async with self._database.write() as unit:
            await open_draft(unit, community_id, announcement_id)
            if not await unit.announcements.discard(announcement_id):
                await lost(unit, community_id, announcement_id)

    async def _prepare(self, unit: Unit, community: Community, found: Draft) -> Draft:
        named = found.announcement.id
        if len(await unit.announcement_targets.chosen(named)) > len(found.chosen):
            found = await self._choose(unit, community, found, {one.target for one in found.chosen})
        check_whole(found)
        check_changed(found)
        if found.replaced is not None and found.overtaken:
            # The confirmation that follows says so: whoever goes on has seen it.
            seen = await unit.announcement_plans.rebase(named, found.replaced.announcement.revision)
            if seen is None:
                await lost(unit, community.id, named)
        return found

    async def _confirm(self, unit: Unit, found: Draft, user_id: int, version: int) -> Report | Approval:
        now, draft = self._clock.now(), found.announcement
        await check_complete(unit, found)
        if draft.version != version or draft.replaces_id is not None:
            raise Mistake("announcements-changed")
        if self.approval:
            return await ask(unit, draft, user_id, now)
        await release(unit, draft, user_id, now)
        return await report_of(unit, draft.community_id, draft.id)

    async def _replace(self, unit: Unit, found: Draft, user_id: int, version: int) -> Planned | Approval:
        now = self._clock.now()
        planned = still_replaced(found).announcement
        await check_complete(unit, found)
        check_changed(found)
        if found.announcement.version != version:
            raise Mistake("announcements-changed")
        if found.overtaken:
            raise overtaken(planned)
        if self.approval:
            return await ask(unit, found.announcement, user_id, now, planned=True)
        return await take_place(unit, found, user_id, now)

    async def _rewrite(self, unit: Unit, before: Announcement, user_id: int, content: Content) -> Draft:
        now = self._clock.now()
        changed = await unit.announcements.rewrite(before.id, content, now)
        changed = changed or await lost(unit, before.community_id, before.id)
        said = before.content
        reworded = (said.words, said.others) != (content.words, content.others)
        await unit.announcement_journal.note(
            changed,
            Act.REWRITTEN,
            user_id,
            now,
            before=said if reworded else None,
            changes=rules.changes_between(said, content),
        )
        return await draft_of(unit, await community_of(unit, before.community_id), changed)

    async def _choose(
        self, unit: Unit, community: Community, draft: Draft, wanted: Collection[Target]
    ) -> Draft:
        known = [one.target for one in draft.offered if one.target in wanted]
        announcement = draft.announcement
        changed = await unit.announcements.touch(announcement.id, self._clock.now())
        if changed is not None:
            await unit.announcement_targets.choose(announcement.id, known)
            mention = changed.mention_group_id
            if mention is not None and rules.mentioned_in(mention, known) is None:
                changed = await unit.announcements.mention(announcement.id, None, self._clock.now())
        return await draft_of(
            unit, community, changed or await lost(unit, announcement.community_id, announcement.id)
        )


async def _telling(
    unit: Unit, changed: Draft, before: Announcement, locale: str, seen: Content | None
) -> Draft:
    """Tell with a corrected draft whose words, in that language, its writer replaced without having seen them."""
    stood = before.content.form(locale)
    if seen is None or stood in (seen.form(locale), changed.announcement.content.form(locale)):
        return changed
    _own, *earlier = await unit.announcement_journal.entries(before.id, limit=rules.PAGE)
    corrections = (one for one in earlier if one.act is Act.REWRITTEN and (one.before or one.changes.link))
    return replace(changed, overwrote=next(corrections, None))


def _typed(text: str) -> str:
    return text.strip()[: rules.TYPED_LIMIT]
