"""Announcements and their targets."""

from __future__ import annotations

from bot.storage.store import Store


class AnnouncementStore(Store):
    """Announcements and their targets."""
