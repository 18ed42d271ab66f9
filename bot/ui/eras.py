"""What organisers read when the database was put back from an older copy."""

from __future__ import annotations

from bot.domain.eras import Era
from bot.i18n import Language
from bot.ui.card import WARNING, card
from bot.ui.message import Message
from bot.ui.text import stamp


def restored(era: Era, language: Language, *, noticed: bool = False) -> Message | None:
    """Say what is forgotten and what to look after; None for the first era, which forgot nothing.

    `noticed`: only that the database lies elsewhere is known, so that perhaps nothing is forgotten.
    """
    if era.copied_at is None or era.began_at is None:
        return None
    return card(
        language("eras-title-noticed" if noticed else "eras-title"),
        language(
            "eras-what-noticed" if noticed else "eras-what",
            copied=stamp(era.copied_at),
            began=stamp(era.began_at),
        ),
        language("eras-do"),
        colour=WARNING,
    )
