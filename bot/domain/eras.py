"""The eras of a database: the one it began with, and one more each time it was put back from an older copy.

What the bot did between the making of a copy and its putting back is written nowhere any more, but stands on Discord.
An era that begins with a copy therefore knows of two kinds of deliveries: those that a lost run may have performed,
which are looked up there first, and all others, which can't have been.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import places
from bot.domain.effects import Card, Effect, Kind, Priority, message_payload, place_lane

NONCE_BYTES = 15  # 20 characters of the 25 that Discord takes
CARD = "restored"


@dataclass(frozen=True, slots=True)
class Span:
    """From the making of a copy to the first start on it: what was done in between is unknown to the database."""

    start: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        """Tell whether an instant lies in it."""
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class Era:
    """One era. `copied_at` is when the copy was made that it begins with, None for the first.

    `began_at` is the first start on the copy, None before it; `looked_up_at` when everything in question had been
    looked up. Until then nothing is sent. `salt` and `salt_before` (of the era before) make nonces, `root` (of the
    first) makes signatures. `lost` are the spans that this database and those it was copied from know nothing of.
    """

    number: int
    salt: str
    salt_before: str
    root: str
    copied_at: datetime | None = None
    began_at: datetime | None = None
    looked_up_at: datetime | None = None
    lost: Sequence[Span] = ()

    @property
    def waits_for_start(self) -> bool:
        """Tell whether the database is a copy on which no bot has started yet."""
        return self.copied_at is not None and self.began_at is None

    @property
    def paused(self) -> bool:
        """Tell whether nothing may be sent, because not all that is in question was looked up."""
        return self.copied_at is not None and self.looked_up_at is None

    def questions(self, due_at: datetime) -> bool:
        """Tell whether a lost run may have performed what was due at that instant."""
        return self.copied_at is not None and self.began_at is not None and due_at < self.began_at

    def since(self, due_at: datetime) -> datetime | None:
        """Tell the instant before which no lost run can have performed what was due then; None in the first era.

        It is the first of all that were lost after it was due: what one lost run sent, another may not have known of.
        """
        spans = [span.start for span in self.lost if span.end > due_at]
        return min(spans, default=self.copied_at)

    def signature(self, dedup_key: str) -> str:
        """Name what a delivery leaves on Discord, the same in every era that ever was or will be.

        By it a look-up finds what any lost run sent, also one whose own era is known no more. A look-up reads only
        what came since a lost run may have sent it, so what people did then and do anew is not mixed up by it.
        """
        return _digest(self.root, dedup_key)

    def nonce(self, dedup_key: str, *, questioned: bool) -> str:
        """Make the nonce of a delivery, the same each time.

        One in question has that of the era before: a lost run mostly gave it the same, so that Discord itself, as long
        as it remembers, makes no second message of it. Every other has one of this era, so that what people do anew is never taken for what they did then.
        """
        return _digest(self.salt_before if questioned else self.salt, dedup_key)


def _digest(salt: str, dedup_key: str) -> str:
    digest = hashlib.sha256(f"{salt}:{dedup_key}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:NONCE_BYTES]).decode()


def told(community_id: int, era: Era, now: datetime, *, noticed: bool = False) -> Effect:
    """Tell a community's organisers that what was done since the copy is forgotten.

    `noticed`: nobody said that it is a copy. It may have been moved with nothing lost.
    """
    subject = f"{CARD}:{community_id}"
    return Effect(
        community_id=community_id,
        dedup_key=f"{subject}:{era.number}",
        kind=Kind.MESSAGE_POST,
        lane=place_lane(community_id, places.ORGANISATION),
        due_at=now,
        subject=subject,
        payload=message_payload(
            Card(CARD, {"era": era.number, "noticed": noticed}), place=places.ORGANISATION
        ),
        priority=Priority.URGENT,
    )
