"""A person's own settings: the language they are written to in, and announcements by direct message."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.consent import ANNOUNCEMENTS_POLICY
from bot.i18n import Language
from bot.ui.card import button, card, choices, facts, note
from bot.ui.message import Message
from bot.ui.text import plain

LANGUAGE_SELECT = "settings:language"
COMMUNITYS = "community"
ACCEPT = f"settings:announcements:accept:{ANNOUNCEMENTS_POLICY}"
END = "settings:announcements:end"


def preferences(
    locale: str | None, announcements: bool, locales: Sequence[str], language: Language
) -> Message:
    """Show what a person chose, with what changes it. `locales` are the languages there are."""
    options = [
        discord.SelectOption(
            label=language("settings-language-community"), value=COMMUNITYS, default=locale is None
        ),
        *(
            discord.SelectOption(label=language.name_of(one), value=one, default=one == locale)
            for one in locales
        ),
    ]
    named = language("settings-language-community") if locale is None else language.name_of(locale)
    if announcements:
        change = button(language("settings-announcements-end"), END)
    else:
        change = button(language("settings-announcements-accept"), ACCEPT, primary=True)
    return card(
        language("settings-title"),
        facts(
            f"🌐 {language('settings-language', language=named)}",
            f"✉️ {language('settings-announcements', wanted='yes' if announcements else 'no')}",
        ),
        None if announcements else language("settings-announcements-promise"),
        rows=[
            [choices(LANGUAGE_SELECT, language("settings-language-menu"), options, most=1)],
            [change],
        ],
    )


def announcements_ended(community: str, language: Language) -> Message:
    """Say that no announcement comes by direct message any more, and how to change one's mind."""
    return note(language("settings-announcements-ended", community=plain(community)))
