"""The list of announcements, and turning its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import discord

from bot.domain.announcements import PAGE, TITLE_LIMIT, Announcement, AnnouncementState, Listed, Listing
from bot.i18n import Language
from bot.ui.announcements.names import choice_name, title_of
from bot.ui.card import QUIET, Control, button, card, choices
from bot.ui.message import Message
from bot.ui.text import plain, shortened, stamp

OPEN_SELECT = "announcements:open"
_MARKS = {
    AnnouncementState.DRAFT: "📝",
    AnnouncementState.AWAITING: "🖐️",
    AnnouncementState.PLANNED: "🗓️",
    AnnouncementState.ENDED: "🗓️",
    AnnouncementState.MISSED: "⚠️",
    AnnouncementState.CANCELLED: "🚫",
    AnnouncementState.SENDING: "⏳",
    AnnouncementState.FINISHED: "📣",
    AnnouncementState.EDITING: "⏳",
    AnnouncementState.RECALLING: "⏳",
    AnnouncementState.RECALLED: "↩️",
}


def list_id(page: int) -> str:
    """Name the button that turns to a page of the list."""
    return f"announcements:list:{page}"


def listing(found: Listing, language: Language) -> Message:
    """List announcements, what is planned first, with a menu that opens one."""
    if not found.entries:
        return card(language("announcements-list-title"), language("announcements-list-none"), colour=QUIET)
    options = [
        discord.SelectOption(label=choice_name(one.announcement, language), value=str(one.announcement.id))
        for one in found.entries
    ]
    rows: list[list[Control]] = [
        [choices(OPEN_SELECT, language("announcements-list-open"), options, most=1)],
        *pager(found.page, _pages(found.total), list_id, language),
    ]
    return card(
        language("announcements-list-title"),
        "\n".join(_line(one, language) for one in found.entries),
        rows=rows,
        footer=_position(found, language),
    )


def pager(page: int, pages: int, name: Callable[[int], str], language: Language) -> list[list[Control]]:
    """Make the row that turns pages, from 0; none where there is one page. `name` gives a page's custom id."""
    if pages < 2:
        return []
    return [
        [
            button(language("pager-previous"), name(max(0, page - 1)), disabled=page == 0),
            button(language("pager-next"), name(page + 1), disabled=page >= pages - 1),
        ]
    ]


def _line(one: Listed, language: Language) -> str:
    announcement = one.announcement
    parts = [
        f"**{plain(shortened(title_of(announcement, language), TITLE_LIMIT))}**",
        stamp(_when(announcement), "f"),
        language(f"announcements-state-{announcement.state.value}"),
    ]
    if one.counts is not None and not announcement.state.recalled:
        parts.append(
            language("announcements-list-counts", delivered=one.counts.delivered, total=one.counts.total)
        )
    return f"{_MARKS[announcement.state]} {' · '.join(parts)}"


def _when(announcement: Announcement) -> datetime:
    """Tell the instant that matters: when it will leave, or left, or was last changed."""
    if announcement.state is AnnouncementState.PLANNED and announcement.planned_for is not None:
        return announcement.planned_for
    return announcement.confirmed_at or announcement.changed_at


def _position(found: Listing, language: Language) -> str:
    total = language("announcements-list-total", count=found.total)
    if _pages(found.total) < 2:
        return total
    position = language("pager-position", page=found.page + 1, pages=_pages(found.total))
    return f"{total} · {position}"


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))
