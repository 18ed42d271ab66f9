"""What is being written, in each of its languages, with what is wrong with it and how to change it."""

from __future__ import annotations

from typing import Any

from discord.ui import Button, TextDisplay

from bot.domain.announcements import Announcement, Content, Template
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture
from bot.i18n import Catalogues, Language
from bot.ui.announcements.cards import announced
from bot.ui.announcements.names import Naming
from bot.ui.card import WARNING, Control, button, card
from bot.ui.message import Message
from bot.ui.text import stamp, user

# Titles and texts of so many characters together leave room for the preview's own words.
TOGETHER = 3400
ROW = 5


def in_each_language(
    said: Announcement | Template,
    picture: Picture | None,
    language: Language,
    catalogues: Catalogues,
    only: str | None = None,
) -> Message:
    """Show it as each language's readers will see it; where that is too much at once, in one language."""
    written = [catalogues.language(locale) for locale in said.content.languages]
    if not _fit_together(said.content):
        chosen = next((each for each in written if each.locale == only), written[0])
        message = announced(said, chosen, picture)
        if message.view is not None:
            name = language.name_of(chosen.locale)
            message.view.add_item(
                TextDisplay(f"-# {language('announcements-preview-one-language', language=name)}")
            )
        return message
    message, *others = [announced(said, each, picture) for each in written]
    for each, other in zip(written[1:], others, strict=True):
        if message.view is not None and other.view is not None:
            name = language.name_of(each.locale)
            message.view.add_item(
                TextDisplay(f"-# {language('announcements-preview-language', language=name)}")
            )
            (container,) = other.view.children
            other.view.remove_item(container)
            message.view.add_item(container)
    return message


def content_buttons(
    content: Content, language: Language, catalogues: Catalogues, ids: Naming
) -> list[Button[Any]]:
    """Make the buttons that add or change the words of other languages, and take the picture away."""
    main = catalogues.language(content.locale).locale
    buttons = []
    for locale in (each for each in catalogues.locales if each != main):
        name = language.name_of(locale)
        label = "announcements-words-change" if locale in content.others else "announcements-words-add"
        buttons.append(button(language(label, language=name), ids("words", locale)))
    buttons += language_buttons(content, language, ids)
    if content.picture_id is not None:
        buttons.append(button(language("announcements-picture-remove"), ids("picture-remove")))
    return buttons[-ROW:]


def language_buttons(content: Content, language: Language, ids: Naming) -> list[Button[Any]]:
    """Make the buttons that show one of the languages, where they are too long to be shown together."""
    if _fit_together(content):
        return []
    return [
        button(
            language("announcements-words-see", language=language.name_of(locale)), ids("preview-in", locale)
        )
        for locale in content.languages
    ]


def flawed(
    content: Content,
    flaw: Mistake,
    language: Language,
    catalogues: Catalogues,
    ids: Naming,
    *beside: Control,
) -> Message:
    """Say what keeps it from being sent, with the form in which to put it right, and other buttons beside."""
    locale = str(flaw.params.get("locale", content.locale))
    elsewhere = locale != content.locale
    correct = button(language("announcements-correct"), ids("correct"), primary=not elsewhere)
    row: list[Control] = [correct, button(language("announcements-discard"), ids("discard")), *beside]
    where = None
    if elsewhere:
        name = language.name_of(catalogues.language(locale).locale)
        where = language("announcements-flawed-language", language=name)
        label = language("announcements-words-change", language=name)
        row.insert(0, button(label, ids("words", locale), primary=True))
    return card(
        language("announcements-flawed"),
        where,
        language(flaw.code, **flaw.params),
        language("announcements-flawed-kept"),
        colour=WARNING,
        rows=[row],
    )


def _fit_together(content: Content) -> bool:
    if not content.others:
        return True
    words = [content.words, *content.others.values()]
    return sum(len(each.title) + len(each.body) for each in words) <= TOGETHER


def overtaken_line(announcement: Announcement, language: Language) -> str:
    """Say that somebody else's edit came between, and when."""
    who = user(announcement.edited_by) if announcement.edited_by else language("announcements-someone")
    when = stamp(announcement.edited_at or announcement.changed_at, "R")
    return language("announcements-edit-overtaken-warning", who=who, when=when)
