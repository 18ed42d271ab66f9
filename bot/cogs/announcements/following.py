"""How far a sending or recall is, the report, trying again and taking back."""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
import discord

from bot.cogs.announcements.showing import own_message, show
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press
from bot.domain.announcements import Outcome, Report
from bot.ui.announcements.reports import delivery_report, progress, recall_confirmation

# How often an organiser's answer shows how far the sending is: at first, so that a short one is seen to end, and then
# calmly. Until when: its token lives 15 minutes.
PACE = timedelta(seconds=1.5)
CALM_AFTER = timedelta(seconds=15)
CALM_PACE = timedelta(seconds=5)
FOLLOWED_FOR = timedelta(minutes=14)
# The person closed their answer, or it is too old: the report waits in the organisers' channel.
_GONE = (discord.HTTPException, aiohttp.ClientError, OSError)


async def follow(front: Front, interaction: Interaction, report: Report) -> None:
    """Show how far a sending is, and go on showing it as it changes, until the person opens something else there."""
    language = await front.language(interaction)
    await show(front, interaction, progress(report, language, front.clock.now()))
    if not report.counts.waiting:
        return
    own = interaction.message if own_message(interaction) else None
    try:
        shown = own or await interaction.original_response()
    except _GONE:
        return
    front.background.start(
        _keep_showing(front, interaction, report),
        f"progress of announcement {report.announcement.id}",
        keeping=shown.id,
    )


async def _keep_showing(front: Front, interaction: Interaction, report: Report) -> None:
    language = await front.language(interaction)
    began = front.clock.now()
    announcement, shown = report.announcement, (report.counts, report.direct)
    while report.counts.waiting and (now := front.clock.now()) < began + FOLLOWED_FOR:
        await front.clock.wait_until(now + (PACE if now < began + CALM_AFTER else CALM_PACE))
        report = await front.services.announcements.report(announcement.community_id, announcement.id)
        if (report.counts, report.direct) == shown:
            continue
        shown = (report.counts, report.direct)
        try:
            await interaction.edit_original_response(
                **progress(report, language, front.clock.now()).edit_arguments()
            )
        except _GONE:
            return


async def ask_recall(front: Front, interaction: Interaction, community_id: int, announcement_id: int) -> None:
    """Name what a recall undoes, and ask once more."""
    found = await front.services.announcements.recallable(community_id, announcement_id)
    await show(front, interaction, recall_confirmation(found, await front.language(interaction)))


@on_press(r"announcements:refresh:(?P<id>\d+)")
async def refresh_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show how far a sending is now, and from now on."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await follow(
        front, interaction, await front.services.announcements.report(community_id, int(match["id"]))
    )


@on_press(r"announcements:report:(?P<id>\d+):(?P<page>\d+)")
async def report_turned(interaction: Interaction, match: re.Match[str]) -> None:
    """Turn to a page of a report; of the organisers' common one, for this person alone."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    report = await front.services.announcements.report(community_id, int(match["id"]))
    language = await front.language(interaction)
    await show(front, interaction, delivery_report(report, language, int(match["page"])))


@on_press(r"announcements:(?P<action>retry|resend):(?P<id>\d+)")
async def retry_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Try the failed copies again, or send the uncertain ones once more."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    outcome = Outcome.FAILED if match["action"] == "retry" else Outcome.UNCERTAIN
    report = await front.services.announcements.retry(
        community_id, int(match["id"]), interaction.user.id, outcome
    )
    await follow(front, interaction, report)


@on_press(r"announcements:recall:(?P<id>\d+)")
async def recall_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask once more before it is removed everywhere."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await ask_recall(front, interaction, community_id, int(match["id"]))


@on_press(r"announcements:recalled:(?P<id>\d+)")
async def recall_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Remove it everywhere, and show how far that is."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    report = await front.services.announcements.recall(community_id, int(match["id"]), interaction.user.id)
    await follow(front, interaction, report)


PRESSES = (
    refresh_pressed,
    report_turned,
    retry_pressed,
    recall_pressed,
    recall_confirmed,
)
