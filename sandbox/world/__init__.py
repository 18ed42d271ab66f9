"""The state of a small Discord, its rules, and the mutations that announce themselves."""

from sandbox.clock import SandboxClock
from sandbox.world.interactions import Interactions


class World(Interactions):
    """Communities, people, channels and messages, as plain synchronous state.

    Each mutation publishes the gateway events that Discord would send on `bus`. Methods here are the hands of
    fate and of organisers: they check that things exist and fit, not who is asking. Rights are enforced where
    somebody asks: by the REST routes for bots, by `Actor` for people.
    """

    def __init__(self, clock: SandboxClock | None = None) -> None:
        super().__init__(clock)
        self.interactions = {}
        self.clock.on_change(self.archive_idle_threads)


__all__ = ["World"]
