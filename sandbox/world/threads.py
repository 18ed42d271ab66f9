"""Threads: opening, membership, archiving."""

from datetime import timedelta

from sandbox.errors import refusal
from sandbox.permissions import Permission
from sandbox.snowflake import time_of
from sandbox.world.channels import Channels
from sandbox.world.model import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Json,
    ThreadState,
)
from sandbox.world.serialize import member_json, thread_json, thread_json_for, thread_member_json

MAX_MEMBERS = 1000


class Threads(Channels):
    """Creates threads and moves people in and out."""

    def create_thread(
        self,
        parent_id: int,
        name: str,
        *,
        owner_id: int,
        kind: int = PRIVATE_THREAD,
        auto_archive: int | None = None,
        invitable: bool = True,
        slowmode: int = 0,
        message_id: int | None = None,
    ) -> Channel:
        """Open a thread; with a message it takes that message's id. The opener is its first member."""
        parent = self.channel(parent_id)
        if parent.type == ANNOUNCEMENT and kind == PUBLIC_THREAD and message_id is not None:
            kind = ANNOUNCEMENT_THREAD
        allowed = {TEXT: (PUBLIC_THREAD, PRIVATE_THREAD), ANNOUNCEMENT: (ANNOUNCEMENT_THREAD,)}
        if parent.guild_id is None or kind not in allowed.get(parent.type, ()):
            raise refusal(50024)
        if message_id is not None and message_id in self.channels:
            raise refusal(160004)
        now = self.clock.now()
        channel = Channel(
            message_id or self.ids.make(),
            kind,
            name,
            parent.guild_id,
            parent_id,
            slowmode=slowmode,
            owner_id=owner_id,
            thread=ThreadState(
                now,
                now,
                auto_archive or parent.default_auto_archive or 4320,
                invitable=invitable,
                members={owner_id: now},
            ),
        )
        self.channels[channel.id] = channel
        self.guilds[parent.guild_id].thread_ids[channel.id] = None
        self._announce_thread("THREAD_CREATE", channel, newly_created=True)
        return channel

    def _announce_thread(self, name: str, channel: Channel, **extra: bool) -> None:
        data = {**thread_json(channel), **extra}
        self.emit(name, data, guild_id=channel.guild_id, channel_id=channel.id)

    def add_to_thread(self, channel_id: int, user_id: int) -> None:
        """Bring someone in; a second time changes nothing."""
        channel = self.channel(channel_id)
        thread = channel.thread
        if thread is None or channel.guild_id is None:
            raise refusal(50024)
        if user_id in thread.members:
            return
        if not self.has_room(channel):
            raise refusal(30033)
        thread.members[user_id] = self.clock.now()
        newcomer = frozenset({user_id})
        # Who comes into a private thread learns of it as of a new one.
        data = thread_json_for(channel, user_id)
        self.emit("THREAD_CREATE", data, guild_id=channel.guild_id, user_ids=newcomer)
        self._announce_members(channel, added=user_id)

    def has_room(self, channel: Channel) -> bool:
        """Whether somebody else can still come into a thread."""
        return channel.thread is not None and len(channel.thread.members) < MAX_MEMBERS

    def may_invite(self, channel: Channel, user_id: int) -> bool:
        """Whether somebody in a thread may bring others in: into a private one perhaps its moderators alone."""
        if channel.thread is None or channel.type != PRIVATE_THREAD or channel.thread.invitable:
            return True
        moderates = self.permissions_in(channel, user_id) & Permission.MANAGE_THREADS
        return bool(moderates) or channel.owner_id == user_id

    def remove_from_thread(self, channel_id: int, user_id: int) -> None:
        """Take someone out, or 10007 when they are not in."""
        channel = self.channel(channel_id)
        if channel.thread is None or user_id not in channel.thread.members:
            raise refusal(10007)
        del channel.thread.members[user_id]
        self._announce_members(channel, removed=user_id)

    def _announce_members(
        self, channel: Channel, *, added: int | None = None, removed: int | None = None
    ) -> None:
        data: Json = {
            "id": str(channel.id),
            "guild_id": str(channel.guild_id),
            "member_count": min(len(channel.thread.members), 50) if channel.thread else 0,
        }
        if added is not None:
            data["added_members"] = [{**thread_member_json(channel, added), "presence": None}]
            member = self.member(channel.guild_id or 0, added)
            data["added_members"][0]["member"] = member_json(self, member)
        if removed is not None:
            data["removed_member_ids"] = [str(removed)]
            if not self.may_view(channel, removed):
                leaver = frozenset({removed})
                self.emit("THREAD_MEMBERS_UPDATE", data, guild_id=channel.guild_id, user_ids=leaver)
        self.emit("THREAD_MEMBERS_UPDATE", data, guild_id=channel.guild_id, channel_id=channel.id)

    def edit_thread(
        self,
        channel_id: int,
        *,
        name: str | None = None,
        archived: bool | None = None,
        locked: bool | None = None,
        auto_archive: int | None = None,
        invitable: bool | None = None,
        slowmode: int | None = None,
    ) -> Channel:
        """Change what is given of a thread."""
        channel = self.channel(channel_id)
        thread = channel.thread
        if thread is None:
            raise refusal(50024)
        channel.name = channel.name if name is None else name
        channel.slowmode = channel.slowmode if slowmode is None else slowmode
        thread.locked = thread.locked if locked is None else locked
        thread.invitable = thread.invitable if invitable is None else invitable
        thread.auto_archive_duration = auto_archive or thread.auto_archive_duration
        if archived is not None and archived != thread.archived:
            thread.archived = archived
            thread.archive_changed_at = self.clock.now()
        self._announce_thread("THREAD_UPDATE", channel)
        return channel

    def wake_thread(self, channel: Channel) -> None:
        """Wake an archived thread, as a message in it does."""
        if channel.thread is not None and channel.thread.archived:
            self.edit_thread(channel.id, archived=False)

    def archive_idle_threads(self) -> None:
        """Archive the threads that were silent for their auto-archive duration, by the sandbox's clock."""
        now = self.clock.now()
        for guild in self.guilds.values():
            for channel in [self.channels[each] for each in guild.thread_ids]:
                if channel.thread is None or channel.thread.archived:
                    continue
                last = time_of(max(channel.last_message_id or 0, channel.id))
                active = max(last, channel.thread.created_at, channel.thread.archive_changed_at)
                if now - active >= timedelta(minutes=channel.thread.auto_archive_duration):
                    self.edit_thread(channel.id, archived=True)
