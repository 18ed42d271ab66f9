"""Cards of working groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.delivery.cards.source import CardSource
from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui import groups as ui
from bot.ui.message import Message


async def panel(unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime) -> Message | None:
    """Show the groups one can join: the lasting message of the welcome channel."""
    return ui.panel(await unit.groups.active(about["community"]), language)


CARDS: dict[str, CardSource] = {"groups-panel": panel}
