"""The world's records and how they are found; every look-up that fails is Discord's own refusal."""

from collections import defaultdict, deque

from sandbox.clock import SandboxClock
from sandbox.errors import refusal
from sandbox.snowflake import SnowflakeMaker
from sandbox.world.bus import Bus, Emission
from sandbox.world.model import (
    Application,
    AuditEntry,
    Channel,
    Guild,
    Json,
    Member,
    Message,
    MessageLog,
    Ping,
    Role,
    StoredFile,
    User,
)

LOG_LENGTH = 10_000


class State:
    """All records, by id. Rules are added by the classes that build on it; people use `World`."""

    def __init__(self, clock: SandboxClock | None = None) -> None:
        self.clock = clock or SandboxClock()
        self.ids = SnowflakeMaker(self.clock)
        self.bus = Bus()
        self.users: dict[int, User] = {}
        self.applications: dict[int, Application] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.dms: dict[frozenset[int], int] = {}
        self.messages: defaultdict[int, MessageLog] = defaultdict(MessageLog)
        self.files: dict[int, StoredFile] = {}
        # Commands by (application, guild or None for everywhere), then by id, in Discord's shape.
        self.commands: dict[tuple[int, int | None], dict[int, Json]] = {}
        # Organisers' choices of who may use a command: (guild, command) -> {role, user or channel: allowed}.
        self.command_permissions: dict[tuple[int, int], dict[int, tuple[int, bool]]] = {}
        # Nonces by (channel, author, nonce), oldest first.
        self.nonces: dict[tuple[int, int, str], int] = {}
        self.pings: deque[Ping] = deque(maxlen=LOG_LENGTH)
        self.audit: deque[AuditEntry] = deque(maxlen=LOG_LENGTH)
        # Where the server answers, for addresses of attachments; set when it starts.
        self.base_url = "http://127.0.0.1"

    def emit(
        self,
        name: str,
        data: Json,
        *,
        guild_id: int | None = None,
        channel_id: int | None = None,
        user_ids: frozenset[int] | None = None,
    ) -> None:
        """Announce a change to those in its scope."""
        self.bus.publish(Emission(name, data, guild_id, channel_id, user_ids))

    def user(self, user_id: int) -> User:
        """Return the user, or 10013."""
        user = self.users.get(user_id)
        if user is None:
            raise refusal(10013)
        return user

    def guild(self, guild_id: int) -> Guild:
        """Return the guild, or 10004."""
        guild = self.guilds.get(guild_id)
        if guild is None:
            raise refusal(10004)
        return guild

    def member(self, guild_id: int, user_id: int) -> Member:
        """Return the member, or 10007 (10013 when no such user exists at all)."""
        member = self.guild(guild_id).members.get(user_id)
        if member is None:
            self.user(user_id)
            raise refusal(10007)
        return member

    def role(self, guild_id: int, role_id: int) -> Role:
        """Return the role, or 10011."""
        role = self.guild(guild_id).roles.get(role_id)
        if role is None:
            raise refusal(10011)
        return role

    def channel(self, channel_id: int) -> Channel:
        """Return the channel, thread or conversation, or 10003."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise refusal(10003)
        return channel

    def message(self, channel_id: int, message_id: int) -> Message:
        """Return the message in that channel, or 10008."""
        message = self.messages[channel_id].by_id.get(message_id) if channel_id in self.messages else None
        if message is None:
            raise refusal(10008)
        return message

    def find_message(self, message_id: int) -> Message:
        """Return the message wherever it is, or 10008."""
        for log in self.messages.values():
            found = log.by_id.get(message_id)
            if found is not None:
                return found
        raise refusal(10008)

    def guild_channels(self, guild_id: int) -> list[Channel]:
        """Return a guild's channels without threads, in the order of the list."""
        found = [self.channels[each] for each in self.guild(guild_id).channel_ids]
        return sorted(found, key=lambda each: (each.position, each.id))

    def guild_threads(self, guild_id: int) -> list[Channel]:
        """Return a guild's threads, the oldest first."""
        return [self.channels[each] for each in self.guild(guild_id).thread_ids]

    def guild_roles(self, guild_id: int) -> list[Role]:
        """Return a guild's roles, @everyone first, the highest last."""
        return sorted(self.guild(guild_id).roles.values(), key=lambda each: each.position)

    def application_of(self, user_id: int) -> Application | None:
        """Return the application whose bot this user is."""
        return next((each for each in self.applications.values() if each.user_id == user_id), None)

    def record(
        self, guild_id: int, user_id: int, action: int, target_id: int | None, reason: str | None
    ) -> None:
        """Write an entry of the audit log and announce it to those who may read the log."""
        entry = AuditEntry(self.ids.make(), guild_id, user_id, action, target_id, reason)
        self.audit.append(entry)
        data: Json = {
            "id": str(entry.id),
            "guild_id": str(guild_id),
            "user_id": str(user_id),
            "action_type": action,
            "target_id": None if target_id is None else str(target_id),
            "changes": [],
        }
        if reason:
            data["reason"] = reason
        self.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", data, guild_id=guild_id)
