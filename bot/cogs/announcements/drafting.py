"""The preview of a draft: its texts, whom it is for, and sending it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.cogs.announcements.approving import show_confirmed
from bot.cogs.announcements.mentions import check_mention
from bot.cogs.announcements.showing import preview_of, show, show_written, words_in
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.domain.announcements import Target, group_target, groups_of
from bot.domain.mistakes import Mistake
from bot.ui.announcements import drafts as ui
from bot.ui.announcements.forms import form
from bot.ui.form import Values


async def begin_revision(
    front: Front, interaction: Interaction, community_id: int, announcement_id: int
) -> None:
    """Show what is planned as a draft that can be changed in all it is; its date stays."""
    draft = await front.services.announcement_drafts.revise(
        community_id, announcement_id, interaction.user.id
    )
    await show(front, interaction, await preview_of(front, interaction, draft))


@asynccontextmanager
async def _own_shown(
    front: Front, interaction: Interaction, community_id: int, announcement_id: int
) -> AsyncIterator[None]:
    """Show a draft's preview anew where what it was to change has left: its button is to send it by now.

    The Mistake that says so stands beside it.
    """
    try:
        yield
    except Mistake as over:
        if over.code == "announcements-revision-over":
            draft = await front.services.announcement_drafts.draft(community_id, announcement_id)
            await front.replace(interaction, await preview_of(front, interaction, draft))
        raise


@on_press(r"announcements:preview:(?P<id>\d+)")
async def preview_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show the preview again."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcement_drafts.draft(community_id, int(match["id"]))
    await front.replace(interaction, await preview_of(front, interaction, draft))


@on_press(r"announcements:correct:(?P<id>\d+)")
async def correct_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form again, filled in."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcement_drafts.draft(community_id, int(match["id"]))
    written = draft.announcement.content

    async def corrected(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        changed = await front.services.announcement_drafts.correct(
            community_id,
            draft.announcement.id,
            submitted.user.id,
            words_in(values),
            values["link"],
            written,
        )
        await show_written(front, submitted, changed, values["picture"])

    language = await front.language(interaction)
    await interaction.response.send_modal(form(language, front.guarded(corrected), written))


@on_press(r"announcements:groups:(?P<id>\d+):(?P<menu>\d)")
async def groups_chosen(interaction: Interaction, match: re.Match[str]) -> None:
    """Note which of a menu's groups are chosen."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    service, announcement_id = front.services.announcement_drafts, int(match["id"])
    values = selected(interaction)
    draft = await service.draft(community_id, announcement_id)
    named = [value for value in values if value != ui.ALL_GROUPS]
    everyone, menu = ui.ALL_GROUPS in values, int(match["menu"])
    # Who leaves "all groups" as it was and names some means these; who takes it away means no other group, whichever
    # menu that one is in; who adds it means all.
    narrowed = ui.for_all_groups(draft) and (bool(named) or (menu == 0 and not everyone))
    if everyone and not narrowed:
        draft = await service.choose_all(community_id, announcement_id)
    else:
        groups = groups_of(draft.offered) if narrowed else ui.menu_groups(draft, menu)
        offered = [group_target(group.id) for group in groups]
        chosen = [group_target(int(value)) for value in named]
        draft = await service.choose(community_id, announcement_id, offered, chosen)
    await front.replace(interaction, await preview_of(front, interaction, draft))


@on_press(r"announcements:others:(?P<id>\d+)")
async def others_chosen(interaction: Interaction, match: re.Match[str]) -> None:
    """Note which of the targets that are no groups are chosen."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    service, announcement_id = front.services.announcement_drafts, int(match["id"])
    draft = await service.draft(community_id, announcement_id)
    offered = [one.target for one in ui.menu_others(draft)]
    chosen = [Target.parse(value) for value in selected(interaction)]
    draft = await service.choose(community_id, announcement_id, offered, chosen)
    await front.replace(interaction, await preview_of(front, interaction, draft))


@on_press(r"announcements:send:(?P<id>\d+)")
async def send_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask once more, naming whom it reaches."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    async with _own_shown(front, interaction, community_id, int(match["id"])):
        draft = await front.services.announcement_drafts.prepare(community_id, int(match["id"]))
    check_mention(interaction, draft)
    approval = front.services.announcement_drafts.approval
    language = await front.language(interaction)
    if draft.replaced is not None:
        shown = ui.revision_confirmation(draft, draft.replaced, language, approval=approval)
    else:
        shown = ui.confirmation(draft, language, approval=approval)
    await front.replace(interaction, shown)


@on_press(r"announcements:confirm:(?P<id>\d+):(?P<version>\d+)")
async def confirm_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Send it, and show how far it is."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    check_mention(interaction, await front.services.announcement_drafts.draft(community_id, int(match["id"])))
    async with _own_shown(front, interaction, community_id, int(match["id"])):
        outcome = await front.services.announcement_drafts.confirm(
            community_id, int(match["id"]), interaction.user.id, int(match["version"])
        )
    await show_confirmed(front, interaction, outcome)


@on_press(r"announcements:revise:(?P<id>\d+)")
async def revise_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Begin to change what is planned."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await begin_revision(front, interaction, community_id, int(match["id"]))


@on_press(r"announcements:replace:(?P<id>\d+):(?P<version>\d+)")
async def replace_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Have what is planned become what the draft says."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    check_mention(interaction, await front.services.announcement_drafts.draft(community_id, int(match["id"])))
    async with _own_shown(front, interaction, community_id, int(match["id"])):
        outcome = await front.services.announcement_drafts.replace(
            community_id, int(match["id"]), interaction.user.id, int(match["version"])
        )
    await show_confirmed(front, interaction, outcome)


@on_press(r"announcements:discard:(?P<id>\d+)")
async def discard_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Throw the draft away."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await front.services.announcement_drafts.discard(community_id, int(match["id"]))
    await front.replace(interaction, ui.discarded(await front.language(interaction)))


PRESSES = (
    preview_pressed,
    correct_pressed,
    groups_chosen,
    others_chosen,
    send_pressed,
    confirm_pressed,
    revise_pressed,
    replace_confirmed,
    discard_pressed,
)
