"""What became of an announcement, target by target, and the list of all announcements."""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.announcements.announcement import Announcement
from bot.domain.announcements.effects import copy_key, edit_key, publication_key, removal_key
from bot.domain.announcements.pace import Pace, pace_of
from bot.domain.announcements.targets import Addressee, Reach, TargetKind
from bot.domain.communities import Community
from bot.domain.effects import DMS_ARE_CLOSED, MENTION_WITHHELD, Delivery, Kind, State

# So many announcements, or targets of a report, are shown at a time.
PAGE = 10


class Outcome(enum.Enum):
    """What became of one copy, in the order in which a report tells it: what needs a hand comes first."""

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


class Publication(enum.Enum):
    """What became of publishing a copy to the communities that follow its channel."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Direct:
    """What became of the copies by direct message: how many had which outcome.

    `closed`: their direct messages are closed; `declined`: they did not want it any more, or had left.
    """

    delivered: int = 0
    waiting: int = 0
    closed: int = 0
    declined: int = 0
    failed: int = 0
    uncertain: int = 0
    removed: int = 0
    unsent: int = 0

    @property
    def outcome(self) -> Outcome:
        """Tell what became of them all together: what needs a hand first, then that some stand."""
        for outcome in (
            Outcome.WAITING,
            Outcome.FAILED,
            Outcome.UNCERTAIN,
            Outcome.DELIVERED,
            Outcome.REMOVED,
            Outcome.UNSENT,
        ):
            if getattr(self, outcome.value):
                return outcome
        return Outcome.DELIVERED


@dataclass(frozen=True, slots=True)
class Result:
    """One addressee of an announcement and what became of its copy.

    `cause` is set where it failed, or is uncertain and can't be sent there again. `publication` is None where there is
    nothing to publish. `stale`: it stands there with what it said before an edit. `direct` is set for those who get it
    by direct message, who are told together. `unnotified`: Discord shows the role that it mentions and notified
    nobody, for want of the right to.
    """

    addressee: Addressee
    outcome: Outcome
    cause: Cause | None = None
    channel_id: int | None = None
    message_id: int | None = None
    publication: Publication | None = None
    stale: bool = False
    direct: Direct | None = None
    unnotified: bool = False

    @property
    def retryable(self) -> bool:
        """Tell whether trying again can help."""
        return self.outcome is Outcome.FAILED and self.cause is not Cause.GROUP_GONE

    @property
    def resendable(self) -> bool:
        """Tell whether what is uncertain can be sent once more."""
        return self.outcome is Outcome.UNCERTAIN and self.cause is not Cause.GROUP_GONE


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
    """What became of an announcement, target by target, what needs a hand first; and how fast it goes."""

    announcement: Announcement
    results: Sequence[Result]
    pace: Pace

    @property
    def counts(self) -> Counts:
        """Count the outcomes."""
        return Counts(**{outcome.value: len(self.of(outcome)) for outcome in Outcome})

    @property
    def direct(self) -> Direct | None:
        """Give what became of the copies by direct message, where there are any."""
        return next((result.direct for result in self.results if result.direct is not None), None)

    def of(self, outcome: Outcome) -> Sequence[Result]:
        """Choose the results with an outcome."""
        return [result for result in self.results if result.outcome is outcome]


@dataclass(frozen=True, slots=True)
class Received:
    """Another community's announcement in this one's channel: whose it is and where it stands.

    `removed`: it was taken away, by this community or by the other; `removed_by` is who of this community did it, 0 for
    someone who had their data erased. `refused`: why Discord did not let it be removed, where that was tried.
    """

    announcement: Announcement
    origin: Community
    channel_id: int | None
    message_id: int | None
    removed: bool = False
    removed_by: int | None = None
    refused: Cause | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """What taking an announcement back would undo: where it stands now, and whom it reached."""

    report: Report
    reach: Reach


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


def report(
    announcement: Announcement,
    addressees: Iterable[Addressee],
    rows: Collection[Delivery],
    alike: Mapping[int, int] | None = None,
    pace: Pace | None = None,
) -> Report:
    """Put together what became of each copy, out of all the deliveries of an announcement.

    Of copies by direct message of which the same is known one may stand for many: `alike` tells for how many, by its
    id, and `pace` then counts them all.
    """
    # What was asked for again once it was made has a number behind its key: the last one counts.
    by_key: Mapping[str, Delivery] = {row.dedup_key.partition("#")[0]: row for row in rows}
    order = list(Outcome)
    results = []
    for one in addressees:
        if one.target.kind is TargetKind.MEMBERS:
            results.append(_direct(announcement, one, by_key, alike or {}))
        else:
            results.append(_result(announcement, one, copy_key(announcement, one.target), by_key))
    results.sort(key=lambda result: order.index(result.outcome))
    return Report(announcement, results, pace or pace_of(announcement, rows))


def _result(announcement: Announcement, one: Addressee, key: str, by_key: Mapping[str, Delivery]) -> Result:
    copy, removal = by_key.get(key), by_key.get(removal_key(key))
    # A linked community may have taken its copy away by itself; where Discord refuses that, it stands.
    taken_away = removal is not None and removal_refused(removal) is None
    if copy is not None and (announcement.state.recalled or taken_away):
        return _recalled(one, copy, removal)
    edit = by_key.get(edit_key(key, announcement.revision))
    result = _sent(one, copy) if edit is None else _edited(one, copy, edit)
    unnotified = copy is not None and copy.state is State.SENT and copy.last_error == MENTION_WITHHELD
    publication = _published(by_key.get(publication_key(key)))
    return replace(result, publication=publication, unnotified=unnotified)


def _direct(
    announcement: Announcement, one: Addressee, by_key: Mapping[str, Delivery], alike: Mapping[int, int]
) -> Result:
    counts = Counter[str]()
    cause = None
    for key, row in by_key.items():
        if row.kind is not Kind.DM_POST:
            continue
        if row.state is State.CANCELLED and not row.cancel_requested:
            counts["closed" if row.last_error == DMS_ARE_CLOSED else "declined"] += alike.get(row.id, 1)
            continue
        result = _result(announcement, one, key, by_key)
        counts[result.outcome.value] += alike.get(row.id, 1)
        cause = cause or result.cause
    direct = Direct(**counts)
    failed = direct.outcome is Outcome.FAILED
    return Result(one, direct.outcome, cause if failed else None, direct=direct)


def _sent(one: Addressee, copy: Delivery | None) -> Result:
    if copy is None:
        # What is gone when a planned announcement is due gets no copy.
        return Result(one, Outcome.FAILED, Cause.GROUP_GONE) if one.gone else Result(one, Outcome.WAITING)
    gone = Cause.GROUP_GONE if one.gone else None
    match copy.state:
        case State.SENT:
            return Result(one, Outcome.DELIVERED, None, copy.channel_id, copy.message_id)
        case State.UNCERTAIN:
            return Result(one, Outcome.UNCERTAIN, gone, copy.channel_id or one.channel_id)
        case State.CANCELLED if one.gone and copy.uncertain_since is not None:
            # Given up where it may have arrived by an attempt before.
            return Result(one, Outcome.UNCERTAIN, gone, one.channel_id)
        case State.PENDING | State.CLAIMED:
            return Result(one, Outcome.WAITING, None, one.channel_id)
        case State.EXPIRED:
            return Result(one, Outcome.FAILED, gone or Cause.TOO_LATE, one.channel_id)
        case State.CANCELLED:
            return Result(one, Outcome.FAILED, Cause.GROUP_GONE, one.channel_id)
        case State.FAILED:
            return Result(one, Outcome.FAILED, gone or cause_of(copy.last_error), one.channel_id)


def _published(row: Delivery | None) -> Publication | None:
    if row is None or row.state is State.CANCELLED:
        return None
    if not row.state.final:
        return Publication.WAITING
    return Publication.DONE if row.state is State.SENT else Publication.FAILED


def _edited(one: Addressee, copy: Delivery | None, edit: Delivery) -> Result:
    """Tell how far a copy's edit is."""
    if copy is None or copy.state is not State.SENT:
        return _sent(one, copy)
    place = (copy.channel_id, copy.message_id)
    match edit.state:
        case State.SENT:
            return Result(one, Outcome.DELIVERED, None, *place)
        case State.CANCELLED:
            # Somebody deleted its message on Discord.
            return Result(one, Outcome.REMOVED, None, *place)
        case State.PENDING | State.CLAIMED:
            return Result(one, Outcome.WAITING, None, *place, stale=True)
        case State.EXPIRED:
            return Result(one, Outcome.FAILED, Cause.TOO_LATE, *place, stale=True)
        case _:
            return Result(one, Outcome.FAILED, cause_of(edit.last_error), *place, stale=True)


