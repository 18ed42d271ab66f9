"""Announcements: the card groups read, its preview, the confirmation, and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord.ui import ActionRow, TextDisplay

from bot.domain.announcements import (
    BODY_LIMIT,
    PAGE,
    TITLE_LIMIT,
    Announcement,
    AnnouncementState,
    Draft,
    Listed,
    Listing,
)
from bot.domain.groups import Group
from bot.i18n import Language
from bot.ui.card import QUIET, WARNING, Control, button, card, choices, facts, note
from bot.ui.form import Field, Form, Submitted, text
from bot.ui.message import Message
from bot.ui.text import plain, shortened, stamp

ALL_GROUPS = "all"
OPEN_SELECT = "announcements:open"
# One menu holds 25 lines, the first one's first line is "all groups"; a message has five rows, one for the buttons.
MENU_LINES = 25
MENUS = 4
_MARKS = {
    AnnouncementState.DRAFT: "📝",
    AnnouncementState.SENDING: "⏳",
    AnnouncementState.FINISHED: "📣",
    AnnouncementState.RECALLING: "⏳",
    AnnouncementState.RECALLED: "↩️",
}


def action_id(action: str, announcement_id: int, extra: int | None = None) -> str:
    """Name a button of an announcement: what it does, to which, and a page or version where it needs one."""
    named = f"announcements:{action}:{announcement_id}"
    return named if extra is None else f"{named}:{extra}"


def list_id(page: int) -> str:
    """Name the button that turns to a page of the list."""
    return f"announcements:list:{page}"


def form(language: Language, submitted: Submitted, draft: Announcement | None = None) -> Form:
    """Ask for an announcement's texts; a draft's are filled in, also where they are too long."""
    title = draft.title if draft is not None else ""
    body = draft.body if draft is not None else ""
    return Form(
        language("announcements-form"),
        [
            Field(
                "title",
                language("announcements-form-title"),
                text(
                    value=title,
                    example=language("announcements-form-title-example"),
                    most=max(TITLE_LIMIT, len(title)),
                ),
            ),
            Field(
                "body",
                language("announcements-form-body"),
                text(value=body, long=True, most=max(BODY_LIMIT, len(body))),
                hint=language("announcements-form-body-hint"),
            ),
        ],
        submitted,
    )


def announced(announcement: Announcement, language: Language) -> Message:
    """Show an announcement as the groups read it: formatting stays the author's, and nobody is pinged."""
    return card(plain(announcement.title), announcement.body, footer=language("announcements-footer"))


def preview(draft: Draft, language: Language, groups_language: Language) -> Message:
    """Show a draft exactly as it will look, and below it whom it is for and what one can do with it.

    `groups_language` is the community's, in which the groups will read it.
    """
    if draft.flaw is not None:
        return _flawed(draft, language)
    message = announced(draft.announcement, groups_language)
    view = message.view
    if view is None:  # pragma: no cover - a card is a view
        return message
    view.add_item(TextDisplay(f"-# {_targets_line(draft, language)}"))
    for menu in _menus(draft, language):
        view.add_item(ActionRow(menu))
    named = draft.announcement.id
    view.add_item(
        ActionRow(
            button(language("announcements-send"), action_id("send", named), primary=True),
            button(language("announcements-correct"), action_id("correct", named)),
            button(language("announcements-discard"), action_id("discard", named)),
        )
    )
    return message


def menu_groups(draft: Draft, number: int) -> Sequence[Group]:
    """Tell which groups the menu of that number, from 0, offers."""
    groups = draft.groups
    first = MENU_LINES - 1
    start = 0 if number == 0 else first + (number - 1) * MENU_LINES
    return groups[start : first + number * MENU_LINES]


def confirmation(draft: Draft, language: Language) -> Message:
    """Name whom a draft reaches, and ask once more."""
    named = draft.announcement.id
    return card(
        language("announcements-confirm-title", title=plain(draft.announcement.title)),
        facts(
            f"📣 {language('announcements-reach', groups=len(draft.chosen), people=draft.reach)}",
            f"💬 {shortened(language.listing(_names(draft.chosen, language)), 1500)}",
        ),
        language("announcements-confirm-hint"),
        rows=[
            [
                button(
                    language("announcements-confirm"),
                    action_id("confirm", named, draft.announcement.version),
                    primary=True,
                ),
                button(language("announcements-back"), action_id("preview", named)),
            ]
        ],
    )


def discarded(language: Language) -> Message:
    """Say that a draft is gone."""
    return note(language("announcements-discarded"))


def listing(found: Listing, language: Language) -> Message:
    """List announcements, latest first, with a menu that opens one."""
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


def choice_name(announcement: Announcement, language: Language) -> str:
    """Name an announcement in a menu or autocomplete, within Discord's 100 characters."""
    state = language(f"announcements-state-{announcement.state.value}")
    return f"{shortened(title_of(announcement, language), 100 - len(state) - 3)} · {state}"


def title_of(announcement: Announcement, language: Language) -> str:
    """Give its title on one line; a draft may have none."""
    return " ".join(announcement.title.split()) or language("announcements-untitled")


def _flawed(draft: Draft, language: Language) -> Message:
    flaw, named = draft.flaw, draft.announcement.id
    return card(
        language("announcements-flawed"),
        None if flaw is None else language(flaw.code, **flaw.params),
        language("announcements-flawed-kept"),
        colour=WARNING,
        rows=[
            [
                button(language("announcements-correct"), action_id("correct", named), primary=True),
                button(language("announcements-discard"), action_id("discard", named)),
            ]
        ],
    )


def _targets_line(draft: Draft, language: Language) -> str:
    if not draft.chosen:
        return language("announcements-preview-choose")
    return language("announcements-preview-reach", groups=len(draft.chosen), people=draft.reach)


def _menus(draft: Draft, language: Language) -> list[discord.ui.Select[Any]]:
    chosen = {group.id for group in draft.chosen}
    everyone = len(chosen) == len(draft.groups)
    menus = []
    for number in range(MENUS):
        options = [
            discord.SelectOption(
                label=shortened(language.pick(group.names), 100),
                value=str(group.id),
                emoji=group.emoji,
                default=group.id in chosen and not everyone,
            )
            for group in menu_groups(draft, number)
        ]
        if number == 0 and options:
            label = language("announcements-all-groups")
            options.insert(0, discord.SelectOption(label=label, value=ALL_GROUPS, default=everyone))
        if options:
            custom_id = action_id("groups", draft.announcement.id, number)
            menus.append(choices(custom_id, language("announcements-menu"), options, least=0))
    return menus


def _line(one: Listed, language: Language) -> str:
    announcement = one.announcement
    parts = [
        f"**{plain(shortened(title_of(announcement, language), TITLE_LIMIT))}**",
        stamp(announcement.confirmed_at or announcement.changed_at, "f"),
        language(f"announcements-state-{announcement.state.value}"),
    ]
    if one.counts is not None and not announcement.state.recalled:
        parts.append(
            language("announcements-list-counts", delivered=one.counts.delivered, total=one.counts.total)
        )
    return f"{_MARKS[announcement.state]} {' · '.join(parts)}"


def _position(found: Listing, language: Language) -> str:
    total = language("announcements-list-total", count=found.total)
    if _pages(found.total) < 2:
        return total
    position = language("pager-position", page=found.page + 1, pages=_pages(found.total))
    return f"{total} · {position}"


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _names(groups: Sequence[Group], language: Language) -> list[str]:
    return [f"**{plain(language.pick(group.names))}**" for group in groups]
