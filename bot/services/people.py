"""A person's own settings."""

from __future__ import annotations

from typing import Any, ClassVar

from bot.storage.database import Database


class PeopleService:
    """Which language a person reads."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"person_setting.user_id"})

    def __init__(self, database: Database) -> None:
        self._database = database

    async def locales(self, community_id: int, user_id: int) -> tuple[str | None, str | None]:
        """Give the language a person chose and the community's, each None where unknown."""
        async with self._database.read() as unit:
            community = await unit.communities.get(community_id)
            own = await unit.people.locale(community_id, user_id)
        return own, None if community is None else community.locale

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give a person's settings."""
        async with self._database.read() as unit:
            return {"language": await unit.people.locale(community_id, user_id)}

    async def erase(self, community_id: int, user_id: int) -> None:
        """Forget a person's settings."""
        async with self._database.write() as unit:
            await unit.people.erase_settings(community_id, user_id)
