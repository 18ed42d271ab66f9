"""A bot's session on the gateway, and the connection that carries it."""

import asyncio
import secrets
import time
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from sandbox.errors import Json
from sandbox.thread_sync import ThreadSync
from sandbox.visibility import GUILDS, may_learn, wanted, without_content
from sandbox.world.bus import Emission
from sandbox.world.model import Application, Guild

if TYPE_CHECKING:
    from sandbox.gateway import Gateway

DISPATCH = 0
REPLAYED, UNREAD, LOW_WATER = 10_000, 20_000, 100


class Session:
    """One bot's session; it outlives its connection for a while, so that it can be resumed."""

    def __init__(
        self, gateway: "Gateway", application: Application, intents: int, shard: tuple[int, int]
    ) -> None:
        self.id = secrets.token_hex(16)
        self.application = application
        self.intents = intents
        self.shard = shard
        self.seq = 0
        self.sent: deque[tuple[int, bytes]] = deque(maxlen=REPLAYED)
        self.connection: Connection | None = None
        self.lost_at: float | None = None
        self._gateway = gateway
        self._threads = ThreadSync(gateway.world, application.user_id)
        self._unsubscribe = gateway.world.bus.subscribe(self.receive)

    def end(self) -> None:
        """Forget the session for good."""
        self._unsubscribe()
        self._gateway.sessions.pop(self.id, None)

    def handles(self, guild_id: int | None) -> bool:
        """Whether a guild belongs to this session's shard; direct conversations belong to the first."""
        number, count = self.shard
        return (0 if guild_id is None else (guild_id >> 22) % count) == number

    def greet(self, guild: Guild, *, known: bool = False) -> None:
        """Send a guild as it arrives; one that READY already named is said to be there now."""
        self._threads.begin(guild)
        body = self._gateway.guild_create(guild, self.application.user_id)
        self.dispatch("GUILD_CREATE", {**body, "unavailable": False} if known else body)

    def receive(self, emission: Emission) -> None:
        """Take an announcement of the world and send what the session may and wants to learn of it."""
        self._pass_on(emission)
        opened = self._threads.after(emission)
        if opened is not None and self.intents & GUILDS:
            self.dispatch("THREAD_LIST_SYNC", opened)

    def _pass_on(self, emission: Emission) -> None:
        user_id = self.application.user_id
        if emission.application_id is not None:
            guild_id = emission.data.get("guild_id")
            mine = emission.application_id == self.application.id
            if mine and self.handles(None if guild_id is None else int(guild_id)):
                self.dispatch(emission.name, emission.data)
            return
        if not may_learn(self._gateway.world, emission, user_id):
            return
        if emission.name == "GUILD_JOINED":
            guild = self._gateway.world.guilds[int(emission.data["id"])]
            if self.handles(guild.id):
                self.greet(guild)
            return
        if self.handles(emission.guild_id) and wanted(emission, self.intents, user_id):
            self.dispatch(emission.name, without_content(emission, self.intents, user_id))

    def dispatch(self, name: str, data: Json) -> None:
        """Send an event, and keep it for a resume."""
        self.seq += 1
        body = orjson.dumps({"op": DISPATCH, "t": name, "s": self.seq, "d": data})
        self.sent.append((self.seq, body))
        if self.connection is not None:
            self.connection.push(body)

    def replay(self, after: int) -> bool:
        """Send again what came after a sequence number; False when it can't be complete."""
        if after > self.seq or (self.sent and after < self.sent[0][0] - 1):
            return False
        if self.connection is not None:
            for seq, body in self.sent:
                if seq > after:
                    self.connection.push(body)
        return True


class Connection:
    """One WebSocket: reads the client's operations, writes through a bounded queue."""

    def __init__(self, gateway: "Gateway", socket: web.WebSocketResponse, compressed: bool) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.said_goodbye = False
        self._gateway = gateway
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue(UNREAD)
        self._drained = asyncio.Event()
        self._deflate = zlib.compressobj() if compressed else None

    def push(self, body: bytes) -> None:
        """Queue a payload; a client that stopped reading is cut off."""
        try:
            self._outgoing.put_nowait(body)
        except asyncio.QueueFull:
            self.abort()

    def push_json(self, op: int, data: Any = None) -> None:
        """Queue an operation that is not an event."""
        self.push(orjson.dumps({"op": op, "d": data, "s": None, "t": None}))

    def abort(self) -> None:
        """Cut the line without a goodbye."""
        if self.session is not None and self.session.connection is self:
            self.session.connection = None
            self.session.lost_at = time.monotonic()
        self._gateway.cut(self)

    async def write(self) -> None:
        """Send what is queued, until cancelled or the line is cut."""
        while True:
            body = await self._outgoing.get()
            if self._outgoing.qsize() <= LOW_WATER:
                self._drained.set()
            if self._gateway.delay:
                await asyncio.sleep(self._gateway.delay)
            try:
                if self._deflate is None:
                    await self.socket.send_str(body.decode())
                else:
                    packed = self._deflate.compress(body) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
            except (ConnectionError, RuntimeError):
                self._drained.set()
                return

    async def drain(self) -> None:
        """Wait until nearly all that is queued was sent, so that long answers do not pile up."""
        while self._outgoing.qsize() > LOW_WATER and not self.socket.closed:
            self._drained.clear()
            await self._drained.wait()

    async def close(self, code: int, message: str = "") -> None:
        """Say goodbye with a close code."""
        await self.socket.close(code=code, message=message.encode())
