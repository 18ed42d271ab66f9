"""Who did what about an announcement, and when: written once, never changed."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.announcements.announcement import Announcement
from bot.domain.announcements.changes import Changes
from bot.domain.announcements.content import Content


class Act(enum.StrEnum):
    """What was done."""

    WRITTEN = "written"
    REWRITTEN = "rewritten"  # a draft's texts
    ASKED = "asked"  # for a second organiser's approval
    TAKEN_BACK = "taken-back"  # that request, by who made it
    APPROVED = "approved"
    SENT_BACK = "sent-back"
    LAPSED = "lapsed"  # nobody answered the request
    SENT = "sent"
    PLANNED = "planned"
    SKIPPED = "skipped"  # one date of a series
    UNPLANNED = "unplanned"  # back to a draft
    CANCELLED = "cancelled"
    MISSED = "missed"
    RETRIED = "retried"
    RESENT = "resent"  # what was uncertain, once more
    EDITED = "edited"
    RECALLED = "recalled"
    REMOVED = "removed"  # from a linked community's channel, by that community's organisers


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an announcement's journal.

    `user_id` is None for what happened by itself, and 0 for someone of the team who had their data erased. `reason`
    is in that person's words. `before` is what the announcement said until then, where the act replaced it, and
    `changes` what else it changed. `elsewhere` names the linked community in which it was done: who did it there is
    told to nobody here.
    """

    id: int
    announcement_id: int
    act: Act
    user_id: int | None
    at: datetime
    reason: str | None = None
    before: Content | None = None
    changes: Changes = field(default_factory=Changes)
    elsewhere: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """One page of an announcement's journal, from 0, latest first; `total` counts the entries of all pages."""

    announcement: Announcement
    entries: Sequence[Entry]
    page: int
    total: int
