"""`/intro` and the answers to requests: taking part, asking, saying yes or no, leaving."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, community_of
from bot.cogs.press import on_press, selected
from bot.cogs.profiles import REGISTER, open_form
from bot.domain.consent import POLICY
from bot.domain.introductions import AskedByThem, NotRegistered, Person, RequestView, UnfitReason
from bot.domain.mistakes import Mistake
from bot.i18n import Language
from bot.ui import introductions as ui
from bot.ui import profiles as profile_ui
from bot.ui.form import Submitted, Values
from bot.ui.message import Message


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class IntroductionsCog(
    commands.GroupCog,
    name="introductions",
    group_name="intro",
    group_description="Meet the right people, when both want to",
):
    """Commands of introductions, and what happens to the requests of those who leave."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(name="register", description="Take part in introductions and fill in your profile")
    async def register(self, interaction: Interaction) -> None:
        """Ask for consent first; somebody who takes part already changes their profile."""
        await _register(self._front, interaction)

    @app_commands.command(name="leave", description="Leave introductions; come back whenever you like")
    async def leave(self, interaction: Interaction) -> None:
        """End the person's part."""
        ended = await self._front.services.introductions.leave(community_of(interaction), interaction.user.id)
        await self._front.answer(interaction, ui.left(ended, await self._front.language(interaction)))

    @app_commands.command(name="request", description="Ask to meet somebody: they say yes or no, in private")
    @app_commands.describe(
        person="The person to meet", reason="Why you would like to meet; left out, a form asks for it"
    )
    async def request(
        self, interaction: Interaction, person: discord.User, reason: str | None = None
    ) -> None:
        """Ask, with the reason given or through the form."""
        # In a community Discord says of each person whether they are a member.
        wanted = Person(person.id, person.bot, present=isinstance(person, discord.Member))
        if reason is not None:
            await _ask(self._front, interaction, wanted, reason)
        else:
            await _open_reason(self._front, interaction, wanted, person.display_name)

    @app_commands.command(name="list", description="See your requests, made and got, and answer")
    async def list_requests(self, interaction: Interaction) -> None:
        """Show the first page."""
        await self._front.answer(interaction, await _page(self._front, interaction, 1))

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """End the part of somebody who left the community."""
        if payload.guild_id in self._front.met:
            await self._front.services.introductions.departed(payload.guild_id, payload.user.id)


async def _register(front: Front, interaction: Interaction) -> None:
    if await front.services.introductions.registered(community_of(interaction), interaction.user.id):
        await open_form(interaction, REGISTER)
    else:
        await front.answer(interaction, profile_ui.consent(POLICY, await front.language(interaction)))


async def _open_reason(front: Front, interaction: Interaction, person: Person, name: str) -> None:
    community_id = community_of(interaction)
    language = await front.language(interaction)
    try:
        await front.services.introductions.check(community_id, interaction.user.id, person)
    except (NotRegistered, AskedByThem) as mistake:
        await front.answer(interaction, _way_out(mistake, person, language))
        return
    typed = await front.services.introductions.draft(community_id, interaction.user.id, person.user_id)
    form = ui.reason_form(name, typed, language, _reason_given(front, person))
    await interaction.response.send_modal(form)


def _reason_given(front: Front, person: Person) -> Submitted:
    async def submitted(interaction: Interaction, values: Values) -> None:
        await _ask(front, interaction, person, values["reason"])

    return front.guarded(submitted)


async def _ask(front: Front, interaction: Interaction, person: Person, reason: str) -> None:
    community_id = community_of(interaction)
    language = await front.language(interaction)
    try:
        view = await front.services.introductions.request(community_id, interaction.user.id, person, reason)
    except (NotRegistered, AskedByThem, UnfitReason) as mistake:
        await front.answer(interaction, _way_out(mistake, person, language))
        return
    await front.answer(interaction, ui.sent(view, language, await _until(front, view, language)))


async def _until(front: Front, view: RequestView, language: Language) -> str:
    """Spell out until when a request waits, in the community's zone."""
    community = await front.services.setup.community(view.request.community_id)
    if community is None:
        return language.moment(view.request.expires_at)
    moment = language.moment(view.request.expires_at, community.zone)
    return f"{moment} ({language.zone(community.zone, view.request.expires_at)})"


def _way_out(mistake: Mistake, person: Person, language: Language) -> Message:
    """Say what is in the way of a request, with the button that leads on."""
    why = language(mistake.code, **mistake.params)
    if isinstance(mistake, AskedByThem):
        return ui.offer_yes(why, mistake.request_id, language)
    if isinstance(mistake, UnfitReason):
        return ui.offer_correction(why, person.user_id, language)
    return ui.offer_registration(why, language)


async def _page(front: Front, interaction: Interaction, number: int) -> Message:
    page = await front.services.introductions.page(community_of(interaction), interaction.user.id, number)
    return ui.requests(page, interaction.user.id, await front.language(interaction))


@on_press(re.escape(ui.REGISTER))
async def register_pressed(interaction: Interaction, _match: re.Match[str]) -> None:
    """Begin taking part."""
    await _register(Front.of(interaction), interaction)


@on_press(r"intro:consent:(?P<policy>.+)")
async def consent_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Go on to the profile; whoever agreed to an older wording reads the present one first."""
    front = Front.of(interaction)
    if match["policy"] == POLICY:
        await open_form(interaction, REGISTER)
    else:
        language = await front.language(interaction)
        await front.replace(interaction, profile_ui.consent(POLICY, language))


@on_press(r"intro:reason:(?P<person>\d+)")
async def reason_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form of the reason again as it was typed."""
    front = Front.of(interaction)
    person = await _person(interaction, int(match["person"]))
    await _open_reason(front, interaction, Person(person.id, person.bot), person.display_name)


async def _person(interaction: Interaction, user_id: int) -> discord.Member:
    """Look up a member. Raises Mistake if they have left."""
    if interaction.guild is None:
        raise Mistake("mistake-community-only")
    try:
        return await interaction.guild.fetch_member(user_id)
    except discord.NotFound:
        raise Mistake("introductions-absent") from None


@on_press(r"intro:accept:(?P<request>\d+)")
async def accept_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Say yes."""
    front = Front.of(interaction)
    view = await front.services.introductions.accept(int(match["request"]), interaction.user.id)
    await front.replace(interaction, ui.answered(view, await front.language(interaction)))


@on_press(r"intro:decline:(?P<request>\d+)")
async def decline_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Say no."""
    front = Front.of(interaction)
    view = await front.services.introductions.decline(int(match["request"]), interaction.user.id)
    await front.replace(interaction, ui.answered(view, await front.language(interaction)))


@on_press(r"intro:list:(?P<page>\d+)")
async def page_turned(interaction: Interaction, match: re.Match[str]) -> None:
    """Show another page."""
    front = Front.of(interaction)
    await front.replace(interaction, await _page(front, interaction, int(match["page"])))


@on_press(re.escape(ui.OPEN_SELECT))
async def request_chosen(interaction: Interaction, _match: re.Match[str]) -> None:
    """Show one of the requests got, to be answered here."""
    front = Front.of(interaction)
    (chosen,) = selected(interaction)
    view = await front.services.introductions.received(int(chosen), interaction.user.id)
    community = await front.services.setup.community(view.request.community_id)
    language = await front.language(interaction)
    await front.answer(interaction, ui.asked(view, community.name if community else "", language))


PRESSES = (
    register_pressed,
    consent_pressed,
    reason_pressed,
    accept_pressed,
    decline_pressed,
    page_turned,
    request_chosen,
)
