"""`/announce`: writing, sending and following announcements."""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.domain.announcements import AnnouncementState, Draft, Outcome, Report
from bot.domain.mistakes import Mistake
from bot.ui import announcements as ui
from bot.ui.announcement_report import delivery_report, progress, recall_confirmation
from bot.ui.form import Values
from bot.ui.message import Message

# How often an organiser's answer shows how far the sending is, and until when: its token lives 15 minutes.
PACE = timedelta(seconds=1.5)
FOLLOWED_FOR = timedelta(minutes=14)


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
    async def compose(self, interaction: Interaction) -> None:
        """Ask for the texts."""
        await require_organiser(interaction)
        language = await self._front.language(interaction)
        form = ui.form(language, self._front.guarded(self._composed))
        await interaction.response.send_modal(form)

    @app_commands.command(name="report", description="See what became of an announcement, group by group")
    @app_commands.describe(announcement="The announcement to look at")
    async def report(self, interaction: Interaction, announcement: str) -> None:
        """Show one announcement's report; of a draft, its preview."""
        community_id = await require_organiser(interaction)
        found = await self._front.services.announcements.find(community_id, announcement)
        await _open(self._front, interaction, community_id, found.id)

    @app_commands.command(name="list", description="See the latest announcements and drafts")
    async def list_announcements(self, interaction: Interaction) -> None:
        """Show the first page of the list."""
        community_id = await require_organiser(interaction)
        language = await self._front.language(interaction)
        found = await self._front.services.announcements.listing(community_id, 0)
        await self._front.answer(interaction, ui.listing(found, language))

    @app_commands.command(
        name="recall", description="Remove an announcement everywhere, after a confirmation"
    )
    @app_commands.describe(announcement="The announcement to remove")
    async def recall(self, interaction: Interaction, announcement: str) -> None:
        """Ask once more, naming what is undone."""
        community_id = await require_organiser(interaction)
        found = await self._front.services.announcements.find(community_id, announcement)
        await _ask_recall(self._front, interaction, community_id, found.id)

    @recall.autocomplete("announcement")
    @report.autocomplete("announcement")
    async def complete_announcement(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the latest announcements whose title holds what is typed; nothing to who may not see them."""
        try:
            community_id = await require_organiser(interaction)
        except Mistake:
            return []
        language = await self._front.language(interaction)
        return [
            app_commands.Choice(name=ui.choice_name(one, language), value=str(one.id))
            for one in await self._front.services.announcements.matching(community_id, current)
        ]

    async def _composed(self, interaction: Interaction, values: Values) -> None:
        community_id = await require_organiser(interaction)
        draft = await self._front.services.announcements.compose(
            community_id, interaction.user.id, values["title"], values["body"]
        )
        await self._front.answer(interaction, await _preview(self._front, interaction, draft))


async def _preview(front: Front, interaction: Interaction, draft: Draft) -> Message:
    language = await front.language(interaction)
    return ui.preview(draft, language, front.catalogues.language(draft.locale))


async def _show(front: Front, interaction: Interaction, message: Message) -> None:
    """Answer a command, or a press in a message that others see too; otherwise replace what the person has."""
    pressed = interaction.message
    if pressed is not None and pressed.flags.ephemeral:
        await front.replace(interaction, message)
    else:
        await front.answer(interaction, message)


async def _open(front: Front, interaction: Interaction, community_id: int, announcement_id: int) -> None:
    """Show an announcement as far as it is: a draft's preview, a sending's progress, or the report."""
    found = await front.services.announcements.find(community_id, str(announcement_id))
    if found.state is AnnouncementState.DRAFT:
        draft = await front.services.announcements.draft(community_id, announcement_id)
        await _show(front, interaction, await _preview(front, interaction, draft))
        return
    await _follow(
        front, interaction, await front.services.announcements.report(community_id, announcement_id)
    )


async def _follow(front: Front, interaction: Interaction, report: Report) -> None:
    """Show how far a sending is, and go on showing it as it changes."""
    language = await front.language(interaction)
    await _show(front, interaction, progress(report, language))
    if report.counts.waiting:
        front.background.start(
            _keep_showing(front, interaction, report), f"progress of announcement {report.announcement.id}"
        )


async def _keep_showing(front: Front, interaction: Interaction, report: Report) -> None:
    language = await front.language(interaction)
    ends = front.clock.now() + FOLLOWED_FOR
    announcement, shown = report.announcement, report.counts
    while report.counts.waiting and front.clock.now() < ends:
        await front.clock.wait_until(front.clock.now() + PACE)
        report = await front.services.announcements.report(announcement.community_id, announcement.id)
        if report.counts == shown:
            continue
        shown = report.counts
        try:
            await interaction.edit_original_response(**progress(report, language).edit_arguments())
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            # The person closed their answer, or it is too old: the report waits in the organisers' channel.
            return


async def _ask_recall(
    front: Front, interaction: Interaction, community_id: int, announcement_id: int
) -> None:
    found = await front.services.announcements.recallable(community_id, announcement_id)
    await _show(front, interaction, recall_confirmation(found, await front.language(interaction)))


@on_press(r"announcements:preview:(?P<id>\d+)")
async def preview_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show the preview again."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcements.draft(community_id, int(match["id"]))
    await front.replace(interaction, await _preview(front, interaction, draft))


@on_press(r"announcements:correct:(?P<id>\d+)")
async def correct_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form again, filled in."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcements.draft(community_id, int(match["id"]))

    async def corrected(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        changed = await front.services.announcements.correct(
            community_id, draft.announcement.id, values["title"], values["body"]
        )
        await front.replace(submitted, await _preview(front, submitted, changed))

    language = await front.language(interaction)
    await interaction.response.send_modal(ui.form(language, front.guarded(corrected), draft.announcement))


@on_press(r"announcements:groups:(?P<id>\d+):(?P<menu>\d)")
async def groups_chosen(interaction: Interaction, match: re.Match[str]) -> None:
    """Note which of a menu's groups are chosen."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    service, announcement_id = front.services.announcements, int(match["id"])
    values = selected(interaction)
    if ui.ALL_GROUPS in values:
        draft = await service.choose_all(community_id, announcement_id)
    else:
        draft = await service.draft(community_id, announcement_id)
        offered = [group.id for group in ui.menu_groups(draft, int(match["menu"]))]
        draft = await service.choose(community_id, announcement_id, offered, [int(value) for value in values])
    await front.replace(interaction, await _preview(front, interaction, draft))


@on_press(r"announcements:send:(?P<id>\d+)")
async def send_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask once more, naming whom it reaches."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcements.prepare(community_id, int(match["id"]))
    await front.replace(interaction, ui.confirmation(draft, await front.language(interaction)))


@on_press(r"announcements:confirm:(?P<id>\d+):(?P<version>\d+)")
async def confirm_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Send it, and show how far it is."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    report = await front.services.announcements.confirm(
        community_id, int(match["id"]), interaction.user.id, int(match["version"])
    )
    await _follow(front, interaction, report)


