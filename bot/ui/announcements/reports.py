"""What became of an announcement: how far its sending or recall is, then the report, target by target."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

from bot.domain.announcements import (
    PAGE,
    Announcement,
    AnnouncementState,
    Cause,
    Direct,
    Outcome,
    Recall,
    Report,
    Result,
)
from bot.domain.effects import Kind
from bot.domain.permissions import FOR_KIND, PICTURES
from bot.i18n import Language
from bot.ui.announcements.journal import journal_button
from bot.ui.announcements.lists import pager
from bot.ui.announcements.names import action_id, name_of, reach_line, title_of
from bot.ui.announcements.templates import template_button
from bot.ui.card import ACCENT, WARNING, Control, button, card, facts
from bot.ui.message import Message
from bot.ui.text import channel, plain, shortened, stamp, user

MINUTE = timedelta(minutes=1)
WITH_PICTURE = FOR_KIND[Kind.MESSAGE_POST] | PICTURES
_MARKS = {
    Outcome.DELIVERED: "✅",
    Outcome.WAITING: "⏳",
    Outcome.FAILED: "⚠️",
    Outcome.UNCERTAIN: "❔",
    Outcome.REMOVED: "✅",
    Outcome.UNSENT: "🚫",
}


def progress(report: Report, language: Language, now: datetime) -> Message:
    """Show how far a sending, edit or recall is, and about how long it still takes; in the end, the report."""
    counts = report.counts
    if not counts.waiting:
        return delivery_report(report, language)
    return card(
        language(
            f"announcements-progress-title{_under_way(report.announcement)}",
            title=plain(report.announcement.title),
        ),
        facts(
            language("announcements-progress", done=counts.total - counts.waiting, total=counts.total),
            counted(report, language),
            None if report.direct is None else f"✉️ {_direct(report.announcement, report.direct, language)}",
            _left(report, language, now),
        ),
        language("announcements-progress-hint"),
        rows=[
            [
                button(language("announcements-refresh"), action_id("refresh", report.announcement.id)),
                *_recall_button(report.announcement, language),
            ]
        ],
    )


def delivery_report(report: Report, language: Language, page: int = 0) -> Message:
    """Tell each outcome, what needs a hand first, ten a page, with what one can do about it."""
    pages = max(1, -(-len(report.results) // PAGE))
    page = min(page, pages - 1)
    shown = report.results[page * PAGE : (page + 1) * PAGE]
    announcement = report.announcement
    troubled = bool(report.counts.failed or report.counts.uncertain)
    return card(
        language(
            f"announcements-report-title{_turn(announcement)}",
            title=plain(shortened(title_of(announcement, language), 100)),
        ),
        facts(
            _confirmed(report, language),
            _late(announcement, language),
            _edited(announcement, language),
            _taken_back(announcement, language),
            counted(report, language),
        ),
        "\n".join(_line(announcement, result, language) for result in shown),
        rows=[
            *_actions(report, language),
            *pager(page, pages, lambda other: action_id("report", announcement.id, other), language),
        ],
        colour=WARNING if troubled else ACCENT,
        footer=language("pager-position", page=page + 1, pages=pages) if pages > 1 else None,
    )


def recall_confirmation(found: Recall, language: Language) -> Message:
    """Name what a recall undoes, and ask once more: it can't be taken back."""
    announcement = found.report.announcement
    return card(
        language("announcements-recall-title", title=plain(shortened(title_of(announcement, language), 100))),
        facts(
            f"📣 {reach_line(found.reach, language)}",
            counted(found.report, language),
        ),
        language("announcements-recall-hint"),
        colour=WARNING,
        rows=[
            [
                button(
                    language("announcements-recall-confirm"),
                    action_id("recalled", announcement.id),
                    danger=True,
                ),
                # As long as something waits, that is how far it is, as it changes.
                button(language("announcements-back-to-report"), action_id("refresh", announcement.id)),
            ]
        ],
    )


def names_of(report: Report, language: Language) -> list[str]:
    """Name whom an announcement is for."""
    return [f"**{plain(name_of(one.addressee, language))}**" for one in report.results]


