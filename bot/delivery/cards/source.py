"""What a card is made of when it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui.message import Message

# Reads what is true now of the ids it is about, and renders it; None where nothing true is left to say.
CardSource = Callable[[Unit, Mapping[str, Any], Language, datetime], Awaitable[Message | None]]
