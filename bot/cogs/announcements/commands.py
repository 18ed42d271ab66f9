"""`/announce`: writing, finding and listing announcements."""

from __future__ import annotations

import re
from collections.abc import Collection

from discord import app_commands
from discord.ext import commands

from bot.cogs.announcements.approving import show_request
from bot.cogs.announcements.drafting import begin_revision
from bot.cogs.announcements.editing import ask_texts
from bot.cogs.announcements.following import ask_recall, follow
from bot.cogs.announcements.planning import ask_cancel, ask_when, show_planned
from bot.cogs.announcements.showing import preview_of, show
from bot.cogs.announcements.templates import ask_texts as begin
from bot.cogs.announcements.templates import show_templates
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.domain.announcements import AnnouncementState
from bot.domain.mistakes import Mistake
from bot.ui.announcements.lists import OPEN_SELECT, listing
from bot.ui.announcements.names import choice_name


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class AnnouncementsCog(
    commands.GroupCog,
    name="announcements",
    group_name="announce",
    group_description="Announcements to the working groups",
):
    """Commands of announcements."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def cog_unload(self) -> None:
        """Follow no sending any more."""
        await self._front.background.close()

    @app_commands.command(
        name="compose", description="Write an announcement, look at it, then send it to groups"
    )
    @app_commands.describe(template="A template to begin from")
    async def compose(self, interaction: Interaction, template: str | None = None) -> None:
        """Ask for the texts, those of a template filled in."""
        community_id = await require_organiser(interaction)
        found = None
        if template is not None:
            found = await self._front.services.announcement_templates.find(community_id, template)
        await begin(self._front, interaction, community_id, found)

    @compose.autocomplete("template")
    async def complete_template(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the templates whose name holds what is typed; nothing to who may not see them."""
        try:
            community_id = await require_organiser(interaction)
        except Mistake:
            return []
        found = await self._front.services.announcement_templates.matching(community_id, current)
        return [app_commands.Choice(name=one.name, value=str(one.id)) for one in found]

    @app_commands.command(
        name="templates", description="See the templates of announcements, use or delete one"
    )
    async def templates(self, interaction: Interaction) -> None:
        """List the templates."""
        community_id = await require_organiser(interaction)
        await show_templates(self._front, interaction, community_id)

    @app_commands.command(name="report", description="See what became of an announcement, group by group")
    @app_commands.describe(announcement="The announcement to look at")
    async def report(self, interaction: Interaction, announcement: str) -> None:
        """Show one announcement's report; of a draft, its preview."""
        community_id = await require_organiser(interaction)
        found = await self._front.services.announcements.find(community_id, announcement)
        await open_announcement(self._front, interaction, community_id, found.id)

    @app_commands.command(name="list", description="See the latest announcements and drafts")
    async def list_announcements(self, interaction: Interaction) -> None:
        """Show the first page of the list."""
        community_id = await require_organiser(interaction)
        language = await self._front.language(interaction)
        found = await self._front.services.announcements.listing(community_id, 0)
        await self._front.answer(interaction, listing(found, language))

    @app_commands.command(
        name="recall", description="Remove an announcement everywhere, after a confirmation"
    )
    @app_commands.describe(announcement="The announcement to remove")
    async def recall(self, interaction: Interaction, announcement: str) -> None:
        """Ask once more, naming what is undone."""
        community_id = await require_organiser(interaction)
        found = await self._front.services.announcements.find(community_id, announcement)
        await ask_recall(self._front, interaction, community_id, found.id)

    @app_commands.command(
        name="edit", description="Change the text of an announcement everywhere it stands, after a preview"
    )
    @app_commands.describe(announcement="The announcement to change")
    async def edit(self, interaction: Interaction, announcement: str) -> None:
        """Open the form with the texts as they stand; of what was not sent yet, the preview with all of it."""
        community_id = await require_organiser(interaction)
        found = await self._front.services.announcements.find(community_id, announcement)
        match found.state:
            case AnnouncementState.PLANNED:
                await begin_revision(self._front, interaction, community_id, found.id)
            case AnnouncementState.DRAFT | AnnouncementState.AWAITING:
                await open_announcement(self._front, interaction, community_id, found.id)
            case _:
                await ask_texts(self._front, interaction, community_id, found.id)

    @app_commands.command(name="schedule", description="Choose when an announcement is sent, or change it")
    @app_commands.describe(announcement="The draft, or the planned announcement")
    async def schedule(self, interaction: Interaction, announcement: str) -> None:
        """Ask when it is sent."""
        community_id = await require_organiser(interaction)
        found = await self._front.services.announcements.find(community_id, announcement)
        await ask_when(self._front, interaction, community_id, found.id)

    @app_commands.command(
        name="cancel", description="Call off a planned announcement, or one date of a series"
    )
    @app_commands.describe(announcement="The planned announcement")
    async def cancel(self, interaction: Interaction, announcement: str) -> None:
        """Ask which way to call it off."""
        community_id = await require_organiser(interaction)
        found = await self._front.services.announcements.find(community_id, announcement)
        await ask_cancel(self._front, interaction, community_id, found.id)

    @cancel.autocomplete("announcement")
    async def complete_planned(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer what is planned."""
        return await self._offered(interaction, current, {AnnouncementState.PLANNED})

    @schedule.autocomplete("announcement")
    async def complete_plannable(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer drafts, and what is planned."""
        return await self._offered(interaction, current, {AnnouncementState.DRAFT, AnnouncementState.PLANNED})

    @recall.autocomplete("announcement")
    async def complete_recallable(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer what was sent, or is being sent, and not recalled."""
        return await self._offered(
            interaction,
            current,
            {AnnouncementState.SENDING, AnnouncementState.FINISHED, AnnouncementState.EDITING},
        )

    @edit.autocomplete("announcement")
    @report.autocomplete("announcement")
    async def complete_announcement(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the latest announcements."""
        return await self._offered(interaction, current)

    async def _offered(
        self, interaction: Interaction, current: str, states: Collection[AnnouncementState] | None = None
    ) -> list[app_commands.Choice[str]]:
        """Offer announcements whose title holds what is typed; nothing to who may not see them."""
        try:
            community_id = await require_organiser(interaction)
        except Mistake:
            return []
        language = await self._front.language(interaction)
        return [
            app_commands.Choice(name=choice_name(one, language), value=str(one.id))
            for one in await self._front.services.announcements.matching(community_id, current, states)
        ]


async def open_announcement(
    front: Front, interaction: Interaction, community_id: int, announcement_id: int
) -> None:
    """Show an announcement as far as it is: a draft's preview, a sending's progress, or the report."""
    found = await front.services.announcements.get(community_id, announcement_id)
    if found.state is AnnouncementState.AWAITING:
        await show_request(front, interaction, community_id, announcement_id)
        return
    if found.state is AnnouncementState.DRAFT:
        draft = await front.services.announcement_drafts.draft(community_id, announcement_id)
        await show(front, interaction, await preview_of(front, interaction, draft))
        return
    if found.state.scheduled:
        await show_planned(
            front, interaction, await front.services.announcement_plans.planned(community_id, found.id)
        )
        return
    await follow(front, interaction, await front.services.announcements.report(community_id, announcement_id))


@on_press(r"announcements:list:(?P<page>\d+)")
async def list_turned(interaction: Interaction, match: re.Match[str]) -> None:
    """Turn to a page of the list."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcements.listing(community_id, int(match["page"]))
    await front.replace(interaction, listing(found, await front.language(interaction)))


@on_press(re.escape(OPEN_SELECT))
async def opened(interaction: Interaction, _match: re.Match[str]) -> None:
    """Open the announcement chosen in the list."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    (wanted,) = selected(interaction)
    await open_announcement(front, interaction, community_id, int(wanted))


@on_press(r"announcements:show:(?P<id>\d+)")
async def show_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open an announcement as far as it is, to this person alone."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await open_announcement(front, interaction, community_id, int(match["id"]))


PRESSES = (
    list_turned,
    show_pressed,
    opened,
)
