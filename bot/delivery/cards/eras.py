"""The notice that the database was put back from an older copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.delivery.cards.source import CardSource
from bot.domain.eras import CARD
from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui import eras as ui
from bot.ui.message import Message


async def restored(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Tell of the era `{"era": number, "noticed": whether nobody said so}`; None once another has begun."""
    era = await unit.eras.known()
    if era is None or era.number != about["era"]:
        return None
    # One that an earlier version recorded says nothing of it: somebody said so.
    return ui.restored(era, language, noticed=about.get("noticed", False))


CARDS: dict[str, CardSource] = {CARD: restored}
