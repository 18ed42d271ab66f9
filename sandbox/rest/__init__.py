"""The REST API, one module for each part of Discord's paths."""

from sandbox.rest import channels, commands, guilds, interactions, me, messages, scheduled_events, threads
from sandbox.rest.routing import Router

MODULES = (me, guilds, channels, threads, messages, scheduled_events, commands, interactions)


def make_router() -> Router:
    """Build the router of all routes."""
    return Router(route for module in MODULES for route in module.routes.all)


__all__ = ["make_router"]
