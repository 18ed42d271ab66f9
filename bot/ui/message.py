"""A message ready to send: what to show, and who may be pinged (nobody, unless named)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import discord
from discord.ui import ActionRow, LayoutView, TextDisplay

NOBODY = discord.AllowedMentions.none()
# Delivery knows a card of its own by the id of its first component. Ids that Discord gives by itself count from 1 and
# stay far below.
LOWEST_MARK = 1 << 24


def only(*, users: Iterable[int] = (), roles: Iterable[int] = ()) -> discord.AllowedMentions:
    """Allow pings of these people and roles and of nobody else."""
    return discord.AllowedMentions(
        everyone=False,
        users=[discord.Object(user) for user in users],
        roles=[discord.Object(role) for role in roles],
        replied_user=False,
    )


@dataclass(frozen=True, slots=True)
class Message:
    """What to show: a card (`view`), or plain `content`. `files` are named by the card as `attachment://…`."""

    view: LayoutView | None = None
    content: str | None = None
    mentions: discord.AllowedMentions = field(default=NOBODY)
    files: Sequence[discord.File] = ()

    def with_small_print(self, text: str) -> Message:
        """Give the same message with a line of small print below its words, above the buttons that stand under it."""
        line = f"-# {text}"
        if self.view is None:
            return replace(self, content=f"{self.content}\n{line}")
        view = LayoutView(timeout=None)
        shown = self.view.children
        words = len(shown)
        while words and isinstance(shown[words - 1], ActionRow):
            words -= 1
        for item in (*shown[:words], TextDisplay[LayoutView](line), *shown[words:]):
            view.add_item(item)
        return replace(self, view=view)

    def _unread(self) -> list[discord.File]:
        """Give the files from their beginning: the same message may be sent, and then put right by an edit."""
        for file in self.files:
            file.reset()
        return list(self.files)

    def send_arguments(self) -> dict[str, Any]:
        """Give the keyword arguments of discord.py's sending methods."""
        arguments: dict[str, Any] = {"allowed_mentions": self.mentions}
        if self.view is not None:
            # Buttons are found by their ids, also after a restart; a stopped view is not kept in memory.
            self.view.stop()
            arguments["view"] = self.view
        if self.content is not None:
            arguments["content"] = self.content
        if self.files:
            arguments["files"] = self._unread()
        return arguments

    def edit_arguments(self) -> dict[str, Any]:
        """Give the keyword arguments of discord.py's editing methods; what is not shown any more is taken away."""
        arguments: dict[str, Any] = {"allowed_mentions": self.mentions, "attachments": self._unread()}
        if self.view is not None:
            self.view.stop()
            arguments["view"] = self.view
        else:
            arguments["content"] = self.content
        return arguments


def keep_mark(message: Message, shown: discord.Message) -> None:
    """Have what replaces a message keep the mark by which delivery knows it, if it has one."""
    if message.view is not None and shown.components:
        mark = getattr(shown.components[0], "id", None)
        if mark is not None and mark >= LOWEST_MARK:
            message.view.children[0].id = mark
