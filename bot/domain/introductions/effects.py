"""What a request causes on Discord: who is told what, and where two people meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain import places
from bot.domain.effects import (
    Card,
    Effect,
    Kind,
    Priority,
    direct_payload,
    dm_lane,
    message_payload,
    thread_payload,
)
from bot.domain.introductions.rules import ERASED, Request

# The first part of a request's subject, by which delivery finds what follows when an effect of it settles.
SUBJECT = "introduction"


def subject(request: Request) -> str:
    """Name what the effects of a request belong to."""
    return f"{SUBJECT}:{request.id}"


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
    thread = Effect(
        community_id=request.community_id,
        dedup_key=f"{subject(request)}:thread",
        kind=Kind.THREAD_OPEN,
        lane=subject(request),
        due_at=now,
        subject=subject(request),
        payload=thread_payload(
            places.INTRODUCTIONS,
            title=_card("intro-thread-title", request),
            members=[request.requester_id, request.target_id],
            first=_card("intro-opening", request),
        )
        | {"request": request.id},
        priority=Priority.URGENT,
    )
    return [thread, refreshed(request, now)]


def unopened(request: Request, now: datetime) -> Sequence[Effect]:
    """Tell two people whose thread could not be opened how to find each other all the same."""
    return [_told("intro-unopened", request, user_id, now) for user_id in _both(request)]


def ended(request: Request, now: datetime, *, tell: int | None = None) -> Sequence[Effect]:
    """Take the question away from the target's card; `tell` is the person who reads how the request ended."""
    effects = [] if request.target_id == ERASED else [refreshed(request, now)]
    if tell is not None:
        effects.append(_told("intro-outcome", request, tell, now))
    return effects


def refreshed(request: Request, now: datetime) -> Effect:
    """Show anew, where the target was asked, what became of the request."""
    return Effect(
        community_id=request.community_id,
        dedup_key=f"{subject(request)}:answered",
        kind=Kind.MESSAGE_EDIT,
        lane=dm_lane(request.target_id),
        due_at=now,
        subject=subject(request),
        # A card that can't be shown anew any more does no harm: its buttons answer what became of the request.
        payload=message_payload(_card("intro-request-answered", request), user=request.target_id)
        | {"message_of": _asked_key(request), "quiet": True},
    )


def _told(card: str, request: Request, user_id: int, now: datetime) -> Effect:
    return Effect(
        community_id=request.community_id,
        dedup_key=f"{subject(request)}:told:{user_id}",
        kind=Kind.DM_POST,
        lane=dm_lane(user_id),
        due_at=now,
        subject=subject(request),
        payload=_personal(card, request, user_id),
    )


def _both(request: Request) -> Sequence[int]:
    return [each for each in (request.requester_id, request.target_id) if each != ERASED]


def _asked_key(request: Request) -> str:
    return f"{subject(request)}:asked"


def _personal(card: str, request: Request, user_id: int) -> dict[str, Any]:
    return direct_payload(
        _card(card, request), user_id, place=places.INTRODUCTIONS, title="intro-thread-private"
    )


def _card(name: str, request: Request) -> Card:
    return Card(name, {"request": request.id})
