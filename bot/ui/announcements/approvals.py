"""A second organiser's approval: the request with what it is about, the question before it, and what came of it."""

from __future__ import annotations

from dataclasses import replace

from discord.ui import ActionRow, LayoutView, TextDisplay

from bot.domain.announcements import REASON_LIMIT, Announcement, Approval, ApprovalState, ApprovalView
from bot.domain.pictures import Picture
from bot.i18n import Catalogues, Language
from bot.ui.announcements.changes import change_lines
from bot.ui.announcements.content import in_each_language, language_buttons
from bot.ui.announcements.mentions import mention_note
from bot.ui.announcements.names import action_id, approval_naming, names_shown, reach_line, title_of
from bot.ui.announcements.planning import when_lines
from bot.ui.card import QUIET, Control, button, card, fitting, note
from bot.ui.form import Field, Form, Submitted, text
from bot.ui.message import Message, only
from bot.ui.text import plain, quoted, shortened, stamp, user

TITLE_SHOWN = 80
_MARKS = {
    ApprovalState.APPROVED: "✅",
    ApprovalState.SENT_BACK: "↩️",
    ApprovalState.TAKEN_BACK: "↩️",
    ApprovalState.LAPSED: "⌛",
    ApprovalState.RECALLED: "↩️",
}


def request(
    found: ApprovalView,
    language: Language,
    catalogues: Catalogues,
    *,
    viewer_id: int | None = None,
    only_in: str | None = None,
) -> Message:
    """Show a request with what it is about, exactly as it will look, and what one can do with it.

    `viewer_id` is who alone sees it (None: all organisers). What is too much for one message in all its languages is
    shown in the main one, or in `only_in`.
    """
    approval, ids = found.approval, approval_naming(found.approval.id)
    message = in_each_language(found.wanted, found.picture, language, catalogues, only_in)
    head = language(
        f"announcements-approval-{_wanted(found)}",
        who=_person(approval.asked_by, language),
        reach=reach_line(found.reach, language),
        until=stamp(approval.expires_at, "f"),
    )
    view = LayoutView(timeout=None)
    mention = None if found.mention is None else mention_note(found.mention, language)
    when = [] if found.plan is None else when_lines(found.plan, language, found.number)
    changes = [f"✏️ {line}" for line in change_lines(found.changes, language)]
    lines = [
        f"🖐️ {head}",
        *when[:1],
        mention,
        *changes,
        *when[1:],
        f"-# {names_shown(found.addressees, language)}",
    ]
    view.add_item(TextDisplay(fitting(lines, message)))
    if message.view is not None:
        for item in message.view.children:
            view.add_item(item)
    if extras := language_buttons(found.content, language, ids):
        view.add_item(ActionRow(*extras))
    row: list[Control] = []
    if viewer_id is not None and viewer_id == approval.asked_by:
        row.append(button(language("announcements-approval-take-back"), ids("return")))
    else:
        row.append(button(language("announcements-approval-approve"), ids("approve"), primary=True))
        row.append(button(language("announcements-approval-return"), ids("return")))
    if approval.edit_id is not None:
        row.append(button(language("announcements-edit-present"), ids("present")))
    view.add_item(ActionRow(*row))
    return replace(message, view=view)


def decided(found: Approval, announcement: Announcement, language: Language) -> Message:
    """Show what became of a request, in the place of what it was about."""
    who = None if found.decided_by is None else _person(found.decided_by, language)
    title = plain(shortened(title_of(announcement, language), TITLE_SHOWN))
    outcome = language(
        f"announcements-approval-{found.state.value}",
        who=who or language("announcements-someone"),
        when=stamp(found.decided_at or found.expires_at, "f"),
    )
    return card(
        language("announcements-approval-title", title=title),
        f"🖐️ {language('announcements-approval-asked', who=_person(found.asked_by, language), when=stamp(found.asked_at, 'f'))}",
        f"{_MARKS[found.state]} {outcome}",
        colour=QUIET,
    )


def decision(found: Approval, announcement: Announcement, language: Language) -> Message:
    """Tell whoever asked what came of it; nobody else is notified."""
    title = plain(shortened(title_of(announcement, language), TITLE_SHOWN))
    kind = "edit" if found.edit_id is not None else "send"
    if found.planned and found.state is ApprovalState.APPROVED:
        kind = "plan"
    told = language(
        f"announcements-decision-{kind}-{found.state.value}",
        asker=_person(found.asked_by, language),
        who=_person(found.decided_by or 0, language),
        title=title,
    )
    reason = f"\n{quoted(found.reason)}" if found.reason else ""
    rows: list[list[Control]] = []
    if found.state is not ApprovalState.APPROVED:
        rows.append([button(language("announcements-decision-open"), _open_id(found))])
    message = note(f"{_MARKS[found.state]} {told}{reason}", rows=rows)
    return replace(message, mentions=only(users=[found.asked_by] if found.asked_by else []))


def asked(found: ApprovalView, language: Language) -> Message:
    """Say that a request was made, to whoever made it."""
    title = plain(shortened(title_of(found.wanted, language), TITLE_SHOWN))
    return card(
        language("announcements-approval-title", title=title),
        language("announcements-approval-waits", until=stamp(found.approval.expires_at, "f")),
        rows=[
            [
                button(
                    language("announcements-approval-take-back"),
                    approval_naming(found.approval.id)("return"),
                )
            ]
        ],
    )


def returned(approval: Approval, language: Language) -> Message:
    """Say to whoever decided against it that it was given back."""
    code = "announcements-approval-given-back"
    if approval.state is ApprovalState.TAKEN_BACK:
        code = "announcements-approval-taken"
    return note(language(code), rows=[[button(language("announcements-decision-open"), _open_id(approval))]])


def reason_form(language: Language, submitted: Submitted, typed: str = "") -> Form:
    """Ask why a request is sent back."""
    item = text(
        value=typed,
        long=True,
        example=language("announcements-approval-reason-example"),
        most=REASON_LIMIT,
    )
    field = Field("reason", language("announcements-approval-reason"), item)
    return Form(language("announcements-approval-reason-form"), [field], submitted)


def present(
    found: ApprovalView, picture: Picture | None, language: Language, catalogues: Catalogues
) -> Message:
    """Show what is read now, beside an edit that waits for approval."""
    message = in_each_language(found.announcement, picture, language, catalogues)
    if message.view is not None:
        message.view.add_item(TextDisplay(f"-# {language('announcements-edit-present-line')}"))
    return message


def _wanted(found: ApprovalView) -> str:
    if found.approval.edit_id is not None:
        return "edit"
    return "send" if found.announcement.replaces_id is None else "revise"


def _person(user_id: int, language: Language) -> str:
    return user(user_id) if user_id else language("announcements-someone")


def _open_id(approval: Approval) -> str:
    if approval.edit_id is not None:
        return action_id("edit-preview", approval.edit_id)
    return action_id("show", approval.announcement_id)
