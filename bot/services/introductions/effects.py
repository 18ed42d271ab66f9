"""What a request causes on Discord: who is told what, and where two people meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain import places
from bot.domain.effects import Card, Effect, Kind, Priority, dm_lane, message_payload
from bot.domain.introductions import ERASED, Request


def subject(request: Request) -> str:
    """Name what the effects of a request belong to."""
    return f"introduction:{request.id}"


def asked(request: Request, now: datetime) -> Effect:
    """Ask the other: by direct message or, if theirs are closed, in a thread of their own."""
    return Effect(
        community_id=request.community_id,
        dedup_key=_asked_key(request),
        kind=Kind.DM_POST,
        lane=dm_lane(request.target_id),
        due_at=now,
        subject=subject(request),
        payload=_personal("intro-request", request, request.target_id),
        priority=Priority.URGENT,
        expires_at=request.expires_at,
    )


def met(request: Request, now: datetime) -> Sequence[Effect]:
    """Open the private thread of two people who both want to meet, and show on the target's card that it opens."""
    about = {"request": request.id}
    thread = Effect(
        community_id=request.community_id,
        dedup_key=f"{subject(request)}:thread",
        kind=Kind.THREAD_OPEN,
        lane=subject(request),
        due_at=now,
        subject=subject(request),
        payload={
            "place": places.INTRODUCTIONS,
            "title": _card("intro-thread-title", about),
            "members": [request.requester_id, request.target_id],
            "first": _card("intro-opening", about),
            **about,
        },
        priority=Priority.URGENT,
    )
    return [thread, refreshed(request, now)]


def ended(request: Request, now: datetime, *, tell: int | None = None) -> Sequence[Effect]:
    """Take the question away from the target's card; `tell` is the person who reads how the request ended."""
    effects = [] if request.target_id == ERASED else [refreshed(request, now)]
    if tell is not None:
        effects.append(
            Effect(
                community_id=request.community_id,
                dedup_key=f"{subject(request)}:told:{tell}",
                kind=Kind.DM_POST,
                lane=dm_lane(tell),
                due_at=now,
                subject=subject(request),
                payload=_personal("intro-outcome", request, tell),
            )
        )
    return effects


def refreshed(request: Request, now: datetime) -> Effect:
    """Show anew, where the target was asked, what became of the request."""
    card = Card("intro-request-answered", {"request": request.id})
    return Effect(
        community_id=request.community_id,
        dedup_key=f"{subject(request)}:answered",
        kind=Kind.MESSAGE_EDIT,
        lane=dm_lane(request.target_id),
        due_at=now,
        subject=subject(request),
        # A card that can't be shown anew any more does no harm: its buttons answer what became of the request.
        payload=message_payload(card, user=request.target_id)
        | {"message_of": _asked_key(request), "quiet": True},
    )


def _asked_key(request: Request) -> str:
    return f"{subject(request)}:asked"


def _personal(card: str, request: Request, user_id: int) -> dict[str, Any]:
    fallback = {"place": places.INTRODUCTIONS, "thread": "intro-thread-private"}
    return message_payload(Card(card, {"request": request.id}), user=user_id) | {"fallback": fallback}


def _card(name: str, about: dict[str, int]) -> dict[str, Any]:
    return {"card": name, "about": about}
