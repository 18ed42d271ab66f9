"""What an announcement does on Discord: its copies, their removal, and the report for the organisers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import places
from bot.domain.announcements.announcement import SENDING_LIFE, Announcement
from bot.domain.announcements.mentions import Mention
from bot.domain.announcements.targets import Addressee, Target, TargetKind
from bot.domain.effects import (
    POSTS,
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

SUBJECT = "announcement"
PUBLICATION_SUBJECT = "publication"
CARD = "announcement"
LINKED_CARD = "announcement-linked"
RECEIVED_CARD = "announcement-received"
DIRECT_CARD = "announcement-direct"
REPORT_CARD = "announcement-report"

# All announcements of all communities by direct message share one lane, and leave it this far apart.
DIRECT_LANE = "announcement:direct"
DIRECT_PACE = timedelta(seconds=3)


def subject_of(announcement_id: int) -> str:
    """Name what an announcement's copies belong to."""
    return f"{SUBJECT}:{announcement_id}"


def announcement_of(subject: str) -> int | None:
    """Read the announcement's id out of the subject of one of its copies; None for any other subject."""
    found = re.fullmatch(rf"{SUBJECT}:(\d+)", subject)
    return None if found is None else int(found[1])


def copies_prefix(announcement: Announcement) -> str:
    """Give what the names of all its copies begin with.

    What a series sends is named by the series and the instant for which it was planned: whoever acts on that instant,
    on this database or on a copy of it, finds the same name.
    """
    named = str(announcement.id)
    if announcement.series_id is not None and announcement.planned_for is not None:
        named = f"{announcement.series_id}@{int(announcement.planned_for.timestamp())}"
    return f"{SUBJECT}:{named}:"


def copy_key(announcement: Announcement, target: Target) -> str:
    """Name one target's copy once for ever."""
    return f"{copies_prefix(announcement)}{target.kind}:{target.ref}"


def removal_key(copied: str) -> str:
    """Name the removal of the copy of that key."""
    return f"{copied}:withdrawn"


def copy_for(
    announcement: Announcement, target: Target, now: datetime, *, mention: int | None = None
) -> Effect:
    """Make the effect that posts one target's copy, which mentions the role of the group `mention`."""
    about = {"community": announcement.community_id, "announcement": announcement.id}
    if mention is not None:
        about["mention"] = mention
    community_id = announcement.community_id
    if target.kind is TargetKind.GROUP:
        lane = group_lane(target.ref)
        payload = message_payload(Card(CARD, about), group=target.ref)
    else:
        # A linked community's copy is that community's in all: its channel, its language, its organisers' notices.
        linked = target.kind is TargetKind.LINKED
        if linked:
            about["in"] = target.ref
        community_id = target.ref
        lane = place_lane(target.ref, places.ANNOUNCEMENTS)
        card = Card(LINKED_CARD if linked else CARD, about)
        payload = message_payload(card, place=places.ANNOUNCEMENTS)
    return Effect(
        community_id=community_id,
        dedup_key=copy_key(announcement, target),
        kind=Kind.MESSAGE_POST,
        lane=lane,
        due_at=now,
        subject=subject_of(announcement.id),
        # Quiet: the report tells what failed, all in one place.
        payload={**payload, "quiet": True},
        priority=Priority.BULK,
        expires_at=now + SENDING_LIFE,
    )


def direct_key(announcement: Announcement, user_id: int) -> str:
    """Name one person's copy once for ever."""
    return f"{direct_prefix(announcement)}{user_id}"


def direct_prefix(announcement: Announcement) -> str:
    """Give what the names of all its copies by direct message begin with."""
    return f"{copies_prefix(announcement)}direct:"


def direct_copy_for(announcement: Announcement, user_id: int, due_at: datetime) -> Effect:
    """Make the effect that sends one person's copy. It may stay away: not everybody who wanted it can be written to."""
    about = {
        "community": announcement.community_id,
        "announcement": announcement.id,
        "reader": user_id,
    }
    return Effect(
        community_id=announcement.community_id,
        dedup_key=direct_key(announcement, user_id),
        kind=Kind.DM_POST,
        lane=DIRECT_LANE,
        due_at=due_at,
        subject=subject_of(announcement.id),
        payload={
            **message_payload(Card(DIRECT_CARD, about), user=user_id),
            "quiet": True,
            "optional": True,
        },
        priority=Priority.LAST,
        expires_at=due_at + SENDING_LIFE,
    )


def copies_of(
    announcement: Announcement,
    addressees: Sequence[Addressee],
    mention: Mention | None,
    due_at: datetime,
    people: Sequence[int] = (),
    people_from: datetime | None = None,
) -> Sequence[Effect]:
    """Make the effects that post every copy; one of them carries the mention, if there is to be one.

    `people` get theirs by direct message, where those who want that are among the addressees: one after the other,
    slowly, for a bot that opens many conversations quickly is taken for a nuisance; the first at `people_from`, where
    that is another instant.
    """
    direct = any(one.target.kind is TargetKind.MEMBERS for one in addressees)
    return [
        *_posts_of(announcement, addressees, mention, due_at),
        *(
            direct_copy_for(announcement, user_id, (people_from or due_at) + number * DIRECT_PACE)
            for number, user_id in enumerate(people if direct else ())
        ),
    ]


