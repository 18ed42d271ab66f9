"""Pictures, kept whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, insert, select

from bot.domain.pictures import Picture, PictureType
from bot.storage.store import Store
from bot.storage.tables import (
    announcement,
    announcement_edit,
    announcement_template,
    picture,
)


class PictureStore(Store):
    """Pictures that announcements show."""

    async def add(self, community_id: int, kind: PictureType, content: bytes, now: datetime) -> int:
        """Keep a picture, and give its id."""
        added = insert(picture).values(community_id=community_id, type=kind, content=content, created_at=now)
        return int((await self._connection.execute(added.returning(picture.c.id))).scalar_one())

    async def get(self, community_id: int, picture_id: int) -> Picture | None:
        """Find a picture of this community."""
        row = (
            await self._connection.execute(
                select(picture).where(picture.c.id == picture_id, picture.c.community_id == community_id)
            )
        ).one_or_none()
        if row is None:
            return None
        return Picture(row.id, row.community_id, PictureType(row.type), row.content)

    async def drop_unused(self) -> int:
        """Remove the pictures that nothing shows any more, and tell how many."""
        shown = exists().where(announcement.c.picture_id == picture.c.id)
        typed = exists().where(announcement_edit.c.picture_id == picture.c.id)
        kept = exists().where(announcement_template.c.picture_id == picture.c.id)
        gone = await self._connection.execute(delete(picture).where(~shown, ~typed, ~kept))
        return int(gone.rowcount)
