"""Linked communities: the code, what a link means, the list, and how one ends."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.communities import Community
from bot.domain.partners import Invitation, Link, spelled
from bot.i18n import Language
from bot.ui.card import QUIET, button, card, choices, facts, note
from bot.ui.message import Message
from bot.ui.text import plain, shortened, stamp, user

END_SELECT = "partners:end"


def invitation(found: Invitation, language: Language) -> Message:
    """Show the code to hand out, and until when it counts."""
    return card(
        language("partners-invitation-title"),
        f"`{spelled(found.code)}`",
        language("partners-invitation-how"),
        footer=language("partners-invitation-until", when=stamp(found.expires_at, "f")),
    )


def acceptance(other: Community, code: str, language: Language) -> Message:
    """Say what the link means, and ask."""
    return card(
        language("partners-accept-title", community=plain(other.name)),
        language("partners-accept-what", community=plain(other.name)),
        rows=[[button(language("partners-accept"), f"partners:accept:{code}", primary=True)]],
    )


def accepted(other: Community, language: Language) -> Message:
    """Say that the link stands."""
    return note(language("partners-accepted", community=plain(other.name)))


def listing(links: Sequence[Link], language: Language) -> Message:
    """List the linked communities, with a menu that ends a link."""
    if not links:
        return card(language("partners-title"), language("partners-none"), colour=QUIET)
    shown = links[:25]
    options = [
        discord.SelectOption(label=shortened(link.community.name, 100), value=str(link.community.id))
        for link in shown
    ]
    lines = [
        language(
            "partners-line", community=f"**{plain(link.community.name)}**", when=stamp(link.agreed_at, "D")
        )
        for link in shown
    ]
    return card(
        language("partners-title"),
        facts(*lines),
        rows=[[choices(END_SELECT, language("partners-end-menu"), options, most=1)]],
        footer=language("partners-total", count=len(links)),
    )


def end_asked(other: Community, language: Language) -> Message:
    """Say what ends with the link, and ask."""
    return card(
        language("partners-end-title", community=plain(other.name)),
        language("partners-end-what"),
        rows=[[button(language("partners-end"), f"partners:ended:{other.id}", danger=True)]],
    )


def ended(other: Community, language: Language) -> Message:
    """Say that the link is no more."""
    return note(language("partners-ended", community=plain(other.name)))


def linked_notice(other: Community, by: int | None, language: Language) -> Message:
    """Tell the organisers that the link stands."""
    who = language("partners-notice-here", who=user(by)) if by else language("partners-notice-there")
    return card(
        language("partners-notice-linked", community=plain(other.name)),
        who,
        language("partners-accept-what", community=plain(other.name)),
    )


def ended_notice(other: Community, by: int | None, language: Language) -> Message:
    """Tell the organisers that the link is no more."""
    who = language("partners-notice-here", who=user(by)) if by else language("partners-notice-there")
    return card(language("partners-notice-ended", community=plain(other.name)), who, colour=QUIET)
