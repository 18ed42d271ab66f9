"""Typed settings from a TOML file and the environment, loaded by call; every error is reported at once."""

from bot.config.loading import load
from bot.config.model import (
    AnnouncementSettings,
    CommunitySettings,
    DatabaseSettings,
    DeliverySettings,
    DiscordSettings,
    GroupSettings,
    LogSettings,
    PartnerSettings,
    Settings,
    WebSettings,
)
from bot.config.problems import ConfigurationError, Problem

__all__ = [
    "AnnouncementSettings",
    "CommunitySettings",
    "ConfigurationError",
    "DatabaseSettings",
    "DeliverySettings",
    "DiscordSettings",
    "GroupSettings",
    "LogSettings",
    "PartnerSettings",
    "Problem",
    "Settings",
    "WebSettings",
    "load",
]
