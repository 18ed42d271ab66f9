"""Saves a world to a file and makes it again: ids, tokens, commands, messages, files and the clock."""

import base64
import os
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sandbox.clock import SandboxClock
from sandbox.world.model import Application, AuditEntry, Channel, Guild, Json, Message, Ping, StoredFile, User
from sandbox.world.state import State

FORMAT = 1


class UnreadableWorldError(Exception):
    """The file is not a saved world of this format."""


@dataclass
class Snapshot:
    """What is saved. Interactions are not: they would be over before the world is back."""

    format: int
    offset_seconds: float
    last_id: int
    base_url: str
    users: list[User]
    applications: list[Application]
    guilds: list[Guild]
    channels: list[Channel]
    messages: dict[int, list[Message]]
    nonces: list[tuple[int, int, str, int]] = field(default_factory=list)
    commands: list[tuple[int, int | None, list[Json]]] = field(default_factory=list)
    command_permissions: list[tuple[int, int, dict[int, tuple[int, bool]]]] = field(default_factory=list)
    files: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)
    pings: list[Ping] = field(default_factory=list)


SNAPSHOT = TypeAdapter(Snapshot)


def save(state: State, path: Path) -> None:
    """Write the world to `path`, wholly or not at all. OSError when the place can't be written."""
    content = SNAPSHOT.dump_json(_taken(state))
    path = Path(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read(path: Path) -> Snapshot:
    """Read a saved world. UnreadableWorldError when it isn't one, OSError."""
    try:
        snapshot = SNAPSHOT.validate_json(Path(path).read_bytes())
    except ValidationError as error:
        raise UnreadableWorldError(f"{path} is not a saved sandbox: {error.error_count()} faults") from error
    if snapshot.format != FORMAT:
        raise UnreadableWorldError(f"{path} has format {snapshot.format}, not {FORMAT}")
    return snapshot


def clock_of(snapshot: Snapshot) -> SandboxClock:
    """Return a clock as far ahead as the saved world's was."""
    return SandboxClock(timedelta(seconds=snapshot.offset_seconds))


def _taken(state: State) -> Snapshot:
    # Not those that were handed over with a form or a command: they end with their interaction.
    attached = {
        int(each["id"])
        for log in state.messages.values()
        for message in log
        for each in message.data["attachments"]
    }
    return Snapshot(
        FORMAT,
        state.clock.offset.total_seconds(),
        state.ids.last,
        state.base_url,
        list(state.users.values()),
        list(state.applications.values()),
        list(state.guilds.values()),
        list(state.channels.values()),
        {channel_id: list(log) for channel_id, log in state.messages.items()},
        [(*key, value) for key, value in state.nonces.items()],
        [(*scope, list(found.values())) for scope, found in state.commands.items()],
        [(*place, chosen) for place, chosen in state.command_permissions.items()],
        {
            file_id: (file.filename, file.content_type, base64.b64encode(file.content).decode())
            for file_id, file in state.files.items()
            if file_id in attached
        },
        list(state.audit),
        list(state.pings),
    )


def give_back(state: State, snapshot: Snapshot) -> None:
    """Fill an empty world from a snapshot."""
    state.ids.last = snapshot.last_id
    state.base_url = snapshot.base_url
    state.users = {each.id: each for each in snapshot.users}
    state.applications = {each.id: each for each in snapshot.applications}
    state.guilds = {each.id: each for each in snapshot.guilds}
    state.channels = {each.id: each for each in snapshot.channels}
    state.dms = {frozenset(each.recipient_ids): each.id for each in snapshot.channels if each.recipient_ids}
    for channel_id, messages in snapshot.messages.items():
        for message in messages:
            state.messages[channel_id].add(message)
    state.nonces = {(channel, author, nonce): found for channel, author, nonce, found in snapshot.nonces}
    for application_id, guild_id, commands in snapshot.commands:
        state.commands[application_id, guild_id] = {int(each["id"]): each for each in commands}
    for guild, command, chosen in snapshot.command_permissions:
        state.command_permissions[guild, command] = chosen
    state.files = {
        file_id: StoredFile(name, base64.b64decode(content), kind)
        for file_id, (name, kind, content) in snapshot.files.items()
    }
    state.audit.extend(snapshot.audit)
    state.pings.extend(snapshot.pings)
