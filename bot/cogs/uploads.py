"""Files that people hand over in a form, fetched from where Discord keeps them for a while."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp
import discord

from bot.domain.mistakes import Mistake
from bot.domain.pictures import check_size


async def picture_in(files: Sequence[discord.Attachment]) -> bytes | None:
    """Give the bytes of the picture that was uploaded; None where none was.

    Raises Mistake where it is too large, or Discord does not hand it over.
    """
    if not files:
        return None
    check_size(files[0].size)
    try:
        return await files[0].read()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Mistake("pictures-not-received") from error
