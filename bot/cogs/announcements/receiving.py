"""Another community's announcement in one's own channel: taken away by the organisers there."""

from __future__ import annotations

import re

from bot.cogs.announcements.showing import show
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press
from bot.ui.announcements import receptions as ui


@on_press(r"announcements:received-remove:(?P<id>\d+)")
async def remove_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask once more."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_receptions.received(community_id, int(match["id"]))
    await show(front, interaction, ui.removal_asked(found, await front.language(interaction)))


@on_press(r"announcements:received-removed:(?P<id>\d+)")
async def remove_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Take it away."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await front.services.announcement_receptions.remove(community_id, int(match["id"]), interaction.user.id)
    await front.replace(interaction, ui.removed(await front.language(interaction)))


PRESSES = (remove_pressed, remove_confirmed)
