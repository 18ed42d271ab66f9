"""One person's hands: everything a member does in the client, held to that person's rights."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sandbox.actor_commands import ActorRefused, Resolver, command_data, find_command
from sandbox.actor_forms import find_button, find_select, modal_data, select_data
from sandbox.errors import ApiError, refusal
from sandbox.permissions import Permission
from sandbox.uploads import Upload
from sandbox.validate.messages import check_new
from sandbox.world import World
from sandbox.world.commands import localised
from sandbox.world.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from sandbox.world.model import Channel, Json, Message, User
from sandbox.world.serialize import channel_json, event_json, guild_json, member_json, thread_json_for
from sandbox.world.shown_messages import message_json

__all__ = ["Actor", "ActorInteraction", "ActorRefused"]


@contextmanager
def _as_person() -> Iterator[None]:
    """Turn Discord's refusals into what a person meets."""
    try:
        yield
    except ApiError as error:
        message = f"{error.message} {error.errors}" if error.errors else error.message
        raise ActorRefused(error.code, message) from error


class ActorInteraction:
    """What came of pressing, calling or submitting something; it follows the bot's answer as it changes."""

    def __init__(self, world: World, interaction: Interaction) -> None:
        self._world = world
        self._interaction = interaction
        self._changed = asyncio.Event()
        interaction.watchers.append(self._changed.set)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(world.answer_seconds, world.fail_interaction, interaction)

    @property
    def id(self) -> int:
        """The interaction's id."""
        return self._interaction.id

    @property
    def state(self) -> str:
        """`waiting`, `answered`, `deferred`, `modal` or `failed`."""
        return self._interaction.state

    @property
    def modal(self) -> Json | None:
        """The form that opened, if one did."""
        return self._interaction.modal

    @property
    def message(self) -> Json | None:
        """The first answer as it is now, edits included; None before it, or when it was deleted."""
        return self._render(self._interaction.original_id)

    @property
    def followups(self) -> list[Json]:
        """The further messages as they are now."""
        found = (self._render(each) for each in self._interaction.followup_ids)
        return [each for each in found if each is not None]

    @property
    def choices(self) -> list[Json] | None:
        """What autocomplete offers."""
        return self._interaction.choices

    @property
    def source(self) -> Interaction:
        """The world's record of it."""
        return self._interaction

    def _render(self, message_id: int | None) -> Json | None:
        if message_id is None:
            return None
        found = self._world.messages[self._interaction.channel_id].by_id.get(message_id)
        return None if found is None else message_json(self._world, found)

    async def done(self, timeout: float = 5) -> "ActorInteraction":
        """Wait until there is an answer, a form, or a failure; a promised answer until it is there."""
        async with asyncio.timeout(timeout):
            while self.state in ("waiting", "deferred"):
                self._changed.clear()
                await self._changed.wait()
        self._timer.cancel()
        return self


