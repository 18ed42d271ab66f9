"""Working groups: what one is, and the rules of their names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from bot.domain.communities import Texts

CHANNEL_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Group:
    """A working group: a theme, its channel and its role (None until they are made on Discord)."""

    id: int
    community_id: int
    key: str
    names: Texts
    topics: Texts
    colour: int
    emoji: str | None
    position: int
    channel_id: int | None
    role_id: int | None
    archived_at: datetime | None = None

    def name(self, locale: str) -> str:
        """Give its name in a language, or in any it has."""
        return self.names.get(locale) or self.names.get("en") or next(iter(self.names.values()), self.key)


@dataclass(frozen=True, slots=True)
class GroupOverview:
    """A group as lists show it."""

    group: Group
    members: int
    joined: bool


def channel_name(name: str) -> str:
    """Make a channel's name of a group's: lower case, words joined by hyphens, letters kept with their accents.

    "Internet des objets" becomes "internet-des-objets", as Discord itself would write it.
    """
    lowered = unicodedata.normalize("NFC", name).casefold()
    words = re.sub(r"[^\w]+", "-", lowered).strip("-_")
    return words[:CHANNEL_NAME_LIMIT].rstrip("-") or "groupe"


def folded(text: str) -> str:
    """Reduce a text to what people mean by it: no case, no accents, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())
