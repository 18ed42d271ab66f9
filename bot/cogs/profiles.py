"""`/profile`: showing, filling in and deleting one's own profile."""

from __future__ import annotations

import re

from discord import app_commands
from discord.ext import commands

from bot.cogs.front import Front, Interaction, community_of
from bot.cogs.press import on_press, selected
from bot.domain.mistakes import Mistake
from bot.domain.profiles import UnfitProfile
from bot.i18n import Language
from bot.ui import profiles as ui
from bot.ui.form import Submitted, Values

EDIT = "edit"
REGISTER = "register"


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class ProfilesCog(
    commands.GroupCog,
    name="profiles",
    group_name="profile",
    group_description="Your profile: what you offer, what you look for",
):
    """Commands of profiles."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(name="show", description="See your profile and who can see it")
    async def show(self, interaction: Interaction) -> None:
        """Show the person's own profile, or offer to fill one in."""
        community_id = community_of(interaction)
        language = await self._front.language(interaction)
        try:
            view = await self._front.services.profiles.show(community_id, interaction.user.id)
        except Mistake:
            await self._front.answer(interaction, ui.none_yet(language))
            return
        await self._front.answer(interaction, ui.own(view, language))

    @app_commands.command(name="edit", description="Fill in or change your profile")
    async def edit(self, interaction: Interaction) -> None:
        """Open the form."""
        await open_form(interaction, EDIT)

    @app_commands.command(
        name="delete", description="Delete your profile and your registration for introductions"
    )
    async def delete(self, interaction: Interaction) -> None:
        """Ask once more."""
        await self._front.services.profiles.show(community_of(interaction), interaction.user.id)
        language = await self._front.language(interaction)
        await self._front.answer(interaction, ui.delete_asked(language))


async def open_form(interaction: Interaction, purpose: str) -> None:
    """Open the profile's form, filled in: to change the profile, or (purpose "register") to take part as well."""
    front = Front.of(interaction)
    values = await front.services.profiles.filled(community_of(interaction), interaction.user.id)
    language = await front.language(interaction)
    form = ui.form(language("profiles-form-title"), values, language, _submitted(front, purpose))
    await interaction.response.send_modal(form)


def _submitted(front: Front, purpose: str) -> Submitted:
    async def submitted(interaction: Interaction, values: Values) -> None:
        language = await front.language(interaction)
        try:
            await _keep(front, interaction, purpose, values, language)
        except UnfitProfile as unfit:
            why = language(unfit.code, **unfit.params)
            await front.answer(interaction, ui.unfit(why, purpose, language))

    return front.guarded(submitted)


async def _keep(
    front: Front, interaction: Interaction, purpose: str, values: Values, language: Language
) -> None:
    community_id, person = community_of(interaction), interaction.user
    if purpose == REGISTER:
        view = await front.services.introductions.register(
            community_id, person.id, person.display_name, values
        )
        heading = language("profiles-registered")
    else:
        view = await front.services.profiles.save(community_id, person.id, person.display_name, values)
        heading = language("profiles-saved")
    await front.answer(interaction, ui.own(view, language, heading=heading))


@on_press(re.escape(ui.EDIT))
async def edit_pressed(interaction: Interaction, _match: re.Match[str]) -> None:
    """Open the form."""
    await open_form(interaction, EDIT)


@on_press(rf"profile:correct:(?P<purpose>{EDIT}|{REGISTER})")
async def correct_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form again as it was typed."""
    await open_form(interaction, match["purpose"])


@on_press(re.escape(ui.AFFILIATION_SELECT))
async def affiliation_chosen(interaction: Interaction, _match: re.Match[str]) -> None:
    """Note which partner the person belongs to."""
    front = Front.of(interaction)
    (chosen,) = selected(interaction)
    partner_id = None if chosen == ui.NO_PARTNER else int(chosen)
    view = await front.services.profiles.set_affiliation(
        community_of(interaction), interaction.user.id, partner_id
    )
    language = await front.language(interaction)
    await front.replace(interaction, ui.own(view, language, heading=language("profiles-saved")))


@on_press(re.escape(ui.DELETE))
async def delete_pressed(interaction: Interaction, _match: re.Match[str]) -> None:
    """Delete the profile."""
    front = Front.of(interaction)
    await front.services.introductions.delete_profile(community_of(interaction), interaction.user.id)
    await front.replace(interaction, ui.deleted(await front.language(interaction)))


PRESSES = (edit_pressed, correct_pressed, affiliation_chosen, delete_pressed)
