"""Edits of announcements that are being typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.domain.announcements import Announcement, Content, Edit, EditState
from bot.storage.announcement_content import content_of, words_json
from bot.storage.left_alone import left_alone, next_to_go
from bot.storage.store import Store
from bot.storage.tables import announcement_approval as approval
from bot.storage.tables import announcement_edit as table

# What grows old: whatever does not await approval, which has a term of its own.
_OLD = table.c.state != EditState.AWAITING
# Approval of it was asked for.
_ASKED = select(approval.c.id).where(approval.c.edit_id == table.c.id).exists()


class EditStore(Store):
    """Edits of announcements, kept so that a mistake loses nothing."""

    async def add(
        self, announcement: Announcement, user_id: int, based_on: int, content: Content, now: datetime
    ) -> Edit:
        """Keep what a person typed; `based_on` is the revision that they saw."""
        added = await self._connection.execute(
            insert(table)
            .values(
                community_id=announcement.community_id,
                announcement_id=announcement.id,
                author_id=user_id,
                based_on=based_on,
                **_values(content),
                state=EditState.OPEN,
                changed_at=now,
            )
            .returning(table)
        )
        return _edit(added.one())

    async def get(self, community_id: int, edit_id: int) -> Edit | None:
        """Find an edit of this community."""
        return await self._one(
            select(table).where(table.c.id == edit_id, table.c.community_id == community_id)
        )

    async def rewrite(self, edit_id: int, based_on: int, content: Content, now: datetime) -> Edit | None:
        """Keep something else instead; None when it is not open any more."""
        values = _values(content)
        return await self._change(edit_id, EditState.OPEN, **values, based_on=based_on, changed_at=now)

    async def turn(self, edit_id: int, present: EditState, state: EditState, now: datetime) -> Edit | None:
        """Turn an edit that is in the state `present` into another; None when it is not."""
        return await self._change(edit_id, present, state=state, changed_at=now)

    async def drop_old(self, now: datetime) -> int:
        """Remove those that were left alone for too long, and tell how many.

        One that awaits approval stays; one that came back without is kept for as long as that may be waited for.
        """
        old = left_alone(table.c.changed_at, _ASKED, now)
        gone = await self._connection.execute(delete(table).where(_OLD, old))
        return int(gone.rowcount)

    async def next_old(self) -> datetime | None:
        """Tell when the next is to be removed, if nobody changes it before."""
        waiting = select(table.c.id).where(_OLD)
        return await next_to_go(self._connection, waiting, table.c.changed_at, _ASKED)

    async def of_person(self, community_id: int, user_id: int) -> Sequence[Edit]:
        """List what a person is typing, oldest first."""
        rows = await self._connection.execute(
            select(table)
            .where(table.c.community_id == community_id, table.c.author_id == user_id)
            .order_by(table.c.id)
        )
        return [_edit(row) for row in rows]

    async def forget(self, community_id: int, user_id: int) -> None:
        """Remove what a person is typing."""
        await self._connection.execute(
            delete(table).where(table.c.community_id == community_id, table.c.author_id == user_id)
        )

    async def _change(self, edit_id: int, present: EditState, **values: Any) -> Edit | None:
        return await self._one(
            update(table)
            .where(table.c.id == edit_id, table.c.state == present)
            .values(**values)
            .returning(table)
        )

    async def _one(self, statement: Any) -> Edit | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _edit(row)


def _edit(row: Any) -> Edit:
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    values["state"] = EditState(values["state"])
    values["content"] = content_of({**values["content"], "picture_id": values.pop("picture_id")})
    return Edit(**values)


def _values(content: Content) -> dict[str, Any]:
    return {"content": words_json(content), "picture_id": content.picture_id}
