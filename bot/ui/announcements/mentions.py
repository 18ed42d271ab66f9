"""Mentioning a role: chosen, and confirmed by itself with the number of people it notifies."""

from __future__ import annotations

import discord

from bot.domain.announcements import Draft, Mention, TargetKind
from bot.i18n import Language
from bot.ui.announcements.names import action_id, name_of
from bot.ui.card import Control, button, card, choices
from bot.ui.message import Message
from bot.ui.text import plain, shortened

# A menu holds 25 lines; there are four such menus at most for groups.
MENU_LINES = 25
# So much of a name stands beside an announcement that is as long as may be.
NAME_LIMIT = 40


def mention_note(mention: Mention, language: Language) -> str:
    """Say it as briefly as a preview has room for."""
    group = plain(shortened(language.pick(mention.group.names), NAME_LIMIT))
    return f"🔔 **@{group}** · {language('announcements-mention-people', people=mention.people)}"


def mention_line(mention: Mention, language: Language) -> str:
    """Say whose role is mentioned, how many people it notifies, and where."""
    return language(
        "announcements-mention",
        group=f"**@{plain(language.pick(mention.group.names))}**",
        people=mention.people,
        where=place(mention, language),
    )


def mention_choice(draft: Draft, language: Language) -> Message:
    """Offer the roles of the groups that would read the mention."""
    named, rows = draft.announcement.id, list[list[Control]]()
    for start in range(0, len(draft.mentionable), MENU_LINES):
        options = [
            discord.SelectOption(
                label=shortened(f"@{language.pick(one.group.names)}", 100),
                value=str(one.group.id),
                description=language("announcements-mention-people", people=one.people),
                emoji=one.group.emoji,
            )
            for one in draft.mentionable[start : start + MENU_LINES]
        ]
        custom_id = action_id("mention-choose", named, start // MENU_LINES)
        rows.append([choices(custom_id, language("announcements-mention-menu"), options, most=1)])
    last: list[Control] = [button(language("announcements-back"), action_id("preview", named))]
    if draft.mention is not None:
        last.insert(0, button(language("announcements-mention-nobody"), action_id("mention-nobody", named)))
    return card(
        language("announcements-mention-title"),
        None if draft.mention is None else mention_line(draft.mention, language),
        language("announcements-mention-hint" if draft.mentionable else "announcements-mention-nowhere"),
        rows=[*rows, last],
    )


def mention_confirmation(draft: Draft, mention: Mention, language: Language) -> Message:
    """Name the role and how many people it notifies, and ask."""
    named = draft.announcement.id
    return card(
        language(
            "announcements-mention-ask",
            group=plain(language.pick(mention.group.names)),
            people=mention.people,
        ),
        language("announcements-mention-once", where=place(mention, language)),
        rows=[
            [
                button(
                    language("announcements-mention-set"),
                    action_id("mention-set", named, mention.group.id),
                    primary=True,
                ),
                button(language("announcements-back"), action_id("preview", named)),
            ]
        ],
    )


def place(mention: Mention, language: Language) -> str:
    """Name the one copy that carries the mention."""
    if mention.where.target.kind is TargetKind.CHANNEL:
        return language("announcements-mention-channel")
    return language("announcements-mention-group", group=plain(name_of(mention.where, language)))