@on_press(r"announcements:discard:(?P<id>\d+)")
async def discard_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Throw the draft away."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await front.services.announcements.discard(community_id, int(match["id"]))
    await front.replace(interaction, ui.discarded(await front.language(interaction)))


@on_press(r"announcements:refresh:(?P<id>\d+)")
async def refresh_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show how far a sending is now."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    report = await front.services.announcements.report(community_id, int(match["id"]))
    await _show(front, interaction, progress(report, await front.language(interaction)))


@on_press(r"announcements:report:(?P<id>\d+):(?P<page>\d+)")
async def report_turned(interaction: Interaction, match: re.Match[str]) -> None:
    """Turn to a page of a report; of the organisers' common one, for this person alone."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    report = await front.services.announcements.report(community_id, int(match["id"]))
    language = await front.language(interaction)
    await _show(front, interaction, delivery_report(report, language, int(match["page"])))


@on_press(r"announcements:(?P<action>retry|resend):(?P<id>\d+)")
async def retry_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Try the failed copies again, or send the uncertain ones once more."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    outcome = Outcome.FAILED if match["action"] == "retry" else Outcome.UNCERTAIN
    report = await front.services.announcements.retry(community_id, int(match["id"]), outcome)
    await _follow(front, interaction, report)


@on_press(r"announcements:recall:(?P<id>\d+)")
async def recall_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask once more before it is removed everywhere."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await _ask_recall(front, interaction, community_id, int(match["id"]))


@on_press(r"announcements:recalled:(?P<id>\d+)")
async def recall_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Remove it everywhere, and show how far that is."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    report = await front.services.announcements.recall(community_id, int(match["id"]), interaction.user.id)
    await _follow(front, interaction, report)


@on_press(r"announcements:list:(?P<page>\d+)")
async def list_turned(interaction: Interaction, match: re.Match[str]) -> None:
    """Turn to a page of the list."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcements.listing(community_id, int(match["page"]))
    await front.replace(interaction, ui.listing(found, await front.language(interaction)))


@on_press(re.escape(ui.OPEN_SELECT))
async def opened(interaction: Interaction, _match: re.Match[str]) -> None:
    """Open the announcement chosen in the list."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    (wanted,) = selected(interaction)
    await _open(front, interaction, community_id, int(wanted))


PRESSES = (
    preview_pressed,
    correct_pressed,
    groups_chosen,
    send_pressed,
    confirm_pressed,
    discard_pressed,
    refresh_pressed,
    report_turned,
    retry_pressed,
    recall_pressed,
    recall_confirmed,
    list_turned,
    opened,
)
