"""What was really done on Discord in a fault run, as the sandbox saw it, from the beginning to the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.handlers.lookup import mark_of
from bot.domain.effects import Delivery
from sandbox.world import World
from sandbox.world.bus import Emission
from sandbox.world.model import CROSSPOSTED, Channel, Message
from tests.e2e.stage import texts
from tests.faults.announcing import TITLE


@dataclass(frozen=True, slots=True)
class Sight:
    """A message that was posted: where, when, and of which announcement's or thread's job its first words speak."""

    channel_id: int
    message_id: int
    at: datetime
    number: int | None


class Witness:
    """Sees everything that the bot makes on Discord, and what people take away."""

    def __init__(self, world: World, guild_id: int, bot_id: int) -> None:
        self.world = world
        self.guild = world.guilds[guild_id]
        self.channels: Counter[str] = Counter()
        self.roles: Counter[str] = Counter()
        self.threads: Counter[str] = Counter()
        self.scheduled: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self.published: set[int] = set()
        # Messages that somebody deleted before the bot knew that they stood.
        self.unknown: set[int] = set()
        self._bot_id = bot_id
        self._posted: dict[int, list[Sight]] = defaultdict(list)
        self._sights: dict[int, Sight] = {}
        world.bus.subscribe(self._see)

    def remove_channel(self, channel_id: int, known: Collection[int | None]) -> None:
        """Delete a channel, as an organiser may; `known` are the messages of which the bot knows that they stand."""
        self.unknown |= {message.id for message in self.world.messages[channel_id]} - set(known)
        channel = self.world.delete_channel(channel_id)
        self.removed[f"#{channel.name}"] += 1

    def remove_role(self, role_id: int) -> None:
        """Delete a role, as an organiser may."""
        self.removed[f"@{self.world.role(self.guild.id, role_id).name}"] += 1
        self.world.delete_role(self.guild.id, role_id)

    def remove_message(self, message: Message, known: Collection[int | None]) -> None:
        """Delete a message, as an organiser may."""
        self.unknown |= {message.id} - set(known)
        self.world.delete_message(message.channel_id, message.id)

    def posts(self, channel_id: int) -> list[Message]:
        """List what the bot's messages in a channel are."""
        return [one for one in self.world.messages[channel_id] if one.author_id == self._bot_id]

    def made(self, row: Delivery) -> list[Sight]:
        """List the messages that were ever posted with the mark of a delivery."""
        return self._posted[mark_of(row.nonce)]

    def gone(self, sights: Collection[Sight]) -> int:
        """Count those of them that may be made again: somebody deleted them before they were known to stand."""
        return sum(one.message_id in self.unknown for one in sights)

    def standing(self, row: Delivery) -> list[Message]:
        """List the messages with the mark of a delivery that stand now."""
        found = [self.world.messages[one.channel_id].by_id.get(one.message_id) for one in self.made(row)]
        return [message for message in found if message is not None]

    def announced(self, number: int, channel_id: int) -> list[Sight]:
        """List the messages ever posted in a channel whose title is that of a job, whatever delivery they are of."""
        return [one for one in self._sights.values() if one.number == number and one.channel_id == channel_id]

    def place_id(self, name: str) -> int:
        """Give the id of a channel that nobody takes away, by its name; 0 where there is none."""
        ids = self.guild.channel_ids
        return next((each for each in ids if self.world.channels[each].name == name), 0)

    def channel(self, channel_id: int | None) -> Channel | None:
        """Give a channel or thread that stands."""
        return self.world.channels.get(channel_id or 0)

    def _see(self, emission: Emission) -> None:
        data = emission.data
        if emission.name == "MESSAGE_CREATE" and int(data["author"]["id"]) == self._bot_id:
            found = TITLE.search(texts(data))
            sight = Sight(
                int(data["channel_id"]),
                int(data["id"]),
                datetime.fromisoformat(data["timestamp"]),
                None if found is None else int(found[1]),
            )
            self._sights[sight.message_id] = sight
            for component in data["components"]:
                self._posted[component["id"]].append(sight)
        elif emission.name == "MESSAGE_UPDATE" and data.get("flags", 0) & CROSSPOSTED:
            self.published.add(int(data["id"]))
        elif emission.name == "CHANNEL_CREATE":
            self.channels[data["name"]] += 1
        elif emission.name == "GUILD_ROLE_CREATE":
            self.roles[data["role"]["name"]] += 1
        elif emission.name == "GUILD_SCHEDULED_EVENT_CREATE":
            self.scheduled[data["name"]] += 1
        elif emission.name == "THREAD_CREATE" and data.get("newly_created"):
            self.threads[data["name"]] += 1