def _left(report: Report, language: Language, now: datetime) -> str | None:
    left = report.pace.left(now)
    if left is None:
        return None
    if left < MINUTE:
        return f"⏱️ {language('announcements-progress-soon')}"
    # Rounded up: who waits is sooner glad of a minute less than of a minute more.
    return f"⏱️ {language('announcements-progress-left', left=-(-left // MINUTE) * MINUTE)}"


def _turn(announcement: Announcement) -> str:
    return "-recall" if announcement.state.recalled else ""


def _under_way(announcement: Announcement) -> str:
    return "-edit" if announcement.state is AnnouncementState.EDITING else _turn(announcement)


def _edit_button(announcement: Announcement, language: Language) -> list[Control]:
    if announcement.state.recalled:
        return []
    return [button(language("announcements-edit"), action_id("edit", announcement.id))]


def _recall_button(announcement: Announcement, language: Language) -> list[Control]:
    if announcement.state.recalled:
        return []
    return [button(language("announcements-recall"), action_id("recall", announcement.id))]


def _series_button(announcement: Announcement, language: Language) -> list[Control]:
    if announcement.series_id is None:
        return []
    return [button(language("announcements-series-open"), action_id("plan-show", announcement.series_id))]


def _actions(report: Report, language: Language) -> list[list[Control]]:
    named = report.announcement.id
    announcement = report.announcement
    ends = [
        *_edit_button(announcement, language),
        *_recall_button(announcement, language),
        *_series_button(announcement, language),
        template_button(announcement, language),
        journal_button(announcement, language),
    ]
    if report.counts.waiting:
        return [ends]
    row: list[Control] = []
    if any(result.retryable for result in report.results):
        row.append(button(language("announcements-retry"), action_id("retry", named), primary=True))
    if any(result.resendable for result in report.results) and not announcement.state.recalled:
        row.append(button(language("announcements-resend"), action_id("resend", named)))
    return [each for each in (row, ends) if each]


def _confirmed(report: Report, language: Language) -> str | None:
    announcement = report.announcement
    if announcement.confirmed_at is None:
        return None
    who = user(announcement.confirmed_by) if announcement.confirmed_by else language("announcements-someone")
    return f"📣 {language('announcements-report-by', who=who, when=stamp(announcement.confirmed_at))}"


def _late(announcement: Announcement, language: Language) -> str | None:
    if announcement.late_by is None or announcement.planned_for is None:
        return None
    when = stamp(announcement.planned_for)
    late = language.duration(announcement.late_by)
    return f"🗓️ {language('announcements-report-late', when=when, late=late)}"


def _edited(announcement: Announcement, language: Language) -> str | None:
    if announcement.edited_at is None:
        return None
    who = user(announcement.edited_by) if announcement.edited_by else language("announcements-someone")
    return f"✏️ {language('announcements-report-edited', who=who, when=stamp(announcement.edited_at))}"


def _taken_back(announcement: Announcement, language: Language) -> str | None:
    if announcement.recalled_at is None:
        return None
    who = user(announcement.recalled_by) if announcement.recalled_by else language("announcements-someone")
    when = stamp(announcement.recalled_at)
    return f"↩️ {language('announcements-report-recalled', who=who, when=when)}"


def counted(report: Report, language: Language) -> str:
    """Count the outcomes in one line."""
    counts = report.counts
    first, count = Outcome.DELIVERED, counts.delivered
    if report.announcement.state.recalled:
        first, count = Outcome.REMOVED, counts.removed
    parts = [f"{_MARKS[first]} {language(f'announcements-count-{first.value}', count=count)}"]
    for outcome, count in (
        (Outcome.REMOVED, 0 if first is Outcome.REMOVED else counts.removed),
        (Outcome.UNSENT, counts.unsent),
        (Outcome.WAITING, counts.waiting),
        (Outcome.FAILED, counts.failed),
        (Outcome.UNCERTAIN, counts.uncertain),
    ):
        if count:
            parts.append(f"{_MARKS[outcome]} {language(f'announcements-count-{outcome.value}', count=count)}")
    return " · ".join(parts)


