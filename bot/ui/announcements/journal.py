"""The journal of an announcement: who did what, and when; and the texts that stood before."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord.ui import ActionRow, TextDisplay

from bot.domain.announcements import (
    BODY_LIMIT,
    PAGE,
    TITLE_LIMIT,
    Act,
    Announcement,
    AnnouncementState,
    Content,
    Entry,
    Journal,
    Words,
    flaw,
)
from bot.i18n import Catalogues, Language
from bot.ui.announcements.changes import change_lines
from bot.ui.announcements.content import in_each_language
from bot.ui.announcements.lists import pager
from bot.ui.announcements.names import COMMUNITY_LIMIT, action_id, title_of
from bot.ui.card import QUIET, Control, button, card, choices, facts
from bot.ui.message import Message
from bot.ui.text import plain, shortened, stamp, user

BEFORE_SELECT = "announcements:before"
_MARKS = {
    Act.WRITTEN: "📝",
    Act.REWRITTEN: "📝",
    Act.ASKED: "🖐️",
    Act.TAKEN_BACK: "↩️",
    Act.APPROVED: "✅",
    Act.SENT_BACK: "↩️",
    Act.LAPSED: "⌛",
    Act.SENT: "📣",
    Act.PLANNED: "🗓️",
    Act.SKIPPED: "⏭️",
    Act.UNPLANNED: "📝",
    Act.CANCELLED: "🚫",
    Act.MISSED: "⚠️",
    Act.RETRIED: "🔁",
    Act.RESENT: "🔁",
    Act.EDITED: "✏️",
    Act.RECALLED: "↩️",
    Act.REMOVED: "↩️",
}
# What is left to a reason of the line it stands in; ten of them fit a message.
REASON_SHOWN = 200
CHANGES_SHOWN = 230


def journal_button(announcement: Announcement, language: Language) -> Control:
    """Make the button that opens an announcement's journal."""
    return button(language("announcements-journal"), action_id("journal", announcement.id, 0))


def journal(found: Journal, language: Language) -> Message:
    """List what was done, latest first, with a menu of the texts that were replaced."""
    announcement = found.announcement
    pages = max(1, -(-found.total // PAGE))
    replaced = [one for one in found.entries if one.before is not None]
    rows: list[list[Control]] = []
    if replaced:
        options = [
            discord.SelectOption(
                label=shortened(_heading(one, language), 100), value=str(one.id), emoji=_MARKS[one.act]
            )
            for one in replaced
        ]
        rows.append([choices(BEFORE_SELECT, language("announcements-journal-before"), options, most=1)])
    rows += pager(found.page, pages, lambda page: action_id("journal", announcement.id, page), language)
    rows.append([_back(announcement, language)])
    return card(
        language(
            "announcements-journal-title", title=plain(shortened(title_of(announcement, language), 100))
        ),
        "\n".join(_line(one, language) for one in found.entries),
        rows=rows,
        colour=QUIET,
        footer=language("pager-position", page=found.page + 1, pages=pages) if pages > 1 else None,
    )


def before(announcement: Announcement, entry: Entry, language: Language, catalogues: Catalogues) -> Message:
    """Show what it said until an act replaced it; of a picture no more is kept than what it showed."""
    content = _legible(entry.before or announcement.content, language)
    message = in_each_language(announcement.saying(content), None, language, catalogues)
    if message.view is not None:
        line = language("announcements-journal-until", when=stamp(entry.at, "f"))
        message.view.add_item(TextDisplay(f"-# {line}"))
        back = button(language("announcements-journal-back"), action_id("journal", announcement.id, 0))
        message.view.add_item(ActionRow(back))
    return message


def _line(entry: Entry, language: Language) -> str:
    if entry.elsewhere is not None:
        community = plain(shortened(entry.elsewhere, COMMUNITY_LIMIT))
        done = language(f"announcements-act-{entry.act.value}-elsewhere", community=community)
    elif entry.user_id is None:
        done = language(f"announcements-act-{entry.act.value}-itself")
    else:
        who = user(entry.user_id) if entry.user_id else language("announcements-someone")
        done = language(f"announcements-act-{entry.act.value}", who=who)
    line = f"{_MARKS[entry.act]} {done} · {stamp(entry.at, 'f')}"
    reason = f"> {shortened(plain(entry.reason), REASON_SHOWN)}" if entry.reason else None
    changed = shortened(" · ".join(change_lines(entry.changes, language)), CHANGES_SHOWN)
    return facts(line, reason, f"> {changed}" if changed else None)


def _heading(entry: Entry, language: Language) -> str:
    title = "" if entry.before is None else " ".join(entry.before.words.title.split())
    return title or language("announcements-untitled")


def _legible(content: Content, language: Language) -> Content:
    """Give texts as far as a message takes them: a draft's were kept as they were typed, whatever was wrong."""

    def cut(words: Words) -> Words:
        title = shortened(words.title, TITLE_LIMIT) or language("announcements-untitled")
        return Words(title, shortened(words.body, BODY_LIMIT), words.alt)

    # An address that is none can't be a button; the journal's own line tells what a link was changed from.
    linked = Content(content.locale, Words("…", "…"), link=content.link)
    others = {locale: cut(words) for locale, words in content.others.items()}
    link = content.link if flaw(linked) is None else ""
    return replace(content, words=cut(content.words), others=others, link=link)


def _back(announcement: Announcement, language: Language) -> Control:
    if announcement.state is AnnouncementState.AWAITING:
        return button(language("announcements-back"), action_id("show", announcement.id))
    if announcement.state is AnnouncementState.DRAFT:
        return button(language("announcements-back"), action_id("preview", announcement.id))
    if announcement.state.scheduled:
        return button(language("announcements-plan-back"), action_id("plan-show", announcement.id))
    return button(language("announcements-back-to-report"), action_id("report", announcement.id, 0))
