"""A running bot in a running sandbox, and the people of a small community: what end-to-end tests act on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock import Clock
from bot.config import Settings, load
from bot.demo.example import example_configuration
from bot.domain import permissions
from sandbox import Actor, Sandbox, World
from sandbox.world.model import Channel
from tests.e2e.landing import let_land

# A Monday in winter, ahead of any present: dates typed in tests mean the same whenever they run.
START = datetime(2031, 1, 6, 8, 0, tzinfo=UTC)
BOUND = 15.0
AT_ONCE = 5000.0
MANAGE_GUILD = 1 << 5


class Scene:
    """One community, its bot and its people. `organiser` holds Manage Server through a role."""

    def __init__(self, sandbox: Sandbox, database_url: str, *, news: bool = True) -> None:
        self.sandbox = sandbox
        self.clock = Clock()
        world = sandbox.world
        owner = world.create_user("patronne", global_name="Patronne", locale="fr")
        guild = world.create_guild("Grappe d’essai", owner_id=owner.id, locale="fr", news=news)
        self.community_id: int = guild.id
        self.application = world.create_application("Maillage")
        world.install(self.application.id, guild.id, permissions.needed().value)
        self.organiser_role = world.create_role(guild.id, "Équipe", permissions=MANAGE_GUILD)
        self.lobby: int = world.create_channel(guild.id, "accueil").id
        self.organiser = self.member("Claire", organiser=True)
        configured: Settings = load(
            example_configuration(),
            {
                "MAILLAGE_DISCORD__TOKEN": self.application.token,
                "MAILLAGE_DISCORD__API_BASE": sandbox.api_base,
                "MAILLAGE_DISCORD__GATEWAY": sandbox.gateway_url,
                "MAILLAGE_DATABASE__URL": database_url,
                "MAILLAGE_COMMUNITY__ORGANISER_ROLE": "Équipe",
            },
        )
        # The sandbox of these tests sets no limits, so that nothing has to be waited for; the pace has tests of its own.
        quick = configured.delivery.model_copy(update={"per_second": AT_ONCE})
        self.settings: Settings = configured.model_copy(update={"delivery": quick})
        sandbox.clock.on_change(self._follow)
        sandbox.clock.advance(START - sandbox.clock.now())
        self.app: App = App(self.settings, self.clock)

    @property
    def world(self) -> World:
        """The sandbox's state."""
        return self.sandbox.world

    @property
    def bot_id(self) -> int:
        """The bot's user id."""
        return self.application.user_id

    def member(
        self, name: str, *, locale: str = "fr", dms_open: bool = True, organiser: bool = False
    ) -> Actor:
        """Let a new person into the community."""
        user = self.world.create_user(
            name.lower().replace(" ", "."), global_name=name, locale=locale, dms_open=dms_open
        )
        roles = [self.organiser_role.id] if organiser else []
        self.world.add_member(self.community_id, user.id, role_ids=roles)
        return self.sandbox.actor(user.id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """Run the bot, until all that it makes at first stands."""
        async with self.app.running():
            await self.until(lambda: self.community_id in self.app.front.met)
            await self.settled()
            yield self.app

    async def advance(self, delta: timedelta) -> None:
        """Move everybody's time on, and let what became due happen."""
        self.sandbox.clock.advance(delta)
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing that is due waits to be sent; what waits for an earlier attempt gets the time for it."""
        await self.until(self._nothing_due)

    async def until(self, condition: Callable[[], bool | Awaitable[bool]]) -> None:
        """Wait until a condition holds, within a bound."""
        async with asyncio.timeout(BOUND):
            while True:
                held = condition()
                if await held if isinstance(held, Awaitable) else held:
                    return
                await asyncio.sleep(0.01)

    def channel(self, name: str) -> int:
        """Find a channel of the community by its name."""
        return next(channel.id for channel in self.channels() if channel.name == name)

    def channels(self) -> list[Channel]:
        """List the community's channels and categories, seen by nobody in particular."""
        return [self.world.channels[each] for each in self.world.guilds[self.community_id].channel_ids]

    def roles(self) -> dict[str, int]:
        """Give the community's roles by name."""
        return {role.name: role.id for role in self.world.guilds[self.community_id].roles.values()}

    def messages(self, actor: Actor, channel: str | int) -> list[dict[str, Any]]:
        """Read a channel as a person sees it, oldest first."""
        channel_id = self.channel(channel) if isinstance(channel, str) else channel
        found: list[dict[str, Any]] = actor.messages(channel_id)
        return sorted(found, key=lambda message: int(message["id"]))

    async def _nothing_due(self) -> bool:
        await let_land(self.app.database, self.sandbox.clock)
        async with self.app.database.read() as unit:
            return not await unit.deliveries.backlog(self.clock.now())

    def _follow(self, *_: object) -> None:
        self.clock.set_offset(self.sandbox.clock.offset)


def texts(message: dict[str, Any] | None) -> str:
    """Give all that a message says: its content and the texts of its components, buttons and menus included."""
    if message is None:
        return ""
    return "\n".join([message.get("content") or "", *_component_texts(message.get("components") or [])])


def _component_texts(components: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for component in components:
        found += [str(component[key]) for key in ("content", "label", "placeholder") if component.get(key)]
        found += [str(option["label"]) for option in component.get("options") or []]
        inner = list(component.get("components") or [])
        inner += [component[key] for key in ("accessory", "component") if component.get(key)]
        found += _component_texts(inner)
    return found


@asynccontextmanager
async def scene_in(folder: Path, sandbox: Sandbox) -> AsyncIterator[Scene]:
    """Make a scene whose bot runs."""
    async with AsyncExitStack() as stack:
        scene = Scene(sandbox, f"sqlite:///{folder / 'maillage.db'}")
        await stack.enter_async_context(scene.running())
        yield scene
