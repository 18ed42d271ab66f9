"""Linked communities: two that agreed to read each other's announcements.

One asks for a code and hands it to the other, by whatever way; who enters it has both sides' agreement, and nobody
else learns of either community.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.communities import Community
from bot.domain.effects import Card, Effect, Kind, message_payload, place_lane
from bot.domain.places import ORGANISATION

INVITATION_LIFE = timedelta(days=7)
# Without letters and digits that look alike: 50 bits, which nobody guesses in a week.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10

SUBJECT = "partners"
LINKED_CARD = "partners-linked"
ENDED_CARD = "partners-ended"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that links whoever enters it with the community that asked for it, until `expires_at`."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """Another community that reads this one's announcements, and the other way round; since when."""

    community: Community
    agreed_at: datetime


def spelled(code: str) -> str:
    """Write a code so that it can be read out: in groups of five."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def digest(typed: str) -> str:
    """Make of a code, however it was typed, what is kept of it."""
    bare = "".join(letter for letter in typed.upper() if letter.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()


def notice(card: str, told: int, other: int, by: int | None, now: datetime) -> Effect:
    """Make the effect that tells the organisers of a community about its link with another."""
    about = {"community": told, "other": other, "by": by}
    return Effect(
        community_id=told,
        dedup_key=f"{SUBJECT}:{told}:{other}:{card}:{now.isoformat()}",
        kind=Kind.MESSAGE_POST,
        lane=place_lane(told, ORGANISATION),
        due_at=now,
        subject=f"{SUBJECT}:{told}",
        payload=message_payload(Card(card, about), place=ORGANISATION),
    )
