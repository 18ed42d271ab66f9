"""Words that people typed, made safe to show inside ours."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import discord


def plain(text: str) -> str:
    """Show a person's words as they are: no formatting, no heading, no mention, on one line."""
    return discord.utils.escape_mentions(discord.utils.escape_markdown(" ".join(text.split())))


def quoted(text: str) -> str:
    """Show a person's words as a quotation, line by line; formatting stays theirs."""
    return "\n".join(f"> {line}" for line in discord.utils.escape_mentions(text).splitlines())


def shortened(text: str, limit: int) -> str:
    """Cut a text to at most `limit` characters, with an ellipsis where something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def stamp(instant: datetime, style: Literal["F", "f", "D", "t", "R"] = "F") -> str:
    """Write an instant so that every viewer reads it in their own zone and language."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def user(user_id: int) -> str:
    """Mention a person."""
    return f"<@{user_id}>"


def channel(channel_id: int) -> str:
    """Mention a channel."""
    return f"<#{channel_id}>"


def role(role_id: int) -> str:
    """Mention a role."""
    return f"<@&{role_id}>"
