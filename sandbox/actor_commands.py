"""From what a person types after a slash to the data of an interaction."""

from typing import Any

from sandbox.errors import refusal
from sandbox.uploads import Upload
from sandbox.validate.messages import MAX_FILE_BYTES
from sandbox.world import World
from sandbox.world.interaction_payload import partial_channel_json
from sandbox.world.model import Channel, Json
from sandbox.world.serialize import member_json, role_json, user_json

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 8, 9, 10, 11


class ActorRefused(Exception):
    """The person may not, or can't, do that. `code` is Discord's, or a word for what its client prevents."""

    def __init__(self, code: int | str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Resolver:
    """Collects the `resolved` objects of the ids that a person chose."""

    def __init__(self, world: World, guild_id: int | None, user_id: int) -> None:
        self._world = world
        self._guild_id = guild_id
        self._user_id = user_id
        self.resolved: Json = {}

    def user(self, user_id: int) -> bool:
        """Add a user, with the membership when there is one."""
        user = self._world.users.get(user_id)
        if user is None:
            return False
        self._put("users", user_id, user_json(user))
        guild = self._world.guilds.get(self._guild_id or 0)
        member = guild.members.get(user_id) if guild else None
        if guild is not None and member is not None:
            data = member_json(self._world, member)
            del data["user"]
            data["permissions"] = str(self._world.guild_permissions(guild, user_id))
            self._put("members", user_id, data)
        return True

    def role(self, role_id: int) -> bool:
        """Add a role of the guild."""
        guild = self._world.guilds.get(self._guild_id or 0)
        if guild is None or role_id not in guild.roles:
            return False
        self._put("roles", role_id, role_json(guild.roles[role_id]))
        return True

    def channel(self, channel_id: int, kinds: list[int] | None = None) -> bool:
        """Add a channel of the guild that the person sees, of one of the kinds."""
        channel = self._world.channels.get(channel_id)
        if channel is None or channel.guild_id != self._guild_id:
            return False
        if (kinds and channel.type not in kinds) or not self._world.may_view(channel, self._user_id):
            return False
        self._put("channels", channel_id, partial_channel_json(self._world, channel, self._user_id))
        return True

    def upload(self, file: Upload) -> str:
        """Hand a file over to the application and add it; its id. 40005 when it is too large."""
        if len(file.content) > MAX_FILE_BYTES:
            raise ActorRefused(40005, refusal(40005).message)
        data = self._world.hand_over(file.stored, file.description)
        self.resolved.setdefault("attachments", {})[data["id"]] = data
        return str(data["id"])

    def _put(self, kind: str, snowflake: int, data: Json) -> None:
        self.resolved.setdefault(kind, {})[str(snowflake)] = data


def find_command(access: World, user_id: int, channel: Channel, path: str) -> tuple[Json, list[Json]]:
    """Return the command of that canonical name and the chain of its group and subcommand."""
    words = path.removeprefix("/").split()
    offered = access.usable_commands(user_id, channel)
    # A guild's own command hides the global one of the same name.
    found = sorted(
        (c for c in offered if c["name"] == words[0] and c["type"] == 1), key=lambda c: "guild_id" not in c
    )
    if not found:
        raise ActorRefused("unknown_command", f"/{path} is not offered to this person in this channel")
    chain: list[Json] = []
    node = found[0]
    for word in words[1:]:
        inner = [o for o in node.get("options", []) if o["type"] in (SUBCOMMAND, GROUP) and o["name"] == word]
        if not inner:
            raise ActorRefused("unknown_command", f"/{path} has no subcommand {word}")
        node = inner[0]
        chain.append(node)
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in node.get("options", [])):
        raise ActorRefused("unknown_command", f"/{path} needs a subcommand")
    return found[0], chain


def command_data(
    resolver: Resolver,
    command: Json,
    chain: list[Json],
    values: dict[str, Any],
    *,
    focused: str | None = None,
) -> Json:
    """Return the `data` of a command or autocomplete interaction; wrong or missing values are refused."""
    leaf = chain[-1] if chain else command
    options = _options(resolver, leaf.get("options", []), values, focused)
    for node in reversed(chain):
        options = [{"name": node["name"], "type": node["type"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": options}
    if resolver.resolved:
        data["resolved"] = resolver.resolved
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _options(
    resolver: Resolver, declared: list[Json], values: dict[str, Any], focused: str | None
) -> list[Json]:
    # Keyword arguments can't hold hyphens: an underscore stands for one where no option has it.
    names = {option["name"] for option in declared}
    given = {key if key in names else key.replace("_", "-"): value for key, value in values.items()}
    if unknown := set(given) - names:
        raise ActorRefused("unknown_option", f"no option {', '.join(sorted(unknown))}")
    result = []
    for option in declared:
        name = option["name"]
        if name not in given:
            if option.get("required") and focused is None:
                raise ActorRefused("missing_option", f"option {name} is required")
            continue
        if name == focused:
            entry = {"name": name, "type": option["type"], "value": str(given[name]), "focused": True}
            result.append(entry)
            continue
        value = _value(resolver, option, given[name])
        result.append({"name": name, "type": option["type"], "value": value})
    return result


def _value(resolver: Resolver, option: Json, value: Any) -> Any:
    kind, name = option["type"], option["name"]
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        return _reference(resolver, option, value)
    if kind == ATTACHMENT:
        if not isinstance(value, Upload):
            raise ActorRefused("invalid_option", f"option {name} takes a file")
        return resolver.upload(value)
    expected: dict[int, tuple[type, ...]] = {
        STRING: (str,),
        INTEGER: (int,),
        BOOLEAN: (bool,),
        NUMBER: (int, float),
    }
    wrong_bool = isinstance(value, bool) and kind != BOOLEAN
    if wrong_bool or not isinstance(value, expected[kind]):
        raise ActorRefused("invalid_option", f"option {name} takes another type than {value!r}")
    choices = option.get("choices")
    if choices:
        match = next((c for c in choices if value in (c["value"], c["name"])), None)
        if match is None:
            raise ActorRefused("invalid_option", f"option {name} has no choice {value!r}")
        return match["value"]
    _check_bounds(option, value)
    return value


def _check_bounds(option: Json, value: Any) -> None:
    size = len(value) if isinstance(value, str) else value
    low = option.get("min_length") if isinstance(value, str) else option.get("min_value")
    high = option.get("max_length", 6000) if isinstance(value, str) else option.get("max_value")
    if (low is not None and size < low) or (high is not None and size > high):
        raise ActorRefused("invalid_option", f"option {option['name']} is out of bounds: {value!r:.80}")


def _reference(resolver: Resolver, option: Json, value: Any) -> str:
    snowflake = int(value)
    kind = option["type"]
    fits = (
        (kind in (USER, MENTIONABLE) and resolver.user(snowflake))
        or (kind in (ROLE, MENTIONABLE) and resolver.role(snowflake))
        or (kind == CHANNEL and resolver.channel(snowflake, option.get("channel_types")))
    )
    if not fits:
        raise ActorRefused("invalid_option", f"option {option['name']}: nothing of that kind has id {value}")
    return str(snowflake)
