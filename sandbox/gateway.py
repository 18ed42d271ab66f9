"""The gateway: sessions over WebSocket, with heartbeats, resuming, intents, compression and member chunks."""

import asyncio
import time
from typing import Any

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from sandbox.errors import Json
from sandbox.session import Connection, Session
from sandbox.visibility import MEMBERS
from sandbox.world import World
from sandbox.world.model import Application, Guild, Member
from sandbox.world.serialize import (
    channel_json,
    event_json,
    guild_json,
    member_json,
    own_user_json,
    stamp,
    thread_json_for,
)

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 7, 8, 9, 10, 11
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED = 4001, 4002, 4003, 4004
ALREADY_AUTHENTICATED, INVALID_SEQ, RATE_LIMITED, TIMED_OUT = 4005, 4007, 4008, 4009
INVALID_INTENTS, DISALLOWED_INTENTS = 4013, 4014
ALL_INTENTS = (1 << 26) - 1
# Intent -> the application flags (full, limited) either of which allows it.
PRIVILEGED = {1 << 8: (1 << 12) | (1 << 13), 1 << 1: (1 << 14) | (1 << 15), 1 << 15: (1 << 18) | (1 << 19)}
CHUNK = 1000
# Bytes of an operation, as on Discord; of what is far beyond them not even the end is awaited.
LONGEST, FAR_TOO_LONG = 4096, 1 << 20
RESUMABLE_FOR = 120.0
# No network answers at once: discord.py, which notes in a thread when it sent a heartbeat, would take an answer that
# comes before its note for one to the heartbeat before, and warn of a line far behind.
ROUND_TRIP_S = 0.02
# The close codes by which a client gives its session up.
GOODBYES = (WSCloseCode.OK, WSCloseCode.GOING_AWAY)


