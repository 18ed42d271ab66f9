"""The card that the groups read."""

from __future__ import annotations

from bot.domain.announcements import Announcement
from bot.i18n import Language
from bot.ui.card import card
from bot.ui.message import Message
from bot.ui.text import plain


def announced(announcement: Announcement, language: Language) -> Message:
    """Show an announcement as the groups read it: formatting stays the author's, and nobody is pinged."""
    return card(plain(announcement.title), announcement.body, footer=language("announcements-footer"))