def _recalled(one: Addressee, copy: Delivery, removal: Delivery | None) -> Result:
    """Tell how far a copy's recall is: what had not left stays away, what arrived is removed."""
    where = copy.channel_id or one.channel_id
    if not copy.state.final:
        return Result(one, Outcome.WAITING, None, where)
    if copy.state is not State.SENT:
        # Stopped while it waited for another try, a first one may have been left without an answer.
        unanswered = copy.uncertain_since is not None and (
            copy.cancel_requested or copy.state is State.EXPIRED
        )
        doubt = copy.state is State.UNCERTAIN or unanswered
        return Result(one, Outcome.UNCERTAIN if doubt else Outcome.UNSENT, None, where)
    if removal is None or not removal.state.final:
        return Result(one, Outcome.WAITING, None, where)
    if removal.state in (State.SENT, State.CANCELLED):
        return Result(one, Outcome.REMOVED, None, where)
    return Result(one, Outcome.FAILED, cause_of(removal.last_error), where, copy.message_id)


def removal_refused(removal: Delivery | None) -> Cause | None:
    """Tell why a copy could not be removed; None where it was, still may be, or nobody wanted it to."""
    if removal is None or not removal.state.final or removal.state in (State.SENT, State.CANCELLED):
        return None
    return Cause.TOO_LATE if removal.state is State.EXPIRED else cause_of(removal.last_error)


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
