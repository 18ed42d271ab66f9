"""Who sends in a fault run: the protocol as it is, or one of the ways in which one would do it without.

The naive ones share everything with the protocol, its handlers included, but for the one precaution each lacks. A run
in which they lose nothing and double nothing shows nothing about the protocol either.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot.delivery import Dispatcher
from bot.delivery.answers import Answer
from bot.delivery.backoff import Backoff
from bot.delivery.dispatcher import _Flight
from bot.delivery.outcomes import Done, Outcome
from bot.delivery.rest import Rest
from bot.domain.effects import POSTS, Delivery
from bot.storage.database import Database
from bot.ui.message import Message
from tests.faults.fence import WatchedStore

PROTOCOL = "protocol"
SEND_THEN_MARK = "send, then mark"
MARK_THEN_SEND = "mark, then send"
NONCE_ALONE = "nonce alone"
NAIVE = (SEND_THEN_MARK, MARK_THEN_SEND, NONCE_ALONE)
# Of two bots: each writes its outcomes, also those that come too late.
NO_FENCE = "no fence"


class Soon(Backoff):
    """A back-off as short as a life."""

    def delay(self, attempt: int) -> timedelta:
        """Wait a moment, longer after each attempt."""
        return timedelta(milliseconds=20 * attempt)


class ForgetfulRest(Rest):
    """Knows of what stands on Discord only what is in the database, and sends with another nonce each time."""

    def __init__(self, known: Rest, database: Database) -> None:
        super().__init__(known._client, known._pacer)
        self._database = database

    async def channels(self, guild_id: int) -> Sequence[Any]:
        """List those channels that are known to be ours."""
        async with self._database.read() as unit:
            ours = {*(await unit.communities.places(guild_id)).values()}
            ours |= {group.channel_id for group in await unit.groups.active(guild_id)}
        return [one for one in await super().channels(guild_id) if int(one["id"]) in ours]

    async def roles(self, guild_id: int) -> Sequence[Any]:
        """List those roles that are known to be ours."""
        async with self._database.read() as unit:
            ours = {group.role_id for group in await unit.groups.active(guild_id)}
        return [one for one in await super().roles(guild_id) if int(one["id"]) in ours]

    async def scheduled_events(self, guild_id: int) -> Sequence[Any]:  # noqa: ARG002 - that is the point
        """List none: those that are known to be ours are known already."""
        return []

    async def post(self, channel_id: int, message: Message, nonce: str) -> int:  # noqa: ARG002 - that is the point
        """Send, as for the first time."""
        return await super().post(channel_id, message, secrets.token_urlsafe(12))


class NonceAlone(Dispatcher):
    """Sends again with the same nonce, however late, and looks nothing up."""

    async def _attempt(self, delivery: Delivery, ends_at: float) -> Outcome | Answer:
        unaware = replace(delivery, uncertain_since=None, uncertain_before=False)
        return await super()._attempt(unaware, ends_at)


class SendThenMark(NonceAlone):
    """Sends, then marks what was sent; what is not marked is sent again."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._rest = ForgetfulRest(self._rest, self._database)
        self._context = replace(self._context, rest=self._rest)

    async def heard(self, nonce: str, channel_id: int, message_id: int) -> None:
        """Pay no attention: what was sent is marked once its answer is there."""


class MarkThenSend(Dispatcher):
    """Marks what it is about to send, then sends it, once."""

    async def _deliver(self, flight: _Flight) -> None:
        delivery = flight.delivery
        if delivery.kind not in POSTS:
            await super()._deliver(flight)
            return
        await self._until_written(partial(self._settling.outcome, delivery, Done()))
        await self._attempt(delivery, flight.ends_at)


class Unfenced(Dispatcher):
    """Writes its outcomes, whoever has taken the delivery over meanwhile."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        WatchedStore.fenced = False
        super().__init__(*arguments, **settings)


SENDERS: dict[str, type[Dispatcher]] = {
    PROTOCOL: Dispatcher,
    SEND_THEN_MARK: SendThenMark,
    MARK_THEN_SEND: MarkThenSend,
    NONCE_ALONE: NonceAlone,
    NO_FENCE: Unfenced,
}