def _line(announcement: Announcement, result: Result, language: Language) -> str:
    name = f"{_MARKS[result.outcome]} **{plain(name_of(result.addressee, language))}**"
    where = _where(result, language)
    if result.direct is not None:
        return f"{name} · {_direct(announcement, result.direct, language)}"
    match result.outcome:
        case Outcome.DELIVERED if result.message_id:
            address = f"https://discord.com/channels/{_home(announcement, result)}/{result.channel_id}/{result.message_id}"
            rest = f"{_unnotified(result, language)}{_published(result, language)}"
            return f"{name} · [{language('announcements-see')}]({address}){rest}"
        case Outcome.DELIVERED:
            return name
        case Outcome.WAITING:
            return f"{name} · {language('announcements-stale-waiting' if result.stale else 'announcements-waiting')}"
        case Outcome.UNCERTAIN if result.cause is Cause.GROUP_GONE:
            linked = "" if result.addressee.community is None else ".linked"
            return f"{name} · {language(f'announcements-uncertain-gone{linked}')}"
        case Outcome.UNCERTAIN:
            return f"{name} · {language(f'announcements-uncertain{_turn(announcement)}', channel=where)}"
        case Outcome.REMOVED if result.addressee.community is not None and not announcement.state.recalled:
            return f"{name} · {language('announcements-removed-there')}"
        case Outcome.REMOVED | Outcome.UNSENT:
            return f"{name} · {language(f'announcements-{result.outcome.value}')}"
        case Outcome.FAILED if result.stale:
            return f"{name} · {_why_stale(result, where, language)}"
        case Outcome.FAILED if announcement.state.recalled:
            return f"{name} · {language('announcements-still-there', channel=where)}"
        case Outcome.FAILED:
            return f"{name} · {_why(announcement, result, where, language)}"


def _home(announcement: Announcement, result: Result) -> int:
    """Tell in which community a copy stands."""
    other = result.addressee.community
    return announcement.community_id if other is None else other.id


def _where(result: Result, language: Language) -> str:
    """Name a copy's channel; a linked community's is seen there alone."""
    other = result.addressee.community
    if other is not None:
        return language("announcements-linked-channel", community=plain(name_of(result.addressee, language)))
    return channel(result.channel_id) if result.channel_id else language("announcements-its-channel")


def _direct(announcement: Announcement, direct: Direct, language: Language) -> str:
    counts = [(field.name, getattr(direct, field.name)) for field in fields(direct)]
    if announcement.state.recalled:
        # What waits then waits to be removed.
        counts = [("waiting.recall" if name == "waiting" else name, count) for name, count in counts]
    parts = [language(f"announcements-direct-{name}", count=count) for name, count in counts if count]
    return " · ".join(parts) or language("announcements-direct-delivered", count=0)


def _unnotified(result: Result, language: Language) -> str:
    return f" · 🔕 {language('announcements-unnotified')}" if result.unnotified else ""


def _published(result: Result, language: Language) -> str:
    if result.publication is None:
        return ""
    return f" · {language(f'announcements-publication-{result.publication.value}')}"


def _why_stale(result: Result, where: str, language: Language) -> str:
    match result.cause:
        case Cause.PERMISSION:
            permissions = [language(permission.message) for permission in FOR_KIND[Kind.MESSAGE_EDIT]]
            return language("announcements-stale-permission", channel=where, permissions=permissions)
        case Cause.TOO_LATE:
            return language("announcements-stale-too-late", channel=where)
        case _:
            return language("announcements-stale-refused", channel=where)


def _why(announcement: Announcement, result: Result, where: str, language: Language) -> str:
    match result.cause:
        case Cause.PERMISSION if result.addressee.community is not None:
            return language("announcements-cause-permission.linked", channel=where)
        case Cause.PERMISSION:
            wanted = FOR_KIND[Kind.MESSAGE_POST] if announcement.picture_id is None else WITH_PICTURE
            permissions = [language(permission.message) for permission in wanted]
            return language("announcements-cause-permission", channel=where, permissions=permissions)
        case Cause.GROUP_GONE if result.addressee.community is not None:
            return language("announcements-cause-group-gone.linked")
        case Cause.CHANNEL_GONE if result.addressee.group is None:
            return language("announcements-cause-channel-gone.place")
        case Cause.GROUP_GONE:
            return language("announcements-cause-group-gone")
        case Cause.CHANNEL_GONE:
            return language("announcements-cause-channel-gone")
        case Cause.TOO_LATE:
            return language("announcements-cause-too-late")
        case _:
            return language("announcements-cause-refused", channel=where)
