"""Templates of announcements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.domain.announcements import Content, Template
from bot.storage.announcement_content import content_of, words_json
from bot.storage.store import Store
from bot.storage.tables import announcement_template as table


class TemplateStore(Store):
    """Templates of announcements, by community."""

    async def add(
        self, community_id: int, name: str, content: Content, user_id: int, now: datetime
    ) -> Template:
        """Keep a template."""
        added = insert(table).values(
            community_id=community_id,
            name=name,
            content=words_json(content),
            picture_id=content.picture_id,
            created_by=user_id,
            created_at=now,
        )
        return _template((await self._connection.execute(added.returning(table))).one())

    async def get(self, community_id: int, template_id: int) -> Template | None:
        """Find a template of this community."""
        rows = await self._connection.execute(
            select(table).where(table.c.id == template_id, table.c.community_id == community_id)
        )
        row = rows.one_or_none()
        return None if row is None else _template(row)

    async def all(self, community_id: int) -> Sequence[Template]:
        """List a community's templates by name."""
        rows = await self._connection.execute(
            select(table).where(table.c.community_id == community_id).order_by(table.c.name, table.c.id)
        )
        return [_template(row) for row in rows]

    async def delete(self, template_id: int) -> bool:
        """Remove a template; False when it is gone already."""
        gone = await self._connection.execute(delete(table).where(table.c.id == template_id))
        return bool(gone.rowcount)

    async def of_person(self, community_id: int, user_id: int) -> Sequence[Template]:
        """List the templates that a person saved, oldest first."""
        rows = await self._connection.execute(
            select(table)
            .where(table.c.community_id == community_id, table.c.created_by == user_id)
            .order_by(table.c.id)
        )
        return [_template(row) for row in rows]

    async def forget(self, community_id: int, user_id: int) -> None:
        """Remove a person's name from the templates they saved; what these say is the community's."""
        await self._connection.execute(
            update(table)
            .where(table.c.community_id == community_id, table.c.created_by == user_id)
            .values(created_by=0)
        )


def _template(row: Any) -> Template:
    return Template(
        id=row.id,
        community_id=row.community_id,
        name=row.name,
        content=content_of({**row.content, "picture_id": row.picture_id}),
        created_by=row.created_by,
        created_at=row.created_at,
    )
