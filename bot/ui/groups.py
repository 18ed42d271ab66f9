"""Groups: the list, one group, the panel, and what joining and leaving answer."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.groups import Group, GroupOverview
from bot.i18n import Language
from bot.ui.card import QUIET, button, card, choices, facts, note
from bot.ui.message import Message
from bot.ui.text import channel

PANEL_SELECT = "groups:panel"


def join_id(group_id: int) -> str:
    """Name the button that joins a group."""
    return f"groups:join:{group_id}"


def leave_id(group_id: int) -> str:
    """Name the button that leaves a group."""
    return f"groups:leave:{group_id}"


def groups_list(overviews: Sequence[GroupOverview], language: Language) -> Message:
    """Show every group: where one is, how many people it has, and a menu to join others."""
    if not overviews:
        return card(language("groups-title"), language("groups-none"), colour=QUIET)
    lines = [_line(overview, language) for overview in overviews]
    open_groups = [overview.group for overview in overviews if not overview.joined]
    rows = [[_join_menu(open_groups, language)]] if open_groups else []
    return card(language("groups-title"), "\n".join(lines), rows=rows)


def panel(groups: Sequence[Group], language: Language) -> Message:
    """Show what the groups are about, with a menu to join them: the lasting message of the welcome channel."""
    lines = [facts(f"**{_title(group, language)}**", language.pick(group.topics) or None) for group in groups]
    rows = [[_join_menu(groups, language)]] if groups else []
    return card(
        language("groups-panel-title"), language("groups-panel-invitation"), "\n".join(lines), rows=rows
    )


def group_info(overview: GroupOverview, language: Language) -> Message:
    """Show one group, with the button to join or leave it."""
    group = overview.group
    press = (
        button(language("groups-leave"), leave_id(group.id))
        if overview.joined
        else button(language("groups-join"), join_id(group.id), primary=True)
    )
    where = channel(group.channel_id) if overview.joined and group.channel_id else None
    return card(
        _title(group, language),
        language.pick(group.topics),
        facts(
            f"👥 {language('groups-members', count=overview.members)}",
            f"💬 {where}" if where else None,
        ),
        rows=[[press]],
        colour=group.colour,
    )


def joined(changes: Sequence[tuple[Group, bool]], language: Language) -> Message:
    """Say which groups a person is in now, and where to write."""
    lines = [
        language(
            "groups-joined" if changed else "groups-joined-already",
            group=language.pick(group.names),
            channel=channel(group.channel_id) if group.channel_id else "",
            has_channel="yes" if group.channel_id else "no",
        )
        for group, changed in changes
    ]
    return note("\n".join(lines))


def left(group: Group, *, changed: bool, language: Language) -> Message:
    """Say that a person has left a group, and offer the way back."""
    name = language.pick(group.names)
    if not changed:
        return note(language("groups-left-already", group=name))
    return note(
        language("groups-left", group=name), rows=[[button(language("groups-rejoin"), join_id(group.id))]]
    )


def _title(group: Group, language: Language) -> str:
    name = language.pick(group.names)
    return f"{group.emoji} {name}" if group.emoji else name


def _line(overview: GroupOverview, language: Language) -> str:
    group = overview.group
    mark = "✅" if overview.joined else "⬜"
    where = f" · {channel(group.channel_id)}" if overview.joined and group.channel_id else ""
    size = language("groups-members", count=overview.members)
    return f"{mark} **{language.pick(group.names)}** · {size}{where}"


def _join_menu(groups: Sequence[Group], language: Language) -> discord.ui.Select[discord.ui.LayoutView]:
    return choices(
        PANEL_SELECT,
        language("groups-menu"),
        [
            discord.SelectOption(
                label=language.pick(group.names)[:100],
                value=str(group.id),
                description=language.pick(group.topics)[:100] or None,
                emoji=group.emoji,
            )
            for group in groups
        ],
    )
