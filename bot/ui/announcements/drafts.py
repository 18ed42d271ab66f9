"""A draft: its preview with the targets one can choose, and the last question before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord.ui import ActionRow, TextDisplay

from bot.domain.announcements import Addressee, Draft, Entry, Replaced, groups_of
from bot.domain.groups import Group
from bot.i18n import Catalogues, Language
from bot.ui.announcements.changes import change_lines
from bot.ui.announcements.content import content_buttons, flawed, in_each_language, overtaken_line
from bot.ui.announcements.journal import journal_button
from bot.ui.announcements.mentions import mention_line, mention_note
from bot.ui.announcements.names import action_id, draft_naming, name_of, names_asked, reach_line, title_of
from bot.ui.announcements.planning import when_lines
from bot.ui.card import button, card, choices, facts, note
from bot.ui.message import Message
from bot.ui.text import plain, shortened, stamp, user

ALL_GROUPS = "all"
# One menu holds 25 lines, the first one's first line is "all groups"; a message has five rows, one for the buttons.
MENU_LINES = 25
MENUS = 4
TITLE_SHOWN = 100


def preview(draft: Draft, language: Language, catalogues: Catalogues, only: str | None = None) -> Message:
    """Show a draft exactly as it will look, and below it whom it is for and what one can do with it.

    What is written in several languages is shown in each, one after the other; where that is too much for one
    message, in the main language, or in `only`.
    """
    content, ids = draft.announcement.content, draft_naming(draft.announcement.id)
    if draft.flaw is not None:
        history = journal_button(draft.announcement, language)
        return flawed(content, draft.flaw, language, catalogues, ids, history)
    message = in_each_language(draft.announcement, draft.picture, language, catalogues, only)
    view = message.view
    if view is None:  # pragma: no cover - a card is a view
        return message
    view.add_item(TextDisplay(f"-# {_targets_line(draft, language)}"))
    for menu in _menus(draft, language):
        view.add_item(ActionRow(menu))
    named = draft.announcement.id
    if extras := content_buttons(content, language, catalogues, ids):
        view.add_item(ActionRow(*extras))
    send = "announcements-send" if draft.replaced is None else "announcements-revision-save"
    view.add_item(
        ActionRow(
            button(language(send), action_id("send", named), primary=True),
            button(language("announcements-correct"), action_id("correct", named)),
            button(language("announcements-mention-button"), action_id("mention", named)),
            button(language("announcements-discard"), action_id("discard", named)),
            journal_button(draft.announcement, language),
        )
    )
    return message


def menu_groups(draft: Draft, number: int) -> Sequence[Group]:
    """Tell which groups the menu of that number, from 0, offers."""
    groups = groups_of(draft.offered)
    first = MENU_LINES - 1
    start = 0 if number == 0 else first + (number - 1) * MENU_LINES
    return groups[start : first + number * MENU_LINES]


def for_all_groups(draft: Draft) -> bool:
    """Tell whether every group is chosen, which the first menu shows as one line."""
    return len(groups_of(draft.chosen)) == len(groups_of(draft.offered))


def menu_others(draft: Draft) -> Sequence[Addressee]:
    """Tell what the menu beside those of the groups offers."""
    return [one for one in draft.offered if one.group is None][:MENU_LINES]


def confirmation(draft: Draft, language: Language, *, approval: bool = False) -> Message:
    """Name whom a draft reaches, and ask once more. `approval`: a second organiser decides then."""
    named = draft.announcement.id
    return card(
        language("announcements-confirm-title", title=plain(draft.announcement.title)),
        facts(
            f"📣 {reach_line(draft.reach, language)}",
            f"💬 {names_asked(draft.chosen, language)}",
            None if draft.mention is None else f"🔔 {mention_line(draft.mention, language)}",
        ),
        _confirm_hint(draft, language, approval=approval),
        rows=[
            [
                button(
                    language("announcements-approval-ask" if approval else "announcements-confirm"),
                    action_id("confirm", named, draft.announcement.version),
                    primary=True,
                ),
                button(language("announcements-plan"), action_id("plan", named)),
                button(language("announcements-back"), action_id("preview", named)),
            ]
        ],
    )


def revision_confirmation(draft: Draft, replaced: Replaced, language: Language, *, approval: bool) -> Message:
    """Show when it leaves, to whom, and what changes beside the words, and ask once more."""
    named, planned = draft.announcement.id, replaced.announcement
    title = plain(shortened(title_of(planned, language), TITLE_SHOWN))
    warning = f"⚠️ {overtaken_line(planned, language)}" if draft.overtaken else None
    return card(
        language("announcements-revision-title", title=title),
        warning,
        facts(
            *when_lines(replaced.rule, language, replaced.coming[0].number if replaced.coming else None),
            f"📣 {reach_line(draft.reach, language)}",
            f"💬 {names_asked(draft.chosen, language)}",
            None if draft.mention is None else f"🔔 {mention_line(draft.mention, language)}",
            *(f"✏️ {line}" for line in change_lines(draft.changes, language)),
        ),
        language("announcements-revision-hint-approval" if approval else "announcements-revision-hint"),
        rows=[
            [
                button(
                    language("announcements-approval-ask" if approval else "announcements-revision-confirm"),
                    action_id("replace", named, draft.announcement.version),
                    primary=True,
                ),
                button(language("announcements-back"), action_id("preview", named)),
            ]
        ],
    )


def _confirm_hint(draft: Draft, language: Language, *, approval: bool) -> str:
    if approval:
        return language("announcements-approval-hint")
    return language(
        "announcements-confirm-hint" if draft.mention is None else "announcements-confirm-hint.mention"
    )


def discarded(language: Language) -> Message:
    """Say that a draft is gone."""
    return note(language("announcements-discarded"))


def overwritten(correction: Entry, language: Language) -> Message:
    """Say whose correction of a draft was replaced by who had not seen it, and where it is found."""
    who = user(correction.user_id) if correction.user_id else language("announcements-someone")
    return note(f"⚠️ {language('announcements-overwritten', who=who, when=stamp(correction.at, 'R'))}")


def _targets_line(draft: Draft, language: Language) -> str:
    if not draft.chosen:
        return language("announcements-preview-choose")
    shown = "announcements-preview-reach" if draft.replaced is None else "announcements-revision-preview"
    reach = language(shown, reach=reach_line(draft.reach, language))
    return reach if draft.mention is None else f"{reach} {mention_note(draft.mention, language)}"


def _menus(draft: Draft, language: Language) -> list[discord.ui.Select[Any]]:
    chosen = {group.id for group in groups_of(draft.chosen)}
    everyone = for_all_groups(draft)
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
    others = [
        discord.SelectOption(
            label=shortened(name_of(one, language), 100),
            value=str(one.target),
            description=language(f"announcements-target-{one.target.kind}.hint", people=one.people),
            default=one in draft.chosen,
        )
        for one in menu_others(draft)
    ]
    menus.append(
        choices(action_id("others", draft.announcement.id), language("announcements-others"), others, least=0)
    )
    return menus
