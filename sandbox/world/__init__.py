"""The state of a small Discord, its rules, and the mutations that announce themselves."""

from pathlib import Path
from typing import Any, Self

from sandbox.clock import SandboxClock
from sandbox.world import persistence
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
        self.clock.on_change(self.move_events_on)

    def move_to(self, base_url: str) -> None:
        """Note where the server answers; addresses of files in messages follow."""
        before, self.base_url = self.base_url, base_url
        if before != base_url and self.files:
            for log in self.messages.values():
                for message in log:
                    message.data = _moved(message.data, before + "/attachments/", base_url + "/attachments/")

    def save(self, path: Path) -> None:
        """Write the whole world to a file, atomically. OSError when the place can't be written."""
        persistence.save(self, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Make a saved world again, its clock as far ahead as it was.

        FileNotFoundError; `persistence.UnreadableWorldError` for a file that is no saved world.
        """
        snapshot = persistence.read(path)
        world = cls(persistence.clock_of(snapshot))
        persistence.give_back(world, snapshot)
        return world


def _moved(value: Any, before: str, after: str) -> Any:
    if isinstance(value, str):
        return after + value.removeprefix(before) if value.startswith(before) else value
    if isinstance(value, dict):
        return {key: _moved(each, before, after) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, before, after) for each in value]
    return value


__all__ = ["World"]
