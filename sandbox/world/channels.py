"""Channels of a guild, direct conversations, and permission overwrites."""

from collections.abc import Iterable

from sandbox.errors import form_error, refusal
from sandbox.world.model import (
    ANNOUNCEMENT,
    CATEGORY,
    DM,
    GUILD_KINDS,
    TEXT,
    Channel,
    Guild,
    Overwrite,
)
from sandbox.world.people import People
from sandbox.world.serialize import channel_json

MAX_CHANNELS, MAX_IN_CATEGORY = 500, 50


class Channels(People):
    """Creates, changes and removes channels."""

    def create_channel(
        self,
        guild_id: int,
        name: str,
        type: int = TEXT,  # noqa: A002  # Discord's own word, and the one callers write
        *,
        parent_id: int | None = None,
        overwrites: Iterable[Overwrite] = (),
        topic: str | None = None,
        position: int | None = None,
        nsfw: bool = False,
        slowmode: int = 0,
        default_auto_archive: int | None = None,
    ) -> Channel:
        """Create a new channel at the end of its kind. Text channels' names are normalised as Discord does."""
        guild = self.guild(guild_id)
        if type not in GUILD_KINDS:
            raise form_error(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {sorted(GUILD_KINDS)}.")
        _check_news(guild, type)
        if len(guild.channel_ids) >= MAX_CHANNELS:
            raise refusal(30013)
        self.check_parent(guild_id, parent_id, type)
        last = max((self.channels[each].position for each in guild.channel_ids), default=-1)
        channel = Channel(
            self.ids.make(),
            type,
            normal_name(name, type),
            guild_id,
            parent_id,
            last + 1 if position is None else position,
            topic,
            nsfw,
            slowmode,
            {each.id: each for each in overwrites},
            default_auto_archive=default_auto_archive,
        )
        self.channels[channel.id] = channel
        guild.channel_ids[channel.id] = None
        self._announce_channel("CHANNEL_CREATE", channel)
        return channel

    def check_parent(self, guild_id: int, parent_id: int | None, kind: int) -> None:
        """Refuse a place under what is no category of the guild, or under one for a category."""
        if parent_id is None:
            return
        parent = self.channels.get(parent_id)
        if parent is None or parent.guild_id != guild_id:
            raise form_error(("parent_id",), "CHANNEL_PARENT_INVALID", "Category does not exist")
        if parent.type != CATEGORY or kind == CATEGORY:
            raise form_error(("parent_id",), "CHANNEL_PARENT_INVALID_TYPE", "Not a category")
        siblings = sum(
            self.channels[each].parent_id == parent_id for each in self.guilds[guild_id].channel_ids
        )
        if siblings >= MAX_IN_CATEGORY:
            text = "Maximum number of channels in category reached (50)"
            raise form_error(("parent_id",), "CHANNEL_PARENT_MAX_CHANNELS", text)

    def edit_channel(
        self,
        channel_id: int,
        *,
        name: str | None = None,
        topic: str | None = None,
        position: int | None = None,
        parent_id: int | None = None,
        no_parent: bool = False,
        nsfw: bool | None = None,
        slowmode: int | None = None,
        overwrites: Iterable[Overwrite] | None = None,
        kind: int | None = None,
        default_auto_archive: int | None = None,
    ) -> Channel:
        """Change what is given of a guild's channel; an empty topic clears it."""
        channel = self.channel(channel_id)
        if channel.guild_id is None:
            raise refusal(50003)
        if kind is not None:
            _check_news(self.guild(channel.guild_id), kind)
            channel.type = kind
        if name is not None:
            channel.name = normal_name(name, channel.type)
        if topic is not None:
            channel.topic = topic or None
        if no_parent:
            channel.parent_id = None
        elif parent_id is not None and parent_id != channel.parent_id:
            self.check_parent(channel.guild_id, parent_id, channel.type)
            channel.parent_id = parent_id
        channel.position = channel.position if position is None else position
        channel.nsfw = channel.nsfw if nsfw is None else nsfw
        channel.slowmode = channel.slowmode if slowmode is None else slowmode
        if default_auto_archive is not None:
            channel.default_auto_archive = default_auto_archive
        if overwrites is not None:
            channel.overwrites = {each.id: each for each in overwrites}
        self._announce_channel("CHANNEL_UPDATE", channel)
        return channel

    def set_overwrite(self, channel_id: int, overwrite: Overwrite) -> None:
        """Put or replace what a channel changes for a role or member."""
        channel = self.channel(channel_id)
        channel.overwrites[overwrite.id] = overwrite
        self._announce_channel("CHANNEL_UPDATE", channel)

    def remove_overwrite(self, channel_id: int, target_id: int) -> None:
        """Take an overwrite away, or 10009."""
        channel = self.channel(channel_id)
        if channel.overwrites.pop(target_id, None) is None:
            raise refusal(10009)
        self._announce_channel("CHANNEL_UPDATE", channel)

    def delete_channel(self, channel_id: int) -> Channel:
        """Remove a channel or thread with its messages; channels of a category lose their parent."""
        channel = self.channel(channel_id)
        if channel.guild_id is None:
            raise refusal(50003)
        guild = self.guilds[channel.guild_id]
        if channel.is_thread:
            self._delete_thread(channel)
            return channel
        for each in [self.channels[c] for c in guild.channel_ids]:
            if each.parent_id == channel_id:
                self.edit_channel(each.id, no_parent=True)
        for thread in [self.channels[t] for t in guild.thread_ids]:
            if thread.parent_id == channel_id:
                self._delete_thread(thread)
        self._announce_channel("CHANNEL_DELETE", channel)
        del self.channels[channel_id], guild.channel_ids[channel_id]
        self.messages.pop(channel_id, None)
        if guild.system_channel_id == channel_id:
            guild.system_channel_id = None
        return channel

    def _delete_thread(self, channel: Channel) -> None:
        data = {
            "id": str(channel.id),
            "guild_id": str(channel.guild_id),
            "parent_id": str(channel.parent_id),
            "type": channel.type,
        }
        self.emit("THREAD_DELETE", data, guild_id=channel.guild_id, channel_id=channel.id)
        del self.channels[channel.id]
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].thread_ids.pop(channel.id, None)
        self.messages.pop(channel.id, None)

    def dm_between(self, one_id: int, other_id: int) -> Channel:
        """Return the conversation of two users, opened when it is the first time."""
        pair = frozenset({self.user(one_id).id, self.user(other_id).id})
        if len(pair) < 2:
            raise refusal(50033)
        if pair not in self.dms:
            channel = Channel(self.ids.make(), DM, recipient_ids=(one_id, other_id))
            self.channels[channel.id] = channel
            self.dms[pair] = channel.id
        return self.channels[self.dms[pair]]

    def _announce_channel(self, name: str, channel: Channel) -> None:
        self.emit(name, channel_json(self, channel), guild_id=channel.guild_id)


def _check_news(guild: Guild, kind: int) -> None:
    if kind == ANNOUNCEMENT and not guild.news:
        raise form_error(("type",), "BASE_TYPE_CHOICES", "This community may have no announcement channels.")


def normal_name(name: str, kind: int) -> str:
    """Text channels' names are lower case, with a hyphen for each run of spaces."""
    if kind in (CATEGORY, 2, 13):
        return name.strip()
    return "-".join(name.strip().lower().split())
