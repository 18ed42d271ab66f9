"""Pictures as cards show them: sent along with the message, with words for those who can't see them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import discord
from discord.ui import MediaGallery

from bot.domain.pictures import Picture


def shown(picture: Picture | None, alt: str) -> tuple[MediaGallery[Any] | None, Sequence[discord.File]]:
    """Make what shows a picture in a card, and the file to send with it; nothing where there is none."""
    if picture is None:
        return None, ()
    gallery: MediaGallery[Any] = MediaGallery()
    gallery.add_item(media=f"attachment://{picture.name}", description=alt or None)
    file = discord.File(io.BytesIO(picture.content), picture.name, description=alt or None)
    return gallery, (file,)
