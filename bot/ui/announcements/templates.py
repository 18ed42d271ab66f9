"""Templates of announcements: saving one, the list of all, and what one says."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord.ui import ActionRow

from bot.domain.announcements import NAME_LIMIT, Announcement, Template
from bot.domain.pictures import Picture
from bot.i18n import Catalogues, Language
from bot.ui.announcements.content import in_each_language
from bot.ui.announcements.names import action_id
from bot.ui.card import QUIET, Control, button, card, choices, note
from bot.ui.form import Field, Form, Submitted, text
from bot.ui.message import Message
from bot.ui.text import plain, shortened

OPEN_SELECT = "announcements:template"


def template_button(announcement: Announcement, language: Language) -> Control:
    """Make the button that saves an announcement as a template."""
    return button(language("announcements-template-save"), action_id("template-save", announcement.id))


def template_form(language: Language, submitted: Submitted, name: str) -> Form:
    """Ask under which name a template is kept; `name` is one that may do."""
    shown = shortened(name, NAME_LIMIT)
    field = Field(
        "name",
        language("announcements-template-name"),
        text(value=shown, most=NAME_LIMIT),
        hint=language("announcements-template-name-hint"),
    )
    return Form(language("announcements-template-form"), [field], submitted)


def template_saved(template: Template, language: Language) -> Message:
    """Say that a template is kept, and how to begin from it."""
    return note(language("announcements-template-saved", name=plain(template.name)))


def templates(found: Sequence[Template], language: Language) -> Message:
    """List the templates, with a menu that opens one; an empty list says how to fill it."""
    if not found:
        return card(
            language("announcements-templates-title"), language("announcements-templates-none"), colour=QUIET
        )
    options = [discord.SelectOption(label=one.name, value=str(one.id)) for one in found]
    return card(
        language("announcements-templates-title"),
        "\n".join(f"📄 **{plain(one.name)}**" for one in found),
        rows=[[choices(OPEN_SELECT, language("announcements-templates-open"), options, most=1)]],
        footer=language("announcements-templates-total", count=len(found)),
    )


def template_card(
    template: Template, picture: Picture | None, language: Language, catalogues: Catalogues
) -> Message:
    """Show what a template says, as its readers would see it, with what one can do with it."""
    message = in_each_language(template, picture, language, catalogues)
    if message.view is not None:
        message.view.add_item(
            ActionRow(
                button(
                    language("announcements-template-use"),
                    action_id("template-use", template.id),
                    primary=True,
                ),
                button(
                    language("announcements-template-delete"),
                    action_id("template-delete", template.id),
                    danger=True,
                ),
                button(language("announcements-templates-back"), "announcements:templates"),
            )
        )
    return message


def template_deleted(template: Template, language: Language) -> Message:
    """Say that a template is gone."""
    return note(language("announcements-template-deleted", name=plain(template.name)))
