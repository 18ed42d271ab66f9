"""`/partner`: communities linked with this one, which read each other's announcements."""

from __future__ import annotations

import re

from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.ui import partners as ui


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class PartnersCog(
    commands.GroupCog,
    name="partners",
    group_name="partner",
    group_description="Communities linked with yours",
):
    """Commands of linked communities."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(
        name="link", description="Link another community: get a code for it, or enter the one you were given"
    )
    @app_commands.describe(code="The code that the other community gave you; leave it out to get one for it")
    async def link(self, interaction: Interaction, code: str | None = None) -> None:
        """Hand out a code, or show what entering one means."""
        community_id = await require_organiser(interaction)
        service, language = self._front.services.partners, await self._front.language(interaction)
        if code is None:
            made = await service.invite(community_id, interaction.user.id)
            await self._front.answer(interaction, ui.invitation(made, language))
            return
        bare = "".join(letter for letter in code if letter.isalnum())[:MOST]
        other = await service.invited_by(community_id, bare)
        await self._front.answer(interaction, ui.acceptance(other, bare, language))

    @app_commands.command(name="list", description="See the communities linked with yours, and end a link")
    async def list_links(self, interaction: Interaction) -> None:
        """List them."""
        community_id = await require_organiser(interaction)
        links = await self._front.services.partners.links(community_id)
        await self._front.answer(interaction, ui.listing(links, await self._front.language(interaction)))


# What a custom id holds beside its name.
MOST = 60


@on_press(r"partners:accept:(?P<code>\w+)")
async def accepted(interaction: Interaction, match: re.Match[str]) -> None:
    """Link the two."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    other = await front.services.partners.accept(community_id, interaction.user.id, match["code"])
    await front.replace(interaction, ui.accepted(other, await front.language(interaction)))


@on_press(re.escape(ui.END_SELECT))
async def end_chosen(interaction: Interaction, _match: re.Match[str]) -> None:
    """Ask once more before a link ends."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    (wanted,) = selected(interaction)
    other = await front.services.partners.linked(community_id, int(wanted))
    await front.replace(interaction, ui.end_asked(other, await front.language(interaction)))


@on_press(r"partners:ended:(?P<id>\d+)")
async def ended(interaction: Interaction, match: re.Match[str]) -> None:
    """End the link."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    other = await front.services.partners.end(community_id, interaction.user.id, int(match["id"]))
    await front.replace(interaction, ui.ended(other, await front.language(interaction)))


PRESSES = (accepted, end_chosen, ended)
