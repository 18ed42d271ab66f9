"""One person's eyes: the stream of what reaches them."""

import asyncio
from collections import deque
from collections.abc import Callable

from sandbox.errors import Json
from sandbox.visibility import CHANNEL_EVENTS, may_learn
from sandbox.world import World
from sandbox.world.bus import Emission

UNREAD = 10_000


class Listener:
    """Yields (event name, data) in order, until `close`.

    The events are the gateway's, limited to what this person may see, with ephemeral messages addressed to
    them and the outcomes of their own interactions. A channel that changed out of their sight arrives as
    CHANNEL_DELETE. A reader that falls 10,000 events behind loses the oldest.
    """

    def __init__(
        self, world: World, user_id: int, *, on_close: Callable[["Listener"], None] | None = None
    ) -> None:
        world.user(user_id)
        self._world = world
        self._user_id = user_id
        self._on_close = on_close
        self._pending: deque[tuple[str, Json]] = deque(maxlen=UNREAD)
        self._arrived = asyncio.Event()
        self._closed = False
        self._unsubscribe = world.bus.subscribe(self._receive)

    def close(self) -> None:
        """End the stream; a waiting reader is released."""
        self._closed = True
        self._unsubscribe()
        self._arrived.set()
        if self._on_close is not None:
            self._on_close(self)

    def __aiter__(self) -> "Listener":
        return self

    async def __anext__(self) -> tuple[str, Json]:
        while not self._pending:
            if self._closed:
                raise StopAsyncIteration
            self._arrived.clear()
            await self._arrived.wait()
        return self._pending.popleft()

    async def until(self, name: str, timeout: float = 5.0) -> Json:
        """Read on to the next event of this name and return its data; TimeoutError without one."""
        async with asyncio.timeout(timeout):
            async for found, data in self:
                if found == name:
                    return data
        raise TimeoutError(name)

    def _receive(self, emission: Emission) -> None:
        if not may_learn(self._world, emission, self._user_id):
            return
        name = emission.name
        if name in CHANNEL_EVENTS:
            channel = self._world.channels.get(int(emission.data["id"]))
            if channel is None or not self._world.may_view(channel, self._user_id):
                if name == "CHANNEL_CREATE":
                    return
                name = "CHANNEL_DELETE"
        self._pending.append((name, emission.data))
        self._arrived.set()
