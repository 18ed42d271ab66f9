"""What was really done on Discord in a fault run, seen by the sandbox, beside what was recorded to be done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.delivery.cards import CARDS
from bot.delivery.handlers.lookup import mark_of
from bot.domain.announcements import REPORT_CARD
from bot.domain.effects import POSTS, Delivery, Kind, State
from bot.domain.groups import Group, channel_name
from bot.i18n import Catalogues
from bot.storage.database import Database
from bot.storage.delivery_rows import delivery_of
from bot.storage.tables import delivery
from sandbox.world import World
from sandbox.world.bus import Emission
from sandbox.world.model import Message
from tests.e2e.stage import texts
from tests.faults import jobs


@dataclass(slots=True)
class Count:
    """What a run came to. Each loss and each double is told in words, by the kind of what it is."""

    deliveries: Counter[str] = field(default_factory=Counter)
    lost: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    doubled: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list)  # deliveries about which the organisers had to be asked

    def made(self, kind: str, what: str, times: int, *, right: Iterable[int] = (1,)) -> None:
        """Note how often something was made; `right` are the numbers that are right."""
        if times < min(right):
            self.lost[kind].append(f"{what}: {times} of {min(right)}")
        elif times > max(right):
            self.doubled[kind].append(f"{what}: {times} of {max(right)}")

    def holds(self, kind: str, what: str, true: bool) -> None:
        """Note whether what should stand in the end does."""
        if not true:
            self.lost[kind].append(what)


class Witness:
    """Sees everything that the bot makes on Discord, from its beginning, and what people take away."""

    def __init__(self, world: World, guild_id: int, bot_id: int) -> None:
        self._world = world
        self._guild_id = guild_id
        self._bot_id = bot_id
        self._posted: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._channels: Counter[str] = Counter()
        self._roles: Counter[str] = Counter()
        self._threads: Counter[str] = Counter()
        self._removed: Counter[str] = Counter()
        # Messages that somebody deleted before the bot knew that they stood.
        self._unknown: set[int] = set()
        world.bus.subscribe(self._see)

    def remove_channel(self, channel_id: int, known: Collection[int | None]) -> None:
        """Delete a channel, as an organiser may; `known` are the messages of which the bot knows that they stand."""
        self._unknown |= {message.id for message in self._world.messages[channel_id]} - set(known)
        channel = self._world.delete_channel(channel_id)
        self._removed[f"#{channel.name}"] += 1

    def remove_role(self, role_id: int) -> None:
        """Delete a role, as an organiser may."""
        self._removed[f"@{self._world.role(self._guild_id, role_id).name}"] += 1
        self._world.delete_role(self._guild_id, role_id)

    def remove_message(self, message: Message, known: Collection[int | None]) -> None:
        """Delete a message, as an organiser may."""
        self._unknown |= {message.id} - set(known)
        self._world.delete_message(message.channel_id, message.id)

    def posts(self, channel_id: int) -> list[Message]:
        """List what the bot's messages in a channel are."""
        return [one for one in self._world.messages[channel_id] if one.author_id == self._bot_id]

    async def count(self, database: Database) -> Count:
        """Compare what was recorded with what was seen, once all has settled."""
        count = Count()
        async with database.read() as unit:
            connection = unit.deliveries._connection
            rows = [delivery_of(row) for row in (await connection.execute(select(delivery))).mappings()]
            versions = {row.number: row.version for row in await connection.execute(select(jobs.word))}
            groups = await unit.groups.active(self._guild_id)
            members = {group.id: set(await unit.groups.member_ids(group.id)) for group in groups}
            places = await unit.communities.place_names(self._guild_id)
            language = Catalogues.load().language("fr")
            reports = {
                row.dedup_key: await CARDS[REPORT_CARD](unit, row.payload["about"], language, row.due_at)
                for row in rows
                if row.kind is Kind.MESSAGE_POST and row.payload["card"] == REPORT_CARD
            }
        by_key = {row.dedup_key: row for row in rows}
        for row in rows:
            self._ended(count, row)
            if row.kind in POSTS:
                self._message(count, row, by_key, versions)
        for key, report in reports.items():
            if report is not None and report.view is not None:
                shown = texts({"components": [item.to_component_dict() for item in report.view.children]})
                for message in self._standing(by_key[key]):
                    count.holds("edit", f"{key} is not the latest", texts(message.data) == shown)
        for name in places.values():
            self._made(count, "channel", f"#{name}", self._channels[name])
        for group in groups:
            self._group(count, group, members[group.id])
        for row in rows:
            if row.kind is Kind.THREAD_OPEN:
                self._thread(count, row)
        return count

    def _see(self, emission: Emission) -> None:
        data = emission.data
        if emission.name == "MESSAGE_CREATE" and int(data["author"]["id"]) == self._bot_id:
            for component in data["components"]:
                self._posted[component["id"]].append((int(data["channel_id"]), int(data["id"])))
        elif emission.name == "CHANNEL_CREATE":
            self._channels[data["name"]] += 1
        elif emission.name == "GUILD_ROLE_CREATE":
            self._roles[data["role"]["name"]] += 1
        elif emission.name == "THREAD_CREATE" and data.get("newly_created"):
            self._threads[data["name"]] += 1

    def _ended(self, count: Count, row: Delivery) -> None:
        what = f"{row.dedup_key} ({row.kind}, {row.state}, {row.last_error})"
        if row.state is State.UNCERTAIN:
            count.asked.append(what)
        elif row.state in (State.SENT, State.CANCELLED):
            count.deliveries[row.kind] += 1
        else:
            count.lost[row.kind].append(what)

    def _message(
        self,
        count: Count,
        row: Delivery,
        by_key: Mapping[str, Delivery],
        versions: Mapping[int, int],
    ) -> None:
        withdrawn = row.state is State.CANCELLED or f"{row.dedup_key}:withdrawn" in by_key
        made = self._posted[mark_of(row.nonce)]
        # What somebody deleted, by itself or with its channel, before it was known to stand may be made again.
        gone = sum(message_id in self._unknown for _, message_id in made)
        least = 0 if withdrawn or row.state is State.UNCERTAIN else 1
        told = f"{row.dedup_key} ({row.state}, attempt {row.attempt}, {made})"
        count.made(row.kind, told, len(made), right=(least, 1 + gone))
        standing = self._standing(row)
        if withdrawn:
            count.holds("removal", f"{row.dedup_key} ({row.state}) still stands", not standing)
        elif row.payload["card"] == "fault-word":
            number = row.payload["about"]["number"]
            for message in standing:
                latest = jobs.said(number, versions[number]) in texts(message.data)
                count.holds("edit", f"{row.dedup_key} is not the latest: {texts(message.data)}", latest)

    def _standing(self, row: Delivery) -> list[Message]:
        found = []
        for channel_id, message_id in self._posted[mark_of(row.nonce)]:
            message = self._world.messages[channel_id].by_id.get(message_id)
            if message is not None:
                found.append(message)
        return found

    def _group(self, count: Count, group: Group, members: set[int]) -> None:
        name = group.name("fr")
        self._made(count, "channel", f"#{channel_name(name)}", self._channels[channel_name(name)])
        self._made(count, "role", f"@{name}", self._roles[name])
        guild = self._world.guilds[self._guild_id]
        standing = [one for one in guild.roles.values() if one.name == name]
        count.holds("role", f"@{name} is not the stored one", [one.id for one in standing] == [group.role_id])
        channel = self._world.channels.get(group.channel_id or 0)
        count.holds("channel", f"the channel of {name} is not the stored one", channel is not None)
        having = {one.user_id for one in guild.members.values() if group.role_id in one.role_ids}
        for user_id in having ^ members:
            count.holds("role given", f"@{name} and {user_id} do not agree", true=False)

    def _thread(self, count: Count, row: Delivery) -> None:
        title = jobs.title_of(row.payload["title"]["about"]["number"])
        count.made(row.kind, title, self._threads[title])
        thread = self._world.channels.get(row.channel_id or 0)
        inside = set() if thread is None or thread.thread is None else set(thread.thread.members)
        count.holds("thread.member", f"not all are in {title}", set(row.payload["members"]) <= inside)

    def _made(self, count: Count, kind: str, what: str, times: int) -> None:
        """Note how often a channel or role was made: once, and once more each time somebody deleted it."""
        count.made(kind, what, times, right=(1 + self._removed[what],))


def describe(found: Mapping[str, Iterable[Any]]) -> str:
    """Tell losses or doubles by kind, with a few of each."""
    told = []
    for kind, each in sorted(found.items()):
        several = list(each)
        told.append(f"{kind} × {len(several)}: " + "; ".join(str(one) for one in several[:3]))
    return "\n".join(told)