class Actor:
    """Acts as one person. Every method refuses with `ActorRefused` what Discord would not let them do."""

    def __init__(self, world: World, user_id: int) -> None:
        self._world = world
        self._user = world.user(user_id)
        self.user_id = user_id

    @property
    def user(self) -> User:
        """The person."""
        return self._user

    def guilds(self) -> list[Json]:
        """Return the communities the person is in."""
        return [guild_json(g) for g in self._world.guilds.values() if self.user_id in g.members]

    def channels(self, guild_id: int) -> list[Json]:
        """Return the channels the person sees, in the order of the list."""
        with _as_person():
            guild = self._world.require_member(guild_id, self.user_id)
        channels = [self._world.channels[each] for each in guild.channel_ids]
        seen = [each for each in channels if self._world.may_view(each, self.user_id)]
        seen.sort(key=lambda each: (each.position, each.id))
        return [channel_json(self._world, each) for each in seen]

    def threads(self, guild_id: int, *, archived: bool = False) -> list[Json]:
        """Return the active (or archived) threads the person sees."""
        with _as_person():
            guild = self._world.require_member(guild_id, self.user_id)
        threads = [self._world.channels[each] for each in guild.thread_ids]
        return [
            thread_json_for(each, self.user_id)
            for each in threads
            if each.thread is not None
            and each.thread.archived == archived
            and self._world.may_view(each, self.user_id)
        ]

    def members(self, guild_id: int) -> list[Json]:
        """Return the members of a community."""
        with _as_person():
            guild = self._world.require_member(guild_id, self.user_id)
        return [member_json(self._world, each) for each in guild.members.values()]

    def events(self, guild_id: int) -> list[Json]:
        """Return the scheduled events of a community that the person is shown."""
        with _as_person():
            guild = self._world.require_member(guild_id, self.user_id)
        seen = [each for each in guild.events.values() if self._world.may_see_event(each, self.user_id)]
        return [event_json(self._world, each, with_count=True) for each in seen]

    def set_interested(self, guild_id: int, event_id: int, interested: bool = True) -> None:
        """Mark a scheduled event as interesting, or no longer."""
        with _as_person():
            self._world.require_member(guild_id, self.user_id)
            if not self._world.may_see_event(self._world.scheduled_event(guild_id, event_id), self.user_id):
                raise refusal(10070)
            self._world.set_interested(guild_id, event_id, self.user_id, interested)

    def messages(self, channel_id: int, limit: int = 50, *, before: int | None = None) -> list[Json]:
        """Return the newest messages, oldest first, with the ephemeral ones addressed to this person."""
        with _as_person():
            channel = self._world.require_visible(channel_id, self.user_id)
        may_read = self._world.permissions_in(channel, self.user_id) & Permission.READ_MESSAGE_HISTORY
        log = self._world.messages[channel_id]
        seen = (m for m in log.newest_before(before) if self._sees(m) and (may_read or m.ephemeral_to))
        return [message_json(self._world, each) for each in islice(seen, limit)][::-1]

    def _sees(self, message: Message) -> bool:
        return message.ephemeral_to in (None, self.user_id)

    def dm_with(self, user_id: int) -> int:
        """Return the conversation with somebody, opened when there is none; its channel id."""
        with _as_person():
            return self._world.dm_between(self.user_id, user_id).id

    def dms(self) -> list[Json]:
        """Return the person's conversations, the latest first."""
        found = [self._world.channels[c] for pair, c in self._world.dms.items() if self.user_id in pair]
        found.sort(key=lambda each: -(each.last_message_id or each.id))
        return [channel_json(self._world, each, self.user_id) for each in found]

    async def send(self, channel_id: int, content: str, files: Iterable[Upload] = ()) -> Json:
        """Write a message, with files where the person may attach them."""
        sent = list(enumerate(files))
        body: Json = {"content": content}
        if sent:
            body["attachments"] = [{"id": n, "description": each.description} for n, each in sent]
        stored = [(n, each.stored) for n, each in sent]
        with _as_person():
            channel = self._world.require_sending(channel_id, self.user_id)
            if sent and not self._world.permissions_in(channel, self.user_id) & Permission.ATTACH_FILES:
                raise refusal(50013)
            check_new(body, stored)
            message = self._world.post_message(channel_id, self.user_id, body, files=stored)
        return message_json(self._world, message)

    async def edit(self, channel_id: int, message_id: int, content: str) -> Json:
        """Edit an own message."""
        with _as_person():
            message = self._own(channel_id, message_id)
            check_new({"content": content}, [])
            return message_json(self._world, self._world.edit_message(message, {"content": content}))

    def _own(self, channel_id: int, message_id: int) -> Message:
        self._world.require_visible(channel_id, self.user_id)
        message = self._world.message(channel_id, message_id)
        if message.author_id != self.user_id:
            raise refusal(50005)
        return message

    async def delete(self, channel_id: int, message_id: int) -> None:
        """Delete an own message, another's with the right to, or dismiss an ephemeral one."""
        with _as_person():
            channel = self._world.require_visible(channel_id, self.user_id)
            message = self._world.message(channel_id, message_id)
            mine = message.author_id == self.user_id or message.ephemeral_to == self.user_id
            if not self._sees(message):
                raise refusal(10008)
            if not mine:
                if channel.guild_id is None:
                    raise refusal(50003)
                self._world.require_in_channel(channel_id, self.user_id, Permission.MANAGE_MESSAGES)
            self._world.delete_message(channel_id, message_id)

    def commands(self, guild_id: int | None, channel_id: int) -> list[Json]:
        """Return the commands offered here, with `name_localized` and `description_localized` in their language."""
        with _as_person():
            channel = self._world.require_visible(channel_id, self.user_id)
        if channel.guild_id != guild_id:
            raise ActorRefused("wrong_guild", "the channel is not in that community")
        offered = self._world.usable_commands(self.user_id, channel)
        return [localised(each, self._user.locale) for each in offered]

    async def slash(self, channel_id: int, path: str, /, **options: Any) -> ActorInteraction:
        """Call a command by its canonical names, as `slash(channel, "event show", event="12")`.

        Users, roles and channels are given as ids. Returns at once; `await (…).done()` for the answer.
        """
        return self._call(channel_id, path, options, None)

    async def autocomplete(
        self, channel_id: int, path: str, focused: str, value: str, /, **options: Any
    ) -> list[Json]:
        """Return what the bot offers while the person types `value` into the option `focused`.

        Our own parameters go by position, so that an option may have any name.
        """
        interaction = self._call(channel_id, path, {**options, focused: value}, focused)
        await interaction.done(timeout=self._world.answer_seconds + 5)
        if interaction.choices is None:
            raise ActorRefused("autocomplete_failed", "Loading options failed")
        return [localised(each, self._user.locale) for each in interaction.choices]

    def _call(
        self, channel_id: int, path: str, values: dict[str, Any], focused: str | None
    ) -> ActorInteraction:
        with _as_person():
            channel = self._world.require_visible(channel_id, self.user_id)
        command, chain = find_command(self._world, self.user_id, channel, path)
        resolver = self._resolver(channel)
        data = command_data(resolver, command, chain, values, focused=focused)
        kind = COMMAND if focused is None else AUTOCOMPLETE
        return self._open(int(command["application_id"]), channel.id, kind, data)

    def _resolver(self, channel: Channel) -> Resolver:
        return Resolver(self._world, channel.guild_id, self.user_id)

    def _open(
        self, application_id: int, channel_id: int, kind: int, data: Json, **how: Any
    ) -> ActorInteraction:
        interaction = self._world.open_interaction(
            application_id, self.user_id, channel_id, kind, data, **how
        )
        return ActorInteraction(self._world, interaction)

    async def click(
        self, message_id: int, custom_id: str | None = None, *, label: str | None = None
    ) -> ActorInteraction:
        """Press a button, found by custom id or label."""
        message = self._visible(message_id)
        button = find_button(message.data["components"], custom_id, label)
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]}
        return self._use(message, data)

    async def select(self, message_id: int, custom_id: str, values: list[Any]) -> ActorInteraction:
        """Choose in a menu: options' values, or ids."""
        message = self._visible(message_id)
        menu = find_select(message.data["components"], custom_id)
        resolver = self._resolver(self._world.channel(message.channel_id))
        return self._use(message, select_data(resolver, menu, values))

    def _visible(self, message_id: int) -> Message:
        with _as_person():
            message = self._world.find_message(message_id)
            self._world.require_visible(message.channel_id, self.user_id)
            if not self._sees(message):
                raise refusal(10008)
        return message

    def _use(self, message: Message, data: Json) -> ActorInteraction:
        application = self._world.application_of(message.author_id)
        if application is None:
            raise ActorRefused("no_application", "nobody answers to components of this message")
        return self._open(application.id, message.channel_id, COMPONENT, data, message_id=message.id)

    async def submit(self, interaction: ActorInteraction, values: dict[str, Any]) -> ActorInteraction:
        """Fill in the form that an interaction opened and send it; absent fields keep their defaults."""
        source = interaction.source
        if source.modal is None:
            raise ActorRefused("no_modal", "no form is open")
        resolver = self._resolver(self._world.channel(source.channel_id))
        data = modal_data(resolver, source.modal, values)
        return self._open(
            source.application_id,
            source.channel_id,
            MODAL,
            data,
            message_id=source.message_id,
            parent=source,
        )

    def set_locale(self, locale: str) -> None:
        """Change the language of the person's client."""
        self._user.locale = locale

    def set_dms_open(self, dms_open: bool) -> None:
        """Let bots write to this person, or not."""
        self._user.dms_open = dms_open

    def leave_guild(self, guild_id: int) -> None:
        """Leave a community; its owner can't."""
        with _as_person():
            guild = self._world.require_member(guild_id, self.user_id)
        if guild.owner_id == self.user_id:
            raise ActorRefused("owner", "the owner can't leave")
        self._world.remove_member(guild_id, self.user_id)
