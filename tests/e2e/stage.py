"""Delivery alone, on the real library against the sandbox: a database, a logged-in client, and cards of plain text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.clock import Clock
from bot.delivery import Dispatcher
from bot.delivery.backoff import Backoff
from bot.delivery.cards import CARDS
from bot.domain import permissions
from bot.domain.communities import Community, GroupSeed
from bot.domain.effects import (
    Card,
    Delivery,
    Effect,
    Kind,
    State,
    channel_lane,
    group_setup_lane,
    message_payload,
    place_setup_lane,
)
from bot.domain.groups import Group
from bot.domain.places import PLACES
from bot.i18n import Catalogues, Language
from bot.storage.database import Database, Unit
from bot.ui.card import card
from bot.ui.message import Message
from sandbox import Actor, Sandbox
from tests.e2e.landing import let_land

BOUND = 20.0


class Soon(Backoff):
    """A back-off that a test needn't wait for."""

    def delay(self, attempt: int) -> timedelta:
        """Wait no more than a moment."""
        return timedelta(milliseconds=attempt)


class Stage:
    """One community in the sandbox, and a dispatcher that can be stopped dead and started anew."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world
        self.database = database
        self.clock = Clock()
        self.words = "bonjour"
        self.settled: list[Delivery] = []
        self.owner = self._person("Patronne")
        self.guild = self.world.create_guild("Grappe", owner_id=self.owner.user_id)
        self.application = self.world.create_application("Maillage")
        self.role = self.world.install(self.application.id, self.guild.id, permissions.needed().value)
        self.client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
        self.dispatcher = self.new_dispatcher()
        sandbox.clock.on_change(lambda *_: self.clock.set_offset(sandbox.clock.offset))

    def new_dispatcher(self, **changes: Any) -> Dispatcher:
        """Make a dispatcher that is not started yet."""
        settings: dict[str, Any] = {
            "backoff": Soon(),
            "per_second": 5000,
            "hooks": {"test": self._note, "community": self._note},
            "cards": {**CARDS, "words": self._words, "card": self._card, "nothing": self._nothing},
        }
        return Dispatcher(
            self.database, self.client, Catalogues.load(), self.clock, **{**settings, **changes}
        )

    async def open(self) -> None:
        """Log in and note the community, without channels."""
        await self.client.login(self.application.token)
        async with self.database.write() as unit:
            community = Community(self.guild.id, "Grappe", "fr", "Europe/Brussels", None, self.clock.now())
            await unit.communities.add(community)
            seed = GroupSeed("web", {"fr": "Web"}, {"fr": "Le Web"}, 0x2F6FDE)
            await unit.groups.add(self.guild.id, [seed])

    async def close(self) -> None:
        """Stop everything."""
        await self.dispatcher.close(0)
        await self.client.close()

    async def restart(self) -> None:
        """Give up whatever is being done, as a kill would, and start a new dispatcher."""
        await self.dispatcher.close(0)
        self.dispatcher = self.new_dispatcher()
        await self.dispatcher.start()

    def effect(self, key: str, channel_id: int = 0, **changes: Any) -> Effect:
        """Make an effect that posts `words` and the key in a channel."""
        plain = Effect(
            community_id=self.guild.id,
            dedup_key=key,
            kind=Kind.MESSAGE_POST,
            lane=channel_lane(channel_id),
            due_at=self.clock.now(),
            subject="test:1",
            payload=message_payload(Card("words", {"key": key}), channel=channel_id),
        )
        return replace(plain, **changes)

    def ensure(self) -> list[Effect]:
        """Make the effects that make every place, the group's role and its channel."""
        now = self.clock.now()
        places = [
            self.effect(
                f"place:{place.key}:{now.isoformat()}",
                kind=Kind.CATEGORY_ENSURE if place.is_category else Kind.CHANNEL_ENSURE,
                lane=place_setup_lane(self.guild.id, place.key),
                payload={"place": place.key},
            )
            for place in PLACES
        ]
        group = [
            self.effect(
                f"group:{kind}:{now.isoformat()}", kind=kind, lane=group_setup_lane(1), payload={"group": 1}
            )
            for kind in (Kind.ROLE_ENSURE, Kind.CHANNEL_ENSURE)
        ]
        return [*places, *group]

    async def record(self, *effects: Effect) -> None:
        """Record effects, as a service does."""
        async with self.database.write() as unit:
            await unit.deliveries.record(*effects, now=self.clock.now())

    async def do(self, *effects: Effect) -> list[Delivery]:
        """Record effects and wait until each has come to an end."""
        await self.record(*effects)
        return await self.ended(*(effect.dedup_key for effect in effects))

    async def ended(self, *keys: str) -> list[Delivery]:
        """Wait until these have come to an end; what waits for an earlier attempt to land gets the time for it."""
        rows: list[Delivery] = []

        async def over() -> bool:
            await let_land(self.database, self.sandbox.clock)
            rows[:] = [row for key in keys if (row := await self.row(key)) is not None]
            return len(rows) == len(keys) and all(row.state.final for row in rows)

        await self.until(over)
        return rows

    async def insist(self) -> None:
        """Have what ended uncertain sent once more, as an organiser does."""
        now = self.clock.now()
        async with self.database.write() as unit:
            await unit.deliveries.retry(
                "test:1", now, Kind.MESSAGE_POST, [State.UNCERTAIN], now + timedelta(minutes=10)
            )

    async def row(self, key: str) -> Delivery | None:
        """Read a delivery."""
        async with self.database.read() as unit:
            return await unit.deliveries.by_key(key)

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait until a condition, a coroutine function or not, holds; within a bound."""
        async with asyncio.timeout(BOUND):
            while True:
                held = condition()
                if await held if asyncio.iscoroutine(held) else held:
                    return
                await asyncio.sleep(0.005)

    async def group(self) -> Group:
        """Read the group."""
        async with self.database.read() as unit:
            group = await unit.groups.get(self.guild.id, 1)
        assert group is not None
        return group

    async def place(self, key: str) -> int:
        """Give the channel of a place."""
        async with self.database.read() as unit:
            channel_id = await unit.communities.place_channel(self.guild.id, key)
        assert channel_id is not None
        return channel_id

    def member(self, name: str, *, dms_open: bool = True) -> Actor:
        """Let a new person into the community."""
        actor = self._person(name, dms_open=dms_open)
        self.world.add_member(self.guild.id, actor.user_id)
        return actor

    async def join(self, person: Actor) -> None:
        """Make a person a member of the group, without the role."""
        group = await self.group()
        async with self.database.write() as unit:
            await unit.groups.join(group, person.user_id, self.clock.now())

    async def leave(self, person: Actor) -> None:
        """End a person's membership, without taking the role."""
        async with self.database.write() as unit:
            await unit.groups.leave(1, person.user_id)

    def said(self, channel_id: int) -> list[str]:
        """Read all messages of a channel, oldest first: as the owner sees them."""
        messages = sorted(self.owner.messages(channel_id), key=lambda message: int(message["id"]))
        return [texts(message) for message in messages]

    def posts(self) -> int:
        """Count the requests that asked for a message to be posted."""
        return sum(
            exchange.method == "POST" and exchange.path.endswith("/messages")
            for exchange in self.sandbox.exchanges
        )

    def _person(self, name: str, *, dms_open: bool = True) -> Actor:
        user = self.world.create_user(name.lower(), global_name=name, dms_open=dms_open)
        return self.sandbox.actor(user.id)

    async def _words(
        self, _unit: Unit, about: Mapping[str, Any], _language: Language, _now: datetime
    ) -> Message:
        return Message(content=f"{self.words} {about['key']}")

    async def _card(
        self, _unit: Unit, about: Mapping[str, Any], _language: Language, _now: datetime
    ) -> Message:
        return card(f"{self.words} {about['key']}")

    async def _nothing(
        self, _unit: Unit, _about: Mapping[str, Any], _language: Language, _now: datetime
    ) -> None:
        return None

    async def _note(self, _unit: Unit, delivery: Delivery, _now: datetime) -> None:
        self.settled.append(delivery)


def texts(message: Mapping[str, Any]) -> str:
    """Give all that a message says."""
    found = [str(message.get("content") or "")]
    found += [texts(component) for component in message.get("components") or []]
    return "\n".join(text for text in found if text)


@asynccontextmanager
async def staged(sandbox: Sandbox, database: Database) -> AsyncIterator[Stage]:
    """Give a stage whose dispatcher runs."""
    stage = Stage(sandbox, database)
    try:
        await stage.open()
        await stage.dispatcher.start()
        yield stage
    finally:
        await stage.close()


__all__ = ["Stage", "State", "staged", "texts"]
