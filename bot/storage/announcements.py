"""Announcements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, or_, select, update

from bot.domain import announcements as rules
from bot.domain.announcements import Announcement, AnnouncementState, Content, Report, Words
from bot.domain.effects import State
from bot.storage.announcement_content import content_values
from bot.storage.announcement_reports import ReportReadings
from bot.storage.deliveries import DeliveryStore
from bot.storage.left_alone import left_alone, next_to_go
from bot.storage.store import Store
from bot.storage.tables import announcement as table
from bot.storage.tables import announcement_approval as approval

_OPEN = (State.PENDING, State.CLAIMED)
# Approval of it was asked for, and not of an edit of it.
_ASKED = (
    select(approval.c.id)
    .where(approval.c.announcement_id == table.c.id, approval.c.edit_id.is_(None))
    .exists()
)
# What is under way, and what it becomes when nothing of it is open any more.
_ENDS = {
    AnnouncementState.SENDING: AnnouncementState.FINISHED,
    AnnouncementState.EDITING: AnnouncementState.FINISHED,
    AnnouncementState.RECALLING: AnnouncementState.RECALLED,
}
# It was or is being sent, and is not taken back.
_STANDING = (AnnouncementState.SENDING, AnnouncementState.FINISHED, AnnouncementState.EDITING)


class AnnouncementStore(Store):
    """Announcements."""

    async def add(self, community_id: int, author_id: int, content: Content, now: datetime) -> Announcement:
        """Keep a new draft."""
        added = insert(table).values(
            community_id=community_id,
            author_id=author_id,
            **content_values(content),
            state=AnnouncementState.DRAFT,
            round=0,
            created_at=now,
            changed_at=now,
        )
        return announcement_of((await self._connection.execute(added.returning(table))).one())

    async def get(self, community_id: int, announcement_id: int) -> Announcement | None:
        """Find an announcement of this community."""
        return await self._one(
            select(table).where(table.c.id == announcement_id, table.c.community_id == community_id)
        )

    async def anywhere(self, announcement_id: int) -> Announcement | None:
        """Find an announcement by its id alone: of its copies, some stand in other communities."""
        return await self._one(select(table).where(table.c.id == announcement_id))

    async def rewrite(self, announcement_id: int, content: Content, now: datetime) -> Announcement | None:
        """Change what a draft says; None when it is no draft any more."""
        return await self._change(
            announcement_id, AnnouncementState.DRAFT, **content_values(content), changed_at=now
        )

    async def mention(self, announcement_id: int, group_id: int | None, now: datetime) -> Announcement | None:
        """Have a draft mention a group's role, or nobody's; None when it is no draft any more."""
        return await self._change(
            announcement_id, AnnouncementState.DRAFT, mention_group_id=group_id, changed_at=now
        )

    async def touch(self, announcement_id: int, now: datetime) -> Announcement | None:
        """Give a draft a new version, as something else of it was changed; None when it is no draft any more."""
        return await self._change(announcement_id, AnnouncementState.DRAFT, changed_at=now)

    async def turn(
        self, announcement_id: int, present: AnnouncementState, state: AnnouncementState, now: datetime
    ) -> Announcement | None:
        """Turn one that is in the state `present` into another; None when it is not."""
        return await self._change(announcement_id, present, state=state, changed_at=now)

    async def begin(
        self,
        announcement_id: int,
        user_id: int,
        now: datetime,
        present: AnnouncementState = AnnouncementState.DRAFT,
    ) -> Announcement | None:
        """Turn a draft, or what is in the state `present`, into one that is being sent; None when somebody was faster."""
        return await self._change(
            announcement_id,
            present,
            state=AnnouncementState.SENDING,
            confirmed_by=user_id,
            confirmed_at=now,
            changed_at=now,
            round=1,
            # What it was planned with is no edit of what is read.
            revision=0,
            edited_by=None,
            edited_at=None,
            replaces_id=None,
        )

    async def begin_again(self, announcement_id: int, now: datetime) -> Announcement | None:
        """Open a finished one for another round, or a recall that has ended; None when it is under way."""
        for under_way, ended in _ENDS.items():
            again = await self._change(
                announcement_id,
                ended,
                state=under_way,
                changed_at=now,
                finished_at=None,
                round=table.c.round + 1,
            )
            if again is not None:
                return again
        return None

    async def edit(
        self, announcement_id: int, revision: int, content: Content, user_id: int, now: datetime
    ) -> Announcement | None:
        """Replace what one says that was or is being sent.

        None when somebody else edited it since that revision, or it was recalled.
        """
        finished = table.c.state == AnnouncementState.FINISHED
        return await self._one(
            update(table)
            .where(
                table.c.id == announcement_id,
                table.c.revision == revision,
                table.c.state.in_(_STANDING),
            )
            .values(
                state=case((finished, AnnouncementState.EDITING.value), else_=table.c.state),
                edited_by=user_id,
                edited_at=now,
                changed_at=now,
                finished_at=None,
                round=table.c.round + 1,
                revision=table.c.revision + 1,
                **content_values(content),
            )
            .returning(table)
        )

    async def recall(self, announcement_id: int, user_id: int, now: datetime) -> Announcement | None:
        """Turn one that was or is being sent into one that is being recalled; None when somebody was faster."""
        return await self._one(
            update(table)
            .where(
                table.c.id == announcement_id,
                table.c.state.in_(_STANDING),
            )
            .values(
                state=AnnouncementState.RECALLING,
                recalled_by=user_id,
                recalled_at=now,
                changed_at=now,
                finished_at=None,
                round=table.c.round + 1,
            )
            .returning(table)
        )

    async def end(self, announcement_id: int, now: datetime) -> Announcement | None:
        """End a sending or a recall when nothing of it is open; None when it goes on, or has ended."""
        # Two copies may settle at the same instant, each in a transaction that does not see the other's end.
        # Whoever holds the row looks; the next one looks after it.
        locked = await self._one(
            select(table).where(table.c.id == announcement_id, table.c.state.in_(_ENDS)).with_for_update()
        )
        if locked is None:
            return None
        tally = await DeliveryStore(self._connection).tally(rules.subject_of(announcement_id))
        if any(tally.get(state) for state in _OPEN):
            return None
        return await self._change(
            announcement_id,
            locked.state,
            state=_ENDS[locked.state],
            finished_at=now,
            changed_at=now,
        )

    async def discard(self, announcement_id: int) -> bool:
        """Remove a draft; False when it is no draft, or gone."""
        gone = await self._connection.execute(
            delete(table).where(table.c.id == announcement_id, table.c.state == AnnouncementState.DRAFT)
        )
        return bool(gone.rowcount)

    async def report(self, community_id: int, announcement_id: int) -> Report | None:
        """Tell what became of an announcement; None where there is none, or nothing of it was sent."""
        found = await self.get(community_id, announcement_id)
        if found is None or found.confirmed_at is None:
            return None
        return await ReportReadings(self._connection).report(found)

    async def count(self, community_id: int) -> int:
        """Count the announcements of a community, drafts included."""
        query = select(func.count()).where(table.c.community_id == community_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def recent(self, community_id: int, *, limit: int, offset: int = 0) -> Sequence[Announcement]:
        """List a community's announcements: planned ones first, the next first; then all others, latest first."""
        planned = table.c.state == AnnouncementState.PLANNED
        return await self._all(
            select(table)
            .where(table.c.community_id == community_id)
            .order_by(
                case((planned, 0), else_=1),
                case((planned, table.c.planned_for)),
                table.c.created_at.desc(),
                table.c.id.desc(),
            )
            .limit(limit)
            .offset(offset)
        )

    async def under_way(self) -> Sequence[Announcement]:
        """List what is being sent or recalled, in any community."""
        return await self._all(select(table).where(table.c.state.in_(_ENDS)))

    async def drop_drafts(self, now: datetime) -> int:
        """Remove the drafts that were left alone for too long, and tell how many.

        One that came back without an approval is kept for as long as that may be waited for.
        """
        old = left_alone(table.c.changed_at, _ASKED, now)
        gone = await self._connection.execute(
            delete(table).where(table.c.state == AnnouncementState.DRAFT, old)
        )
        return int(gone.rowcount)

    async def next_old_draft(self) -> datetime | None:
        """Tell when the next draft is to be removed, if nobody changes it before."""
        drafts = select(table.c.id).where(table.c.state == AnnouncementState.DRAFT)
        return await next_to_go(self._connection, drafts, table.c.changed_at, _ASKED)

    async def of_person(self, community_id: int, user_id: int) -> Sequence[Announcement]:
        """List what a person wrote, confirmed, edited or recalled, oldest first."""
        return await self._all(
            select(table)
            .where(
                table.c.community_id == community_id,
                or_(
                    table.c.author_id == user_id,
                    table.c.confirmed_by == user_id,
                    table.c.recalled_by == user_id,
                    table.c.edited_by == user_id,
                ),
            )
            .order_by(table.c.created_at, table.c.id)
        )

    async def forget(self, community_id: int, user_id: int) -> None:
        """Remove a person's drafts, and their name from what was sent."""
        theirs = (table.c.community_id == community_id, table.c.author_id == user_id)
        unsent = [state for state in AnnouncementState if state.unsent]
        await self._connection.execute(delete(table).where(*theirs, table.c.state.in_(unsent)))
        await self._connection.execute(update(table).where(*theirs).values(author_id=0))
        for column in (table.c.confirmed_by, table.c.recalled_by, table.c.edited_by):
            await self._connection.execute(
                update(table)
                .where(table.c.community_id == community_id, column == user_id)
                .values({column: 0})
            )

    async def _change(
        self, announcement_id: int, present: AnnouncementState, **values: Any
    ) -> Announcement | None:
        """Change an announcement that is in the state `present`; None when it is not."""
        return await self._one(
            update(table)
            .where(table.c.id == announcement_id, table.c.state == present)
            .values(**values)
            .returning(table)
        )

    async def _one(self, statement: Any) -> Announcement | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else announcement_of(row)

    async def _all(self, query: Select[Any]) -> Sequence[Announcement]:
        return [announcement_of(row) for row in await self._connection.execute(query)]


def announcement_of(row: Any) -> Announcement:
    """Read an announcement out of a row of the table."""
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    values["state"] = AnnouncementState(values["state"])
    values["translations"] = {locale: Words(**words) for locale, words in values["translations"].items()}
    return Announcement(**values)