def _posts_of(
    announcement: Announcement, addressees: Sequence[Addressee], mention: Mention | None, now: datetime
) -> Sequence[Effect]:
    where = None if mention is None else mention.where.target
    group_id = None if mention is None else mention.group.id
    return [
        copy_for(announcement, one.target, now, mention=group_id if one.target == where else None)
        for one in addressees
        if one.target.kind is not TargetKind.MEMBERS
    ]


def publication_key(copied: str) -> str:
    """Name the publication of the copy of that key."""
    return f"{copied}:published"


def publication_of(copy: Delivery, announcement_id: int, now: datetime) -> Effect:
    """Make the effect that publishes a copy in an announcement channel to the communities that follow it.

    It has a lane of its own: one that must wait for an hour holds back no message. All of a community's belong to
    one subject, by which their number in an hour is known.
    """
    return Effect(
        community_id=copy.community_id,
        dedup_key=publication_key(copy.dedup_key),
        kind=Kind.MESSAGE_PUBLISH,
        lane=place_lane(copy.community_id, f"{places.ANNOUNCEMENTS}:publication"),
        due_at=now,
        subject=f"{PUBLICATION_SUBJECT}:{copy.community_id}",
        payload={
            "message_of": copy.dedup_key,
            "announcement": announcement_id,
            "origin": copy.payload["about"]["community"],
            "quiet": True,
        },
        priority=Priority.BULK,
        expires_at=now + SENDING_LIFE,
    )


def received_key(copied: str) -> str:
    """Name the notice that tells a linked community of the copy of that key."""
    return f"{copied}:received"


def received(copy: Delivery, announcement: Announcement, now: datetime) -> Effect:
    """Make the effect that tells a linked community's organisers what came to their announcement channel."""
    key = received_key(copy.dedup_key)
    about = {"community": announcement.community_id, "announcement": announcement.id, "in": copy.community_id}
    return Effect(
        community_id=copy.community_id,
        dedup_key=key,
        kind=Kind.MESSAGE_POST,
        lane=place_lane(copy.community_id, places.ORGANISATION),
        due_at=now,
        subject=f"{RECEIVED_CARD}:{copy.community_id}",
        payload=message_payload(Card(RECEIVED_CARD, about), place=places.ORGANISATION),
    )


def received_anew(copy: Delivery, announcement: Announcement, now: datetime) -> Effect:
    """Make the effect that shows that notice as it is now."""
    notice = received(copy, announcement, now)
    return replace(
        notice,
        dedup_key=f"{notice.dedup_key}:edit",
        kind=Kind.MESSAGE_EDIT,
        payload={**notice.payload, "message_of": notice.dedup_key},
    )


def removal_of(copy: Delivery, now: datetime) -> Effect:
    """Make the effect that takes away one copy that stands on Discord.

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


def edit_key(copied: str, revision: int) -> str:
    """Name the edit that gives the copy of that key the announcement's texts of a revision."""
    return f"{copied}:edit:{revision}"


def edit_of(copy: Delivery, announcement: Announcement, now: datetime) -> Effect:
    """Make the effect that gives one copy the announcement's texts of today.

    It is in the copy's lane, so that it comes after what is on its way, and before a removal.
    """
    return Effect(
        community_id=copy.community_id,
        dedup_key=edit_key(copy.dedup_key, announcement.revision),
        kind=Kind.MESSAGE_EDIT,
        lane=copy.lane,
        due_at=now,
        subject=copy.subject,
        # What is shown, and to whom, is as in the copy; whether it may still be sent there is asked no more.
        payload={
            **copy.payload,
            "about": {**copy.payload["about"], "standing": True},
            "message_of": copy.dedup_key,
            "quiet": True,
        },
        priority=Priority.BULK,
        expires_at=now + SENDING_LIFE,
    )


def edits_of(copies: Sequence[Delivery], announcement: Announcement, now: datetime) -> Sequence[Effect]:
    """Make the edits of those copies that have, or may have, the texts from before.

    One that waits is rendered when it is sent, and has those of today by itself. One that is uncertain, or failed,
    does not stand there for all that is known; should it be seen after all, it is edited then.
    """
    stale = (State.SENT, State.CLAIMED)
    posts = [row for row in copies if row.kind in POSTS and row.state in stale]
    return [edit_of(copy, announcement, now) for copy in posts]


def may_be_stale(copy: Delivery, announcement: Announcement) -> bool:
    """Tell whether a copy that has just arrived may have been rendered before the latest edit."""
    if announcement.edited_at is None or copy.uncertain_since is None:
        return False
    return copy.uncertain_since <= announcement.edited_at


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
