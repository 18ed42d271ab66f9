"""`/setup-check`: what is lacking in this community, and what to change."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.setup import seen
from bot.domain.checkup import SeenPlace, Server
from bot.domain.mistakes import Mistake
from bot.domain.permissions import Permission, needed
from bot.ui import checkup as ui

# A server with one of these may have announcement channels.
PUBLISHING = frozenset({"NEWS", "COMMUNITY"})


class CheckupCog(commands.Cog, name="checkup"):
    """The command that examines the configuration."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(name="setup-check", description="See what Maillage lacks here, and what to change")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def setup_check(self, interaction: Interaction) -> None:
        """Examine the configuration, and have what is missing made where nothing hinders it."""
        community_id = await require_organiser(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild = interaction.client.get_guild(community_id)
        if guild is None:
            raise Mistake("mistake-not-ready")
        found = await self._front.services.checkup.check(
            community_id, await _server(interaction.client, guild)
        )
        if found.mendable:
            await self._front.services.setup.repair(community_id, seen(guild))
        await self._front.answer(interaction, ui.checkup(found, await self._front.language(interaction)))


async def _server(client: discord.Client, guild: discord.Guild) -> Server:
    """Read what Discord shows of a server and of the bot in it."""
    if client.user is None:
        raise Mistake("mistake-not-ready")
    me = guild.get_member(client.user.id) or await guild.fetch_member(client.user.id)
    flags = (await client.application_info()).flags
    own = next((role for role in reversed(me.roles) if role.is_bot_managed()), None)
    return Server(
        permissions=_ours(me.guild_permissions),
        channels={
            channel.id: SeenPlace(
                _ours(channel.permissions_for(me)),
                publishes=isinstance(channel, discord.TextChannel) and channel.is_news(),
            )
            for channel in guild.channels
        },
        roles={role.id: role < me.top_role for role in guild.roles},
        role_name=me.display_name if own is None else own.name,
        publishing=not PUBLISHING.isdisjoint(guild.features),
        knows_members=flags.gateway_guild_members or flags.gateway_guild_members_limited,
    )


def _ours(permissions: discord.Permissions) -> Permission:
    """Take those that the bot asks for; an administrator has them all."""
    return needed() if permissions.administrator else Permission(permissions.value & needed().value)
