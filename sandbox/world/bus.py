"""What the world announces, and to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, frozen=True)
class Emission:
    """One gateway event. Subscribers decide by its scope whether they may see it, and never change `data`.

    `channel_id`: only for those who see that channel. `user_ids`: only for these people.
    `application_id`: only for that application's sessions (interactions).
    """

    name: str
    data: Json
    guild_id: int | None = None
    channel_id: int | None = None
    user_ids: frozenset[int] | None = None
    application_id: int | None = None


class Bus:
    """Hands each emission to every subscriber, in the order of the changes."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[[Emission], None]] = []

    def subscribe(self, callback: Callable[[Emission], None]) -> Callable[[], None]:
        """Call `callback` for each emission; returns the function that ends it."""
        self._subscribers.append(callback)

        def forget() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return forget

    def __bool__(self) -> bool:
        return bool(self._subscribers)

    def publish(self, emission: Emission) -> None:
        """Hand the emission round."""
        for subscriber in tuple(self._subscribers):
            subscriber(emission)
