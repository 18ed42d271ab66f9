"""The journal of an announcement: who did what, and when."""

from __future__ import annotations

import re

from bot.cogs.announcements.showing import show
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.ui.announcements import journal as ui


@on_press(r"announcements:journal:(?P<id>\d+):(?P<page>\d+)")
async def journal_turned(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the journal, or turn to one of its pages."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_journal.journal(
        community_id, int(match["id"]), int(match["page"])
    )
    await show(front, interaction, ui.journal(found, await front.language(interaction)))


@on_press(re.escape(ui.BEFORE_SELECT))
async def before_chosen(interaction: Interaction, _match: re.Match[str]) -> None:
    """Show the texts that stood before an act."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    (wanted,) = selected(interaction)
    announcement, entry = await front.services.announcement_journal.entry(community_id, int(wanted))
    language = await front.language(interaction)
    await front.replace(interaction, ui.before(announcement, entry, language, front.catalogues))


PRESSES = (journal_turned, before_chosen)
