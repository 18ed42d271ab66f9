"""An event as Discord's own list of a server's events shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Details
from bot.i18n import Language

# Discord's limits, in characters of UTF-16.
DESCRIPTION_LIMIT = 1000
PLACE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list: plain text and aware instants, all within Discord's limits."""

    name: str
    description: str
    place: str
    starts_at: datetime
    ends_at: datetime


def entry(details: Details, language: Language, card_url: str | None) -> Entry:
    """Show an event with the address of its card, if that stands, and say where to answer.

    People can mark an entry as interesting, which no bot can follow: it has to say that this is no answer.
    """
    place = _place(details, language)
    # A link that the place has no room for is said below.
    link = details.link if details.link and details.link not in place else None
    ending = "\n".join(part for part in (link, language("events-scheduled-answer"), card_url) if part)
    room = DESCRIPTION_LIMIT - _length(ending) - len("\n\n")
    description = _fitted(details.description, room)
    return Entry(
        name=details.title,
        description="\n\n".join(part for part in (description, ending) if part),
        place=place,
        starts_at=details.starts_at,
        ends_at=details.ends_at,
    )


def _place(details: Details, language: Language) -> str:
    both = " · ".join(part for part in (details.place, details.link) if part)
    if both and _is_place(both):
        return both
    if details.place:
        return details.place
    if details.link and _is_place(details.link):
        return details.link
    return language("events-scheduled-online" if details.link else "events-place-unknown")


def _is_place(text: str) -> bool:
    return _length(text) <= PLACE_LIMIT


def _fitted(text: str, limit: int) -> str:
    if _length(text) <= limit:
        return text
    return text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
