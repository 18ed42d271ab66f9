"""`/event` and the buttons of cards: what is coming, and whether one comes."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, community_of
from bot.cogs.press import on_press
from bot.domain.events import Answer
from bot.ui.events import cards as ui
from bot.ui.events.lists import ListKind, events_page
from bot.ui.message import Message
from bot.ui.text import shortened

CHOICE_LIMIT = 100  # characters of an option that autocomplete offers
TITLE_SHOWN = 55


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class EventsCog(
    commands.GroupCog, name="events", group_name="event", group_description="The community's events"
):
    """Commands of events."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(name="list", description="See the events to come")
    async def list_events(self, interaction: Interaction) -> None:
        """Answer with the first page of what is coming."""
        await self._front.answer(interaction, await _page(interaction, ListKind.UPCOMING, 1))

    @app_commands.command(name="mine", description="See the events you are coming to")
    async def mine(self, interaction: Interaction) -> None:
        """Answer with the first page of one's own events."""
        await self._front.answer(interaction, await _page(interaction, ListKind.MINE, 1))

    @app_commands.command(name="show", description="See an event and answer it")
    @app_commands.describe(event="The event to see")
    async def show(self, interaction: Interaction, event: str) -> None:
        """Show one event, whole, with one's own answer."""
        community_id = community_of(interaction)
        language = await self._front.language(interaction)
        shown = await self._front.services.events.show(community_id, interaction.user.id, event)
        message = ui.event_card(shown.overview, language, self._front.clock.now(), own=shown.own, whole=True)
        await self._front.answer(interaction, message)

    @show.autocomplete("event")
    async def complete_event(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the events to come whose title holds what is typed."""
        return await offered_events(interaction, current)


async def offered_events(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Offer the events to come whose title holds what is typed, each with its date."""
    if interaction.guild_id is None:
        return []
    front = Front.of(interaction)
    language = await front.language(interaction)
    found = await front.services.events.suggest(interaction.guild_id, current)
    return [
        app_commands.Choice(
            name=shortened(
                f"{shortened(event.details.title, TITLE_SHOWN)} · {language.moment(event.details.local_start)}",
                CHOICE_LIMIT,
            ),
            value=str(event.id),
        )
        for event in found
    ]


async def _page(interaction: Interaction, kind: ListKind, number: int) -> Message:
    front = Front.of(interaction)
    community_id = community_of(interaction)
    language = await front.language(interaction)
    pages = front.services.events.upcoming if kind is ListKind.UPCOMING else front.services.events.mine
    return events_page(await pages(community_id, interaction.user.id, number), kind, language)


@on_press(r"events:answer:(?P<event>\d{1,18}):(?P<answer>going|maybe|declined)")
async def answer_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Note the answer of whoever pressed, and confirm it to them."""
    front = Front.of(interaction)
    community_id = community_of(interaction)
    roles = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    done = await front.services.events.answer(
        community_id,
        interaction.user.id,
        int(match["event"]),
        Answer(match["answer"]),
        role_names=[role.name for role in roles],
    )
    language = await front.language(interaction)
    await front.answer(
        interaction, ui.answered(done.event.details, done.answer, language, changed=done.changed)
    )


@on_press(r"events:page:(?P<kind>upcoming|mine):(?P<number>\d{1,9}):(?:back|on)")
async def page_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Turn to another page of a list."""
    front = Front.of(interaction)
    page = await _page(interaction, ListKind(match["kind"]), int(match["number"]))
    await front.replace(interaction, page)


PRESSES = (answer_pressed, page_pressed)
