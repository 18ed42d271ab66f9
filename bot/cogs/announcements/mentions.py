"""Mentioning a role in an announcement: off by default, chosen and confirmed by itself."""

from __future__ import annotations

import re

from bot.cogs.announcements.showing import preview_of
from bot.cogs.front import Front, Interaction, require_organiser
from bot.cogs.press import on_press, selected
from bot.domain.announcements import Draft, Mention
from bot.domain.mistakes import Mistake
from bot.ui.announcements import mentions as ui


@on_press(r"announcements:mention:(?P<id>\d+)")
async def mention_pressed(interaction: Interaction, match: re.Match[str]) -> None:
    """Offer the roles that can be mentioned."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    draft = await front.services.announcement_drafts.draft(community_id, int(match["id"]))
    await front.replace(interaction, ui.mention_choice(draft, await front.language(interaction)))


@on_press(r"announcements:mention-choose:(?P<id>\d+):\d")
async def mention_chosen(interaction: Interaction, match: re.Match[str]) -> None:
    """Ask whether these people are really to be notified."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    (wanted,) = selected(interaction)
    draft = await front.services.announcement_drafts.draft(community_id, int(match["id"]))
    chosen = [one for one in draft.mentionable if one.group.id == int(wanted)]
    if not chosen:
        raise Mistake("announcements-mention-nowhere")
    language = await front.language(interaction)
    await front.replace(interaction, ui.mention_confirmation(draft, chosen[0], language))


@on_press(r"announcements:mention-set:(?P<id>\d+):(?P<group>\d+)")
async def mention_confirmed(interaction: Interaction, match: re.Match[str]) -> None:
    """Have the draft mention the role."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    service, announcement_id, group_id = (
        front.services.announcement_drafts,
        int(match["id"]),
        int(match["group"]),
    )
    draft = await service.draft(community_id, announcement_id)
    chosen = [one for one in draft.mentionable if one.group.id == group_id]
    allowed = all(_may_notify(interaction, one) for one in chosen)
    draft = await service.mention(community_id, announcement_id, group_id, allowed=allowed)
    await front.replace(interaction, await preview_of(front, interaction, draft))


@on_press(r"announcements:mention-nobody:(?P<id>\d+)")
async def mention_dropped(interaction: Interaction, match: re.Match[str]) -> None:
    """Have the draft mention nobody."""
    front, community_id = Front.of(interaction), await require_organiser(interaction)
    service = front.services.announcement_drafts
    draft = await service.mention(community_id, int(match["id"]), None, allowed=True)
    await front.replace(interaction, await preview_of(front, interaction, draft))


def check_mention(interaction: Interaction, draft: Draft) -> None:
    """Raise Mistake where Discord lets the bot no more notify the role that a draft mentions."""
    if draft.mention is not None and not _may_notify(interaction, draft.mention):
        raise Mistake("announcements-mention-forbidden-now", group=draft.mention.group.names)


def _may_notify(interaction: Interaction, mention: Mention) -> bool:
    """Tell whether Discord lets the bot notify the role."""
    guild = interaction.guild
    if guild is None or mention.group.role_id is None:
        return False
    role = guild.get_role(mention.group.role_id)
    if role is not None and role.mentionable:
        return True
    return interaction.app_permissions.mention_everyone


PRESSES = (
    mention_pressed,
    mention_chosen,
    mention_confirmed,
    mention_dropped,
)
