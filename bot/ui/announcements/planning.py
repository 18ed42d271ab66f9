"""When an announcement is sent: the form, what is understood, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord.ui import Select, TextDisplay

from bot.domain.announcements import (
    SHOWN,
    Announcement,
    AnnouncementState,
    Plan,
    Planned,
    Planning,
    Repeat,
    TypedPlan,
)
from bot.domain.recurrence import Every, Occurrence, Recurrence, on_the_wall
from bot.i18n import Catalogues, Language
from bot.ui.announcements.content import in_each_language
from bot.ui.announcements.journal import journal_button
from bot.ui.announcements.mentions import mention_line, mention_note
from bot.ui.announcements.names import action_id, names_asked, names_shown, reach_line, title_of
from bot.ui.announcements.templates import template_button
from bot.ui.card import WARNING, Control, button, card, facts, fitting
from bot.ui.form import Field, Form, Submitted, text
from bot.ui.message import Message
from bot.ui.text import plain, shortened, stamp

WHEN_LIMIT = 120
# Of the dates that were missed, so many are named.
MISSED_SHOWN = 10


def plan_form(language: Language, submitted: Submitted, typed: TypedPlan | None) -> Form:
    """Ask when it is sent, how often and until when; what was typed is filled in."""
    when = typed.when if typed is not None else ""
    until = typed.until if typed is not None else ""
    chosen = typed.repeat if typed is not None else Repeat.ONCE
    repeat: Select[discord.ui.LayoutView] = Select(
        options=[
            discord.SelectOption(
                label=language(f"announcements-repeat-{each}"), value=each.value, default=each is chosen
            )
            for each in Repeat
        ]
    )
    return Form(
        language("announcements-plan-form"),
        [
            Field(
                "when",
                language("announcements-plan-when"),
                text(
                    value=when,
                    example=language("announcements-plan-when-example"),
                    most=max(WHEN_LIMIT, len(when)),
                ),
                hint=language("announcements-plan-when-hint"),
            ),
            Field("repeat", language("announcements-plan-repeat"), repeat),
            Field(
                "until",
                language("announcements-plan-until"),
                text(
                    value=until,
                    example=language("announcements-plan-until-example"),
                    required=False,
                    most=max(WHEN_LIMIT, len(until)),
                ),
                hint=language("announcements-plan-until-hint"),
            ),
        ],
        submitted,
    )


def plan_confirmation(planning: Planning, language: Language, *, approval: bool = False) -> Message:
    """Show back when it would be sent, in words, and ask once more; or say what can't be taken.

    `approval`: a second organiser decides then, unless it is planned already.
    """
    draft, rule = planning.draft, planning.rule
    announcement = draft.announcement
    named = announcement.id
    planned_already = announcement.state is AnnouncementState.PLANNED
    asking = approval and not planned_already
    back = button(
        language("announcements-plan-back" if planned_already else "announcements-back"),
        action_id("plan-show" if planned_already else "preview", named),
    )
    if rule is None:
        flaw = planning.flaw
        return card(
            language("announcements-plan-flawed"),
            None if flaw is None else language(flaw.code, **flaw.params),
            language("announcements-plan-kept"),
            colour=WARNING,
            rows=[
                [
                    button(language("announcements-correct"), action_id("plan", named), primary=True),
                    back,
                ]
            ],
        )
    confirm = button(
        language("announcements-approval-ask" if asking else "announcements-plan-confirm"),
        action_id("planned", named, announcement.version),
        primary=True,
    )
    change = button(language("announcements-plan-change"), action_id("plan", named))
    return card(
        language("announcements-plan-title", title=_title(announcement, language)),
        facts(
            *_when(rule, rule.from_number(0, SHOWN), language, sent=planning.sent),
            f"📣 {reach_line(draft.reach, language)}",
            f"💬 {names_asked(draft.chosen, language)}",
            None if draft.mention is None else f"🔔 {mention_line(draft.mention, language)}",
        ),
        language("announcements-approval-hint" if asking else "announcements-plan-hint"),
        rows=[[confirm, change, back]],
    )


def planned(found: Planned, language: Language, catalogues: Catalogues) -> Message:
    """Show what is planned, or was: exactly what will be read, when, and what one can do about it."""
    message = in_each_language(found.announcement, found.draft.picture, language, catalogues)
    if message.view is None:  # pragma: no cover - a card is a view
        return message
    state, draft = found.announcement.state, found.draft
    lines: list[str | None] = [f"**{language(f'announcements-planned-{state.value}')}**"]
    if state is AnnouncementState.PLANNED:
        first, *others = _waiting(found.plan, language) or [None]
        lines += [
            first,
            f"📣 {reach_line(draft.reach, language)}",
            None if draft.mention is None else mention_note(draft.mention, language),
            # Beside the longest announcement there is no room for all of it: what is told elsewhere too stands last.
            *others,
            f"💬 {names_shown(draft.chosen, language)}",
        ]
    message.view.add_item(TextDisplay(fitting(lines, message)))
    message.view.add_item(discord.ui.ActionRow(*_controls(found, language)))
    return message


def cancellation(found: Planned, language: Language) -> Message:
    """Name what would not be sent, and offer each way to call it off."""
    announcement, series = found.announcement, found.plan.recurring
    named, version = announcement.id, announcement.version
    whole = "announcements-cancel-series" if series else "announcements-cancel-confirm"
    row: list[Control] = [
        button(language(whole), action_id("cancelled", named, version), danger=True),
        button(language("announcements-unplan"), action_id("unplan", named, version)),
        button(language("announcements-plan-back"), action_id("plan-show", named)),
    ]
    if series:
        row.insert(0, button(language("announcements-skip"), action_id("skip", named, version)))
    return card(
        language("announcements-cancel-title", title=_title(announcement, language)),
        facts(*_waiting(found.plan, language)),
        language("announcements-cancel-hint-series" if series else "announcements-cancel-hint"),
        colour=WARNING,
        rows=[row],
    )


def missed(
    announcement: Announcement, dates: Sequence[datetime], language: Language, *, doubtful: bool = False
) -> Message:
    """Tell the organisers which dates went by without anything being sent, and what they can do.

    `doubtful`: nobody knows whether it was.
    """
    why = "once" if announcement.state is AnnouncementState.MISSED else "series"
    title = "announcements-doubtful-title" if doubtful else "announcements-missed-title"
    return card(
        language(title, title=_title(announcement, language)),
        "\n".join(f"🗓️ {stamp(date)}" for date in dates[-MISSED_SHOWN:]),
        language("announcements-doubtful-series" if doubtful else f"announcements-missed-{why}"),
        colour=WARNING,
        rows=[[button(language("announcements-missed-open"), action_id("plan-show", announcement.id))]],
    )


def _controls(found: Planned, language: Language) -> list[Control]:
    announcement = found.announcement
    named = announcement.id
    controls: list[Control] = [
        button(language("announcements-unplan"), action_id("unplan", named, announcement.version))
    ]
    if announcement.state is AnnouncementState.PLANNED:
        controls = [
            button(language("announcements-edit"), action_id("revise", named)),
            button(language("announcements-plan-change"), action_id("plan", named)),
            button(language("announcements-cancel"), action_id("cancel", named)),
        ]
    return [*controls, template_button(announcement, language), journal_button(announcement, language)]


def when_lines(rule: Recurrence, language: Language, number: int | None = None) -> list[str]:
    """Spell out when it is to be sent; of what is under way, from the date of that number on."""
    coming = rule.from_number(number or 0, SHOWN)
    left = None if number is None or rule.times is None else rule.times - number
    return [line for line in _when(rule, coming, language, left) if line]


def _waiting(plan: Plan, language: Language) -> list[str | None]:
    return _when(plan.rule, plan.coming(), language, plan.left, plan.sent)


def _when(
    rule: Recurrence, coming: Sequence[Occurrence], language: Language, left: int | None = None, sent: int = 0
) -> list[str | None]:
    """Spell the next date out, with its weekday and zone; of a series also the rule, and the dates after that.

    `left` is how many times a series under way is still sent; `sent` how many times it was before this plan.
    """
    if not coming:
        return []
    first = coming[0].at
    zone = language.zone(rule.zone, first)
    lines: list[str | None] = [
        f"🗓️ {language('announcements-plan-first', when=first, zone=zone)} · {stamp(first, 'R')}"
    ]
    if rule.times != 1 or sent:
        lines.append(f"🔁 {_rule(rule, language, left, sent)}")
        if len(coming) > 1:
            days = [each.at.date() for each in coming[1:]]
            lines.append(f"⏭️ {language('announcements-plan-then', days=days)}")
    return lines


def _rule(rule: Recurrence, language: Language, left: int | None, sent: int) -> str:
    nth = rule.nth or 0 if rule.every is Every.MONTH_WEEKDAY else rule.first.day
    said = language(
        f"announcements-rule-{rule.every.value}",
        weekday=language.weekday(rule.first),
        nth=nth,
        time=language.time(on_the_wall(rule.first, rule.clock, rule.zone)),
    )
    if left is not None:
        return f"{said}, {language('announcements-rule-left', count=left)}"
    if rule.times is not None and sent:
        more = language("announcements-rule-left", count=rule.times)
        before = language("announcements-rule-sent", sent=sent, count=sent + rule.times)
        return f"{said}, {more} ({before})"
    if rule.times is not None:
        return f"{said}, {language('announcements-rule-times', count=rule.times)}"
    if rule.until is not None:
        return f"{said}, {language('announcements-rule-until', day=rule.until)}"
    return said


def _title(announcement: Announcement, language: Language) -> str:
    return plain(shortened(title_of(announcement, language), 100))
