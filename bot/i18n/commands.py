"""Names and descriptions of commands in other languages than English, which stands in the code.

`commands.ftl` of a language holds, for `/event-admin create` and its option `title`:

    command-event-admin-create =
        .name = creer
        .description = …
    option-event-admin-create-title =
        .name = titre
        .description = …

A choice names its message itself: `locale_str("Members", message="choice-audience-members")`.
"""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.i18n.catalogue import FALLBACK, Catalogues

_ATTRIBUTES = {
    Location.command_name: "name",
    Location.group_name: "name",
    Location.parameter_name: "name",
    Location.command_description: "description",
    Location.group_description: "description",
    Location.parameter_description: "description",
}


def message_of(string: app_commands.locale_str, context: Any) -> str:
    """Name the catalogue message that translates one string of the command tree."""
    if context.location is Location.choice_name:
        return str(string.extras["message"])
    attribute = _ATTRIBUTES[context.location]
    if context.location in (Location.parameter_name, Location.parameter_description):
        parameter = context.data
        return (
            f"option-{_slug(parameter.command.qualified_name)}-{parameter.name.replace('_', '-')}.{attribute}"
        )
    return f"command-{_slug(context.data.qualified_name)}.{attribute}"


def _slug(name: str) -> str:
    return name.replace(" ", "-")


class CommandTranslator(app_commands.Translator):
    """Gives discord.py the translations it sends with the commands."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: Any
    ) -> str | None:
        """Translate one name or description; None where English stands."""
        if not self._catalogues.supports(locale.value):
            return None
        language = self._catalogues.language(locale.value)
        if language.locale == FALLBACK:
            return None
        message = message_of(string, context)
        return language(message) if language.has(message) else None
