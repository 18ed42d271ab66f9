"""`/event-admin`: organisers prepare an event, look at it, and confirm."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.cogs.events import offered_events
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.domain import places
from bot.domain.events import Audience, Draft, Purpose, Typed
from bot.domain.events.drafts import USUAL_DURATION
from bot.domain.groups import folded
from bot.domain.mistakes import Mistake
from bot.i18n import Language
from bot.ui.events import drafts as ui
from bot.ui.events import forms
from bot.ui.form import Form, Values
from bot.ui.message import Message
from bot.ui.text import shortened

CHOICE_LIMIT = 100
_DRAFT = r"(?P<draft>\d{1,18})"


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class EventAdminCog(
    commands.GroupCog, name="event-admin", group_name="event-admin", group_description="Organise events"
):
    """Organisers' commands of events."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @app_commands.command(name="create", description="Prepare an event and see its card before publishing it")
    @app_commands.describe(
        title="The title, at most 100 characters",
        start="The day and the hour, like “Friday 4 December 18:30”",
        duration="The duration, like “2h” or “1h30”; 2 hours if you write nothing",
        place="A place, a link, or both",
        description="What it is about",
        groups="The working groups, separated by commas",
        partner="The partner it is held with",
        audience="Whom it is for; members if you choose nothing",
    )
    @app_commands.choices(
        audience=[
            app_commands.Choice(
                name=locale_str("Members only", message="choice-audience-members"), value="members"
            ),
            app_commands.Choice(
                name=locale_str("Open to everyone", message="choice-audience-open"), value="open"
            ),
        ]
    )
    async def create(
        self,
        interaction: Interaction,
        title: str = "",
        start: str = "",
        duration: str = USUAL_DURATION,
        place: str = "",
        description: str = "",
        groups: str = "",
        partner: str = "",
        audience: str = "members",
    ) -> None:
        """Show the preview where title and start are typed already, and else the form."""
        community_id = await require_organiser(interaction)
        typed = Typed(
            title=title,
            start=start,
            duration=duration,
            place=place,
            description=description,
            audience=Audience(audience),
        )
        begun = await self._front.services.event_drafts.begin(
            community_id, interaction.user.id, typed, groups=groups, partner=partner
        )
        if begun.mistake is not None:
            await _correct(interaction, begun.draft, begun.mistake)
        elif title and start:
            await _look(interaction, begun.draft)
        else:
            await interaction.response.send_modal(await _form(interaction, begun.draft))

    @app_commands.command(
        name="edit", description="Edit an event; those coming are told of a new date or place"
    )
    @app_commands.describe(event="The event to edit")
    async def edit(self, interaction: Interaction, event: str) -> None:
        """Open the form, filled in with the event as it is."""
        community_id = await require_organiser(interaction)
        draft = await self._front.services.event_drafts.begin_edit(community_id, interaction.user.id, event)
        await interaction.response.send_modal(await _form(interaction, draft))

    @app_commands.command(name="cancel", description="Cancel an event, after one last question")
    @app_commands.describe(event="The event to cancel", reason="Why; those who are coming will read it")
    async def cancel(self, interaction: Interaction, event: str, reason: str = "") -> None:
        """Show how many people it concerns, and ask once more."""
        community_id = await require_organiser(interaction)
        draft = await self._front.services.event_drafts.begin_cancel(
            community_id, interaction.user.id, event, reason
        )
        await _look(interaction, draft)

    @edit.autocomplete("event")
    @cancel.autocomplete("event")
    async def complete_event(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the events to come whose title holds what is typed."""
        return await offered_events(interaction, current)

    @create.autocomplete("groups")
    async def complete_groups(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer, after the groups typed already, those whose name holds what follows the last comma."""
        if interaction.guild_id is None:
            return []
        language = await self._front.language(interaction)
        *typed, last = (part.strip() for part in current.split(","))
        names = [
            language.pick(group.names)
            for group in await self._front.services.groups.active(interaction.guild_id)
        ]
        offered = [
            ", ".join((*typed, name)) for name in names if folded(last) in folded(name) and name not in typed
        ]
        return [
            app_commands.Choice(name=offer, value=offer) for offer in offered if len(offer) <= CHOICE_LIMIT
        ][:25]

    @create.autocomplete("partner")
    async def complete_partner(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the partners whose name holds what is typed."""
        if interaction.guild_id is None:
            return []
        partners = await self._front.services.event_drafts.partners(interaction.guild_id)
        return [
            app_commands.Choice(name=shortened(partner.name, CHOICE_LIMIT), value=str(partner.id))
            for partner in partners
            if folded(current) in folded(partner.name)
        ][:25]


async def _form(interaction: Interaction, draft: Draft) -> Form:
    """Make the form of a draft, which goes on to the preview."""
    front = Front.of(interaction)
    language = await front.language(interaction)

    async def submitted(submission: Interaction, values: Values) -> None:
        community_id = await require_organiser(submission)
        drafts = front.services.event_drafts
        if draft.purpose is Purpose.CANCEL:
            typed = await drafts.retype_reason(community_id, draft.id, values["reason"])
        else:
            typed = await drafts.retype(community_id, draft.id, **values)
        await _look(submission, typed)

    make = forms.reason_form if draft.purpose is Purpose.CANCEL else forms.event_form
    return make(draft, language, front.guarded(submitted))


async def _look(interaction: Interaction, draft: Draft) -> None:
    """Show what a draft would do; or, where it can't be taken, what is wrong and the way back to its form."""
    front = Front.of(interaction)
    language = await front.language(interaction)
    try:
        if draft.purpose is Purpose.CANCEL:
            message = await _cancel_preview(front, draft, language)
        else:
            message = await _preview(front, draft, language)
    except Mistake as mistake:
        await _correct(interaction, draft, mistake)
    else:
        await _show(interaction, message)


async def _preview(front: Front, draft: Draft, language: Language) -> Message:
    seen = await front.services.event_drafts.preview(draft.community_id, draft.id)
    return ui.preview(
        seen.draft,
        seen.overview,
        seen.before,
        groups=seen.groups,
        partners=seen.partners,
        reach=seen.reach,
        language=language,
        now=front.clock.now(),
    )


async def _cancel_preview(front: Front, draft: Draft, language: Language) -> Message:
    seen = await front.services.event_drafts.preview_cancel(draft.community_id, draft.id)
    return ui.cancel_preview(seen.draft, seen.overview, seen.reason, language)


async def _correct(interaction: Interaction, draft: Draft, mistake: Mistake) -> None:
    language = await Front.of(interaction).language(interaction)
    text = language(mistake.code, **mistake.params)
    await _show(interaction, forms.correction(text, draft, language))


async def _show(interaction: Interaction, message: Message) -> None:
    """Answer a command; within a message that is there already, show something else."""
    front = Front.of(interaction)
    if interaction.type is discord.InteractionType.application_command or interaction.message is None:
        await front.answer(interaction, message)
    else:
        await front.replace(interaction, message)


@on_press(rf"events:draft:correct:{_DRAFT}")
async def correct_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Open the form again, filled in."""
    community_id = await require_organiser(interaction)
    draft = await Front.of(interaction).services.event_drafts.draft(community_id, int(match["draft"]))
    await interaction.response.send_modal(await _form(interaction, draft))


@on_press(rf"events:draft:drop:{_DRAFT}")
async def drop_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Give a draft up."""
    community_id = await require_organiser(interaction)
    front = Front.of(interaction)
    draft = await front.services.event_drafts.drop(community_id, int(match["draft"]))
    await front.replace(interaction, ui.dropped(draft, await front.language(interaction)))


@on_press(rf"events:draft:groups:{_DRAFT}")
async def groups_chosen(interaction: Interaction, match: re.Match[str]) -> None:
    """Choose the groups an event is for."""
    community_id = await require_organiser(interaction)
    group_ids = [int(value) for value in selected(interaction)]
    drafts = Front.of(interaction).services.event_drafts
    await _look(interaction, await drafts.choose_groups(community_id, int(match["draft"]), group_ids))


@on_press(rf"events:draft:partner:{_DRAFT}")
async def partner_chosen(interaction: Interaction, match: re.Match[str]) -> None:
    """Choose the partner an event is held with."""
    community_id = await require_organiser(interaction)
    (value,) = selected(interaction)
    partner_id = None if value == ui.NO_PARTNER else int(value)
    drafts = Front.of(interaction).services.event_drafts
    await _look(interaction, await drafts.choose_partner(community_id, int(match["draft"]), partner_id))


@on_press(rf"events:draft:audience:{_DRAFT}")
async def audience_chosen(interaction: Interaction, match: re.Match[str]) -> None:
    """Choose whom an event is for."""
    community_id = await require_organiser(interaction)
    (value,) = selected(interaction)
    drafts = Front.of(interaction).services.event_drafts
    await _look(interaction, await drafts.choose_audience(community_id, int(match["draft"]), Audience(value)))


@on_press(rf"events:draft:publish:{_DRAFT}")
async def publish_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Publish a new event."""
    community_id = await require_organiser(interaction)
    front = Front.of(interaction)
    done = await front.services.event_admin.publish(community_id, interaction.user.id, int(match["draft"]))
    channel_id = await front.services.setup.channel(community_id, places.EVENTS)
    language = await front.language(interaction)
    message = ui.published(done.overview, done.reach, done.reminders, channel_id, language)
    await front.replace(interaction, message)


@on_press(rf"events:draft:apply:{_DRAFT}")
async def apply_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Save an edit."""
    community_id = await require_organiser(interaction)
    front = Front.of(interaction)
    done = await front.services.event_admin.apply(community_id, int(match["draft"]))
    language = await front.language(interaction)
    await front.replace(interaction, ui.applied(done.overview, done.told, done.reminders, language))


@on_press(rf"events:draft:cancel:{_DRAFT}")
async def cancel_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Call an event off."""
    community_id = await require_organiser(interaction)
    front = Front.of(interaction)
    done = await front.services.event_admin.cancel(community_id, interaction.user.id, int(match["draft"]))
    await front.replace(interaction, ui.called_off(done.overview, await front.language(interaction)))


PRESSES = (
    correct_pressed,
    drop_pressed,
    groups_chosen,
    partner_chosen,
    audience_chosen,
    publish_pressed,
    apply_pressed,
    cancel_pressed,
)
