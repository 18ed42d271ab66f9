"""When an announcement is sent: at a time, or again and again, as an organiser types it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain import places
from bot.domain.announcements.announcement import SENDING_LIFE, Announcement
from bot.domain.announcements.drafts import Draft
from bot.domain.dates import parse_ending, parse_start
from bot.domain.effects import Card, Effect, Kind, message_payload, place_lane
from bot.domain.mistakes import Mistake
from bot.domain.recurrence import Every, Occurrence, Recurrence

# So many of the coming dates are shown.
SHOWN = 3
MISSED_CARD = "announcement-missed"


class Repeat(enum.StrEnum):
    """How often an announcement is sent, as it is chosen in the form."""

    ONCE = "once"
    WEEK = Every.WEEK.value
    FORTNIGHT = Every.FORTNIGHT.value
    MONTH_DAY = Every.MONTH_DAY.value
    MONTH_WEEKDAY = Every.MONTH_WEEKDAY.value


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """What was typed and chosen, as it was. `typed_at` is the instant from which "demain" counts."""

    when: str
    repeat: Repeat
    until: str
    typed_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What was confirmed: the rule, the number of the next occurrence, and who confirmed it (0 once erased).

    `sent` counts the times that it was sent by earlier plans: the rule's times are those that were left.
    """

    rule: Recurrence
    number: int
    planned_by: int
    planned_at: datetime
    sent: int = 0

    @property
    def recurring(self) -> bool:
        """Tell whether it is sent more than once; what was sent before stays a series, also with one time left."""
        return self.rule.times != 1 or self.sent > 0

    def coming(self) -> Sequence[Occurrence]:
        """List the next dates."""
        return self.rule.from_number(self.number, SHOWN)

    @property
    def left(self) -> int | None:
        """Count how many times it is still sent; None where no number was given."""
        return None if self.rule.times is None else self.rule.times - self.number

    def skipping(self) -> Recurrence:
        """Give the rule once the next date is passed over: as many are sent, so that the end is a date later."""
        return _lasting(self.rule, 1)


@dataclass(frozen=True, slots=True)
class Planning:
    """A plan on its way: the draft, what is typed, and what that is understood to be, or why it can't be taken.

    `sent` counts the times that a series was sent already.
    """

    draft: Draft
    typed: TypedPlan
    rule: Recurrence | None
    flaw: Mistake | None
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """An announcement that is planned, or was, as organisers look at it."""

    draft: Draft
    plan: Plan

    @property
    def announcement(self) -> Announcement:
        """Give the announcement."""
        return self.draft.announcement


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be done when a plan is due: what to send, if anything, what was missed, and the rule from then on."""

    due: Occurrence
    sent: bool
    missed: Sequence[Occurrence]
    rule: Recurrence

    @property
    def next(self) -> Occurrence | None:
        """Give what comes next."""
        return self.rule.occurrence(self.due.number + 1)


def counted_from(before: TypedPlan | None, when: str, timezone: str, now: datetime) -> datetime:
    """Tell from which instant a date counts that is typed now.

    What was left as it stood keeps the meaning it had, "demain" does not move on with the days; unless that is past:
    who leaves "vendredi 9h" for a series under way means the coming one.
    """
    if before is None or before.when != when:
        return now
    try:
        start = parse_start(when, now=before.typed_at, zone=ZoneInfo(timezone))
    except Mistake:
        return now
    return before.typed_at if start.astimezone(UTC) > now else now


def understood(typed: TypedPlan, timezone: str, now: datetime, sent: int = 0) -> Recurrence:
    """Read what was typed. Once is a recurrence of one time.

    "10 fois" is ten in all: of a series that was `sent` before, the rule has the times that are left. Raises Mistake
    with the first thing that can't be taken, in the order of the form.
    """
    zone = ZoneInfo(timezone)
    start = parse_start(typed.when, now=typed.typed_at, zone=zone)
    if start.astimezone(UTC) <= now:
        raise Mistake("announcements-plan-passed", start=start)
    ending = parse_ending(typed.until, now=typed.typed_at, zone=zone)
    if typed.repeat is Repeat.ONCE:
        if typed.until.strip():
            raise Mistake("announcements-plan-end-alone", text=typed.until.strip())
        return Recurrence(start.date(), start.time(), timezone, Every.WEEK, times=1)
    if ending.until is not None and ending.until < start.date():
        raise Mistake("announcements-plan-ends-early", until=ending.until, start=start)
    if ending.times is not None and ending.times <= sent:
        raise Mistake("announcements-plan-sent-already", text=typed.until.strip(), sent=sent, more=sent + 1)
    every = Every(typed.repeat.value)
    left = None if ending.times is None else ending.times - sent
    return Recurrence(start.date(), start.time(), timezone, every, ending.until, left)


def turn(plan: Plan, planned_for: datetime, now: datetime) -> Turn:
    """Decide what to do with a plan whose next date has come.

    Of the dates that went by unseen the last one alone is sent, and only while it is news; it never comes in a burst.
    Those that were missed do not count among the times that a series is sent: it goes on for as many dates longer.
    """
    # However many times it is to be sent, it has as many dates as that takes.
    rule = replace(plan.rule, times=None) if plan.recurring else plan.rule
    latest = _latest(rule, plan.number, planned_for, now)
    sent = now - latest.at <= SENDING_LIFE
    passed = rule.from_number(plan.number, latest.number - plan.number)
    missed = passed if sent else [*passed, latest]
    return Turn(latest, sent, missed, _lasting(plan.rule, len(missed)) if plan.recurring else plan.rule)


def in_question(plan: Plan, planned_for: datetime, now: datetime) -> Turn:
    """Take a turn that a lost run may have taken: what is due is looked for before it is sent, whatever its age.

    Of the dates before it nobody knows; they count as sent.
    """
    latest = _latest(plan.rule, plan.number, planned_for, now)
    return Turn(latest, True, plan.rule.from_number(plan.number, latest.number - plan.number), plan.rule)


def _latest(rule: Recurrence, number: int, planned_for: datetime, now: datetime) -> Occurrence:
    latest = rule.latest(now)
    if latest is None or latest.number < number:
        # The rule of a zone changed since: what was promised counts.
        return Occurrence(number, planned_for)
    return latest


def _lasting(rule: Recurrence, more: int) -> Recurrence:
    """Give a rule with so many more dates, where it has a number of them."""
    return rule if rule.times is None else replace(rule, times=rule.times + more)


def missed_notice(announcement: Announcement, turn: Turn, now: datetime, *, doubtful: bool = False) -> Effect:
    """Make the effect that tells the organisers which dates went by without anything being sent.

    `doubtful`: or was, by a run that was lost with its database.
    """
    dates = [int(one.at.timestamp()) for one in turn.missed]
    about = {
        "community": announcement.community_id,
        "announcement": announcement.id,
        "missed": dates,
        "doubtful": doubtful,
    }
    return Effect(
        community_id=announcement.community_id,
        dedup_key=f"{MISSED_CARD}:{announcement.id}:{dates[-1]}",
        kind=Kind.MESSAGE_POST,
        lane=place_lane(announcement.community_id, places.ORGANISATION),
        due_at=now,
        subject=f"{MISSED_CARD}:{announcement.id}",
        payload=message_payload(Card(MISSED_CARD, about), place=places.ORGANISATION),
    )
