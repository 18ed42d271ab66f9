"""The journal of announcements: who did what, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.domain.announcements import (
    Act,
    Announcement,
    Changes,
    Content,
    Entry,
    PictureChange,
    Recipient,
    TargetKind,
)
from bot.storage.announcement_content import content_of, words_json
from bot.storage.store import Store
from bot.storage.tables import announcement as origin
from bot.storage.tables import announcement_act as table
from bot.storage.tables import community

# What somebody does who has a hand in a draft's texts.
_DRAFTING = (Act.WRITTEN, Act.REWRITTEN)


class JournalStore(Store):
    """The journal of announcements: entries are added and read; what they say never changes."""

    async def note(
        self,
        announcement: Announcement,
        act: Act,
        user_id: int | None,
        now: datetime,
        *,
        community_id: int | None = None,
        reason: str | None = None,
        before: Content | None = None,
        changes: Changes | None = None,
    ) -> Entry:
        """Note what a person did, or what happened by itself (None).

        `reason` is in the person's words; `before` is what the announcement said until then, where the act replaced
        it. Its words are kept, its picture is not. `changes` is what else the act changed. `community_id` is where it
        was done, if that is a linked community: the entry is about a person of that one.
        """
        added = await self._connection.execute(
            insert(table)
            .values(
                community_id=announcement.community_id if community_id is None else community_id,
                announcement_id=announcement.id,
                act=act,
                user_id=user_id,
                at=now,
                reason=reason,
                texts={} if before is None else words_json(before),
                changes={} if changes is None else _written(changes),
            )
            .returning(table)
        )
        return _entry(added.one())

    async def get(self, community_id: int, entry_id: int) -> Entry | None:
        """Find an entry of this community."""
        rows = await self._connection.execute(
            select(table).where(table.c.id == entry_id, table.c.community_id == community_id)
        )
        row = rows.one_or_none()
        return None if row is None else _entry(row)

    async def count(self, announcement_id: int) -> int:
        """Count the entries of an announcement."""
        query = select(func.count()).where(table.c.announcement_id == announcement_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def entries(self, announcement_id: int, *, limit: int, offset: int = 0) -> Sequence[Entry]:
        """List the entries of an announcement, latest first; those of other communities without the person."""
        other = (community.c.id == table.c.community_id) & (community.c.id != origin.c.community_id)
        rows = await self._connection.execute(
            select(table, community.c.name.label("elsewhere"))
            .select_from(table)
            .join(origin, origin.c.id == table.c.announcement_id)
            .outerjoin(community, other)
            .where(table.c.announcement_id == announcement_id)
            .order_by(table.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [
            _entry(row)
            if row.elsewhere is None
            else replace(_entry(row), user_id=None, elsewhere=row.elsewhere)
            for row in rows
        ]

    async def latest(self, announcement_id: int, act: Act, community_id: int) -> Entry | None:
        """Find the latest entry of an act that was done in that community."""
        rows = await self._connection.execute(
            select(table)
            .where(
                table.c.announcement_id == announcement_id,
                table.c.act == act,
                table.c.community_id == community_id,
            )
            .order_by(table.c.id.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return None if row is None else _entry(row)

    async def hand_over(self, announcement_id: int, acts: Collection[Act], heir_id: int) -> None:
        """Have such entries of an announcement that became another one's content belong to that one."""
        await self._connection.execute(
            update(table)
            .where(table.c.announcement_id == announcement_id, table.c.act.in_(acts))
            .values(announcement_id=heir_id)
        )

    async def of_person(self, community_id: int, user_id: int) -> Sequence[Entry]:
        """List what a person did, oldest first."""
        rows = await self._connection.execute(
            select(table)
            .where(table.c.community_id == community_id, table.c.user_id == user_id)
            .order_by(table.c.id)
        )
        return [_entry(row) for row in rows]

    async def forget(self, community_id: int, user_id: int) -> None:
        """Remove a person's name and own words; that somebody of the team did it, and when, stays.

        What a draft said on the way is theirs as long as they had a hand in it; what was confirmed is the community's.
        """
        theirs = select(table.c.announcement_id).where(
            table.c.community_id == community_id, table.c.user_id == user_id, table.c.act.in_(_DRAFTING)
        )
        await self._connection.execute(
            update(table)
            .where(table.c.announcement_id.in_(theirs), table.c.act == Act.REWRITTEN)
            .values(texts={}, changes={})
        )
        await self._connection.execute(
            update(table)
            .where(table.c.community_id == community_id, table.c.user_id == user_id)
            .values(user_id=0, reason=None)
        )


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        announcement_id=row.announcement_id,
        act=Act(row.act),
        user_id=row.user_id,
        at=row.at,
        reason=row.reason,
        before=content_of(row.texts) if row.texts else None,
        changes=_changes(row.changes),
    )


def _written(changes: Changes) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if changes.picture is not None:
        written["picture"] = changes.picture.value
    if changes.link is not None:
        written["link"] = list(changes.link)
    if changes.targets is not None:
        written["targets"] = [
            [{"kind": one.kind.value, "names": dict(one.names)} for one in each] for each in changes.targets
        ]
    if changes.mention is not None:
        written["mention"] = [dict(names) for names in changes.mention]
    return written


def _changes(written: Mapping[str, Any]) -> Changes:
    targets = [
        [Recipient(TargetKind(one["kind"]), one["names"]) for one in each]
        for each in written.get("targets", ())
    ]
    return Changes(
        PictureChange(written["picture"]) if "picture" in written else None,
        (written["link"][0], written["link"][1]) if "link" in written else None,
        (targets[0], targets[1]) if targets else None,
        (written["mention"][0], written["mention"][1]) if "mention" in written else None,
    )
