"""Editing an announcement that was sent: the preview of its new texts, and the last question before it changes."""

from __future__ import annotations

from discord.ui import ActionRow, TextDisplay

from bot.domain.announcements import EditPreview
from bot.i18n import Catalogues, Language
from bot.ui.announcements.content import content_buttons, flawed, in_each_language, overtaken_line
from bot.ui.announcements.names import edit_naming, reach_line, title_of
from bot.ui.announcements.reports import counted, names_of
from bot.ui.card import button, card, facts, fitting, note
from bot.ui.message import Message
from bot.ui.text import plain, shortened


def edit_preview(
    found: EditPreview, language: Language, catalogues: Catalogues, only: str | None = None
) -> Message:
    """Show what will be read, exactly as it will look, and below it where it will stand.

    What is too much for one message in all its languages is shown in the main one, or in `only`.
    """
    content, ids = found.edit.content, edit_naming(found.edit.id)
    if found.flaw is not None:
        return flawed(content, found.flaw, language, catalogues, ids)
    message = in_each_language(found.edited, found.picture, language, catalogues, only)
    view = message.view
    if view is None:  # pragma: no cover - a card is a view
        return message
    line = language("announcements-edit-preview", reach=reach_line(found.reach, language))
    overtaken = f"⚠️ {overtaken_line(found.announcement, language)}" if found.overtaken else None
    # A message has room for so much text; whose words these would replace must be read.
    view.add_item(TextDisplay(fitting([overtaken, f"-# {line}"], message)))
    if extras := content_buttons(content, language, catalogues, ids):
        view.add_item(ActionRow(*extras))
    view.add_item(
        ActionRow(
            button(language("announcements-edit-send"), ids("send"), primary=True),
            button(language("announcements-correct"), ids("correct")),
            button(language("announcements-edit-present"), ids("present")),
            button(language("announcements-discard"), ids("discard")),
        )
    )
    return message


def edit_confirmation(found: EditPreview, language: Language, *, approval: bool = False) -> Message:
    """Name what an edit changes, and ask once more. `approval`: a second organiser decides then."""
    announcement, ids = found.announcement, edit_naming(found.edit.id)
    names = shortened(language.listing(names_of(found.report, language)), 1500)
    return card(
        language("announcements-edit-title", title=plain(shortened(title_of(announcement, language), 100))),
        facts(
            f"📣 {reach_line(found.reach, language)}",
            f"💬 {names}",
            counted(found.report, language),
        ),
        language("announcements-approval-hint" if approval else "announcements-edit-hint"),
        rows=[
            [
                button(
                    language("announcements-approval-ask" if approval else "announcements-edit-confirm"),
                    ids("confirm", f"{found.edit.version}:{announcement.revision}"),
                    primary=True,
                ),
                button(language("announcements-back"), ids("preview")),
            ]
        ],
    )


def present(found: EditPreview, language: Language, catalogues: Catalogues) -> Message:
    """Show what is read now, beside an edit of it."""
    message = in_each_language(found.announcement, found.present_picture, language, catalogues)
    if message.view is not None:
        message.view.add_item(TextDisplay(f"-# {language('announcements-edit-present-line')}"))
        back = button(language("announcements-edit-back"), edit_naming(found.edit.id)("preview"))
        message.view.add_item(ActionRow(back))
    return message


def dropped(language: Language) -> Message:
    """Say that an edit was given up."""
    return note(language("announcements-edit-dropped"))
