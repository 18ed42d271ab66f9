"""Buttons and selects that work for ever: everything they need is in their custom id."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord

from bot.cogs.front import Front, Interaction

Press = Callable[[Interaction, re.Match[str]], Awaitable[None]]


def on_press(template: str) -> Callable[[Press], type[discord.ui.DynamicItem[Any]]]:
    """Turn a function into the handler of every button or select whose custom id fits `template`.

    The function is given the interaction and the match; the chosen values of a select are in
    `selected(interaction)`. Register the result with `client.add_dynamic_items`.
    """

    def wrap(handler: Press) -> type[discord.ui.DynamicItem[Any]]:
        class Pressed(discord.ui.DynamicItem[discord.ui.Item[Any]], template=template):
            def __init__(self, item: discord.ui.Item[Any], match: re.Match[str]) -> None:
                super().__init__(item)
                self.match = match

            @classmethod
            async def from_custom_id(
                cls,
                interaction: Interaction,  # noqa: ARG003 - discord.py's signature
                item: discord.ui.Item[Any],
                match: re.Match[str],
            ) -> Self:
                return cls(item, match)

            async def callback(self, interaction: Interaction) -> None:
                await Front.of(interaction).guarded(_recognised)(interaction, handler, self.match)

        Pressed.__name__ = Pressed.__qualname__ = f"Pressed_{handler.__name__}"
        Pressed.__doc__ = handler.__doc__
        return Pressed

    return wrap


async def _recognised(interaction: Interaction, handler: Press, match: re.Match[str]) -> None:
    message = interaction.message
    if message is not None:
        await Front.of(interaction).services.eras.recognise(message.id, message.created_at)
    await handler(interaction, match)


def selected(interaction: Interaction) -> list[str]:
    """Give the values chosen in the select that was used."""
    data: Any = interaction.data or {}
    return list(data.get("values", []))
