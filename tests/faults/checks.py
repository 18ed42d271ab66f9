"""What was recorded beside what was seen: one check a kind of thing, each of which tells what is lost or doubled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain import places
from bot.domain.announcements import MISSED_CARD, SENDING_LIFE, Announcement, AnnouncementState
from bot.domain.announcements import announcement_of as announcement_id_of
from bot.domain.effects import POSTS, Delivery, Kind, State
from bot.domain.groups import channel_name
from tests.e2e.stage import texts
from tests.faults import announcing, jobs
from tests.faults.ledger import Ledger
from tests.faults.things import Count, Thing, thing_of
from tests.faults.witness import Witness

# No run goes on for so many weeks.
MOST_DATES = 100


@dataclass(frozen=True, slots=True)
class Case:
    """What a count is made of. `revisions` are the last edits that were asked for, by the announcement's job.

    `away` are the spans of time that nothing lived through, and `ended_at` is when all that was due by then was done.
    """

    ledger: Ledger
    witness: Witness
    revisions: Mapping[int, int]
    away: Sequence[tuple[datetime, datetime]]
    ended_at: datetime

    def announcement(self, row: Delivery) -> Announcement | None:
        """Give the announcement that a delivery is of."""
        number = announcement_id_of(row.subject)
        return None if number is None else self.ledger.announcements.get(number)

    def noticed(self, at: datetime) -> datetime:
        """Tell from when on it could be noticed that an instant had come."""
        return max((end for begin, end in self.away if begin < at <= end), default=at)

    def times(self, count: Count, thing: Thing, what: str, made: int) -> None:
        """Note how often a channel or role was made: once, and once more each time somebody deleted it."""
        count.made(thing, what, made, right=(1 + self.witness.removed[what],))


def counted(case: Case) -> Count:
    """Count everything."""
    count = Count()
    for check in CHECKS:
        check(case, count)
    return count


def _ended(case: Case, count: Count) -> None:
    """Each delivery has ended as it should: performed, or with nothing left to perform."""
    for row in case.ledger.rows:
        count.deliveries += 1
        thing = thing_of(row)
        if thing not in (Thing.WITHDRAWAL, Thing.RECALL):
            count.times[thing] += 1
        what = f"{row.dedup_key} ({row.kind}, {row.state}, {row.last_error})"
        if row.state is State.UNCERTAIN:
            count.asked.append(what)
        elif row.state not in (State.SENT, State.CANCELLED):
            count.lost[thing].append(what)


def _posts(case: Case, count: Count) -> None:
    """A message was posted once, or at most once if it was withdrawn, and then does not stand."""
    for row in case.ledger.rows:
        if row.kind not in POSTS:
            continue
        made = case.witness.made(row)
        withdrawn = row.state is State.CANCELLED or f"{row.dedup_key}:withdrawn" in case.ledger.by_key
        least = 0 if withdrawn or row.state is State.UNCERTAIN else 1
        told = f"{row.dedup_key} ({row.state}, attempt {row.attempt}, {made})"
        count.made(thing_of(row), told, len(made), right=(least, 1 + case.witness.gone(made)))
        if withdrawn:
            thing = Thing.RECALL if thing_of(row) is Thing.COPY else Thing.WITHDRAWAL
            count.times[thing] += 1
            stands = case.witness.standing(row)
            count.holds(thing, f"{row.dedup_key} ({row.state}) still stands", not stands)


def _changes(case: Case, count: Count) -> None:
    """What stands of a message has its latest words, the report of an announcement included."""
    for row in case.ledger.rows:
        if row.kind in POSTS and row.payload["card"] == "fault-word":
            number = row.payload["about"]["number"]
            wanted = jobs.said(number, case.ledger.versions[number])
            for message in case.witness.standing(row):
                shown = texts(message.data)
                count.holds(Thing.CHANGE, f"{row.dedup_key} is not the latest: {shown}", wanted in shown)
    for key, report in case.ledger.reports.items():
        if report is not None and report.view is not None:
            wanted = texts({"components": [item.to_component_dict() for item in report.view.children]})
            for message in case.witness.standing(case.ledger.by_key[key]):
                shown = texts(message.data)
                what = f"{key} is not the latest, which is {wanted}: {shown}"
                count.holds(Thing.CHANGE, what, _nowhere(shown) == _nowhere(wanted))


def _nowhere(report: str) -> str:
    """Leave out which channel a report names: it does not follow a channel that is made, or made anew, later."""
    return re.sub(r"<#\d+>|son salon", "…", report)


def _edits(case: Case, count: Count) -> None:
    """What stands of an announcement has the latest words, in its readers' language."""
    for row in case.ledger.rows:
        announcement = case.announcement(row)
        if row.kind not in POSTS or announcement is None:
            continue
        number = announcing.number_of(announcement.title)
        reader = row.payload["target"].get("user", 0)
        language = case.ledger.locales.get(reader) or "fr"
        wanted = announcing.body(language, case.revisions.get(number, 0))
        for message in case.witness.standing(row):
            shown = texts(message.data)
            count.holds(Thing.EDIT, f"{row.dedup_key} does not say {wanted}: {shown}", wanted in shown)


