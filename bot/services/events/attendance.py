"""Seeing events, and saying whether one comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain.dates.typed import quoted
from bot.domain.events import (
    Answer,
    Audience,
    Event,
    EventOverview,
    check_answerable,
    is_guest,
)
from bot.domain.events.drafts import DRAFT_LIFE
from bot.domain.events.overviews import Page
from bot.domain.groups import folded
from bot.domain.mistakes import Mistake
from bot.services.events import effects
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person's answer did. `before` is what they had answered; the same again changes nothing."""

    event: Event
    answer: Answer
    before: Answer | None

    @property
    def changed(self) -> bool:
        """Tell whether it was another answer than before."""
        return self.answer is not self.before


@dataclass(frozen=True, slots=True)
class Shown:
    """An event, what its reader answered, and whether it can still be answered."""

    overview: EventOverview
    own: Answer | None
    is_open: bool


class EventService:
    """Lists events; takes people's answers."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset(
        {"rsvp.user_id", "event.created_by", "event.cancelled_by", "event_draft.author_id"}
    )

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def upcoming(self, community_id: int, user_id: int, page: int = 1) -> Page:
        """List the events to come, ten a page, with what this person answered."""
        async with self._database.read() as unit:
            return await unit.events.upcoming(community_id, user_id, self._clock.now(), page)

    async def mine(self, community_id: int, user_id: int, page: int = 1) -> Page:
        """List the events to come that this person comes or may come to, ten a page."""
        async with self._database.read() as unit:
            return await unit.events.mine(community_id, user_id, self._clock.now(), page)

    async def suggest(self, community_id: int, typed: str) -> Sequence[Event]:
        """List the events to come whose title holds what is typed, at most 25."""
        async with self._database.read() as unit:
            known = await unit.events.known(community_id, self._clock.now())
        return [event for event in known if folded(typed) in folded(event.details.title)][:25]

    async def show(self, community_id: int, user_id: int, wanted: str) -> Shown:
        """Show one event, found by id or title. Raises Mistake where there is none."""
        now = self._clock.now()
        async with self._database.read() as unit:
            event = await find(unit, community_id, wanted, now)
            overview = await unit.events.overview(community_id, event.id)
            own = await unit.events.answer(event.id, user_id)
        if overview is None:  # pragma: no cover - one transaction saw it twice
            raise Mistake("events-gone")
        return Shown(overview, own, event.is_open(now))

    async def answer(
        self,
        community_id: int,
        user_id: int,
        event_id: int,
        answer: Answer,
        *,
        role_names: Iterable[str] = (),
    ) -> Answered:
        """Note what a person answers, and have the event's cards show it. The same answer again changes nothing.

        `role_names` are the person's roles on Discord, which may mark them as a guest. Raises Mistake where the
        event was cancelled, is over, or is for members alone and the person is none.
        """
        async with self._database.write() as unit:
            now = self._clock.now()
            event = await unit.events.get(community_id, event_id, hold=True)
            if event is None:
                raise Mistake("events-gone")
            check_answerable(event, now)
            if event.details.audience is Audience.MEMBERS and answer is not Answer.DECLINED:
                await _check_member(unit, event, user_id, role_names)
            before = await unit.events.answer(event_id, user_id)
            if before is not answer:
                await unit.events.set_answer(event_id, user_id, answer, now)
                await effects.refresh(unit, event, now)
        return Answered(event, answer, before)

    async def tick(self) -> datetime | None:
        """Forget drafts that nobody touched for a day. Nothing of it is due at one instant rather than another."""
        async with self._database.write() as unit:
            await unit.event_drafts.forget_before(self._clock.now() - DRAFT_LIFE)
        return None

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give a person's answers, the events they organised, and what they are typing about events."""
        async with self._database.read() as unit:
            answers = await unit.events.answers_of(community_id, user_id)
            made = await unit.events.made_by(community_id, user_id)
            drafts = await unit.event_drafts.of_author(community_id, user_id)
        return {
            "answers": [
                {
                    "event": event.details.title,
                    "starts_at": event.details.starts_at,
                    "answer": answer,
                    "at": at,
                }
                for event, answer, at in answers
            ],
            "organised_events": [
                {"title": event.details.title, "starts_at": event.details.starts_at} for event in made
            ],
            "drafts": [{"title": draft.typed.title, "typed_at": draft.typed_at} for draft in drafts],
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Forget a person's answers and drafts; events they organised stay, without their name."""
        async with self._database.write() as unit:
            now = self._clock.now()
            await unit.event_drafts.erase(community_id, user_id)
            for event_id in await unit.events.erase(community_id, user_id):
                event = await unit.events.get(community_id, event_id)
                # A card that is over keeps naming who came: it must let go of this person too.
                if event is not None:
                    await effects.refresh(unit, event, now)


async def find(unit: Unit, community_id: int, wanted: str, now: datetime) -> Event:
    """Find an event by id (as autocomplete gives it), or one to come by its title, accents and case aside.

    Raises Mistake where there is none, or more than one of that title.
    """
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        event = await unit.events.get(community_id, int(wanted))
        if event is not None:
            return event
    meant = folded(wanted)
    known = await unit.events.known(community_id, now)
    named = [event for event in known if folded(event.details.title) == meant]
    if not named and meant:
        named = [event for event in known if meant in folded(event.details.title)]
    if len(named) > 1:
        raise Mistake("events-several", text=quoted(wanted))
    if not named:
        raise Mistake("events-unknown", text=quoted(wanted))
    event = await unit.events.get(community_id, named[0].id)
    return event or named[0]


async def _check_member(unit: Unit, event: Event, user_id: int, role_names: Iterable[str]) -> None:
    memberships = await unit.groups.memberships(event.community_id, user_id)
    partners = await unit.communities.partners(event.community_id, retired=True)
    if is_guest(
        memberships=len(memberships),
        role_names=role_names,
        partner_names=[partner.name for partner in partners],
    ):
        if memberships:
            raise Mistake("events-members-only-guest", title=event.details.title)
        raise Mistake("events-members-only", title=event.details.title)
