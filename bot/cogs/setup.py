"""What happens to a community on Discord: met, left, or its channels and roles changed by hand."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.cogs.front import Front
from bot.services.setup import Seen, SeenChannel

log = logging.getLogger(__name__)


class SetupCog(commands.Cog, name="setup"):
    """Listens to what happens to communities, channels and roles."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Take up a community after a start or an outage of Discord's."""
        await self._meet(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Take up a community that has just invited the bot."""
        await self._meet(guild)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot was sent away."""
        self._front.met.discard(guild.id)
        await self._front.services.setup.depart(guild.id, guild.name)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Put back a channel of ours."""
        await self._repair(channel.guild)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Put right a channel of ours that was renamed or moved."""
        if (before.name, before.category_id) != (after.name, after.category_id):
            await self._repair(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Put back a role of ours, and give it to its members again."""
        await self._repair(role.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Put right a role of ours that was renamed, and whatever a permission given to the bot makes possible."""
        if (before.name, before.permissions, before.position) != (
            after.name,
            after.permissions,
            after.position,
        ):
            await self._repair(after.guild)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Put back the panel of groups."""
        if payload.guild_id in self._front.met:
            await self._front.services.setup.message_removed(payload.guild_id, payload.message_id)

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Count who came."""
        await self._count(member.guild.id, 1)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Count who left."""
        await self._count(payload.guild_id, -1)

    async def _count(self, community_id: int, change: int) -> None:
        if community_id in self._front.met:
            await self._front.services.setup.counted(community_id, change)

    async def _meet(self, guild: discord.Guild) -> None:
        if not self._front.serves(guild.id):
            log.warning("%s (%d) is not among discord.communities: not served", guild.name, guild.id)
            return
        await self._front.services.setup.meet(guild.id, guild.name, seen(guild))
        self._front.met.add(guild.id)

    async def _repair(self, guild: discord.Guild) -> None:
        if guild.id in self._front.met:
            await self._front.services.setup.repair(guild.id, seen(guild))


def seen(guild: discord.Guild) -> Seen:
    """Tell which channels and roles a guild has now."""
    return Seen(
        channels={channel.id: SeenChannel(channel.name, channel.category_id) for channel in guild.channels},
        roles={role.id: role.name for role in guild.roles},
        people=guild.member_count,
    )
