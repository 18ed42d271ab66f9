"""What an organiser types about an event, kept as typed, and what it is understood to mean."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import parse_duration, parse_start
from bot.domain.events.event import Audience, Details
from bot.domain.mistakes import Mistake

TITLE_LIMIT = 100
DESCRIPTION_LIMIT = 1000
PLACE_LIMIT = 100
LINK_LIMIT = 300
REASON_LIMIT = 300
# What is kept of any one thing typed: as much as a form can show again.
TYPED_LIMIT = 4000
USUAL_DURATION = "2h"
DRAFT_LIFE = timedelta(hours=24)

_LINK = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)


class Purpose(enum.StrEnum):
    """What a draft will do when it is confirmed."""

    CREATE = "create"
    EDIT = "edit"
    CANCEL = "cancel"


class DraftState(enum.StrEnum):
    """Where a draft is. The last two are final."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and chosen, as it was. `reason` is that of a cancellation."""

    title: str = ""
    start: str = ""
    duration: str = USUAL_DURATION
    place: str = ""
    description: str = ""
    reason: str = ""
    audience: Audience = Audience.MEMBERS
    partner_id: int | None = None
    group_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What an organiser is preparing. `event_id` and `revision` name the event as it was when an edit began.

    `typed_at` is the instant from which "demain" counts.
    """

    id: int
    community_id: int
    author_id: int
    purpose: Purpose
    state: DraftState
    event_id: int | None
    revision: int | None
    typed: Typed
    typed_at: datetime


def understood(typed: Typed, typed_at: datetime, timezone: str, *, before: Details | None = None) -> Details:
    """Read what was typed. `before` is the event being edited: a start that was left as it stood stays.

    Raises Mistake with the first thing that can't be taken, in the order of the form.
    """
    title = _one_line(typed.title)
    if all(c.isspace() or unicodedata.category(c) == "Cf" for c in title):
        raise Mistake("events-title-missing")
    _check_length("events-title-long", title, TITLE_LIMIT)
    zone = ZoneInfo(timezone)
    if before is not None and _one_line(typed.start) == written_start(before.local_start):
        starts_at = before.starts_at
    else:
        starts_at = parse_start(typed.start, now=typed_at, zone=zone).astimezone(UTC)
    duration = parse_duration(typed.duration)
    place, link = _where(_one_line(typed.place))
    description = _paragraphs(typed.description)
    _check_length("events-description-long", description, DESCRIPTION_LIMIT)
    return Details(
        title=title,
        description=description,
        starts_at=starts_at,
        ends_at=starts_at + duration,
        timezone=timezone,
        place=place,
        link=link,
        partner_id=typed.partner_id,
        audience=typed.audience,
        group_ids=typed.group_ids,
    )


def reason_understood(typed: Typed) -> str:
    """Read the reason of a cancellation, which may be empty. Raises Mistake where it is too long."""
    reason = _one_line(typed.reason)
    _check_length("events-reason-long", reason, REASON_LIMIT)
    return reason


def typed_of(details: Details) -> Typed:
    """Write an event as one would type it, for a form that edits it."""
    return Typed(
        title=details.title,
        start=written_start(details.local_start),
        duration=written_duration(details.duration),
        place=" ".join(part for part in (details.place, details.link) if part),
        description=details.description,
        audience=details.audience,
        partner_id=details.partner_id,
        group_ids=details.group_ids,
    )


def written_start(local: datetime) -> str:
    """Write a start as one types it in any language, day first: "04/12/2026 18:30"."""
    return f"{local.day:02}/{local.month:02}/{local.year} {local.hour:02}:{local.minute:02}"


def written_duration(duration: timedelta) -> str:
    """Write a duration as one types it in any language: "2h", "1h30", "45 min"."""
    hours, minutes = divmod(duration // timedelta(minutes=1), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours}h{minutes:02}" if minutes else f"{hours}h"


def _where(text: str) -> tuple[str | None, str | None]:
    """Tell a place and a link apart: "Namur, KIKK https://kikk.be" is both."""
    found = _LINK.search(text)
    link = found[0].rstrip(".,;)") if found else None
    place = _one_line(text.replace(found[0], " ", 1)).strip(" ,;·-") if found else text
    _check_length("events-place-long", place, PLACE_LIMIT)
    _check_length("events-link-long", link or "", LINK_LIMIT)
    return place or None, link


def _check_length(code: str, text: str, limit: int) -> None:
    # Discord counts UTF-16 units, as a browser does: an emoji is two.
    length = len(text.encode("utf-16-le")) // 2
    if length > limit:
        raise Mistake(code, length=length, limit=limit)


def _one_line(text: str) -> str:
    return " ".join(_visible(text).split())


def _paragraphs(text: str) -> str:
    lines = (" ".join(_visible(line).split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    """Drop control characters and halves of characters, which can't be kept or sent."""
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
