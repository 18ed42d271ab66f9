"""When an announcement is sent: planning it, looking at what is planned, calling it off."""

from __future__ import annotations

import re

from bot.cogs.announcements.approving import show_confirmed
from bot.cogs.announcements.following import follow
from bot.cogs.announcements.mentions import check_mention
from bot.cogs.announcements.showing import preview_of, show
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press
from bot.domain.announcements import AnnouncementState, Planned, Repeat
from bot.ui.announcements import planning as ui
from bot.ui.form import Values


async def ask_when(front: Front, interaction: Interaction, community_id: int, announcement_id: int) -> None:
    """Open the form that asks when it is sent, filled in with what was typed before."""
    typed = await front.services.announcement_plans.typed(community_id, announcement_id)

    async def answered(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        (repeat,) = values["repeat"]
        planning = await front.services.announcement_plans.type(
            community_id, announcement_id, values["when"], Repeat(repeat), values["until"]
        )
        language = await front.language(submitted)
        approval = front.services.announcement_plans.approval
        await show(front, submitted, ui.plan_confirmation(planning, language, approval=approval))

    language = await front.language(interaction)
    await interaction.response.send_modal(ui.plan_form(language, front.guarded(answered), typed))


async def show_planned(front: Front, interaction: Interaction, found: Planned) -> None:
    """Show what is planned, or was."""
    language = await front.language(interaction)
    await show(front, interaction, ui.planned(found, language, front.catalogues))


async def ask_cancel(front: Front, interaction: Interaction, community_id: int, announcement_id: int) -> None:
    """Name what would not be sent, and ask which way to call it off."""
    found = await front.services.announcement_plans.planned(community_id, announcement_id)
    if found.announcement.state is not AnnouncementState.PLANNED:
        await show_planned(front, interaction, found)
        return
    await show(front, interaction, ui.cancellation(found, await front.language(interaction)))


@on_press(r"announcements:plan:(?P<id>\d+)")
async def plan_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask when it is sent."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await ask_when(front, interaction, community_id, int(match["id"]))


@on_press(r"announcements:planned:(?P<id>\d+):(?P<version>\d+)")
async def plan_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Plan it as it was shown."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcements.find(community_id, match["id"])
    if found.state is AnnouncementState.DRAFT:
        check_mention(interaction, await front.services.announcement_drafts.draft(community_id, found.id))
    outcome = await front.services.announcement_plans.confirm(
        community_id, int(match["id"]), interaction.user.id, int(match["version"])
    )
    await show_confirmed(front, interaction, outcome)


@on_press(r"announcements:plan-show:(?P<id>\d+)")
async def plan_shown(interaction: Interaction, match: re.Match[str]) -> None:
    """Show what is planned; of what has left itself since, how far that is."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcements.find(community_id, match["id"])
    if found.confirmed_at is not None:
        await follow(front, interaction, await front.services.announcements.report(community_id, found.id))
        return
    planned = await front.services.announcement_plans.planned(community_id, found.id)
    await show_planned(front, interaction, planned)


@on_press(r"announcements:cancel:(?P<id>\d+)")
async def cancel_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask which way to call it off."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await ask_cancel(front, interaction, community_id, int(match["id"]))


@on_press(r"announcements:(?P<action>cancelled|skip):(?P<id>\d+):(?P<version>\d+)")
async def cancel_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Call it off, or pass over its next date, as it was shown."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    plans = front.services.announcement_plans
    act = plans.skip if match["action"] == "skip" else plans.cancel
    found = await act(community_id, int(match["id"]), interaction.user.id, int(match["version"]))
    await show_planned(front, interaction, found)


@on_press(r"announcements:unplan:(?P<id>\d+):(?P<version>\d+)")
async def unplan_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Make it a draft again, and show its preview."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    named, version = int(match["id"]), int(match["version"])
    draft = await front.services.announcement_plans.unplan(community_id, named, interaction.user.id, version)
    await show(front, interaction, await preview_of(front, interaction, draft))


PRESSES = (plan_pressed, plan_confirmed, plan_shown, cancel_pressed, cancel_confirmed, unplan_confirmed)
