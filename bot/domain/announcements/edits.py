"""An edit of an announcement that was sent: what is typed, and what it changes once it is confirmed."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from bot.domain.announcements.announcement import Announcement, AnnouncementState, version_at
from bot.domain.announcements.content import Content
from bot.domain.announcements.reports import Report
from bot.domain.announcements.targets import Reach
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture


class EditState(enum.StrEnum):
    """Where an edit is. The last two are final."""

    OPEN = "open"
    AWAITING = "awaiting"  # a second organiser's approval
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody typed to replace an announcement's texts, whatever is wrong with it.

    `based_on` is the announcement's revision that they saw while they typed.
    """

    id: int
    community_id: int
    announcement_id: int
    author_id: int
    based_on: int
    content: Content
    state: EditState
    changed_at: datetime

    @property
    def version(self) -> int:
        """Number the edit as it stands: a confirmation counts for what was shown."""
        return version_at(self.changed_at)


@dataclass(frozen=True, slots=True)
class EditPreview:
    """An edit as its author looks at it: where the announcement stands now, and how many people it concerns.

    `locale` is the community's; `flaw` is what keeps the new content from being taken. `picture` is the new one,
    `present_picture` that which stands.
    """

    edit: Edit
    report: Report
    locale: str
    reach: Reach
    flaw: Mistake | None
    picture: Picture | None
    present_picture: Picture | None

    @property
    def announcement(self) -> Announcement:
        """Give the announcement as it is."""
        return self.report.announcement

    @property
    def edited(self) -> Announcement:
        """Give the announcement as it would be."""
        return self.announcement.saying(self.edit.content)

    @property
    def overtaken(self) -> bool:
        """Tell whether somebody else's edit came between."""
        return self.edit.based_on != self.announcement.revision


def refusal(announcement: Announcement | None) -> Mistake | None:
    """Tell why an announcement can't be edited; None where it can."""
    if announcement is None:
        return Mistake("announcements-draft-gone")
    match announcement.state:
        case AnnouncementState.SENDING | AnnouncementState.FINISHED | AnnouncementState.EDITING:
            return None
        case AnnouncementState.RECALLING | AnnouncementState.RECALLED:
            return Mistake("announcements-edit-recalled")
        case _:
            return Mistake("announcements-edit-unsent")


def unchanged(edit: Edit, announcement: Announcement) -> Mistake | None:
    """Tell that an edit changes nothing; None where it does."""
    if edit.content == announcement.content:
        return Mistake("announcements-edit-same")
    return None
