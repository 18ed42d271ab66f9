"""Application commands: what a bot registered, who may use it and where, and its names in a language."""

from collections.abc import Iterable
from typing import Any

from sandbox.errors import refusal
from sandbox.permissions import Permission
from sandbox.world.model import CATEGORY, Channel, Json
from sandbox.world.scheduled_events import ScheduledEvents

MAX_CHAT_COMMANDS = 100
IN_GUILD, IN_BOT_DM = 0, 1


class Commands(ScheduledEvents):
    """Keeps the registered commands."""

    def commands_of(self, application_id: int, guild_id: int | None) -> dict[int, Json]:
        """Return the commands registered for a guild, or (None) for everywhere; by id."""
        return self.commands.setdefault((application_id, guild_id), {})

    def command(self, application_id: int, guild_id: int | None, command_id: int) -> Json:
        """One command, or 10063."""
        found = self.commands_of(application_id, guild_id).get(command_id)
        if found is None:
            raise refusal(10063)
        return found

    def put_command(self, application_id: int, guild_id: int | None, body: Json) -> tuple[Json, bool]:
        """Register a checked command, or replace the one of that name and type; tells whether it is new."""
        registered = self.commands_of(application_id, guild_id)
        kind = body.get("type") or 1
        same = next((c for c in registered.values() if c["name"] == body["name"] and c["type"] == kind), None)
        if same is None and kind == 1 and sum(c["type"] == 1 for c in registered.values()) >= 100:
            raise refusal(30032)
        command_id = int(same["id"]) if same else self.ids.make()
        command = self._command(application_id, guild_id, command_id, body)
        registered[command_id] = command
        return command, same is None

    def replace_commands(
        self, application_id: int, guild_id: int | None, bodies: Iterable[Json]
    ) -> list[Json]:
        """Register exactly these checked commands; those kept by name keep their id."""
        known = {
            (c["name"], c["type"]): int(c["id"]) for c in self.commands_of(application_id, guild_id).values()
        }
        fresh: dict[int, Json] = {}
        for body in bodies:
            kept = known.get((body["name"], body.get("type") or 1))
            command_id = self.ids.make() if kept is None else kept
            fresh[command_id] = self._command(application_id, guild_id, command_id, body)
        self.commands[application_id, guild_id] = fresh
        return list(fresh.values())

    def edit_command(self, application_id: int, guild_id: int | None, command_id: int, body: Json) -> Json:
        """Change the given fields of a command."""
        current = self.command(application_id, guild_id, command_id)
        merged = {**current, **body, "type": current["type"]}
        changed = self._command(application_id, guild_id, command_id, merged)
        self.commands_of(application_id, guild_id)[command_id] = changed
        return changed

    def delete_command(self, application_id: int, guild_id: int | None, command_id: int) -> None:
        """Forget a command, or 10063."""
        self.command(application_id, guild_id, command_id)
        del self.commands_of(application_id, guild_id)[command_id]

    def _command(self, application_id: int, guild_id: int | None, command_id: int, body: Json) -> Json:
        contexts = body.get("contexts")
        permissions = body.get("default_member_permissions")
        command: Json = {
            "id": str(command_id),
            "application_id": str(application_id),
            "version": str(self.ids.make()),
            "type": body.get("type") or 1,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "default_member_permissions": None if permissions is None else str(permissions),
            "dm_permission": body.get("dm_permission", True) is not False,
            "contexts": contexts,
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw", False)),
        }
        if body.get("options"):
            command["options"] = body["options"]
        if guild_id is not None:
            command["guild_id"] = str(guild_id)
        return command

    def allow_command(
        self, guild_id: int, command_id: int, target_id: int, allowed: bool, *, target: int = 1
    ) -> None:
        """Return what an organiser sets on the Integrations page; `target` is 1 for a role, 2 a user, 3 a channel."""
        self.command_permissions.setdefault((guild_id, command_id), {})[target_id] = (target, allowed)

    def usable_commands(self, user_id: int, channel: Channel) -> list[Json]:
        """Return the commands that this person is offered in this channel."""
        if channel.guild_id is None:
            bots = [each for each in channel.recipient_ids if each != user_id]
            scopes: list[tuple[int, int | None]] = [(each, None) for each in bots]
        else:
            guild = self.guilds[channel.guild_id]
            installed = [a for a in self.applications.values() if a.user_id in guild.members]
            scopes = [(a.id, scope) for a in installed for scope in (None, guild.id)]
        found = [c for scope in scopes for c in self.commands.get(scope, {}).values()]
        return [each for each in found if self.may_use(each, user_id, channel)]

    def may_use(self, command: Json, user_id: int, channel: Channel) -> bool:
        """Whether Discord lets this person call the command here."""
        contexts = command["contexts"]
        if channel.guild_id is None:
            in_dm = command["dm_permission"] if contexts is None else IN_BOT_DM in contexts
            return bool(in_dm) and "guild_id" not in command
        if contexts is not None and IN_GUILD not in contexts:
            return False
        if channel.type == CATEGORY:
            return False
        granted = self.permissions_in(channel, user_id)
        if granted & Permission.ADMINISTRATOR:
            return True
        if not granted & Permission.USE_APPLICATION_COMMANDS:
            return False
        decided = self._decided(channel, int(command["id"]), user_id)
        if decided is not None:
            return decided
        needed = command["default_member_permissions"]
        if needed is None:
            return True
        return int(needed) != 0 and not int(needed) & ~granted

    def _decided(self, channel: Channel, command_id: int, user_id: int) -> bool | None:
        guild_id = channel.guild_id or 0
        choices = self.command_permissions.get((guild_id, command_id))
        if not choices:
            return None
        place = channel.parent_id if channel.is_thread else channel.id
        if (place, False) in {(key, value[1]) for key, value in choices.items()}:
            return False
        if user_id in choices:
            return choices[user_id][1]
        roles = [guild_id, *self.member(guild_id, user_id).role_ids]
        said = [choices[each][1] for each in roles if each in choices]
        return any(said) if said else None


def localised(thing: Json, locale: str) -> Json:
    """Return a command, option or choice with its texts for a language beside the canonical ones."""
    made: Json = {**thing}
    for key in ("name", "description"):
        if key in thing:
            names: dict[str, Any] = thing.get(f"{key}_localizations") or {}
            made[f"{key}_localized"] = names.get(locale) or thing[key]
    for key in ("options", "choices"):
        if thing.get(key):
            made[key] = [localised(each, locale) for each in thing[key]]
    return made
