"""Templates: what was announced once, kept under a name to begin another announcement from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.announcements.content import Content
from bot.domain.dates.typed import quoted
from bot.domain.groups import folded
from bot.domain.mistakes import Mistake

NAME_LIMIT = 60
# One menu holds them all.
MOST_TEMPLATES = 25


@dataclass(frozen=True, slots=True)
class Template:
    """What a template says. `created_by` is 0 for someone of the team who had their data erased."""

    id: int
    community_id: int
    name: str
    content: Content
    created_by: int
    created_at: datetime


def checked_name(name: str, present: Sequence[Template]) -> str:
    """Give a new template's name on one line. Raises Mistake where it can't be taken beside those there are."""
    line = " ".join(name.split())
    if not line:
        raise Mistake("announcements-template-nameless")
    if len(line) > NAME_LIMIT:
        raise Mistake("announcements-template-name-long", length=len(line), most=NAME_LIMIT)
    if any(folded(one.name) == folded(line) for one in present):
        raise Mistake("announcements-template-taken", name=quoted(line))
    if len(present) >= MOST_TEMPLATES:
        raise Mistake("announcements-templates-full", most=MOST_TEMPLATES)
    return line
