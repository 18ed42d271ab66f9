"""Cards of events: the event itself, reminders, a move, a cancellation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.delivery.cards.source import CardSource
from bot.domain.events import Answer, EventOverview, at_home
from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui.events import cards, news
from bot.ui.message import Message


async def event(unit: Unit, about: Mapping[str, Any], language: Language, now: datetime) -> Message | None:
    """Show an event as it is now."""
    overview = await _overview(unit, about)
    return None if overview is None else cards.event_card(overview, language, now)


async def reminder(unit: Unit, about: Mapping[str, Any], language: Language, now: datetime) -> Message | None:
    """Remind of an event, unless it was moved, cancelled or taken from this group, or has begun."""
    overview = await _overview(unit, about)
    if overview is None:
        return None
    details = overview.event.details
    if overview.event.cancelled or overview.event.has_begun(now):
        return None
    if details.starts_at != datetime.fromisoformat(about["starts_at"]):
        return None
    named = await _named(unit, overview, about, [Answer.GOING])
    # What an event of groups says to everybody concerns those alone who come without being in these groups.
    if about["group"] is None and details.group_ids and not named:
        return None
    return news.reminder(overview, named, language)


async def moved(unit: Unit, about: Mapping[str, Any], language: Language, now: datetime) -> Message | None:
    """Tell those at home in this channel that an event has a new date or place."""
    overview = await _overview(unit, about)
    if overview is None or not overview.event.is_open(now):
        return None
    named = await _named(unit, overview, about, [Answer.GOING, Answer.MAYBE])
    return news.moved(overview, datetime.fromisoformat(about["before"]), named, language) if named else None


async def cancelled(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Tell those at home in this channel that an event is called off."""
    overview = await _overview(unit, about)
    if overview is None:
        return None
    named = await _named(unit, overview, about, [Answer.GOING, Answer.MAYBE])
    return news.cancelled(overview, named, language) if named else None


async def _overview(unit: Unit, about: Mapping[str, Any]) -> EventOverview | None:
    """Read the event; None where it is gone, or is not this group's any more."""
    overview = await unit.events.overview(about["community"], about["event"])
    group_id = about.get("group")
    if overview is None or (group_id is not None and group_id not in overview.event.details.group_ids):
        return None
    return overview


async def _named(
    unit: Unit, overview: EventOverview, about: Mapping[str, Any], answers: Sequence[Answer]
) -> Sequence[int]:
    attendees = await unit.events.attendees(overview.event.id, answers)
    return at_home(attendees, overview.event.details.group_ids, about["group"])


CARDS: dict[str, CardSource] = {
    "event": event,
    "event-reminder": reminder,
    "event-moved": moved,
    "event-cancelled": cancelled,
}
