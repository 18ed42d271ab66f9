"""Cards about linked communities: what their organisers are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.delivery.cards.source import CardSource
from bot.domain.partners import ENDED_CARD, LINKED_CARD
from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui import partners as ui
from bot.ui.message import Message


async def linked(unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime) -> Message | None:
    """Tell that a link stands."""
    other = await unit.communities.get(about["other"])
    return None if other is None else ui.linked_notice(other, about["by"], language)


async def ended(unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime) -> Message | None:
    """Tell that a link is no more."""
    other = await unit.communities.get(about["other"])
    return None if other is None else ui.ended_notice(other, about["by"], language)


CARDS: dict[str, CardSource] = {LINKED_CARD: linked, ENDED_CARD: ended}
