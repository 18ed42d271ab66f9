"""`/announce`: writing, sending and following announcements."""

from bot.cogs.announcements import (
    approving,
    commands,
    content,
    drafting,
    editing,
    following,
    journal,
    mentions,
    planning,
    receiving,
    templates,
)
from bot.cogs.announcements.commands import AnnouncementsCog

PRESSES = (
    *approving.PRESSES,
    *commands.PRESSES,
    *content.PRESSES,
    *drafting.PRESSES,
    *editing.PRESSES,
    *following.PRESSES,
    *journal.PRESSES,
    *mentions.PRESSES,
    *receiving.PRESSES,
    *planning.PRESSES,
    *templates.PRESSES,
)

__all__ = ["PRESSES", "AnnouncementsCog"]
