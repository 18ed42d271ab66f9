"""A person's own settings: their language, and whether announcements may come by direct message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain.consent import ANNOUNCEMENTS_POLICY, Consent, Purpose
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person chose in a community: a language (None: the community's), and announcements by direct message."""

    community_id: int
    locale: str | None
    announcements: bool


class PeopleService:
    """What people choose for themselves. The log of their consents is exported and erased with their profile."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"person_setting.user_id"})

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def locales(self, community_id: int, user_id: int) -> tuple[str | None, str | None]:
        """Give the language a person chose and the community's, each None where unknown."""
        async with self._database.read() as unit:
            community = await unit.communities.get(community_id)
            own = await unit.people.locale(community_id, user_id)
        return own, None if community is None else community.locale

    async def preferences(self, community_id: int, user_id: int) -> Preferences:
        """Give what a person chose."""
        async with self._database.read() as unit:
            return await _preferences(unit, community_id, user_id)

    async def set_locale(self, community_id: int, user_id: int, locale: str | None) -> Preferences:
        """Note the language a person wants to be written to in; None for the community's."""
        async with self._database.write() as unit:
            await unit.people.set_locale(community_id, user_id, locale)
            return await _preferences(unit, community_id, user_id)

    async def set_announcements(self, community_id: int, user_id: int, *, wanted: bool) -> Preferences:
        """Note whether a person agrees to announcements by direct message; saying the same again changes nothing."""
        now = self._clock.now()
        async with self._database.write() as unit:
            before = await _preferences(unit, community_id, user_id)
            if before.announcements != wanted:
                entry = Consent(Purpose.ANNOUNCEMENTS, wanted, ANNOUNCEMENTS_POLICY, now)
                await unit.people.log_consent(community_id, user_id, entry)
            return await _preferences(unit, community_id, user_id)

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give a person's settings."""
        async with self._database.read() as unit:
            chosen = await _preferences(unit, community_id, user_id)
        return {"language": chosen.locale, "announcements_by_direct_message": chosen.announcements}

    async def erase(self, community_id: int, user_id: int) -> None:
        """Forget a person's settings."""
        async with self._database.write() as unit:
            await unit.people.erase_settings(community_id, user_id)


async def _preferences(unit: Unit, community_id: int, user_id: int) -> Preferences:
    return Preferences(
        community_id,
        await unit.people.locale(community_id, user_id),
        await unit.people.agrees(community_id, user_id, Purpose.ANNOUNCEMENTS),
    )
