"""`/announce`: writing, sending and following announcements."""

from bot.cogs.announcements import commands, content, drafting, following, journal
from bot.cogs.announcements.commands import AnnouncementsCog

PRESSES = (
    *commands.PRESSES,
    *content.PRESSES,
    *drafting.PRESSES,
    *following.PRESSES,
    *journal.PRESSES,
)

__all__ = ["PRESSES", "AnnouncementsCog"]
