"""What every handler shares: what it works with, and what is asked of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.delivery.answers import Answer
from bot.delivery.cards.source import CardSource
from bot.delivery.outcomes import Done, Outcome
from bot.delivery.rest import Rest
from bot.domain.communities import Community
from bot.domain.effects import Delivery
from bot.i18n import Catalogues, Language
from bot.storage.database import Database, Unit
from bot.ui.message import Message


@dataclass(frozen=True, slots=True)
class Context:
    """What handlers work with."""

    rest: Rest
    database: Database
    clock: Clock
    catalogues: Catalogues
    cards: Mapping[str, CardSource]

    async def community(self, unit: Unit, delivery: Delivery) -> Community:
        """Read the community a delivery belongs to; it exists as long as its deliveries do."""
        community = await unit.communities.get(delivery.community_id)
        if community is None:
            msg = f"delivery {delivery.id} belongs to no community"
            raise LookupError(msg)
        return community

    async def language(self, unit: Unit, delivery: Delivery, user_id: int | None = None) -> Language:
        """Choose the language: the person's own if it is for one person, else the community's."""
        community = await self.community(unit, delivery)
        own = None if user_id is None else await unit.people.locale(community.id, user_id)
        return self.catalogues.language(own, community.locale)

    async def render(
        self,
        unit: Unit,
        delivery: Delivery,
        named: Mapping[str, Any],
        user_id: int | None = None,
        *,
        at: datetime | None = None,
    ) -> Message | None:
        """Render the card that a payload names, as it is true now, or as of an instant that is past."""
        language = await self.language(unit, delivery, user_id)
        source = self.cards[named["card"]]
        return await source(unit, named["about"], language, at or self.clock.now())


@dataclass(frozen=True, slots=True)
class Step:
    """The transaction in which a delivery settles. `delivery` is the row as it stands after it."""

    context: Context
    unit: Unit
    delivery: Delivery
    now: datetime


@dataclass(frozen=True, slots=True)
class Handler:
    """Performs one kind of effect. Being performed again must not double what stands already.

    `perform` does it on Discord; refusals and lost answers are left to raise, for the dispatcher reads them.
    `record` notes what stands now and what follows from it. `diverts` tells whether there is another way after a
    refusal, and `divert` takes it; the delivery itself ends cancelled then. `record` and `divert` work in the
    transaction that settles the delivery.
    """

    perform: Callable[[Context, Delivery], Awaitable[Outcome]]
    record: Callable[[Step, Done], Awaitable[None]] | None = None
    diverts: Callable[[Delivery, Answer], bool] | None = None
    divert: Callable[[Step], Awaitable[None]] | None = None
