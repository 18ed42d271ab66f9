"""Announcements: what an organiser writes once and several groups read, and what became of each sending."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain import places
from bot.domain.effects import (
    Card,
    Delivery,
    Effect,
    Kind,
    Priority,
    State,
    group_lane,
    message_payload,
    place_lane,
)
from bot.domain.groups import Group
from bot.domain.mistakes import Mistake

# Together with the card's own words they stay below what Discord takes in one message, also in the preview.
TITLE_LIMIT = 100
BODY_LIMIT = 3500
# A text field of Discord's takes no more; what comes by another way is cut there.
TYPED_LIMIT = 4000

# So many announcements, or groups of a report, are shown at a time.
PAGE = 10

DRAFT_LIFE = timedelta(hours=24)
# An announcement that could not be sent for a day is old news: it is reported instead.
SENDING_LIFE = timedelta(hours=24)

SUBJECT = "announcement"
CARD = "announcement"
REPORT_CARD = "announcement-report"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AnnouncementState(enum.StrEnum):
    """Where an announcement is on its way."""

    DRAFT = "draft"
    SENDING = "sending"
    FINISHED = "finished"
    RECALLING = "recalling"
    RECALLED = "recalled"

    @property
    def recalled(self) -> bool:
        """Tell whether it is taken back, or being taken back: nobody is to read it any more."""
        return self in (AnnouncementState.RECALLING, AnnouncementState.RECALLED)


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement. A person's id in it is 0 for someone of the team who had their data erased.

    A draft's texts are as they were typed, whatever is wrong with them. `round` counts the sendings: 0 for a
    draft, 1 from its confirmation on, one more each time failed ones are tried again, and for its recall.
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

    @property
    def version(self) -> int:
        """Number the draft as it stands: a confirmation counts for what was shown, not for what came later."""
        return (self.changed_at - _EPOCH) // timedelta(microseconds=1)


class Outcome(enum.Enum):
    """What became of one group's copy, in the order in which a report tells it: what needs a hand comes first."""

    FAILED = "failed"
    UNCERTAIN = "uncertain"
    WAITING = "waiting"
    DELIVERED = "delivered"
    REMOVED = "removed"
    UNSENT = "unsent"


class Cause(enum.Enum):
    """Why a copy could not be delivered, as far as it changes what one can do about it."""

    PERMISSION = "permission"
    CHANNEL_GONE = "channel-gone"
    GROUP_GONE = "group-gone"
    TOO_LATE = "too-late"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Target:
    """One group of an announcement and what became of its copy; `cause` is set where it failed."""

    group: Group
    outcome: Outcome
    cause: Cause | None = None
    channel_id: int | None = None
    message_id: int | None = None

    @property
    def retryable(self) -> bool:
        """Tell whether trying again can help."""
        return self.outcome is Outcome.FAILED and self.cause is not Cause.GROUP_GONE


@dataclass(frozen=True, slots=True)
class Counts:
    """How many copies had which outcome."""

    delivered: int = 0
    waiting: int = 0
    failed: int = 0
    uncertain: int = 0
    removed: int = 0
    unsent: int = 0

    @property
    def total(self) -> int:
        """Count all copies."""
        return self.delivered + self.waiting + self.failed + self.uncertain + self.removed + self.unsent


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an announcement, group by group, what needs a hand first."""

    announcement: Announcement
    targets: Sequence[Target]

    @property
    def counts(self) -> Counts:
        """Count the outcomes."""
        return Counts(**{outcome.value: len(self.of(outcome)) for outcome in Outcome})

    def of(self, outcome: Outcome) -> Sequence[Target]:
        """Choose the targets with an outcome."""
        return [target for target in self.targets if target.outcome is outcome]


@dataclass(frozen=True, slots=True)
class Recall:
    """What taking an announcement back would undo: where it stands now, and how many people are in its groups."""

    report: Report
    reach: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its preview shows it.

    `groups` are those one can choose, `chosen` those chosen among them, `reach` the people in them; `flaw` is what
    keeps its texts from being sent. `locale` is the community's: its groups will read it in that language.
    """

    announcement: Announcement
    locale: str
    groups: Sequence[Group]
    chosen: Sequence[Group]
    reach: int
    flaw: Mistake | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One announcement in the list; a draft has no counts."""

    announcement: Announcement
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, from 0; `total` counts the announcements of all pages."""

    entries: Sequence[Listed]
    page: int
    total: int


