"""What every command and button works with: the services, the reader's language, and how to answer."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

import discord
from discord import app_commands

from bot.clock import Clock
from bot.cogs.background import Background
from bot.domain.mistakes import Mistake
from bot.i18n import Catalogues, Language
from bot.services import Services
from bot.ui.card import note
from bot.ui.message import Message, keep_mark

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
Handler = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Front:
    """The desk where people's commands and presses arrive."""

    services: Services
    catalogues: Catalogues
    clock: Clock
    # The communities this bot serves (empty: all that invite it), and those it has taken up since its start.
    served: frozenset[int] = frozenset()
    met: set[int] = field(default_factory=set)
    # What keeps an answer up to date after its interaction was answered.
    background: Background = field(default_factory=Background)

    def serves(self, community_id: int) -> bool:
        """Tell whether this bot is meant for a community."""
        return not self.served or community_id in self.served

    @staticmethod
    def of(interaction: Interaction) -> Front:
        """Find the front of the client that received an interaction."""
        return cast("Front", interaction.client.front)

    async def language(self, interaction: Interaction) -> Language:
        """Choose the language to answer in: the person's Discord, then their setting, then the community's."""
        if self.catalogues.supports(interaction.locale.value):
            return self.catalogues.language(interaction.locale.value)
        own = community = None
        if interaction.guild_id is not None:
            own, community = await self.services.people.locales(interaction.guild_id, interaction.user.id)
        return self.catalogues.language(own, community)

    async def answer(self, interaction: Interaction, message: Message, *, ephemeral: bool = True) -> None:
        """Answer, to this person alone unless told otherwise; fills in the answer that was deferred."""
        if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
            await interaction.edit_original_response(**message.edit_arguments())
        elif interaction.response.is_done():
            await interaction.followup.send(**message.send_arguments(), ephemeral=ephemeral)
        else:
            await interaction.response.send_message(**message.send_arguments(), ephemeral=ephemeral)

    async def replace(self, interaction: Interaction, message: Message) -> None:
        """Show something else in the message whose button or select was used, or whose form was submitted.

        A message that delivery sent stays known to it. What kept the message up to date ends, so that it does not
        undo what the person has just opened there.
        """
        if interaction.message is not None:
            self.background.leave(interaction.message.id)
            keep_mark(message, interaction.message)
        if interaction.response.is_done():
            await interaction.edit_original_response(**message.edit_arguments())
        else:
            await interaction.response.edit_message(**message.edit_arguments())

    def guarded(self, handler: Handler) -> Handler:
        """Wrap what a form or button calls, so that its failures reach the person."""

        async def run(interaction: Interaction, *arguments: Any) -> None:
            try:
                await handler(interaction, *arguments)
            except Exception as error:  # noqa: BLE001 - the one place where failures of presses end
                await self.failed(interaction, error)

        return run

    async def failed(self, interaction: Interaction, error: Exception) -> None:
        """Tell a person what went wrong: their mistake in their words, or a fault of ours with its reference."""
        cause = _cause(error)
        try:
            language = await self.language(interaction)
        except Exception:
            # What failed may be the very thing that knows the person's language: they are told all the same.
            log.exception("no language for the answer to %s", _name(interaction))
            language = self.catalogues.language(str(interaction.guild_locale or ""))
        if isinstance(cause, Mistake):
            text = language(cause.code, **cause.params)
        else:
            reference = secrets.token_hex(3).upper()
            log.error("fault %s in %s", reference, _name(interaction), exc_info=cause)
            text = language("fault", reference=reference)
        try:
            await self.answer(interaction, note(text))
        except discord.HTTPException as unanswered:
            log.warning("no answer to %s: %s", _name(interaction), unanswered)


def community_of(interaction: Interaction) -> int:
    """Give the community an interaction comes from. Raises Mistake in a DM, or where the bot isn't at home yet."""
    if interaction.guild_id is None:
        raise Mistake("mistake-community-only")
    front = Front.of(interaction)
    if not front.serves(interaction.guild_id):
        raise Mistake("mistake-not-served")
    if interaction.guild_id not in front.met:
        raise Mistake("mistake-not-ready")
    return interaction.guild_id


async def require_organiser(interaction: Interaction) -> int:
    """Give the community if this person organises it: Manage Server, or the organisers' role. Else raises Mistake.

    Discord hides organisers' commands from others, but only by default: each use is checked here.
    """
    community_id = community_of(interaction)
    if interaction.permissions.manage_guild:
        return community_id
    community = await Front.of(interaction).services.setup.community(community_id)
    role_id = None if community is None else community.organiser_role_id
    roles = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    held = {role.id for role in roles}
    if role_id is None or role_id not in held:
        raise Mistake("mistake-organisers-only")
    return community_id


def _cause(error: Exception) -> Exception:
    if isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError):
        original = error.__cause__ or getattr(error, "original", None)
        return original if isinstance(original, Exception) else error
    if isinstance(error, app_commands.NoPrivateMessage):
        return Mistake("mistake-community-only")
    if isinstance(error, app_commands.CheckFailure):
        return Mistake("mistake-organisers-only")
    return error


def _name(interaction: Interaction) -> str:
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    data = cast("dict[str, Any]", interaction.data or {})
    return str(data.get("custom_id", interaction.type.name))