class Gateway:
    """All sessions and connections."""

    def __init__(self, world: World, problems: list[str], *, heartbeat_ms: int = 41_250) -> None:
        self.world = world
        self.problems = problems
        self.heartbeat_ms = heartbeat_ms
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: dict[Connection, web.Request] = {}
        # Off: heartbeats stay unanswered, as on a line that looks alive and is not.
        self.acknowledges = True
        # Seconds by which each payload to a client comes late, in its order: a slow gateway.
        self.delay = 0.0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket from HELLO to its close."""
        compress = request.query.get("compress")
        if compress not in (None, "zlib-stream"):
            self.problems.append(f"unsupported gateway compression: {compress}")
        if request.query.get("encoding", "json") != "json":
            self.problems.append("unsupported gateway encoding")
        socket = web.WebSocketResponse(compress=False, max_msg_size=FAR_TOO_LONG, autoping=True)
        await socket.prepare(request)
        connection = Connection(self, socket, compress == "zlib-stream")
        self.connections[connection] = request
        writer = asyncio.create_task(connection.write())
        try:
            connection.push_json(HELLO, {"heartbeat_interval": self.heartbeat_ms, "_trace": ["sandbox"]})
            await self._read(connection)
        finally:
            self._lose(connection)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return socket

    async def _read(self, connection: Connection) -> None:
        limit = self.heartbeat_ms / 1000 * 1.5 + 5
        while not connection.socket.closed:
            try:
                message = await connection.socket.receive(timeout=limit)
            except TimeoutError:
                await connection.close(TIMED_OUT, "Session timed out.")
                return
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                connection.said_goodbye = message.type is WSMsgType.CLOSE and message.data in GOODBYES
                return
            try:
                op, data = _operation(message.data)
            except (ValueError, KeyError, TypeError):
                await connection.close(DECODE_ERROR, "Error while decoding payload.")
                return
            await self._operate(connection, op, data)

    async def _operate(self, connection: Connection, op: object, data: Any) -> None:
        if op == HEARTBEAT:
            if self.acknowledges:
                asyncio.get_running_loop().call_later(ROUND_TRIP_S, connection.push_json, ACK)
        elif op == IDENTIFY:
            await self._identify(connection, data)
        elif op == RESUME:
            await self._resume(connection, data)
        elif op not in (PRESENCE, VOICE, REQUEST_MEMBERS):
            await connection.close(UNKNOWN_OPCODE, "Unknown opcode.")
        elif connection.session is None:
            await connection.close(NOT_AUTHENTICATED, "Not authenticated.")
        elif op == REQUEST_MEMBERS:
            await self._send_members(connection, connection.session, data)
        elif op == VOICE:
            self.problems.append("unsupported gateway operation: voice state")

    async def _identify(self, connection: Connection, data: Any) -> None:
        if connection.session is not None:
            await connection.close(ALREADY_AUTHENTICATED, "Already authenticated.")
            return
        application = self._application(data)
        if application is None:
            await connection.close(AUTHENTICATION_FAILED, "Authentication failed.")
            return
        intents = data.get("intents")
        if isinstance(intents, bool) or not isinstance(intents, int) or intents & ~ALL_INTENTS:
            await connection.close(INVALID_INTENTS, "Invalid intent(s).")
            return
        if any(intents & intent and not application.flags & flags for intent, flags in PRIVILEGED.items()):
            await connection.close(DISALLOWED_INTENTS, "Disallowed intent(s).")
            return
        number, count = data.get("shard") or (0, 1)
        session = Session(self, application, intents, (int(number), int(count)))
        self._forget_old()
        self.sessions[session.id] = session
        self._join(connection, session)
        self._greet(session, sharded="shard" in data)

    def _application(self, data: Any) -> Application | None:
        token = str(data.get("token", "")).removeprefix("Bot ") if isinstance(data, dict) else ""
        found = (each for each in self.world.applications.values() if each.token == token)
        return next(found, None)

    def _join(self, connection: Connection, session: Session) -> None:
        if session.connection is not None:
            session.connection.session = None
        session.connection, session.lost_at = connection, None
        connection.session = session

    def _greet(self, session: Session, *, sharded: bool) -> None:
        application = session.application
        guilds = [
            guild
            for guild in self.world.guilds.values()
            if application.user_id in guild.members and session.handles(guild.id)
        ]
        ready: Json = {
            "v": 10,
            "user": own_user_json(self.world.users[application.user_id]),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "application": {"id": str(application.id), "flags": application.flags},
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "geo_ordered_rtc_regions": [],
            "user_settings": {},
            "_trace": ["sandbox"],
        }
        if sharded:
            ready["shard"] = list(session.shard)
        session.dispatch("READY", ready)
        for guild in guilds:
            session.greet(guild, known=True)

    def guild_create(self, guild: Guild, user_id: int) -> Json:
        """Return a guild as its arrival at a session: channels, the threads it may see, itself as member."""
        world = self.world
        threads = [world.channels[each] for each in guild.thread_ids]
        seen = [c for c in threads if c.thread and not c.thread.archived and world.may_view(c, user_id)]
        own = guild.members[user_id]
        return {
            **guild_json(guild),
            "joined_at": stamp(own.joined_at),
            "large": len(guild.members) > 250,
            "member_count": len(guild.members),
            "members": [member_json(world, own)],
            "channels": [channel_json(world, world.channels[each]) for each in guild.channel_ids],
            "threads": [thread_json_for(each, user_id) for each in seen],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "soundboard_sounds": [],
            "guild_scheduled_events": [
                event_json(world, each)
                for each in guild.events.values()
                if world.may_see_event(each, user_id)
            ],
        }

    async def _resume(self, connection: Connection, data: Any) -> None:
        self._forget_old()
        session = self.sessions.get(str(data.get("session_id"))) if isinstance(data, dict) else None
        if self._application(data) is None:
            await connection.close(AUTHENTICATION_FAILED, "Authentication failed.")
            return
        if session is None or session.application.token != str(data.get("token")).removeprefix("Bot "):
            connection.push_json(INVALID_SESSION, False)
            return
        self._join(connection, session)
        if not session.replay(int(data.get("seq") or 0)):
            session.connection, connection.session = None, None
            session.end()
            connection.push_json(INVALID_SESSION, False)
            return
        session.dispatch("RESUMED", {"_trace": ["sandbox"]})

    async def _send_members(self, connection: Connection, session: Session, data: Any) -> None:
        world = self.world
        guild = world.guilds.get(int(data["guild_id"]))
        if guild is None or session.application.user_id not in guild.members:
            return
        asked = data.get("user_ids")
        whole = asked is None and not data.get("query") and not data.get("limit")
        if whole and not session.intents & MEMBERS:
            return
        found, missing = self._chosen(guild, data, asked)
        chunks = max(1, -(-len(found) // CHUNK))
        for index in range(chunks):
            part = found[index * CHUNK : (index + 1) * CHUNK]
            body: Json = {
                "guild_id": str(guild.id),
                "members": [member_json(world, each) for each in part],
                "chunk_index": index,
                "chunk_count": chunks,
                "not_found": missing,
            }
            if data.get("nonce"):
                body["nonce"] = data["nonce"]
            session.dispatch("GUILD_MEMBERS_CHUNK", body)
            await connection.drain()

    def _chosen(self, guild: Guild, data: Any, asked: Any) -> tuple[list[Member], list[str]]:
        if asked is not None:
            ids = [int(each) for each in (asked if isinstance(asked, list) else [asked])][:100]
            found = [guild.members[each] for each in ids if each in guild.members]
            return found, [str(each) for each in ids if each not in guild.members]
        query, limit = str(data.get("query") or "").casefold(), int(data.get("limit") or 0)
        members = list(guild.members.values())
        if query:
            members = [each for each in members if self._is_named(each, query)]
        return (members[: min(limit, 100)] if limit else members), []

    def _is_named(self, member: Member, query: str) -> bool:
        user = self.world.users[member.user_id]
        names = (user.name, user.global_name, member.nick)
        return any(name and name.casefold().startswith(query) for name in names)

    def _lose(self, connection: Connection) -> None:
        self.connections.pop(connection, None)
        session = connection.session
        if session is None or session.connection is not connection:
            return
        session.connection, session.lost_at = None, time.monotonic()
        if connection.said_goodbye:
            # A client that says goodbye in good order gives its session up.
            session.end()

    def _forget_old(self) -> None:
        now = time.monotonic()
        for session in list(self.sessions.values()):
            if session.lost_at is not None and now - session.lost_at > RESUMABLE_FOR:
                session.end()

    def cut(self, connection: Connection) -> None:
        """Cut a connection at the transport."""
        request = self.connections.get(connection)
        if request is not None and request.transport is not None:
            request.transport.abort()

    def of(self, application_id: int | None = None) -> list[Connection]:
        """Return the connections in use, of one application or all."""
        return [
            each
            for each in self.connections
            if each.session is not None and application_id in (None, each.session.application.id)
        ]

    def drop(self, application_id: int | None = None) -> None:
        """Cut the lines, as a fault; the sessions can be resumed."""
        for connection in self.of(application_id):
            connection.abort()

    def ask_to_reconnect(self, application_id: int | None = None) -> None:
        """Send op 7, as Discord does when it moves a session."""
        for connection in self.of(application_id):
            connection.push_json(RECONNECT)

    def invalidate(self, application_id: int | None = None, *, resumable: bool = False) -> None:
        """Send op 9; the session is gone unless it is said to be resumable."""
        for connection in self.of(application_id):
            connection.push_json(INVALID_SESSION, resumable)
            session = connection.session
            if session is not None and not resumable:
                session.connection, connection.session = None, None
                session.end()

    def repeat_last(self, application_id: int | None = None) -> None:
        """Send the last event a second time, as a fault."""
        for connection in self.of(application_id):
            if connection.session is not None and connection.session.sent:
                connection.push(connection.session.sent[-1][1])

    async def stop(self) -> None:
        """Close every connection and forget the sessions."""
        for session in list(self.sessions.values()):
            session.end()
        closing = [each.close(WSCloseCode.GOING_AWAY) for each in list(self.connections)]
        try:
            async with asyncio.timeout(2):
                await asyncio.gather(*closing, return_exceptions=True)
        except TimeoutError:
            for connection in list(self.connections):
                self.cut(connection)


def _operation(received: str | bytes) -> tuple[object, Any]:
    """Read an operation and its data; ValueError, KeyError or TypeError where there is none, or too long a one."""
    body = received.encode() if isinstance(received, str) else received
    if len(body) > LONGEST:
        raise ValueError("an operation is 4096 bytes at most")
    payload = orjson.loads(body)
    return payload["op"], payload.get("d")
