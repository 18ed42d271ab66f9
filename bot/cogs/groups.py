"""`/group` and the panel: listing, joining and leaving groups."""

from __future__ import annotations

import re

from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, community_of
from bot.cogs.press import on_press, selected
from bot.domain.groups import folded
from bot.ui import groups as ui


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class GroupsCog(
    commands.GroupCog, name="groups", group_name="group", group_description="The community's working groups"
):
    """Commands of working groups."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(name="list", description="See the working groups and join them")
    async def list_groups(self, interaction: Interaction) -> None:
        """Answer with every group."""
        community_id = community_of(interaction)
        language = await self._front.language(interaction)
        overviews = await self._front.services.groups.overview(community_id, interaction.user.id)
        await self._front.answer(interaction, ui.groups_list(overviews, language))

    @app_commands.command(name="join", description="Join a working group: its channel opens at once")
    @app_commands.describe(group="The group to join")
    async def join(self, interaction: Interaction, group: str) -> None:
        """Join one group."""
        await _join(self._front, interaction, group)

    @app_commands.command(name="leave", description="Leave a working group; come back whenever you like")
    @app_commands.describe(group="The group to leave")
    async def leave(self, interaction: Interaction, group: str) -> None:
        """Leave one group."""
        await _leave(self._front, interaction, group)

    @app_commands.command(name="info", description="See what a working group is about")
    @app_commands.describe(group="The group to look at")
    async def info(self, interaction: Interaction, group: str) -> None:
        """Show one group."""
        community_id = community_of(interaction)
        language = await self._front.language(interaction)
        overview = await self._front.services.groups.info(community_id, interaction.user.id, group)
        await self._front.answer(interaction, ui.group_info(overview, language))

    @join.autocomplete("group")
    @leave.autocomplete("group")
    @info.autocomplete("group")
    async def complete_group(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the groups whose name holds what is typed; for leaving, only one's own."""
        if interaction.guild_id is None:
            return []
        language = await self._front.language(interaction)
        overviews = await self._front.services.groups.overview(interaction.guild_id, interaction.user.id)
        leaving = interaction.command is not None and interaction.command.name == "leave"
        return [
            app_commands.Choice(name=language.pick(overview.group.names)[:100], value=str(overview.group.id))
            for overview in overviews
            if folded(current) in folded(language.pick(overview.group.names))
            and (overview.joined or not leaving)
        ][:25]


async def _join(front: Front, interaction: Interaction, wanted: str) -> None:
    change = await front.services.groups.join(community_of(interaction), interaction.user.id, wanted)
    language = await front.language(interaction)
    await front.answer(interaction, ui.joined([(change.group, change.changed)], language))


async def _leave(front: Front, interaction: Interaction, wanted: str) -> None:
    change = await front.services.groups.leave(community_of(interaction), interaction.user.id, wanted)
    language = await front.language(interaction)
    await front.answer(interaction, ui.left(change.group, changed=change.changed, language=language))


@on_press(r"groups:join:(?P<group>\d+)")
async def join_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Join the button's group."""
    await _join(Front.of(interaction), interaction, match["group"])


@on_press(r"groups:leave:(?P<group>\d+)")
async def leave_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Leave the button's group."""
    await _leave(Front.of(interaction), interaction, match["group"])


@on_press(re.escape(ui.PANEL_SELECT))
async def panel_used(interaction: Interaction, _match: re.Match[str]) -> None:
    """Join every group chosen in the panel's menu."""
    front = Front.of(interaction)
    wanted = [int(value) for value in selected(interaction)]
    changes = await front.services.groups.join_all(community_of(interaction), interaction.user.id, wanted)
    language = await front.language(interaction)
    await front.answer(
        interaction, ui.joined([(change.group, change.changed) for change in changes], language)
    )


PRESSES = (join_pressed, leave_pressed, panel_used)
