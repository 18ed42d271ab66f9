"""Commands, buttons and listeners: parse, authorise, ask a service, render its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.cogs import groups, introductions, profiles
from bot.cogs.front import Front
from bot.cogs.groups import GroupsCog
from bot.cogs.introductions import IntroductionsCog
from bot.cogs.profiles import ProfilesCog
from bot.cogs.setup import SetupCog

COGS: Sequence[Callable[[Front], commands.Cog]] = (SetupCog, GroupsCog, ProfilesCog, IntroductionsCog)
PRESSES: Sequence[type[discord.ui.DynamicItem[Any]]] = (
    *groups.PRESSES,
    *profiles.PRESSES,
    *introductions.PRESSES,
)
