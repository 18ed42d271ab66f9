"""Commands, buttons and listeners: parse, authorise, ask a service, render its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.cogs import announcements, event_admin, events, groups, introductions, partners, profiles, settings
from bot.cogs.announcements import AnnouncementsCog
from bot.cogs.checkup import CheckupCog
from bot.cogs.event_admin import EventAdminCog
from bot.cogs.events import EventsCog
from bot.cogs.front import Front
from bot.cogs.groups import GroupsCog
from bot.cogs.introductions import IntroductionsCog
from bot.cogs.partners import PartnersCog
from bot.cogs.profiles import ProfilesCog
from bot.cogs.settings import SettingsCog
from bot.cogs.setup import SetupCog

COGS: Sequence[Callable[[Front], commands.Cog]] = (
    SetupCog,
    GroupsCog,
    EventsCog,
    EventAdminCog,
    PartnersCog,
    ProfilesCog,
    SettingsCog,
    IntroductionsCog,
    AnnouncementsCog,
    CheckupCog,
)
PRESSES: Sequence[type[discord.ui.DynamicItem[Any]]] = (
    *groups.PRESSES,
    *events.PRESSES,
    *event_admin.PRESSES,
    *partners.PRESSES,
    *profiles.PRESSES,
    *settings.PRESSES,
    *introductions.PRESSES,
    *announcements.PRESSES,
)
