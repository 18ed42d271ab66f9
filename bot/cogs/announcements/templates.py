"""Templates of announcements: saving one, beginning from one, removing one."""

from __future__ import annotations

import re

from bot.cogs.announcements.showing import show, show_written, words_in
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.domain.announcements import Content, Template
from bot.ui.announcements import templates as ui
from bot.ui.announcements.forms import form
from bot.ui.announcements.names import title_of
from bot.ui.form import Values


async def ask_texts(
    front: Front, interaction: Interaction, community_id: int, template: Template | None
) -> None:
    """Open the form of a new announcement, filled in with what a template says."""
    drafts = front.services.announcement_drafts
    language = await front.language(interaction)
    content = Content(await drafts.main_language(community_id)) if template is None else template.content

    async def composed(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        draft = await drafts.compose(
            community_id, submitted.user.id, words_in(values), values["link"], template
        )
        await show_written(front, submitted, draft, values["picture"])

    await interaction.response.send_modal(form(language, front.guarded(composed), content))


async def show_templates(front: Front, interaction: Interaction, community_id: int) -> None:
    """List the templates."""
    found = await front.services.announcement_templates.templates(community_id)
    await show(front, interaction, ui.templates(found, await front.language(interaction)))


@on_press(r"announcements:template-save:(?P<id>\d+)")
async def save_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask under which name it is kept."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    found = await front.services.announcements.find(community_id, match["id"])

    async def named(submitted: Interaction, values: Values) -> None:
        await require_organiser(submitted)
        saved = await front.services.announcement_templates.save(
            community_id, found.id, submitted.user.id, values["name"]
        )
        await front.answer(submitted, ui.template_saved(saved, await front.language(submitted)))

    language = await front.language(interaction)
    await interaction.response.send_modal(
        ui.template_form(language, front.guarded(named), title_of(found, language))
    )


@on_press(r"announcements:templates")
async def list_pressed(interaction: Interaction, _match: re.Match[str]) -> None:
    """List the templates again."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    await show_templates(front, interaction, community_id)


@on_press(re.escape(ui.OPEN_SELECT))
async def template_opened(interaction: Interaction, _match: re.Match[str]) -> None:
    """Show what the chosen template says."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    (wanted,) = selected(interaction)
    template, picture = await front.services.announcement_templates.template(community_id, int(wanted))
    language = await front.language(interaction)
    await show(front, interaction, ui.template_card(template, picture, language, front.catalogues))


@on_press(r"announcements:template-use:(?P<id>\d+)")
async def use_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Begin an announcement from a template."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    template, _ = await front.services.announcement_templates.template(community_id, int(match["id"]))
    await ask_texts(front, interaction, community_id, template)


@on_press(r"announcements:template-delete:(?P<id>\d+)")
async def delete_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Remove a template."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    gone = await front.services.announcement_templates.delete(community_id, int(match["id"]))
    await front.replace(interaction, ui.template_deleted(gone, await front.language(interaction)))


PRESSES = (save_pressed, list_pressed, template_opened, use_pressed, delete_pressed)
