"""Events: answering them, and organising them."""

from bot.services.events.attendance import Answered, EventService, Shown
from bot.services.events.drafting import Begun, EventDraftService
from bot.services.events.organising import Applied, Cancelled, EventAdminService, Published
from bot.services.events.previews import CancelPreview, Preview

__all__ = [
    "Answered",
    "Applied",
    "Begun",
    "CancelPreview",
    "Cancelled",
    "EventAdminService",
    "EventDraftService",
    "EventService",
    "Preview",
    "Published",
    "Shown",
]
