"""What the tour does as a person: use commands, buttons and menus by the words on them, and wait to see the effect."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from bot.demo.stage import Stage
from sandbox import Actor, ActorInteraction, ActorRefused, World

Json = dict[str, Any]
BOUND_SECONDS = 30.0


class NotSeen(Exception):
    """Something that should have happened was not seen in the sandbox in time."""


class Hands:
    """One person at the tour's stage."""

    def __init__(self, stage: Stage, user_id: int) -> None:
        self._stage = stage
        self.user_id = user_id
        self.actor: Actor = stage.sandbox.actor(user_id)

    @property
    def name(self) -> str:
        """The person's name."""
        user = self._stage.sandbox.world.user(self.user_id)
        return user.global_name or user.name

    def channel(self, name: str) -> int:
        """Find a channel that this person sees, by its name. Raises NotSeen."""
        for channel in self.actor.channels(self._stage.cast.community_id):
            if channel.get("name") == name:
                return int(channel["id"])
        raise NotSeen(f"#{name}")

    def sees_channel(self, name: str) -> bool:
        """Tell whether this person sees a channel of that name."""
        try:
            self.channel(name)
        except NotSeen:
            return False
        return True

    def messages(self, channel_id: int) -> list[Json]:
        """Read a channel, oldest first."""
        return sorted(self.actor.messages(channel_id), key=lambda message: int(message["id"]))

    def direct_messages(self) -> list[Json]:
        """Read the direct messages with the bot, oldest first."""
        return self.messages(self.actor.dm_with(self._stage.cast.bot_id))

    async def command(self, channel_id: int, path: str, **options: Any) -> ActorInteraction:
        """Use a command and wait for the answer."""
        return await answered(await self.actor.slash(channel_id, path, **options))

    async def press(self, message: Json, label: str) -> ActorInteraction:
        """Press the button with these words."""
        found = next((each for each in parts(message) if each.get("label") == label), None)
        if found is None:
            raise NotSeen(f"[{label}]")
        return await answered(await self.actor.click(int(message["id"]), found["custom_id"]))

    async def choose(self, message: Json, *labels: str) -> ActorInteraction:
        """Choose these entries in the menu that has them."""
        for menu in parts(message):
            values = {option["label"]: option["value"] for option in menu.get("options") or []}
            if set(labels) <= values.keys():
                chosen = [values[label] for label in labels]
                return await answered(await self.actor.select(int(message["id"]), menu["custom_id"], chosen))
        raise NotSeen(f"[{', '.join(labels)}]")

    async def fill(self, form: ActorInteraction, **values: Any) -> ActorInteraction:
        """Fill in a form and send it."""
        return await answered(await self.actor.submit(form, values))


async def answered(interaction: ActorInteraction) -> ActorInteraction:
    """Wait until an interaction is answered. Raises NotSeen where the bot did not respond."""
    try:
        done = await interaction.done(timeout=BOUND_SECONDS)
    except (TimeoutError, ActorRefused) as error:
        raise NotSeen(str(error)) from error
    if done.state == "failed":
        msg = "no response"
        raise NotSeen(msg)
    return done


async def seen(
    world: World, what: str, condition: Callable[[], object], within: float = BOUND_SECONDS
) -> None:
    """Wait until a condition holds in the sandbox. Raises NotSeen, with what was awaited."""
    changed = asyncio.Event()
    forget = world.bus.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(within):
            while not condition():
                await changed.wait()
                changed.clear()
    except TimeoutError as error:
        raise NotSeen(what) from error
    finally:
        forget()


def parts(message: Json) -> Iterator[Json]:
    """Go through a message's components, at every depth."""
    waiting = list(message.get("components") or [])
    while waiting:
        component = waiting.pop(0)
        yield component
        waiting = [
            *(component.get("components") or []),
            *(component[key] for key in ("accessory", "component") if component.get(key)),
            *waiting,
        ]


def words(message: Json | None) -> str:
    """Give the texts of a message, a line each."""
    if message is None:
        return ""
    lines = [message.get("content") or "", *(part.get("content") or "" for part in parts(message))]
    return "\n".join(line for line in lines if line)
