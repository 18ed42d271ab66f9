"""The card that the groups read."""

from __future__ import annotations

from urllib.parse import urlsplit

from discord.ui import ActionRow, TextDisplay

from bot.domain.announcements import Announcement, Template
from bot.domain.communities import Community
from bot.domain.pictures import Picture
from bot.i18n import Language
from bot.ui.card import Control, button, card, link
from bot.ui.message import NOBODY, Message, only
from bot.ui.pictures import shown
from bot.ui.text import plain, role, shortened

# What Discord takes on a button.
LABEL_LIMIT = 80
# So much of a community's name stands below an announcement that is as long as may be.
NAME_LIMIT = 40
STOP = "settings:announcements:stop"


def announced(
    said: Announcement | Template,
    language: Language,
    picture: Picture | None = None,
    mention: int | None = None,
    origin: Community | None = None,
) -> Message:
    """Show an announcement as the readers of a language see it: formatting stays the author's.

    Nobody is notified but who has the role `mention`, which stands above the card. `origin` is the linked community
    whose announcement it is, where it is not the readers' own.
    """
    words = said.content.in_language(language.locale)
    gallery, files = shown(picture, words.alt)
    return card(
        plain(words.title),
        words.body,
        rows=_link_row(said.content.link, language),
        footer=language("announcements-footer") if origin is None else _whose(origin, language),
        before=None if mention is None else role(mention),
        mentions=NOBODY if mention is None else only(roles=[mention]),
        gallery=gallery,
        files=files,
    )


def with_way_out(message: Message, community: Community, language: Language) -> Message:
    """Say below an announcement by direct message why one gets it, with the button that ends it."""
    if message.view is not None:
        why = language("announcements-direct-why", community=plain(shortened(community.name, NAME_LIMIT)))
        message.view.add_item(TextDisplay(f"-# {why}"))
        stop = button(language("announcements-direct-stop"), f"{STOP}:{community.id}")
        message.view.add_item(ActionRow(stop))
    return message


def _whose(origin: Community, language: Language) -> str:
    return language("announcements-footer-linked", community=plain(shortened(origin.name, NAME_LIMIT)))


def _link_row(address: str, language: Language) -> list[list[Control]]:
    if not address:
        return []
    site = (urlsplit(address).hostname or address).removeprefix("www.")
    label = language("announcements-open-link", site=shortened(site, LABEL_LIMIT // 2))
    return [[link(label, address)]]
