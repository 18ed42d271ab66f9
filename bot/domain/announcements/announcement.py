"""What an organiser writes once and many read: its texts, and where it is on its way."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.domain.announcements.content import Content, Words

DRAFT_LIFE = timedelta(hours=24)
# An announcement that could not be sent for a day is old news: it is reported instead.
SENDING_LIFE = timedelta(hours=24)
# Up to then, a planned announcement that leaves later than planned is still on time.
LATE = timedelta(minutes=5)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AnnouncementState(enum.StrEnum):
    """Where an announcement is on its way."""

    DRAFT = "draft"
    AWAITING = "awaiting"  # a second organiser's approval
    PLANNED = "planned"
    ENDED = "ended"  # a series of which every date is over
    MISSED = "missed"  # planned for a time at which nothing could be sent
    CANCELLED = "cancelled"  # planned, and called off
    SENDING = "sending"
    FINISHED = "finished"
    EDITING = "editing"
    RECALLING = "recalling"
    RECALLED = "recalled"

    @property
    def scheduled(self) -> bool:
        """Tell whether it has, or had, a plan and nothing of itself was sent."""
        return self in (
            AnnouncementState.PLANNED,
            AnnouncementState.ENDED,
            AnnouncementState.MISSED,
            AnnouncementState.CANCELLED,
        )

    @property
    def unsent(self) -> bool:
        """Tell whether nobody can have read it yet."""
        return self in (AnnouncementState.DRAFT, AnnouncementState.AWAITING)

    @property
    def recalled(self) -> bool:
        """Tell whether it is taken back, or being taken back: nobody is to read it any more."""
        return self in (AnnouncementState.RECALLING, AnnouncementState.RECALLED)


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement. A person's id in it is 0 for someone of the team who had their data erased.

    A draft's texts are as they were typed, whatever is wrong with them; `title`, `body` and `alt` are in the language
    `locale`, the community's when it was written, and `translations` holds the words of other languages.
    `mention_group_id` names the group whose role one copy mentions. `planned_for` is the instant for which it is or was
    planned: of a series, the next one. What a series sends is an announcement of its own, which names the series in
    `series_id`. A draft that is to replace what is planned names that in `replaces_id`, and its `revision` is the one
    that it began from. `round` counts the sendings: 0 for a draft, 1 from
    its confirmation on, one more each time failed ones are tried again, for each edit and for its recall. `revision`
    counts the edits alone.
    """

    id: int
    community_id: int
    author_id: int
    confirmed_by: int | None
    recalled_by: int | None
    title: str
    body: str
    state: AnnouncementState
    round: int
    created_at: datetime
    changed_at: datetime
    confirmed_at: datetime | None
    finished_at: datetime | None
    recalled_at: datetime | None
    locale: str = ""
    alt: str = ""
    link: str = ""
    translations: Mapping[str, Words] = field(default_factory=dict)
    picture_id: int | None = None
    revision: int = 0
    edited_by: int | None = None
    edited_at: datetime | None = None
    mention_group_id: int | None = None
    planned_for: datetime | None = None
    series_id: int | None = None
    replaces_id: int | None = None

    @property
    def late_by(self) -> timedelta | None:
        """Tell how much later than planned it left, where that is worth telling."""
        if self.planned_for is None or self.confirmed_at is None:
            return None
        late = self.confirmed_at - self.planned_for
        return late if late >= LATE else None

    @property
    def content(self) -> Content:
        """Give all that it says."""
        words = Words(self.title, self.body, self.alt)
        return Content(self.locale, words, self.translations, self.link, self.picture_id)

    @property
    def version(self) -> int:
        """Number the draft as it stands: a confirmation counts for what was shown, not for what came later."""
        return version_at(self.changed_at)

    def saying(self, content: Content) -> Announcement:
        """Give the announcement as it would be with another content."""
        return replace(
            self,
            locale=content.locale,
            title=content.words.title,
            body=content.words.body,
            alt=content.words.alt,
            translations=content.others,
            link=content.link,
            picture_id=content.picture_id,
        )


def version_at(changed_at: datetime) -> int:
    """Make a version of the instant at which something that is being typed last changed."""
    return (changed_at - _EPOCH) // timedelta(microseconds=1)
