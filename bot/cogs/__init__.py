"""Commands, buttons and listeners: parse, authorise, ask a service, render its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.cogs import groups
from bot.cogs.front import Front
from bot.cogs.groups import GroupsCog
from bot.cogs.setup import SetupCog

COGS: Sequence[Callable[[Front], commands.Cog]] = (SetupCog, GroupsCog)
PRESSES: Sequence[type[discord.ui.DynamicItem[Any]]] = (*groups.PRESSES,)
