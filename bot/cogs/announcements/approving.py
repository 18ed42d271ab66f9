"""A second organiser's approval: looking at what is asked for, giving it, sending it back."""

from __future__ import annotations

import re

from bot.cogs.announcements.following import follow
from bot.cogs.announcements.showing import show
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press
from bot.domain.announcements import Approval, Planned, Report
from bot.ui.announcements import approvals as ui
from bot.ui.announcements.planning import planned
from bot.ui.form import Values


async def show_confirmed(
    front: Front, interaction: Interaction, outcome: Report | Planned | Approval
) -> None:
    """Show what a confirmation led to: how far the sending is, what is planned, or that it waits for approval."""
    language = await front.language(interaction)
    match outcome:
        case Report():
            await follow(front, interaction, outcome)
        case Planned():
            await show(front, interaction, planned(outcome, language, front.catalogues))
        case Approval():
            found = await front.services.announcement_approvals.view(outcome.community_id, outcome.id)
            await show(front, interaction, ui.asked(found, language))


async def show_request(
    front: Front, interaction: Interaction, community_id: int, announcement_id: int
) -> None:
    """Show the request to send an announcement, to one organiser."""
    found = await front.services.announcement_approvals.of(community_id, announcement_id)
    language = await front.language(interaction)
    shown = ui.request(found, language, front.catalogues, viewer_id=interaction.user.id)
    await show(front, interaction, shown)


@on_press(r"announcements:approval-preview-in:(?P<id>\d+):(?P<locale>[A-Za-z-]{2,10})")
async def language_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show what is asked for in one of its languages, to this person alone."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_approvals.view(community_id, int(match["id"]))
    language = await front.language(interaction)
    viewer_id = interaction.user.id
    shown = ui.request(found, language, front.catalogues, viewer_id=viewer_id, only_in=match["locale"])
    await show(front, interaction, shown)


@on_press(r"announcements:approval-present:(?P<id>\d+)")
async def present_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show what is read now, to this person alone."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found, picture = await front.services.announcement_approvals.present(community_id, int(match["id"]))
    language = await front.language(interaction)
    await front.answer(interaction, ui.present(found, picture, language, front.catalogues))


@on_press(r"announcements:approval-approve:(?P<id>\d+)")
async def approve_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Give the approval, and show how far what follows is."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    outcome = await front.services.announcement_approvals.approve(
        community_id, int(match["id"]), interaction.user.id
    )
    await show_confirmed(front, interaction, outcome)


@on_press(r"announcements:approval-return:(?P<id>\d+)")
async def return_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Take one's own request back, or send somebody else's back with a reason."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    service, approval_id = front.services.announcement_approvals, int(match["id"])
    language = await front.language(interaction)
    if await service.asked_by(community_id, approval_id) == interaction.user.id:
        taken = await service.take_back(community_id, approval_id, interaction.user.id)
        await show(front, interaction, ui.returned(taken, language))
        return

    async def typed(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        sent = await service.send_back(community_id, approval_id, submitted.user.id, values["reason"])
        await show(front, submitted, ui.returned(sent, language))

    await interaction.response.send_modal(ui.reason_form(language, front.guarded(typed)))


PRESSES = (language_pressed, present_pressed, approve_pressed, return_pressed)
