"""Who is told when something could not be done: the organisers in their place; failing that, the owner once a day."""

from __future__ import annotations

import re
from datetime import datetime

from bot.delivery.answers import FLAGGED, MISSING_PERMISSIONS
from bot.domain.effects import Card, Delivery, Effect, Kind, State, dm_lane, message_payload, place_lane
from bot.domain.places import MAILLAGE, ORGANISATION

SUBJECT = "notice"
TOLD = (State.FAILED, State.EXPIRED, State.UNCERTAIN)
# Of these, many fail for one reason (a role placed too high): one notice an hour says it for all.
_ALIKE = (Kind.ROLE_GIVE, Kind.ROLE_TAKE, Kind.THREAD_MEMBER)


def notice_of(delivery: Delivery, now: datetime) -> Effect | None:
    """Make the notice that a delivery ended badly; None when nobody needs to be told, or nobody is left to tell."""
    payload = delivery.payload
    if (
        delivery.state not in TOLD
        or (delivery.cancel_requested and delivery.state is not State.UNCERTAIN)
        or payload.get("quiet")
        or payload.get("superseded")
    ):
        return None
    if delivery.subject.startswith(f"{SUBJECT}:"):
        if "owner" in payload["target"]:
            return None
        return _to_owner(delivery, payload["about"]["delivery"], now)
    if payload.get("place") in (ORGANISATION, MAILLAGE):
        return _to_owner(delivery, delivery.id, now)
    return Effect(
        community_id=delivery.community_id,
        dedup_key=f"{SUBJECT}:{delivery.community_id}:{_sort(delivery)}:{_period(delivery, now)}",
        kind=Kind.MESSAGE_POST,
        lane=place_lane(delivery.community_id, ORGANISATION),
        due_at=now,
        subject=f"{SUBJECT}:{delivery.community_id}",
        payload=message_payload(Card("notice", {"delivery": delivery.id}), place=ORGANISATION),
    )


def code_of(last_error: str | None) -> int | None:
    """Read Discord's error code out of what is kept of its answer ("403 50013: Missing Permissions")."""
    found = re.match(r"\d{3} (\d+):", last_error or "")
    return int(found[1]) if found else None


def _sort(delivery: Delivery) -> str:
    if delivery.kind is Kind.SCHEDULED_CREATE:
        return f"{delivery.kind}:{code_of(delivery.last_error)}"
    if delivery.kind not in _ALIKE and code_of(delivery.last_error) != FLAGGED:
        return f"delivery:{delivery.id}"
    target = delivery.payload.get("group") or delivery.payload.get("thread") or "all"
    return f"{delivery.kind}:{target}:{delivery.state}:{code_of(delivery.last_error)}"


def _period(delivery: Delivery, now: datetime) -> str:
    """Name the time within which one notice of a sort is enough."""
    if delivery.kind is not Kind.SCHEDULED_CREATE:
        return f"{now:%Y-%m-%dT%H}"
    # An organiser may withhold the permission on purpose: who was told is not told again with each event.
    return "once" if code_of(delivery.last_error) == MISSING_PERMISSIONS else f"{now:%Y-%m-%d}"


def _to_owner(delivery: Delivery, about: int, now: datetime) -> Effect:
    return Effect(
        community_id=delivery.community_id,
        dedup_key=f"{SUBJECT}:{delivery.community_id}:owner:{now:%Y-%m-%d}",
        kind=Kind.DM_POST,
        lane=dm_lane(delivery.community_id),
        due_at=now,
        subject=f"{SUBJECT}:{delivery.community_id}",
        payload=message_payload(Card("notice", {"delivery": about}), owner=delivery.community_id),
    )
