"""Editing an announcement that was sent: the form, the preview, and changing it everywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord

from bot.cogs.announcements.approving import show_confirmed
from bot.cogs.announcements.showing import show, words_in
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press
from bot.cogs.uploads import picture_in
from bot.domain.announcements import Content, EditPreview, Words
from bot.domain.mistakes import Mistake
from bot.ui.announcements import edits as ui
from bot.ui.announcements.forms import form, words_form
from bot.ui.card import note
from bot.ui.form import Submitted, Values


async def ask_texts(front: Front, interaction: Interaction, community_id: int, announcement_id: int) -> None:
    """Open the form with what is said now; what is typed is looked at before anything changes."""
    found = await front.services.announcement_edits.editable(community_id, announcement_id)

    async def typed(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        preview = await front.services.announcement_edits.begin(
            community_id, found.id, submitted.user.id, found.revision, words_in(values), values["link"]
        )
        await _show_typed(front, submitted, preview, values["picture"])

    await _ask(front, interaction, found.content, typed)


async def _ask(front: Front, interaction: Interaction, filled: Content, typed: Submitted) -> None:
    language = await front.language(interaction)
    await interaction.response.send_modal(form(language, front.guarded(typed), filled, editing=True))


async def _show(front: Front, interaction: Interaction, found: EditPreview, only: str | None = None) -> None:
    language = await front.language(interaction)
    await show(front, interaction, ui.edit_preview(found, language, front.catalogues, only))


async def _show_typed(
    front: Front, interaction: Interaction, found: EditPreview, files: Sequence[discord.Attachment]
) -> None:
    """Show the preview of what was just typed, with the picture that came along.

    A picture that can't be taken costs nothing of the rest: the preview is shown, and beside it why.
    """
    refused = None
    if files:
        # Fetching the picture may take longer than Discord waits for an answer.
        ephemeral = interaction.message is not None and interaction.message.flags.ephemeral
        await interaction.response.defer(ephemeral=True, thinking=not ephemeral)
        try:
            picture = await picture_in(files)
            found = await front.services.announcement_edits.illustrate(
                found.edit.community_id, found.edit.id, picture
            )
        except Mistake as mistake:
            refused = mistake
    await _show(front, interaction, found)
    if refused is not None:
        why = (await front.language(interaction))(refused.code, **refused.params)
        await interaction.followup.send(**note(why).send_arguments(), ephemeral=True)


@on_press(r"announcements:edit:(?P<id>\d+)")
async def edit_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form with what is said now."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await ask_texts(front, interaction, community_id, int(match["id"]))


@on_press(r"announcements:edit-preview:(?P<id>\d+)")
async def preview_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show the preview again."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await _show(
        front, interaction, await front.services.announcement_edits.preview(community_id, int(match["id"]))
    )


@on_press(r"announcements:edit-preview-in:(?P<id>\d+):(?P<locale>[A-Za-z-]{2,10})")
async def preview_in_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show the preview in one of its languages."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_edits.preview(community_id, int(match["id"]))
    await _show(front, interaction, found, match["locale"])


@on_press(r"announcements:edit-correct:(?P<id>\d+)")
async def correct_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form again, filled in with what was typed."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_edits.preview(community_id, int(match["id"]))

    async def typed(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        # Whoever corrects saw in the preview that somebody else's edit came between, if one did.
        changed = await front.services.announcement_edits.correct(
            community_id, found.edit.id, found.announcement.revision, words_in(values), values["link"]
        )
        await _show_typed(front, submitted, changed, values["picture"])

    await _ask(front, interaction, found.edit.content, typed)


@on_press(r"announcements:edit-words:(?P<id>\d+):(?P<locale>[A-Za-z-]{2,10})")
async def words_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form of another language, filled in with what it says so far."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_edits.preview(community_id, int(match["id"]))
    locale = front.catalogues.language(match["locale"]).locale

    async def typed(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        changed = await front.services.announcement_edits.translate(
            community_id, found.edit.id, found.announcement.revision, locale, words_in(values)
        )
        await _show(front, submitted, changed, locale)

    language = await front.language(interaction)
    words = found.edit.content.others.get(locale, Words())
    await interaction.response.send_modal(words_form(language, front.guarded(typed), locale, words))


@on_press(r"announcements:edit-picture-remove:(?P<id>\d+)")
async def picture_removed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show no picture any more."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await _show(
        front,
        interaction,
        await front.services.announcement_edits.illustrate(community_id, int(match["id"]), None),
    )


@on_press(r"announcements:edit-present:(?P<id>\d+)")
async def present_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show what is read now."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_edits.preview(community_id, int(match["id"]))
    language = await front.language(interaction)
    await front.replace(interaction, ui.present(found, language, front.catalogues))


@on_press(r"announcements:edit-send:(?P<id>\d+)")
async def send_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask once more, naming what is changed."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcement_edits.prepare(community_id, int(match["id"]))
    approval = front.services.announcement_edits.approval
    language = await front.language(interaction)
    await front.replace(interaction, ui.edit_confirmation(found, language, approval=approval))


@on_press(r"announcements:edit-confirm:(?P<id>\d+):(?P<version>\d+):(?P<revision>\d+)")
async def confirm_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Change it everywhere, and show how far that is."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    outcome = await front.services.announcement_edits.confirm(
        community_id, int(match["id"]), interaction.user.id, int(match["version"]), int(match["revision"])
    )
    await show_confirmed(front, interaction, outcome)


@on_press(r"announcements:edit-discard:(?P<id>\d+)")
async def discard_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Give the edit up."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await front.services.announcement_edits.drop(community_id, int(match["id"]))
    await front.replace(interaction, ui.dropped(await front.language(interaction)))


PRESSES = (
    edit_pressed,
    preview_pressed,
    preview_in_pressed,
    correct_pressed,
    words_pressed,
    picture_removed,
    present_pressed,
    send_pressed,
    confirm_pressed,
    discard_pressed,
)
