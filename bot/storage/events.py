"""Events and RSVPs."""

from __future__ import annotations

from bot.storage.store import Store


class EventStore(Store):
    """Events and RSVPs."""
