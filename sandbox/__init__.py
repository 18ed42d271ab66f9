"""A local server that speaks to Discord bots as Discord does, with a chat page. Knows nothing of any bot."""

from sandbox.actor import Actor, ActorInteraction
from sandbox.actor_commands import ActorRefused
from sandbox.clock import SandboxClock
from sandbox.faults import Fault, Faults
from sandbox.listener import Listener
from sandbox.server import Sandbox
from sandbox.uploads import Upload
from sandbox.world import World

__all__ = [
    "Actor",
    "ActorInteraction",
    "ActorRefused",
    "Fault",
    "Faults",
    "Listener",
    "Sandbox",
    "SandboxClock",
    "Upload",
    "World",
]
