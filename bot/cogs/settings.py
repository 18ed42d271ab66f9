"""`/settings`: the language one is written to in, and announcements by direct message."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, community_of
from bot.cogs.press import on_press, selected
from bot.domain.consent import ANNOUNCEMENTS_POLICY
from bot.domain.mistakes import Mistake
from bot.services.people import Preferences
from bot.ui import settings as ui
from bot.ui.announcements.cards import STOP
from bot.ui.message import Message


class SettingsCog(commands.Cog, name="settings"):
    """The command of one's own settings."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(
        name="settings", description="Choose your language, and whether announcements come to you directly"
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def settings(self, interaction: Interaction) -> None:
        """Show what the person chose."""
        chosen = await self._front.services.people.preferences(community_of(interaction), interaction.user.id)
        await self._front.answer(interaction, await _shown(self._front, interaction, chosen))

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Write no more to somebody who left the community."""
        if payload.guild_id in self._front.met:
            await self._front.services.people.set_announcements(
                payload.guild_id, payload.user.id, wanted=False
            )


async def _shown(front: Front, interaction: Interaction, chosen: Preferences) -> Message:
    language = await front.language(interaction)
    return ui.preferences(chosen.locale, chosen.announcements, front.catalogues.locales, language)


@on_press(re.escape(ui.LANGUAGE_SELECT))
async def language_chosen(interaction: Interaction, _match: re.Match[str]) -> None:
    """Note the language."""
    front, community_id = Front.of(interaction), community_of(interaction)
    (value,) = selected(interaction)
    locale = value if value in front.catalogues.locales else None
    chosen = await front.services.people.set_locale(community_id, interaction.user.id, locale)
    await front.replace(interaction, await _shown(front, interaction, chosen))


@on_press(r"settings:announcements:accept:(?P<policy>.+)")
async def announcements_accepted(interaction: Interaction, match: re.Match[str]) -> None:
    """Note that the person agrees, if the text above the button is the present one; else show that first."""
    front, community_id = Front.of(interaction), community_of(interaction)
    if match["policy"] == ANNOUNCEMENTS_POLICY:
        chosen = await front.services.people.set_announcements(community_id, interaction.user.id, wanted=True)
    else:
        chosen = await front.services.people.preferences(community_id, interaction.user.id)
    await front.replace(interaction, await _shown(front, interaction, chosen))


@on_press(re.escape(ui.END))
async def announcements_ended(interaction: Interaction, _match: re.Match[str]) -> None:
    """Note that the person does not agree any more."""
    front, community_id = Front.of(interaction), community_of(interaction)
    chosen = await front.services.people.set_announcements(community_id, interaction.user.id, wanted=False)
    await front.replace(interaction, await _shown(front, interaction, chosen))


@on_press(rf"{re.escape(STOP)}:(?P<community>\d+)")
async def announcements_stopped(interaction: Interaction, match: re.Match[str]) -> None:
    """Note it from the button below an announcement by direct message, where no community is at hand."""
    front, community_id = Front.of(interaction), int(match["community"])
    community = await front.services.setup.community(community_id)
    if community is None or not front.serves(community_id):
        raise Mistake("mistake-not-served")
    await front.services.people.set_announcements(community_id, interaction.user.id, wanted=False)
    language = await front.language(interaction)
    await front.answer(interaction, ui.announcements_ended(community.name, language))


PRESSES = (
    language_chosen,
    announcements_accepted,
    announcements_ended,
    announcements_stopped,
)