def flaw(title: str, body: str) -> Mistake | None:
    """Tell what keeps these texts from being sent; None where nothing does."""
    if not title.strip():
        return Mistake("announcements-title-empty")
    if not body.strip():
        return Mistake("announcements-body-empty")
    if len(title) > TITLE_LIMIT:
        return Mistake("announcements-title-long", length=len(title), most=TITLE_LIMIT)
    if len(body) > BODY_LIMIT:
        return Mistake("announcements-body-long", length=len(body), most=BODY_LIMIT)
    return None


def subject_of(announcement_id: int) -> str:
    """Name what an announcement's copies belong to."""
    return f"{SUBJECT}:{announcement_id}"


def announcement_of(subject: str) -> int | None:
    """Read the announcement's id out of the subject of one of its copies; None for any other subject."""
    found = re.fullmatch(rf"{SUBJECT}:(\d+)", subject)
    return None if found is None else int(found[1])


def copy_key(announcement_id: int, group_id: int) -> str:
    """Name one group's copy once for ever."""
    return f"{SUBJECT}:{announcement_id}:group:{group_id}"


def removal_key(copied: str) -> str:
    """Name the removal of the copy of that key."""
    return f"{copied}:withdrawn"


def copy_for(announcement: Announcement, group: Group, now: datetime) -> Effect:
    """Make the effect that posts one group's copy."""
    about = {"community": announcement.community_id, "announcement": announcement.id}
    return Effect(
        community_id=announcement.community_id,
        dedup_key=copy_key(announcement.id, group.id),
        kind=Kind.MESSAGE_POST,
        lane=group_lane(group.id),
        due_at=now,
        subject=subject_of(announcement.id),
        # Quiet: the report tells what failed, all in one place.
        payload={**message_payload(Card(CARD, about), group=group.id), "quiet": True},
        priority=Priority.BULK,
        expires_at=now + SENDING_LIFE,
    )


def removal_of(copy: Delivery, now: datetime) -> Effect:
    """Make the effect that takes away one group's copy that stands on Discord.

    Its key is the one under which delivery undoes a copy that arrives after it was withdrawn: whichever comes
    first, there is one removal.
    """
    return Effect(
        community_id=copy.community_id,
        dedup_key=removal_key(copy.dedup_key),
        kind=Kind.MESSAGE_DELETE,
        lane=copy.lane,
        due_at=now,
        subject=copy.subject,
        payload={"message_of": copy.dedup_key, "quiet": True},
        priority=Priority.BULK,
    )


def report_of(announcement: Announcement, now: datetime) -> Sequence[Effect]:
    """Make the effects that show the organisers the report: posted once, edited after each further round.

    A recall may be the second round before the first was reported, so that a further round posts too: where the
    report stands already, recording its post again changes nothing.
    """
    posted = _report_post(announcement, now)
    if announcement.round == 1:
        return [posted]
    return [posted, _report_edit(announcement, f"round:{announcement.round}", now)]


def _report_post(announcement: Announcement, now: datetime) -> Effect:
    return Effect(
        community_id=announcement.community_id,
        dedup_key=_report_key(announcement),
        kind=Kind.MESSAGE_POST,
        lane=place_lane(announcement.community_id, places.ORGANISATION),
        due_at=now,
        subject=_report_key(announcement),
        payload=_report_payload(announcement),
    )


