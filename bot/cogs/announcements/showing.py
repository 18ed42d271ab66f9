"""What commands and buttons of announcements show alike."""

from __future__ import annotations

from bot.cogs.front import Front, Interaction
from bot.domain.announcements import Draft
from bot.ui.announcements import drafts as ui
from bot.ui.message import Message


async def preview_of(front: Front, interaction: Interaction, draft: Draft) -> Message:
    """Render a draft's preview for this person."""
    language = await front.language(interaction)
    return ui.preview(draft, language, front.catalogues.language(draft.locale))


async def show(front: Front, interaction: Interaction, message: Message) -> None:
    """Answer a command, or a press in a message that others see too; otherwise replace what the person has."""
    pressed = interaction.message
    if pressed is not None and pressed.flags.ephemeral:
        await front.replace(interaction, message)
    else:
        await front.answer(interaction, message)
