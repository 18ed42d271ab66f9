"""What a draft says beside its first words: other languages, and its picture."""

from __future__ import annotations

import re

from bot.cogs.announcements.showing import preview_of, tell_overwritten, words_in
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press
from bot.domain.announcements import Words
from bot.ui.announcements.forms import words_form
from bot.ui.form import Values


@on_press(r"announcements:words:(?P<id>\d+):(?P<locale>[A-Za-z-]{2,10})")
async def words_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form of another language, filled in with what it says so far."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcement_drafts.draft(community_id, int(match["id"]))
    content, locale = draft.announcement.content, front.catalogues.language(match["locale"]).locale

    async def written(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        changed = await front.services.announcement_drafts.translate(
            community_id, draft.announcement.id, submitted.user.id, locale, words_in(values), content
        )
        await front.replace(submitted, await preview_of(front, submitted, changed, locale))
        await tell_overwritten(front, submitted, changed)

    language = await front.language(interaction)
    words = content.others.get(locale, Words())
    await interaction.response.send_modal(words_form(language, front.guarded(written), locale, words))


@on_press(r"announcements:preview-in:(?P<id>\d+):(?P<locale>[A-Za-z-]{2,10})")
async def language_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Show the preview in one of its languages, where they are too long to be shown together."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcement_drafts.draft(community_id, int(match["id"]))
    await front.replace(interaction, await preview_of(front, interaction, draft, match["locale"]))


@on_press(r"announcements:picture-remove:(?P<id>\d+)")
async def picture_removed(interaction: Interaction, match: re.Match[str]) -> None:
    """Take the picture out of a draft."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcement_drafts.illustrate(
        community_id, int(match["id"]), interaction.user.id, None
    )
    await front.replace(interaction, await preview_of(front, interaction, draft))


PRESSES = (words_pressed, language_pressed, picture_removed)
