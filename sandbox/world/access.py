"""Who may do what: permissions in a guild and a channel, hierarchy, what one may see."""

from sandbox.errors import refusal
from sandbox.permissions import ALL, DIRECT, Permission, apply_overwrites, with_implied
from sandbox.world.model import (
    ANNOUNCEMENT_THREAD,
    DM,
    MESSAGEABLE,
    PRIVATE_THREAD,
    Channel,
    Guild,
    Member,
    Role,
)
from sandbox.world.state import State


class Access(State):
    """Answers and enforces rights."""

    def guild_permissions(self, guild: Guild, user_id: int) -> int:
        """Return a member's permissions before any channel; 0 for who is not there."""
        member = guild.members.get(user_id)
        if member is None:
            return 0
        if guild.owner_id == user_id:
            return int(ALL)
        granted = int(guild.roles[guild.id].permissions)
        for role_id in member.role_ids:
            granted |= guild.roles[role_id].permissions
        return int(ALL) if granted & Permission.ADMINISTRATOR else granted

    def permissions_in(self, channel: Channel, user_id: int) -> int:
        """Return what this user may do in this channel, thread or conversation, membership of threads included."""
        if channel.guild_id is None:
            return int(DIRECT) if user_id in channel.recipient_ids else 0
        guild = self.guilds[channel.guild_id]
        base = self.guild_permissions(guild, user_id)
        if base & Permission.ADMINISTRATOR or not base:
            return base
        holder = channel
        if channel.thread is not None and channel.parent_id is not None:
            holder = self.channels[channel.parent_id]
        granted = with_implied(
            self._overwritten(holder, guild, guild.members[user_id], base), thread=channel.is_thread
        )
        if channel.type == PRIVATE_THREAD and channel.thread is not None:
            inside = user_id in channel.thread.members or granted & Permission.MANAGE_THREADS
            return int(granted) if inside else 0
        return int(granted)

    @staticmethod
    def _overwritten(channel: Channel, guild: Guild, member: Member, base: int) -> int:
        overwrites = channel.overwrites
        if not overwrites:
            return base
        everyone = overwrites.get(guild.id)
        allow = deny = 0
        for role_id in member.role_ids:
            if (found := overwrites.get(role_id)) is not None:
                allow |= found.allow
                deny |= found.deny
        own = overwrites.get(member.user_id)
        return apply_overwrites(
            base,
            everyone=(everyone.allow, everyone.deny) if everyone else (0, 0),
            roles=(allow, deny),
            member=(own.allow, own.deny) if own else (0, 0),
        )

    def may_view(self, channel: Channel, user_id: int) -> bool:
        """Whether this user sees that the channel exists."""
        return bool(self.permissions_in(channel, user_id) & Permission.VIEW_CHANNEL)

    def require_member(self, guild_id: int, user_id: int) -> Guild:
        """Return the guild, for someone who is in it: otherwise 10004, as Discord hides foreign guilds from bots."""
        guild = self.guild(guild_id)
        if user_id not in guild.members:
            raise refusal(10004)
        return guild

    def require_in_guild(self, guild_id: int, user_id: int, needed: int) -> Guild:
        """Return the guild, for a member with all these permissions: otherwise 50013."""
        guild = self.require_member(guild_id, user_id)
        if needed & ~self.guild_permissions(guild, user_id):
            raise refusal(50013)
        return guild

    def require_visible(self, channel_id: int, user_id: int) -> Channel:
        """Return the channel, for someone who sees it: otherwise 50001."""
        channel = self.channel(channel_id)
        if not self.may_view(channel, user_id):
            raise refusal(50001)
        return channel

    def require_in_channel(self, channel_id: int, user_id: int, needed: int) -> Channel:
        """Return the channel, for someone with all these permissions there: 50001 unseen, 50013 not allowed."""
        channel = self.require_visible(channel_id, user_id)
        if needed & ~self.permissions_in(channel, user_id):
            raise refusal(50013)
        return channel

    def require_grantable(self, guild: Guild, user_id: int, granted: int) -> None:
        """50013 when someone hands out permissions that they don't have themselves."""
        if granted & int(ALL) & ~self.guild_permissions(guild, user_id):
            raise refusal(50013)

    def top_position(self, guild: Guild, user_id: int) -> int:
        """Return the position of a member's highest role; above all for the owner."""
        if guild.owner_id == user_id:
            return max(role.position for role in guild.roles.values()) + 1
        member = guild.members.get(user_id)
        held = member.role_ids if member else []
        return max((guild.roles[each].position for each in held), default=0)

    def require_above_role(self, guild: Guild, user_id: int, role: Role) -> None:
        """50013 unless the user's highest role stands above this one."""
        if self.top_position(guild, user_id) <= role.position:
            raise refusal(50013)

    def require_above_member(self, guild: Guild, user_id: int, other_id: int) -> None:
        """50013 unless the user is the other one, or stands above them."""
        if user_id != other_id and self.top_position(guild, user_id) <= self.top_position(guild, other_id):
            raise refusal(50013)

    def may_receive_dm(self, sender_id: int, recipient_id: int) -> bool:
        """Whether a conversation is open: bots only to people who share a community and let them."""
        recipient = self.users[recipient_id]
        sender = self.users[sender_id]
        if recipient.bot:
            return not sender.bot
        shared = any(sender_id in g.members and recipient_id in g.members for g in self.guilds.values())
        return recipient.dms_open and shared

    def require_sending(self, channel_id: int, user_id: int) -> Channel:
        """Return the channel, for someone who may write in it: 50001, 50013, 50008, 50007 or 160005 otherwise."""
        channel = self.require_visible(channel_id, user_id)
        if channel.type not in MESSAGEABLE:
            raise refusal(50008)
        if channel.type == DM:
            other = next((each for each in channel.recipient_ids if each != user_id), user_id)
            if not self.may_receive_dm(user_id, other):
                raise refusal(50007)
            return channel
        granted = self.permissions_in(channel, user_id)
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
        if not granted & needed:
            raise refusal(50013)
        if channel.thread is not None and channel.thread.locked and not granted & Permission.MANAGE_THREADS:
            raise refusal(160005)
        return channel

    def thread_kind_permission(self, kind: int) -> int:
        """Return what one needs to open a thread of this kind."""
        if kind == PRIVATE_THREAD:
            return int(Permission.CREATE_PRIVATE_THREADS)
        if kind == ANNOUNCEMENT_THREAD:
            return int(Permission.CREATE_PUBLIC_THREADS)
        return int(Permission.CREATE_PUBLIC_THREADS)
