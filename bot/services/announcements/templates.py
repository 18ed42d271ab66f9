"""Templates of announcements: saved from an earlier one, begun from, removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain.announcements import Template, checked_name
from bot.domain.dates.typed import quoted
from bot.domain.groups import folded
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture
from bot.storage.database import Database, Unit


class AnnouncementTemplateService:
    """Keeps templates of announcements."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"announcement_template.created_by"})

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def save(self, community_id: int, announcement_id: int, user_id: int, name: str) -> Template:
        """Keep what an announcement says, in every language and with its picture, under a name of its own.

        Raises Mistake where there is no such announcement, or the name can't be taken.
        """
        async with self._database.write() as unit:
            found = await unit.announcements.get(community_id, announcement_id)
            if found is None:
                raise Mistake("announcements-draft-gone")
            checked = checked_name(name, await unit.announcement_templates.all(community_id))
            return await unit.announcement_templates.add(
                community_id, checked, found.content, user_id, self._clock.now()
            )

    async def templates(self, community_id: int) -> Sequence[Template]:
        """List the templates by name."""
        async with self._database.read() as unit:
            return await unit.announcement_templates.all(community_id)

    async def matching(self, community_id: int, typed: str) -> Sequence[Template]:
        """List the templates whose name holds what is typed."""
        return [one for one in await self.templates(community_id) if folded(typed) in folded(one.name)]

    async def find(self, community_id: int, wanted: str) -> Template:
        """Find a template by id, as autocomplete gives it, or by name. Raises Mistake where there is none."""
        templates = await self.templates(community_id)
        for one in templates:
            if wanted == str(one.id):
                return one
        for one in templates:
            if folded(one.name) == folded(wanted):
                return one
        raise Mistake("announcements-template-unknown", text=quoted(wanted))

    async def template(self, community_id: int, template_id: int) -> tuple[Template, Picture | None]:
        """Give a template with its picture. Raises Mistake where it is gone."""
        async with self._database.read() as unit:
            found = await _existing(unit, community_id, template_id)
            picture_id = found.content.picture_id
            picture = None if picture_id is None else await unit.pictures.get(community_id, picture_id)
        return found, picture

    async def delete(self, community_id: int, template_id: int) -> Template:
        """Remove a template; what was announced with it stays. Raises Mistake where it is gone."""
        async with self._database.write() as unit:
            found = await _existing(unit, community_id, template_id)
            await unit.announcement_templates.delete(template_id)
            return found

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give the templates that a person saved."""
        async with self._database.read() as unit:
            theirs = await unit.announcement_templates.of_person(community_id, user_id)
        return {
            "announcement_templates": [{"name": one.name, "created_at": one.created_at} for one in theirs]
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Leave the templates that a person saved, by "someone of the team"."""
        async with self._database.write() as unit:
            await unit.announcement_templates.forget(community_id, user_id)


async def _existing(unit: Unit, community_id: int, template_id: int) -> Template:
    found = await unit.announcement_templates.get(community_id, template_id)
    if found is None:
        raise Mistake("announcements-template-gone")
    return found