def _publications(case: Case, count: Count) -> None:
    """What stands in the announcement channel is published, and of each announcement no more than one message is."""
    for row in case.ledger.rows:
        if row.kind is not Kind.MESSAGE_POST or row.payload["target"].get("place") != places.ANNOUNCEMENTS:
            continue
        made = case.witness.made(row)
        published = sum(one.message_id in case.witness.published for one in made)
        gone = case.witness.gone(made)
        count.made(Thing.PUBLICATION, row.dedup_key, published, right=(0, 1 + gone))
        withdrawn = row.state is State.CANCELLED or f"{row.dedup_key}:withdrawn" in case.ledger.by_key
        for message in () if withdrawn else case.witness.standing(row):
            done = message.id in case.witness.published
            count.holds(Thing.PUBLICATION, f"{row.dedup_key} is not published", done)


def _dates(case: Case, count: Count) -> None:
    """A planned date is sent once; one that nothing could notice for a day, or that was called off, is not.

    What was sent is known by its title, whatever delivery it was: a date sent twice under two names is seen too.
    """
    channel_id = case.witness.place_id(case.ledger.places[places.ANNOUNCEMENTS])
    for number, plan in case.ledger.plans.items():
        announcement = case.ledger.announcements[number]
        job = announcing.number_of(announcement.title)
        sights = case.witness.announced(job, channel_id)
        called_off = announcement.state is AnnouncementState.CANCELLED
        dates = [one.at.astimezone(UTC) for one in plan.rule.from_number(0, MOST_DATES)]
        told = _missed_dates(case, number)
        for at, following in zip(dates, [*dates[1:], None], strict=True):
            if at > case.ended_at:
                break
            of_date = [one for one in sights if at <= one.at and (following is None or one.at < following)]
            noticed = case.noticed(at)
            passed = following is not None and following <= noticed
            missed = passed or noticed - at > SENDING_LIFE
            off = called_off and announcement.changed_at < at
            what = f"{announcement.title}, {at:%d %H:%M} ({announcement.state}): {of_date}"
            if missed or off:
                right: tuple[int, ...] = (0,)
            elif called_off:
                # Whichever was first on the day itself.
                right = (0, 1 + case.witness.gone(of_date))
            else:
                right = (1, 1 + case.witness.gone(of_date))
            count.times[Thing.DATE] += 1
            count.made(Thing.DATE, what, len(of_date), right=right)
            if missed and not called_off:
                count.holds(Thing.DATE, f"nobody was told that it was missed: {what}", at in told)
        if announcement.state is AnnouncementState.ENDED:
            # Those that were missed do not count among the times that it is sent.
            some = (announcing.DATES, announcing.DATES + case.witness.gone(sights))
            count.made(Thing.DATE, f"all dates of {announcement.title}", len(sights), right=some)
        early = [one for one in sights if one.at < dates[0]]
        count.made(Thing.DATE, f"{announcement.title} before its time", len(early), right=(0,))


def _missed_dates(case: Case, number: int) -> set[datetime]:
    return {
        datetime.fromtimestamp(date, UTC)
        for row in case.ledger.rows
        if row.subject == f"{MISSED_CARD}:{number}" and row.state is State.SENT
        for date in row.payload["about"]["missed"]
    }


def _places(case: Case, count: Count) -> None:
    """Each of the community's own channels was made once."""
    for name in case.ledger.places.values():
        case.times(count, Thing.CHANNEL, f"#{name}", case.witness.channels[name])


def _groups(case: Case, count: Count) -> None:
    """A group's channel and role were made once, the stored ones are those that stand, and its members have the role."""
    guild = case.witness.guild
    for group in case.ledger.groups:
        name = group.name("fr")
        case.times(count, Thing.CHANNEL, f"#{channel_name(name)}", case.witness.channels[channel_name(name)])
        case.times(count, Thing.ROLE, f"@{name}", case.witness.roles[name])
        standing = [one for one in guild.roles.values() if one.name == name]
        stored = [one.id for one in standing] == [group.role_id]
        count.holds(Thing.ROLE, f"@{name} is not the stored one", stored)
        channel = case.witness.channel(group.channel_id)
        count.holds(Thing.CHANNEL, f"the channel of {name} is not the stored one", channel is not None)
        having = {one.user_id for one in guild.members.values() if group.role_id in one.role_ids}
        for user_id in having ^ case.ledger.members[group.id]:
            count.holds(Thing.MEMBER, f"@{name} and {user_id} do not agree", true=False)


def _threads(case: Case, count: Count) -> None:
    """A thread was opened once, and all are in it."""
    for row in case.ledger.rows:
        if row.kind is not Kind.THREAD_OPEN:
            continue
        title = announcing.title_of(row.payload["title"]["about"]["number"])
        count.made(Thing.THREAD, title, case.witness.threads[title])
        thread = case.witness.channel(row.channel_id)
        inside = set() if thread is None or thread.thread is None else set(thread.thread.members)
        all_in = set(row.payload["members"]) <= inside
        count.holds(Thing.THREAD_MEMBER, f"not all are in {title}", all_in)


def _scheduled(case: Case, count: Count) -> None:
    """An event was entered in Discord's list once, and stands there as it is; one that was called off does not."""
    standing = {one.name: one.location for one in case.witness.guild.events.values()}
    for title, place in case.ledger.meetings.items():
        least = 1 if place is not None else 0
        count.made(Thing.SCHEDULED, title, case.witness.scheduled[title], right=(least, 1))
        shown = standing.get(title)
        what = f"{title} is at {place} and stands at {shown}"
        count.holds(Thing.SCHEDULED_CHANGE, what, shown == place)


CHECKS: Sequence[Callable[[Case, Count], None]] = (
    _ended,
    _posts,
    _changes,
    _edits,
    _publications,
    _dates,
    _places,
    _groups,
    _threads,
    _scheduled,
)
