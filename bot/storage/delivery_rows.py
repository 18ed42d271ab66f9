"""Rows of deliveries: made of effects, read as deliveries, and chosen for a claim."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, literal_column, select, tuple_

from bot.domain.effects import Delivery, Effect, Kind, Priority, State
from bot.storage.tables import delivery as table

LONGEST_ERROR = 300
NONCE_BYTES = 15  # 20 characters of the 25 that Discord takes

# Bound parameters would hide from either planner that the partial indexes apply.
PENDING: ColumnElement[str] = literal_column("'pending'")
CLAIMED: ColumnElement[str] = literal_column("'claimed'")
FAILED: ColumnElement[str] = literal_column("'failed'")
UNCERTAIN: ColumnElement[str] = literal_column("'uncertain'")


def claimable(now: datetime, priority: Priority, limit: int, held: Collection[Kind]) -> Select[Any]:
    """Choose due rows of one priority whose lane is free. One query a priority: future rows are never scanned."""
    other = table.alias("other")
    in_flight = select(other.c.id).where(other.c.state == CLAIMED, other.c.lane == table.c.lane)
    before = select(other.c.id).where(
        other.c.state.in_([PENDING, CLAIMED]),
        other.c.lane == table.c.lane,
        tuple_(other.c.due_at, other.c.id) < tuple_(table.c.due_at, table.c.id),
    )
    return (
        select(table.c.id, table.c.uncertain_since)
        .where(
            table.c.state == PENDING,
            table.c.priority == priority,
            table.c.next_at <= now,
            (table.c.expires_at.is_(None)) | (table.c.expires_at > now),
            table.c.kind.not_in(held),
            ~in_flight.exists(),
            ~before.exists(),
        )
        .order_by(table.c.next_at, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=table)
    )


def values_of(effect: Effect, dedup_key: str, now: datetime) -> dict[str, Any]:
    """Make a new row of an effect."""
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
        "nonce": secrets.token_urlsafe(NONCE_BYTES),
        "payload": dict(effect.payload),
        "created_at": now,
    }


def delivery_of(row: Mapping[Any, Any], *, uncertain_before: bool = False) -> Delivery:
    """Read a row."""
    values = dict(row)
    values["kind"] = Kind(values["kind"])
    values["priority"] = Priority(values["priority"])
    values["state"] = State(values["state"])
    return Delivery(**values, uncertain_before=uncertain_before)


def instant(now: datetime) -> ColumnElement[datetime]:
    """Make an instant usable inside an expression: written as the columns of instants are."""
    return literal(now, table.c.settled_at.type)


def cut(error: str | None) -> str | None:
    """Shorten an error to what its column holds."""
    return error if error is None or len(error) <= LONGEST_ERROR else error[: LONGEST_ERROR - 1] + "…"
