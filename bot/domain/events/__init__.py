"""Events: what one is, who may answer, what organisers type, and when people are reminded."""

from bot.domain.events.drafts import Draft, DraftState, Purpose, Typed, typed_of, understood
from bot.domain.events.event import Answer, Audience, Details, Event, EventState, check_answerable, is_guest
from bot.domain.events.overviews import Attendee, EventLine, EventOverview, Page, at_home
from bot.domain.events.reminders import PlannedReminder, Reminder, plan_reminders

__all__ = [
    "Answer",
    "Attendee",
    "Audience",
    "Details",
    "Draft",
    "DraftState",
    "Event",
    "EventLine",
    "EventOverview",
    "EventState",
    "Page",
    "PlannedReminder",
    "Purpose",
    "Reminder",
    "Typed",
    "at_home",
    "check_answerable",
    "is_guest",
    "plan_reminders",
    "typed_of",
    "understood",
]
