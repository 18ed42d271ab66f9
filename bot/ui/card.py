"""How every card is built: a title, facts one a line, one row of buttons, an accent in the subject's colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord.ui import ActionRow, Button, Container, LayoutView, MediaGallery, Select, Separator, TextDisplay

from bot.ui.message import NOBODY, Message

Control = Button[Any] | Select[Any] | discord.ui.UserSelect[Any]
ACCENT = 0x2F6FDE
WARNING = 0xC2571A
QUIET = 0x6B7280
# All the text of one message together; Discord refuses more.
TEXT_LIMIT = 4000


def card(
    title: str,
    *blocks: str | None,
    rows: Sequence[Sequence[Control]] = (),
    colour: int = ACCENT,
    footer: str | None = None,
    before: str | None = None,
    mentions: discord.AllowedMentions = NOBODY,
    gallery: MediaGallery[Any] | None = None,
    files: Sequence[discord.File] = (),
) -> Message:
    """Build a card. `blocks` are paragraphs (None is left out), separated by a line; `footer` is small print.

    `before` stands above the card: what a phone's notification shows first. `gallery` follows the paragraphs, and
    `files` are those it shows.
    """
    container: Container[Any] = Container(accent_colour=colour)
    container.add_item(TextDisplay(f"## {title}"))
    for number, block in enumerate(block for block in blocks if block):
        if number:
            container.add_item(Separator(visible=False))
        container.add_item(TextDisplay(block))
    if gallery is not None:
        container.add_item(gallery)
    if footer:
        container.add_item(TextDisplay(f"-# {footer}"))
    for row in rows:
        container.add_item(ActionRow(*row))
    view = LayoutView(timeout=None)
    if before:
        view.add_item(TextDisplay(before))
    view.add_item(container)
    return Message(view=view, mentions=mentions, files=files)


def note(text: str, *, rows: Sequence[Sequence[Control]] = ()) -> Message:
    """Build a short answer without a frame, with its buttons below."""
    view = LayoutView(timeout=None)
    view.add_item(TextDisplay(text))
    for row in rows:
        view.add_item(ActionRow(*row))
    return Message(view=view)


def facts(*lines: str | None) -> str:
    """Put facts one a line, leaving out what is None."""
    return "\n".join(line for line in lines if line)


def fitting(lines: Sequence[str | None], beside: Message) -> str:
    """Put lines one below the other, as many as there is room for beside a message; the first is always there."""
    shown = beside.view.walk_children() if beside.view is not None else ()
    room = TEXT_LIMIT - sum(len(item.content) for item in shown if isinstance(item, TextDisplay))
    first, *others = [line for line in lines if line]
    kept = [first]
    for line in others:
        if len("\n".join([*kept, line])) <= room:
            kept.append(line)
    return "\n".join(kept)


def button(
    label: str,
    custom_id: str,
    *,
    primary: bool = False,
    danger: bool = False,
    emoji: str | None = None,
    disabled: bool = False,
) -> Button[Any]:
    """Make a button: at most one primary a message; danger only for what can't be undone."""
    style = (
        discord.ButtonStyle.danger
        if danger
        else discord.ButtonStyle.primary
        if primary
        else discord.ButtonStyle.secondary
    )
    return Button(label=label, custom_id=custom_id, style=style, emoji=emoji, disabled=disabled)


def link(label: str, url: str) -> Button[Any]:
    """Make a button that opens an address."""
    return Button(label=label, url=url)


def choices(
    custom_id: str,
    placeholder: str,
    options: Iterable[discord.SelectOption],
    *,
    least: int = 1,
    most: int | None = None,
) -> Select[Any]:
    """Make a select menu of at most 25 options."""
    listed = list(options)[:25]
    return Select(
        custom_id=custom_id,
        placeholder=placeholder,
        options=listed,
        min_values=min(least, len(listed)),
        max_values=len(listed) if most is None else min(most, len(listed)),
    )
