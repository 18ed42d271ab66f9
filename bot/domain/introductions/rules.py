"""Introductions: who may ask whom, and what becomes of a request.

A request is pending until the other says yes or no, seven days pass, or one of the two leaves; then it stays as it
is for ever. Between two people one request at most is pending, whoever asked.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.mistakes import Mistake
from bot.domain.profiles import Profile

REASON_SHORTEST = 10
REASON_LONGEST = 500
REASON_LINES = 8  # so that the card that quotes it fits a phone
LIFETIME = timedelta(days=7)
# Two people who were introduced need no introduction; after so long they may have lost sight of each other.
INTRODUCED_FOR = timedelta(days=90)
# After a no, the same person can't ask again for so long: nobody has to refuse twice in a row.
SPARED_FOR = timedelta(days=30)
MOST_OPEN = 5

# Stands for a person whose data was erased, in the requests that others were part of.
ERASED = 0


class RequestState(enum.StrEnum):
    """What became of a request. All but the first are final."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    CLOSED = "closed"  # one of the two left introductions or the community

    @property
    def final(self) -> bool:
        """Tell whether it stays so."""
        return self is not RequestState.PENDING


@dataclass(frozen=True, slots=True)
class Registration:
    """A person's place in introductions; `left_at` is set once they left."""

    user_id: int
    registered_at: datetime
    left_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Tell whether they take part now."""
        return self.left_at is None


@dataclass(frozen=True, slots=True)
class Request:
    """One person's wish to be introduced to another. `thread_id` is where both met, once that was opened."""

    id: int
    community_id: int
    requester_id: int
    target_id: int
    reason: str
    state: RequestState
    created_at: datetime
    expires_at: datetime
    decided_at: datetime | None = None
    thread_id: int | None = None

    def answerable(self, now: datetime) -> bool:
        """Tell whether a yes or no still counts."""
        return self.state is RequestState.PENDING and now < self.expires_at

    def other(self, user_id: int) -> int:
        """Give the other person of the two."""
        return self.target_id if user_id == self.requester_id else self.requester_id


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with the profiles of both, each None where there is none (any more)."""

    request: Request
    requester: Profile | None
    target: Profile | None

    def profile(self, user_id: int) -> Profile | None:
        """Give the profile of one of the two."""
        return self.requester if user_id == self.request.requester_id else self.target


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One page of a person's requests. `number` counts from 1; `total` counts the requests of all pages."""

    views: Sequence[RequestView]
    number: int
    pages: int
    total: int
    registered: bool


class NotRegistered(Mistake):
    """The person asking takes no part in introductions: they can register first."""


class AskedByThem(Mistake):
    """The other asked first: saying yes to `request_id` is all that is needed."""

    def __init__(self, code: str, request_id: int, /) -> None:
        super().__init__(code)
        self.request_id = request_id


class UnfitReason(Mistake):
    """The reason of a request can't be taken as it is; what was typed is kept, to be corrected."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be introduced to, as Discord knows them. `present`: they are in the community now."""

    user_id: int
    is_bot: bool = False
    present: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """How two people stand to each other when one asks: all that the rules look at."""

    requester_registered: bool
    target_registered: bool
    between: Sequence[Request]  # every request of the two, whoever asked
    open_sent: int  # pending requests of the requester, to whomever


def pair(one: int, other: int) -> tuple[int, int]:
    """Name two people without order."""
    return (one, other) if one < other else (other, one)


def fit_reason(text: str) -> str:
    """Clean a typed reason: surplus space goes, and lines stay unless they are many.

    Raises UnfitReason if it is too short or too long.
    """
    cleaned = (" ".join(line.split()) for line in text.splitlines())
    lines = [line for line in cleaned if line]
    reason = ("\n" if len(lines) <= REASON_LINES else " ").join(lines)
    if len(reason) < REASON_SHORTEST:
        raise UnfitReason("introductions-reason-short", least=REASON_SHORTEST)
    if len(reason) > REASON_LONGEST:
        raise UnfitReason("introductions-reason-long", count=len(reason), most=REASON_LONGEST)
    return reason


def check_person(requester_id: int, person: Person) -> None:
    """See that one can be introduced to this person at all. Raises Mistake."""
    if person.user_id == requester_id:
        raise Mistake("introductions-oneself")
    if person.is_bot:
        raise Mistake("introductions-bot")
    if not person.present:
        raise Mistake("introductions-absent")


def check_standing(standing: Standing, requester_id: int, now: datetime) -> None:
    """See that this person may ask the other now. Raises Mistake: what is in the way, and what can be done."""
    if not standing.requester_registered:
        raise NotRegistered("introductions-register-first")
    if not standing.target_registered:
        raise Mistake("introductions-not-registered")
    for request in standing.between:
        _check_earlier(request, requester_id, now)
    if standing.open_sent >= MOST_OPEN:
        raise Mistake("introductions-too-many", most=MOST_OPEN)


def _check_earlier(request: Request, requester_id: int, now: datetime) -> None:
    if request.answerable(now):
        if request.requester_id == requester_id:
            raise Mistake("introductions-asked-already")
        raise AskedByThem("introductions-asked-by-them", request.id)
    if request.decided_at is None:
        return
    if request.state is RequestState.ACCEPTED and now - request.decided_at < INTRODUCED_FOR:
        raise Mistake("introductions-introduced", thread=_thread(request))
    mine = request.requester_id == requester_id
    if request.state is RequestState.DECLINED and mine and now - request.decided_at < SPARED_FOR:
        raise Mistake("introductions-unavailable")


def explain_late(request: Request, now: datetime) -> Mistake:
    """Say why an answer to this request comes too late: what happened already."""
    state = request.state
    if state is RequestState.PENDING and now >= request.expires_at:
        state = RequestState.EXPIRED
    return Mistake(f"introductions-late-{state}", thread=_thread(request))


def _thread(request: Request) -> str:
    return str(request.thread_id) if request.thread_id else "none"
