"""The card that the groups read."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.domain.announcements import Announcement, Template
from bot.domain.pictures import Picture
from bot.i18n import Language
from bot.ui.card import Control, card, link
from bot.ui.message import NOBODY, Message, only
from bot.ui.pictures import shown
from bot.ui.text import plain, role, shortened

# What Discord takes on a button.
LABEL_LIMIT = 80


def announced(
    said: Announcement | Template,
    language: Language,
    picture: Picture | None = None,
    mention: int | None = None,
) -> Message:
    """Show an announcement as the readers of a language see it: formatting stays the author's.

    Nobody is notified but who has the role `mention`, which stands above the card.
    """
    words = said.content.in_language(language.locale)
    gallery, files = shown(picture, words.alt)
    return card(
        plain(words.title),
        words.body,
        rows=_link_row(said.content.link, language),
        footer=language("announcements-footer"),
        before=None if mention is None else role(mention),
        mentions=NOBODY if mention is None else only(roles=[mention]),
        gallery=gallery,
        files=files,
    )


def _link_row(address: str, language: Language) -> list[list[Control]]:
    if not address:
        return []
    site = (urlsplit(address).hostname or address).removeprefix("www.")
    label = language("announcements-open-link", site=shortened(site, LABEL_LIMIT // 2))
    return [[link(label, address)]]
