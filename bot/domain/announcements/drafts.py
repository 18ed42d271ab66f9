"""A draft as its author looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.announcements.announcement import Announcement
from bot.domain.announcements.mentions import Mention
from bot.domain.announcements.targets import Addressee, Reach
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its preview shows it.

    `offered` are those one can choose, `chosen` those chosen among them, `reach` whom they reach; `flaw` is what keeps
    its texts from being sent. `locale` is the community's: its groups will read it in that language. `mentionable` are
    the groups whose role it can mention, `mention` is the one that it does.
    """

    announcement: Announcement
    locale: str
    offered: Sequence[Addressee]
    chosen: Sequence[Addressee]
    reach: Reach
    flaw: Mistake | None
    picture: Picture | None = None
    mentionable: Sequence[Mention] = ()
    mention: Mention | None = None
