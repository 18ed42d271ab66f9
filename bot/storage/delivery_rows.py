"""Rows of deliveries: made of effects, read as deliveries, and chosen for a claim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, literal, literal_column, select, tuple_

from bot.domain.effects import POSTS, Delivery, Effect, Inquiry, Kind, Priority, State
from bot.domain.eras import Era
from bot.storage.tables import delivery as table

LONGEST_ERROR = 300

# Bound parameters would hide from either planner that the partial indexes apply.
PENDING: ColumnElement[str] = literal_column("'pending'")
CLAIMED: ColumnElement[str] = literal_column("'claimed'")
FAILED: ColumnElement[str] = literal_column("'failed'")
UNCERTAIN: ColumnElement[str] = literal_column("'uncertain'")
OPEN: ColumnElement[str] = literal_column("'open'")
# Not to be looked up first: only then may a row be dropped because its time is over.
NO_INQUIRY = table.c.inquiry.is_(None) | (table.c.inquiry != OPEN)
# A message that an attempt without an answer may have left.
MAY_STAND = table.c.kind.in_(POSTS) & table.c.uncertain_since.is_not(None)


@cache
def claimable(priority: Priority, held: frozenset[Kind], *, inquiries: bool = False) -> Select[Any]:
    """Choose due rows of one priority whose lane is free. One query a priority: future rows are never scanned.

    `inquiries`: only what is to be looked up; nothing else holds a lane then. The instant is the parameter `now`,
    and how many rows, `wanted`. Put together once, for it is asked many times a second.
    """
    now = bindparam("now", type_=table.c.next_at.type)
    other = table.alias("other")
    in_flight = select(other.c.id).where(other.c.state == CLAIMED, other.c.lane == table.c.lane)
    # Discord may put off the edits of old messages for minutes, again and again: what is new doesn't wait for that.
    passed_by = table.c.kind.in_(POSTS) & (other.c.kind == Kind.MESSAGE_EDIT) & (other.c.next_at > now)
    before = select(other.c.id).where(
        other.c.state.in_([PENDING, CLAIMED]),
        other.c.lane == table.c.lane,
        tuple_(other.c.due_at, other.c.id) < tuple_(table.c.due_at, table.c.id),
        ~passed_by,
    )
    chosen: ColumnElement[bool] = table.c.kind.not_in(sorted(held))
    if inquiries:
        before = before.where(other.c.inquiry == OPEN)
        chosen = table.c.inquiry == OPEN
    return (
        select(table.c.id, table.c.uncertain_since)
        .where(
            table.c.state == PENDING,
            table.c.priority == priority,
            table.c.next_at <= now,
            table.c.expires_at.is_(None) | (table.c.expires_at > now) | (table.c.inquiry == OPEN),
            chosen,
            ~in_flight.exists(),
            ~before.exists(),
        )
        .order_by(table.c.next_at, table.c.id)
        .limit(bindparam("wanted", type_=Integer))
        .with_for_update(skip_locked=True, of=table)
    )


def values_of(
    effect: Effect, dedup_key: str, now: datetime, era: Era, *, follows: Delivery | None
) -> dict[str, Any]:
    """Make a new row of an effect. `follows`: it follows from that one, which a lost run may have performed."""
    questioned = follows is not None or era.questions(effect.due_at)
    since = None if follows is None else follows.uncertain_since
    return {
        "community_id": effect.community_id,
        "dedup_key": dedup_key,
        "subject": effect.subject,
        "kind": effect.kind,
        "lane": effect.lane,
        "priority": effect.priority,
        "due_at": effect.due_at,
        "next_at": effect.due_at,
        "expires_at": effect.expires_at,
        "state": State.PENDING,
        "attempt": 0,
        "cancel_requested": False,
        "insisted": False,
        "uncertain_since": since or era.since(effect.due_at) if questioned else None,
        "inquiry": Inquiry.of(effect.kind) if questioned else None,
        "nonce": era.nonce(dedup_key, questioned=questioned),
        "payload": dict(effect.payload),
        "created_at": now,
    }


def delivery_of(row: Mapping[Any, Any], *, uncertain_before: bool = False) -> Delivery:
    """Read a row."""
    values = dict(row)
    values["kind"] = Kind(values["kind"])
    values["priority"] = Priority(values["priority"])
    values["state"] = State(values["state"])
    values["inquiry"] = None if values["inquiry"] is None else Inquiry(values["inquiry"])
    return Delivery(**values, uncertain_before=uncertain_before)


def instant(now: datetime) -> ColumnElement[datetime]:
    """Make an instant usable inside an expression: written as the columns of instants are."""
    return literal(now, table.c.settled_at.type)


def cut(error: str | None) -> str | None:
    """Shorten an error to what its column holds."""
    return error if error is None or len(error) <= LONGEST_ERROR else error[: LONGEST_ERROR - 1] + "…"
