"""Everything delivery asks of Discord, each request at its turn.

Only ids go in and Discord's own JSON comes out: nothing here reads discord.py's caches, and a channel missing from
them is not taken for a deleted one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal, TypeVar

import aiohttp
import discord

from bot.delivery import attempts, tries
from bot.delivery.answers import UNKNOWN_MEMBER, UNKNOWN_USER
from bot.delivery.pacer import Pacer
from bot.delivery.tries import one_try
from bot.domain.places import Overwrite
from bot.ui.message import Message

T = TypeVar("T")

TEXT_CHANNEL: Literal[0] = 0
ANNOUNCEMENT_CHANNEL: Literal[5] = 5
CATEGORY: Literal[4] = 4
PRIVATE_THREAD: Literal[12] = 12
THREADS = (10, 11, 12)
AT_A_PLACE: Literal[3] = 3  # of a scheduled event: EXTERNAL, for Discord
MEMBERS_ONLY: Literal[2] = 2  # its privacy; there is no other
THREADS_A_PAGE = 100  # Discord's maximum
# Either says that a community may have announcement channels.
ANNOUNCEMENT_FEATURES = frozenset({"NEWS", "COMMUNITY"})
# In minutes: the longest that Discord offers, a week. A message in it opens an archived thread again.
THREAD_ARCHIVED_AFTER: Literal[10080] = 10080


class Rest:
    """Discord's REST interface as far as delivery needs it. Errors are discord.py's and aiohttp's, as they are."""

    def __init__(self, client: discord.Client, pacer: Pacer) -> None:
        self._client = client
        self._http = client.http
        # Of a client that is not logged in yet: its session is made with it then.
        trace = client.http.http_trace = client.http.http_trace or aiohttp.TraceConfig()
        tries.install(trace)
        attempts.install(trace)
        self._pacer = pacer

    @property
    def bot_id(self) -> int:
        """The bot's own user id. Asking before the login is a bug."""
        user = self._client.user
        if user is None:
            msg = "delivery started before the client logged in"
            raise RuntimeError(msg)
        return user.id

    async def owner_id(self, guild_id: int) -> int:
        """Find out who owns a community."""
        guild: Any = await self._ask(lambda: self._http.get_guild(guild_id, with_counts=False))
        return int(guild["owner_id"])

    async def has_announcement_channels(self, guild_id: int) -> bool:
        """Tell whether a community may have announcement channels, whose messages are published to followers."""
        guild: Any = await self._ask(lambda: self._http.get_guild(guild_id, with_counts=False))
        return not ANNOUNCEMENT_FEATURES.isdisjoint(guild["features"])

    async def is_announcement_channel(self, channel_id: int) -> bool:
        """Tell whether messages of a channel can be published to those who follow it."""
        found: Any = await self._ask(lambda: self._http.get_channel(channel_id))
        return bool(found["type"] == ANNOUNCEMENT_CHANNEL)

    async def publish(self, channel_id: int, message_id: int) -> None:
        """Publish a message of an announcement channel to those who follow it."""
        await self._ask(lambda: self._http.publish_message(channel_id, message_id))

    async def channels(self, guild_id: int) -> Sequence[Any]:
        """List a community's channels and categories, without threads."""
        return await self._ask(lambda: self._http.get_all_guild_channels(guild_id))

    async def create_channel(
        self,
        guild_id: int,
        kind: Literal[0, 4, 5],
        name: str,
        *,
        parent_id: int | None,
        topic: str | None,
        position: int | None,
        overwrites: Sequence[Overwrite],
    ) -> int:
        """Make a channel or category, at the end unless `position` says where, and give its id."""
        options: dict[str, Any] = {"name": name, "permission_overwrites": [_wire(one) for one in overwrites]}
        if parent_id is not None:
            options["parent_id"] = parent_id
        if topic:
            options["topic"] = topic
        if position is not None:
            options["position"] = position
        made: Any = await self._ask(lambda: self._http.create_channel(guild_id, kind, **options))
        return int(made["id"])

    async def edit_channel(self, channel_id: int, **changes: Any) -> None:
        """Change a channel's name or parent."""
        await self._ask(lambda: self._http.edit_channel(channel_id, **changes))

    async def set_overwrite(self, channel_id: int, overwrite: Overwrite) -> None:
        """Set what one role or member may and may not do in a channel."""
        await self._ask(
            lambda: self._http.edit_channel_permissions(
                channel_id,
                overwrite.target_id,
                str(overwrite.allow.value),
                str(overwrite.deny.value),
                1 if overwrite.is_member else 0,
            )
        )

    async def roles(self, guild_id: int) -> Sequence[Any]:
        """List a community's roles."""
        return await self._ask(lambda: self._http.get_roles(guild_id))

    async def create_role(self, guild_id: int, name: str, colour: int) -> int:
        """Make a role that permits nothing by itself, and give its id."""
        made: Any = await self._ask(
            lambda: self._http.create_role(guild_id, name=name, color=colour, permissions="0")
        )
        return int(made["id"])

    async def edit_role(self, guild_id: int, role_id: int, **changes: Any) -> None:
        """Change a role's name or colour."""
        await self._ask(lambda: self._http.edit_role(guild_id, role_id, **changes))

    async def give_role(self, guild_id: int, user_id: int, role_id: int) -> None:
        """Give a role; one who has it keeps it."""
        await self._ask(lambda: self._http.add_role(guild_id, user_id, role_id))

    async def take_role(self, guild_id: int, user_id: int, role_id: int) -> None:
        """Take a role away; one who doesn't have it is fine."""
        await self._ask(lambda: self._http.remove_role(guild_id, user_id, role_id))

    async def is_member(self, guild_id: int, user_id: int) -> bool:
        """Tell whether a person is in a community."""
        try:
            await self._ask(lambda: self._http.get_member(guild_id, user_id))
        except discord.NotFound as error:
            if error.code not in (UNKNOWN_MEMBER, UNKNOWN_USER):
                raise
            return False
        return True

    async def dm_channel(self, user_id: int) -> int:
        """Give the channel of a person's direct messages, whether they are open or closed."""
        channel: Any = await self._ask(lambda: self._http.start_private_message(user_id))
        return int(channel["id"])

    async def post(self, channel_id: int, message: Message, nonce: str) -> int:
        """Send a message and give its id; within the nonce's window, the id of the one that was sent already."""
        channel = self._client.get_partial_messageable(channel_id)
        sent = await self._ask(lambda: channel.send(**message.send_arguments(), nonce=nonce))
        return int(sent.id)

    async def notified_roles(self, channel_id: int, message_id: int) -> frozenset[int]:
        """Tell which roles a message notified: of those that it names, those that the bot may notify."""
        found: Any = await self._ask(lambda: self._http.get_message(channel_id, message_id))
        return frozenset(int(role_id) for role_id in found.get("mention_roles", ()))

    async def messages_after(self, channel_id: int, after: int, limit: int) -> Sequence[Any]:
        """List up to so many (100 at most) of the messages that follow an id; none where the history is closed."""
        return await self._ask(lambda: self._http.logs_from(channel_id, limit, after=after))

    async def reads_history(self, channel_id: int) -> bool:
        """Tell whether the bot may read a channel's history: without the right to, Discord shows it as empty."""
        found: Any = await self._ask(lambda: self._http.get_channel(channel_id))
        if "guild_id" not in found:
            return True  # direct messages
        guild = await self._ask(lambda: self._client.fetch_guild(int(found["guild_id"]), with_counts=False))
        me = await self._ask(lambda: guild.fetch_member(self.bot_id))
        # A thread has its parent's permissions.
        place_id = int(found["parent_id"]) if found["type"] in THREADS else channel_id
        place = await self._ask(lambda: guild.fetch_channel(place_id))
        granted = place.permissions_for(me)
        return granted.view_channel and granted.read_message_history

    async def edit(self, channel_id: int, message_id: int, message: Message) -> None:
        """Show something else in a message of ours."""
        target = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        await self._ask(lambda: target.edit(**message.edit_arguments()))

    async def delete(self, channel_id: int, message_id: int) -> None:
        """Delete a message of ours."""
        await self._ask(lambda: self._http.delete_message(channel_id, message_id))

    async def active_threads(self, guild_id: int) -> Sequence[Any]:
        """List the threads that are not archived, as far as the bot sees them."""
        found: Any = await self._ask(lambda: self._http.get_active_threads(guild_id))
        threads: Sequence[Any] = found["threads"]
        return threads

    async def archived_threads(self, channel_id: int, since: int) -> Sequence[Any]:
        """List a channel's archived private threads that the bot is in and that are no older than an id.

        Refused without the right to read the channel's history.
        """
        threads: list[Any] = []
        before: int | None = None
        while True:
            page: Any = await self._ask(
                partial(self._http.get_joined_private_archived_threads, channel_id, before, THREADS_A_PAGE)
            )
            # The youngest come first, so that those older than what is looked for are not read.
            threads += [thread for thread in page["threads"] if int(thread["id"]) >= since]
            if not page["has_more"] or int(page["threads"][-1]["id"]) < since:
                return threads
            before = int(page["threads"][-1]["id"])

    async def open_private_thread(self, channel_id: int, name: str) -> int:
        """Open a thread that only those see whom the bot adds, and give its id."""
        made: Any = await self._ask(
            lambda: self._http.start_thread_without_message(
                channel_id,
                name=name,
                auto_archive_duration=THREAD_ARCHIVED_AFTER,
                type=PRIVATE_THREAD,
                invitable=False,
            )
        )
        return int(made["id"])

    async def add_to_thread(self, thread_id: int, user_id: int) -> None:
        """Add a person to a thread; one who is in it stays."""
        await self._ask(lambda: self._http.add_user_to_thread(thread_id, user_id))

    async def scheduled_events(self, guild_id: int) -> Sequence[Any]:
        """List a community's scheduled events."""
        return await self._ask(lambda: self._http.get_scheduled_events(guild_id, with_user_count=False))

    async def scheduled_event(self, guild_id: int, event_id: int) -> Any:
        """Read one scheduled event."""
        return await self._ask(
            lambda: self._http.get_scheduled_event(guild_id, event_id, with_user_count=False)
        )

    async def create_scheduled_event(self, guild_id: int, fields: Mapping[str, Any]) -> int:
        """Put an event that is at a place, in no channel, in a community's list, and give its id."""
        made: Any = await self._ask(
            lambda: self._http.create_guild_scheduled_event(
                guild_id, entity_type=AT_A_PLACE, privacy_level=MEMBERS_ONLY, **fields
            )
        )
        return int(made["id"])

    async def edit_scheduled_event(self, guild_id: int, event_id: int, fields: Mapping[str, Any]) -> None:
        """Change some fields of a scheduled event."""
        await self._ask(lambda: self._http.edit_scheduled_event(guild_id, event_id, **fields))

    async def delete_scheduled_event(self, guild_id: int, event_id: int) -> None:
        """Take a scheduled event out of a community's list."""
        await self._ask(lambda: self._http.delete_scheduled_event(guild_id, event_id))

    def given_up(self) -> None:
        """Undo what giving up a request leaves behind in discord.py.

        The request that is told of the global limit closes the gate for all and opens it after its nap. When that
        request is cancelled the gate would stay closed for ever. Opening it early costs at most another 429.
        """
        if not self._gate.is_set():
            self._pacer.pause(1)
            self._gate.set()

    @property
    def _gate(self) -> asyncio.Event:
        """discord.py's own gate, which it closes while Discord's global limit holds."""
        return self._http._global_over  # noqa: SLF001 - there is no other way to it

    async def _ask(self, request: Callable[[], Awaitable[T]]) -> T:
        await self._pacer.turn()
        while not self._gate.is_set():
            # All who wait before it would be let through at once, and refused again: they take turns anew.
            await self._gate.wait()
            await self._pacer.turn()
        with one_try():
            return await request()


def _wire(overwrite: Overwrite) -> dict[str, Any]:
    return {
        "id": overwrite.target_id,
        "type": 1 if overwrite.is_member else 0,
        "allow": str(overwrite.allow.value),
        "deny": str(overwrite.deny.value),
    }
