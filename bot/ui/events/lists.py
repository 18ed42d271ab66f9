"""Lists of events, ten a page."""

from __future__ import annotations

import enum

from bot.domain.events import EventLine, Page
from bot.i18n import Language
from bot.ui.card import QUIET, Control, button, card, facts
from bot.ui.message import Message
from bot.ui.text import plain, shortened, stamp


class ListKind(enum.StrEnum):
    """Which list."""

    UPCOMING = "upcoming"
    MINE = "mine"


TITLE_SHOWN = 80


def page_id(kind: ListKind, number: int, step: str) -> str:
    """Name the button that goes to a page; `step` keeps the ids of both buttons apart."""
    return f"events:page:{kind}:{number}:{step}"


def events_page(page: Page, kind: ListKind, language: Language) -> Message:
    """Show one page of a list, with its total and the buttons to the pages beside it."""
    title = language(f"events-list-{kind}")
    if not page.lines:
        return card(title, language(f"events-none-{kind}"), colour=QUIET)
    position = language("pager-position", page=page.number, pages=page.pages) if page.pages > 1 else None
    total = language("events-total", count=page.total)
    return card(
        title,
        "\n".join(_line(line, language) for line in page.lines),
        rows=[_pager(page, kind, language)] if page.pages > 1 else [],
        footer=" · ".join(part for part in (total, position) if part),
    )


def _line(line: EventLine, language: Language) -> str:
    details = line.event.details
    own = f" · **{language(f'events-answer-{line.own}')}**" if line.own else ""
    place = f" · {plain(details.place)}" if details.place else ""
    return facts(
        f"**{plain(shortened(details.title, TITLE_SHOWN))}**{own}",
        f"{stamp(details.starts_at)}{place} · {language('events-going', count=line.going)}",
    )


def _pager(page: Page, kind: ListKind, language: Language) -> list[Control]:
    return [
        button(language("pager-previous"), page_id(kind, page.number - 1, "back"), disabled=page.number <= 1),
        button(
            language("pager-next"), page_id(kind, page.number + 1, "on"), disabled=page.number >= page.pages
        ),
    ]
