"""The bot's own pages: how it does, for whoever hosts it. Off unless the settings give them a port."""

from bot.web.server import WebServer, why_not
from bot.web.watched import Watched

__all__ = ["Watched", "WebServer", "why_not"]
