"""Registrations and requests of introductions."""

from __future__ import annotations

from bot.storage.store import Store


class IntroductionStore(Store):
    """Registrations and requests of introductions."""
