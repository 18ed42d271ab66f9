"""Introductions: taking part, asking, answering, leaving, and what ends by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain.consent import POLICY, Consent, Purpose
from bot.domain.introductions import (
    ERASED,
    Person,
    Request,
    RequestPage,
    RequestState,
    RequestView,
    Standing,
    check_person,
    check_standing,
    effects,
    explain_late,
    fit_reason,
)
from bot.domain.mistakes import Mistake
from bot.domain.profiles import ProfileView
from bot.services import profiles
from bot.services.profiles import ProfileService
from bot.storage.database import Database, Unit

FORM = "intro-request"
A_PAGE = 10
# Requests that end at the same instant are told in portions, so that nobody waits long for the database.
A_PORTION = 50


class IntroductionService:
    """People take part, ask, answer and leave; requests that nobody answers end by themselves."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset(
        {
            "intro_registration.user_id",
            "intro_request.requester_id",
            "intro_request.target_id",
            "intro_request.pair_low",
            "intro_request.pair_high",
        }
    )

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._profiles = ProfileService(database, clock)

    async def registered(self, community_id: int, user_id: int) -> bool:
        """Tell whether a person takes part."""
        async with self._database.read() as unit:
            return await _registered(unit, community_id, user_id)

    async def register(
        self, community_id: int, user_id: int, name: str, values: Mapping[str, Any]
    ) -> ProfileView:
        """Let a person take part, with their consent to the present wording and their profile, all at once.

        Somebody who takes part already only changes their profile. Raises UnfitProfile, and keeps what was typed,
        if the profile can't be taken.
        """
        text = await self._profiles.taken(community_id, user_id, values)
        now = self._clock.now()
        async with self._database.write() as unit:
            if await unit.introductions.register(community_id, user_id, now):
                consent = Consent(Purpose.INTRODUCTIONS, True, POLICY, now)
                await unit.people.log_consent(community_id, user_id, consent)
            await profiles.keep(unit, community_id, user_id, name, text, now)
            return await profiles.view(unit, community_id, user_id)

    async def leave(self, community_id: int, user_id: int) -> int:
        """End a person's part; their profile stays. Tells how many open requests ended with it.

        Raises Mistake where they take no part.
        """
        async with self._database.write() as unit:
            ended = await self._withdraw(unit, community_id, user_id)
        if ended is None:
            raise Mistake("introductions-not-in")
        return ended

    async def departed(self, community_id: int, user_id: int) -> None:
        """End the part of somebody who left the community."""
        if await self.registered(community_id, user_id):
            async with self._database.write() as unit:
                await self._withdraw(unit, community_id, user_id)

    async def delete_profile(self, community_id: int, user_id: int) -> None:
        """Remove a person's profile, and so their part. Raises Mistake where there is no profile."""
        async with self._database.write() as unit:
            await self._withdraw(unit, community_id, user_id)
            await unit.people.drop_draft(community_id, user_id, profiles.FORM)
            if not await unit.people.delete_profile(community_id, user_id):
                raise Mistake("profiles-none")

    async def check(self, community_id: int, requester_id: int, person: Person) -> None:
        """See that one may ask this person now, before a reason is typed. Raises Mistake."""
        check_person(requester_id, person)
        now = self._clock.now()
        async with self._database.read() as unit:
            standing = await _standing(unit, community_id, requester_id, person.user_id, now)
        check_standing(standing, requester_id, now)

    async def draft(self, community_id: int, requester_id: int, target_id: int) -> str:
        """Give the reason that was typed for asking this person and could not be taken; "" if there is none."""
        async with self._database.read() as unit:
            typed = await unit.people.draft(community_id, requester_id, FORM) or {}
        return str(typed["reason"]) if typed.get("target") == target_id else ""

    async def request(self, community_id: int, requester_id: int, person: Person, reason: str) -> RequestView:
        """Ask to be introduced. Raises Mistake; the reason that was typed is then kept for another try."""
        try:
            check_person(requester_id, person)
            return await self._ask(community_id, requester_id, person.user_id, fit_reason(reason))
        except Mistake:
            typed = {"target": person.user_id, "reason": reason}
            async with self._database.write() as unit:
                await unit.people.keep_draft(community_id, requester_id, FORM, typed, self._clock.now())
            raise

    async def accept(self, request_id: int, user_id: int) -> RequestView:
        """Say yes: a private thread opens for both. Raises Mistake if it was decided already or is over."""
        now = self._clock.now()
        async with self._database.write() as unit:
            request = await self._answer(unit, request_id, user_id, RequestState.ACCEPTED, now)
            await unit.deliveries.record(*effects.met(request, now), now=now)
            return await _view(unit, request)

    async def decline(self, request_id: int, user_id: int) -> RequestView:
        """Say no: the other is told kindly, without a reason. Raises Mistake if it was decided already or is over."""
        now = self._clock.now()
        async with self._database.write() as unit:
            request = await self._answer(unit, request_id, user_id, RequestState.DECLINED, now)
            told = effects.ended(request, now, tell=request.requester_id)
            await unit.deliveries.record(*told, now=now)
            return await _view(unit, request)

    async def received(self, request_id: int, user_id: int) -> RequestView:
        """Show a request to the person it was made to, to be answered. Raises Mistake if it can't be any more."""
        async with self._database.read() as unit:
            request = await unit.introductions.get(request_id)
            if request is None or request.target_id != user_id:
                raise Mistake("introductions-unknown")
            if not request.answerable(now := self._clock.now()):
                raise explain_late(request, now)
            return await _view(unit, request)

    async def page(self, community_id: int, user_id: int, number: int) -> RequestPage:
        """Show one page of a person's requests, the nearest there is to `number`, which counts from 1."""
        async with self._database.read() as unit:
            total = await unit.introductions.count(community_id, user_id)
            pages = max(1, -(-total // A_PAGE))
            number = min(max(number, 1), pages)
            requests = await unit.introductions.of_person(
                community_id, user_id, limit=A_PAGE, offset=(number - 1) * A_PAGE
            )
            views = await _views(unit, community_id, requests)
            registered = await _registered(unit, community_id, user_id)
        return RequestPage(views, number, pages, total, registered)

    async def tick(self) -> datetime | None:
        """End the requests that are over; tell when the next one will be."""
        while await self._expire():
            pass
        async with self._database.read() as unit:
            return await unit.introductions.next_expiry()

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give when a person took part, and the requests they made and got."""
        async with self._database.read() as unit:
            registration = (await unit.introductions.registrations(community_id, [user_id])).get(user_id)
            requests = await unit.introductions.of_person(community_id, user_id)
        return {
            "registration": registration
            and {"registered_at": registration.registered_at, "left_at": registration.left_at},
            "requests": [
                {
                    "direction": "sent" if request.requester_id == user_id else "received",
                    "with": request.other(user_id) or None,
                    "reason": request.reason,
                    "state": request.state,
                    "created_at": request.created_at,
                    "decided_at": request.decided_at,
                }
                for request in requests
            ],
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Forget a person's part and words. Those they were in touch with keep that there was a request, and when."""
        async with self._database.write() as unit:
            await self._withdraw(unit, community_id, user_id)
            await unit.introductions.erase_requests(community_id, user_id)
            await unit.introductions.erase_registration(community_id, user_id)

    async def _ask(self, community_id: int, requester_id: int, target_id: int, reason: str) -> RequestView:
        now = self._clock.now()
        async with self._database.write() as unit:
            standing = await _standing(unit, community_id, requester_id, target_id, now, hold=True)
            check_standing(standing, requester_id, now)
            # One that is over and not ended yet would stand in the way.
            await self._end_over(unit, standing.between, now)
            request = await unit.introductions.add(community_id, requester_id, target_id, reason, now)
            if request is None:
                msg = "two people's registrations were held, and yet another request of theirs came between"
                raise RuntimeError(msg)
            await unit.people.drop_draft(community_id, requester_id, FORM)
            await unit.deliveries.record(effects.asked(request, now), now=now)
            return await _view(unit, request)

    async def _answer(
        self, unit: Unit, request_id: int, user_id: int, state: RequestState, now: datetime
    ) -> Request:
        answered = await unit.introductions.answer(request_id, user_id, state, now)
        if answered is not None:
            return answered
        request = await unit.introductions.get(request_id)
        if request is None or request.target_id != user_id:
            raise Mistake("introductions-unknown")
        raise explain_late(request, now)

    async def _withdraw(self, unit: Unit, community_id: int, user_id: int) -> int | None:
        """End a person's part and open requests; None if they took no part, else how many requests ended."""
        now = self._clock.now()
        if not await unit.introductions.leave(community_id, user_id, now):
            return None
        await unit.people.log_consent(
            community_id, user_id, Consent(Purpose.INTRODUCTIONS, False, POLICY, now)
        )
        closed = await unit.introductions.close_all(community_id, user_id, now)
        for request in closed:
            # Whoever waits for an answer is told; whoever was asked only sees the question go.
            tell = request.requester_id if request.target_id == user_id else None
            await unit.deliveries.record(*effects.ended(request, now, tell=tell), now=now)
        return len(closed)

    async def _expire(self) -> bool:
        """End a portion of what is over; tell whether there may be more."""
        now = self._clock.now()
        async with self._database.read() as unit:
            next_expiry = await unit.introductions.next_expiry()
        if next_expiry is None or next_expiry > now:
            return False
        async with self._database.write() as unit:
            expired = await unit.introductions.expire(now, limit=A_PORTION)
            await self._tell_expired(unit, expired, now)
        return len(expired) == A_PORTION

    async def _end_over(self, unit: Unit, requests: Sequence[Request], now: datetime) -> None:
        over = [request.id for request in requests if not request.state.final and not request.answerable(now)]
        await self._tell_expired(unit, await unit.introductions.expire_these(over, now), now)

    async def _tell_expired(self, unit: Unit, expired: Sequence[Request], now: datetime) -> None:
        for request in expired:
            # Due when it ran out, however late that is noticed.
            told = effects.ended(request, request.expires_at, tell=request.requester_id)
            await unit.deliveries.record(*told, now=now)


async def _registered(unit: Unit, community_id: int, user_id: int) -> bool:
    registration = (await unit.introductions.registrations(community_id, [user_id])).get(user_id)
    return registration is not None and registration.open


async def _standing(
    unit: Unit, community_id: int, requester_id: int, target_id: int, now: datetime, *, hold: bool = False
) -> Standing:
    both = await unit.introductions.registrations(community_id, [requester_id, target_id], hold=hold)
    return Standing(
        requester_registered=requester_id in both and both[requester_id].open,
        target_registered=target_id in both and both[target_id].open,
        between=await unit.introductions.between(community_id, requester_id, target_id),
        open_sent=await unit.introductions.open_sent(community_id, requester_id, now),
    )


async def _view(unit: Unit, request: Request) -> RequestView:
    (view,) = await _views(unit, request.community_id, [request])
    return view


async def _views(unit: Unit, community_id: int, requests: Sequence[Request]) -> Sequence[RequestView]:
    people = {request.requester_id for request in requests} | {request.target_id for request in requests}
    found = await unit.people.profiles(community_id, people - {ERASED})
    return [
        RequestView(request, found.get(request.requester_id), found.get(request.target_id))
        for request in requests
    ]
