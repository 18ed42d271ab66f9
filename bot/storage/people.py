"""A person's settings, profile and consents in one community."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.storage.store import Store
from bot.storage.tables import person_setting


class PersonStore(Store):
    """Settings, profiles and consents."""

    async def locale(self, community_id: int, user_id: int) -> str | None:
        """Give the language a person chose; None where they chose none."""
        return (
            await self._connection.execute(
                select(person_setting.c.locale).where(
                    person_setting.c.community_id == community_id, person_setting.c.user_id == user_id
                )
            )
        ).scalar_one_or_none()

    async def set_locale(self, community_id: int, user_id: int, locale: str | None) -> None:
        """Note the language a person chose; None leaves the choice to Discord and the community."""
        insert = self._insert(person_setting).values(
            community_id=community_id, user_id=user_id, locale=locale
        )
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["community_id", "user_id"], set_={"locale": locale})
        )

    async def erase_settings(self, community_id: int, user_id: int) -> None:
        """Forget a person's settings."""
        await self._connection.execute(
            delete(person_setting).where(
                person_setting.c.community_id == community_id, person_setting.c.user_id == user_id
            )
        )
