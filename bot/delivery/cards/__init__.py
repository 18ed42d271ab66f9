"""The cards that delivery sends, by name; each feature's in a module of its own."""

from bot.delivery.cards import announcements, eras, events, groups, introductions, notices, partners
from bot.delivery.cards.source import CardSource

CARDS: dict[str, CardSource] = {
    **announcements.CARDS,
    **eras.CARDS,
    **events.CARDS,
    **groups.CARDS,
    **introductions.CARDS,
    **notices.CARDS,
    **partners.CARDS,
}

__all__ = ["CARDS", "CardSource"]
