"""What commands and buttons of announcements show alike."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.cogs.front import Front, Interaction
from bot.cogs.uploads import picture_in
from bot.domain.announcements import Draft, Words
from bot.domain.mistakes import Mistake
from bot.ui.announcements import drafts as ui
from bot.ui.card import note
from bot.ui.form import Values
from bot.ui.message import Message


async def preview_of(
    front: Front, interaction: Interaction, draft: Draft, only: str | None = None
) -> Message:
    """Render a draft's preview for this person."""
    return ui.preview(draft, await front.language(interaction), front.catalogues, only)


async def show(front: Front, interaction: Interaction, message: Message) -> None:
    """Answer a command, or a press in a message that others see too; otherwise replace what the person has."""
    if own_message(interaction):
        await front.replace(interaction, message)
    else:
        await front.answer(interaction, message)


async def show_written(
    front: Front, interaction: Interaction, draft: Draft, files: Sequence[discord.Attachment]
) -> None:
    """Show the preview of what was just written, with the picture that came along.

    A picture that can't be taken costs nothing of the rest: the preview is shown, and beside it why. Beside it also
    stands whose correction this one replaced unseen.
    """
    refused = None
    written = draft
    if files:
        # Fetching the picture may take longer than Discord waits for an answer.
        await interaction.response.defer(ephemeral=True, thinking=not own_message(interaction))
        try:
            picture = await picture_in(files)
            draft = await front.services.announcement_drafts.illustrate(
                draft.announcement.community_id, draft.announcement.id, interaction.user.id, picture
            )
        except Mistake as mistake:
            refused = mistake
    await show(front, interaction, await preview_of(front, interaction, draft))
    await tell_overwritten(front, interaction, written)
    if refused is not None:
        why = (await front.language(interaction))(refused.code, **refused.params)
        await interaction.followup.send(**note(why).send_arguments(), ephemeral=True)


async def tell_overwritten(front: Front, interaction: Interaction, draft: Draft) -> None:
    """Tell, below the preview, whose correction was replaced by who had not seen it, if one was."""
    if draft.overwrote is not None:
        told = ui.overwritten(draft.overwrote, await front.language(interaction))
        await interaction.followup.send(**told.send_arguments(), ephemeral=True)


def own_message(interaction: Interaction) -> bool:
    """Tell whether this comes from a message that the person alone sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def words_in(values: Values) -> Words:
    """Read the words out of a form."""
    return Words(values["title"], values["body"], values["alt"])