def report_mended(announcement: Announcement, copy: Delivery, now: datetime) -> Effect:
    """Make the effect that shows the report anew because of one copy that came to another end than it told."""
    return _report_edit(announcement, f"copy:{copy.id}", now)


def _report_edit(announcement: Announcement, why: str, now: datetime) -> Effect:
    posted = _report_key(announcement)
    return Effect(
        community_id=announcement.community_id,
        dedup_key=f"{posted}:{why}",
        kind=Kind.MESSAGE_EDIT,
        lane=place_lane(announcement.community_id, places.ORGANISATION),
        due_at=now,
        subject=posted,
        payload={**_report_payload(announcement), "message_of": posted},
    )


def _report_key(announcement: Announcement) -> str:
    return f"{REPORT_CARD}:{announcement.id}"


def _report_payload(announcement: Announcement) -> Mapping[str, object]:
    about = {"community": announcement.community_id, "announcement": announcement.id}
    return message_payload(Card(REPORT_CARD, about), place=places.ORGANISATION)


def report(announcement: Announcement, groups: Iterable[Group], rows: Iterable[Delivery]) -> Report:
    """Put together what became of each group's copy, out of all the deliveries of an announcement."""
    by_key: Mapping[str, Delivery] = {row.dedup_key: row for row in rows}
    order = list(Outcome)
    targets = []
    for group in groups:
        key = copy_key(announcement.id, group.id)
        copy, removal = by_key.get(key), by_key.get(removal_key(key))
        if copy is not None and announcement.state.recalled:
            targets.append(_recalled(group, copy, removal))
        else:
            targets.append(_target(group, copy))
    return Report(announcement, sorted(targets, key=lambda target: order.index(target.outcome)))


def _target(group: Group, copy: Delivery | None) -> Target:
    if copy is None:
        return Target(group, Outcome.WAITING)
    match copy.state:
        case State.SENT:
            return Target(group, Outcome.DELIVERED, None, copy.channel_id, copy.message_id)
        case State.UNCERTAIN:
            return Target(group, Outcome.UNCERTAIN, None, copy.channel_id or group.channel_id)
        case State.PENDING | State.CLAIMED:
            return Target(group, Outcome.WAITING, None, group.channel_id)
        case State.EXPIRED:
            return Target(group, Outcome.FAILED, Cause.TOO_LATE, group.channel_id)
        case State.CANCELLED:
            return Target(group, Outcome.FAILED, Cause.GROUP_GONE, group.channel_id)
        case State.FAILED:
            return Target(group, Outcome.FAILED, cause_of(copy.last_error), group.channel_id)


def _recalled(group: Group, copy: Delivery, removal: Delivery | None) -> Target:
    """Tell how far a copy's recall is: what had not left stays away, what arrived is removed."""
    where = copy.channel_id or group.channel_id
    if not copy.state.final:
        return Target(group, Outcome.WAITING, None, where)
    if copy.state is not State.SENT:
        # Stopped while it waited for another try, a first one may have been left without an answer.
        unanswered = copy.uncertain_since is not None and (
            copy.cancel_requested or copy.state is State.EXPIRED
        )
        doubt = copy.state is State.UNCERTAIN or unanswered
        return Target(group, Outcome.UNCERTAIN if doubt else Outcome.UNSENT, None, where)
    if removal is None or not removal.state.final:
        return Target(group, Outcome.WAITING, None, where)
    if removal.state in (State.SENT, State.CANCELLED):
        return Target(group, Outcome.REMOVED, None, where)
    return Target(group, Outcome.FAILED, cause_of(removal.last_error), where, copy.message_id)


def cause_of(error: str | None) -> Cause:
    """Read why Discord refused out of a delivery's error ("403 50013: Missing Permissions")."""
    found = re.match(r"\d{3} (\d+)\b", error or "")
    match found[1] if found else "":
        case "50001" | "50013":
            return Cause.PERMISSION
        case "10003":
            return Cause.CHANNEL_GONE
        case _:
            return Cause.REFUSED
