"""Modals: what a person fills in, handed over as plain values."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord.ui import FileUpload, Label, Modal, TextDisplay, TextInput

Values = dict[str, Any]  # by key: text of an input, list of chosen values of a select or of uploaded files
Submitted = Callable[[discord.Interaction[Any], Values], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Field:
    """One question: `item` is a text input, a select or an upload; `key` names its value."""

    key: str
    label: str
    item: TextInput[Any] | discord.ui.Select[Any] | discord.ui.UserSelect[Any] | FileUpload[Any]
    hint: str | None = None


def text(
    *,
    value: str | None = None,
    example: str | None = None,
    long: bool = False,
    required: bool = True,
    most: int | None = None,
    least: int | None = None,
) -> TextInput[Any]:
    """Make a text input; `example` shows until something is typed."""
    return TextInput(
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=value or None,
        placeholder=example,
        required=required,
        max_length=most,
        min_length=least,
    )


def upload() -> FileUpload[Any]:
    """Make a field that takes one file, or none."""
    return FileUpload(required=False, min_values=0, max_values=1)


class Form(Modal):
    """A modal of at most five questions; `submitted` is called with the interaction and the values by key."""

    def __init__(
        self, title: str, fields: Sequence[Field], submitted: Submitted, *, intro: str | None = None
    ) -> None:
        super().__init__(title=title[:45])
        self._submitted = submitted
        self._fields = fields
        if intro:
            self.add_item(TextDisplay(intro))
        for field in fields:
            field.item.custom_id = field.key
            self.add_item(Label(text=field.label[:45], description=field.hint, component=field.item))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the values over."""
        await self._submitted(interaction, {field.key: _value(field.item) for field in self._fields})


def _value(item: Any) -> Any:
    if isinstance(item, TextInput):
        return item.value.strip()
    if isinstance(item, FileUpload):
        return list(item.values)
    return [value if isinstance(value, str) else value.id for value in item.values]
