"""A draft as its author looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.announcements.announcement import Announcement
from bot.domain.announcements.changes import Changes, changes_between
from bot.domain.announcements.journal import Entry
from bot.domain.announcements.mentions import Mention
from bot.domain.announcements.targets import Addressee, Reach
from bot.domain.groups import Group
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture
from bot.domain.recurrence import Occurrence, Recurrence


@dataclass(frozen=True, slots=True)
class Replaced:
    """What is planned and is to become what a draft says: as it stands, for whom, and when it is sent next."""

    announcement: Announcement
    chosen: Sequence[Addressee]
    mentioned: Group | None
    rule: Recurrence
    coming: Sequence[Occurrence]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its preview shows it.

    `offered` are those one can choose, `chosen` those chosen among them, `reach` whom they reach; `flaw` is what keeps
    its texts from being sent. `locale` is the community's: its groups will read it in that language. `mentionable` are
    the groups whose role it can mention, `mention` is the one that it does. `replaced` is set for a draft that is to
    replace what is planned, as long as that is. `overwrote` is set where it was just corrected by who had not seen an
    earlier correction: that one.
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
    replaced: Replaced | None = None
    overwrote: Entry | None = None

    @property
    def changes(self) -> Changes:
        """Tell what it changes, beside the words, of what it is to replace."""
        if self.replaced is None:
            return Changes()
        return changes_between(
            self.replaced.announcement.content,
            self.announcement.content,
            targets=(self.replaced.chosen, self.chosen),
            mention=(self.replaced.mentioned, None if self.mention is None else self.mention.group),
        )

    @property
    def overtaken(self) -> bool:
        """Tell whether what it is to replace was edited by somebody since it was begun."""
        return self.replaced is not None and self.replaced.announcement.revision != self.announcement.revision

    @property
    def unchanged(self) -> bool:
        """Tell whether it says the same, to the same, as what it is to replace."""
        return (
            self.replaced is not None
            and self.replaced.announcement.content == self.announcement.content
            and not self.changes
        )
