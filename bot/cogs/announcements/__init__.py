"""`/announce`: writing, sending and following announcements."""

from bot.cogs.announcements import commands, drafting, following
from bot.cogs.announcements.commands import AnnouncementsCog

PRESSES = (*commands.PRESSES, *drafting.PRESSES, *following.PRESSES)

__all__ = ["PRESSES", "AnnouncementsCog"]
