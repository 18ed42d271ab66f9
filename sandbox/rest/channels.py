"""/guilds/{guild_id}/channels, /channels/{channel_id} and its overwrites."""

from typing import Any

from sandbox.errors import FormErrors, form_error, refusal
from sandbox.permissions import ALL, Permission
from sandbox.rest.routing import Call, Reply, Routes, snowflake
from sandbox.rest.threads import edit_thread
from sandbox.validate.fields import Fields, Path
from sandbox.world.model import ANNOUNCEMENT, DM, GUILD_KINDS, TEXT, Channel, Guild, Json, Overwrite
from sandbox.world.serialize import channel_json

routes = Routes()
ARCHIVE_AFTER = (60, 1440, 4320, 10080)
FIELDS = (
    "name",
    "type",
    "topic",
    "position",
    "parent_id",
    "nsfw",
    "rate_limit_per_user",
    "default_auto_archive_duration",
    "permission_overwrites",
)
CREATED, UPDATED, DELETED = 10, 11, 12
OVERWRITE_CREATED, OVERWRITE_UPDATED, OVERWRITE_DELETED = 13, 14, 15


@routes.on("GET", "/guilds/{guild_id}/channels")
def list_channels(call: Call) -> Any:
    """Return all channels but threads, those the bot can't read included, as Discord does."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    return [channel_json(call.world, call.world.channels[each]) for each in guild.channel_ids]


@routes.on("POST", "/guilds/{guild_id}/channels")
def create_channel(call: Call) -> Any:
    """Create a channel; overwrites may not grant what the bot doesn't hold itself."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_CHANNELS)
    call.expect_only(*FIELDS)
    fields = Fields(call.form)
    name = fields.text("name", low=1, high=100, required=True)
    kind = fields.choice("type", tuple(sorted(GUILD_KINDS)))
    values = _shared_values(fields)
    overwrites = read_overwrites(fields, guild)
    fields.done()
    _check_grants(call, guild, overwrites)
    channel = call.world.create_channel(guild.id, name or "", kind or TEXT, overwrites=overwrites, **values)
    call.world.record(guild.id, call.user_id, CREATED, channel.id, call.reason)
    return Reply(201, channel_json(call.world, channel))


def _shared_values(fields: Fields) -> Json:
    return {
        "parent_id": fields.snowflake("parent_id"),
        "topic": fields.text("topic", high=1024),
        "position": fields.integer("position", high=10_000),
        "nsfw": bool(fields.boolean("nsfw")),
        "slowmode": fields.integer("rate_limit_per_user", high=21_600) or 0,
        "default_auto_archive": fields.choice("default_auto_archive_duration", ARCHIVE_AFTER),
    }


def read_overwrites(fields: Fields, guild: Guild) -> list[Overwrite]:
    """Read `permission_overwrites`; unknown roles and members are faults."""
    made = []
    for index, raw in enumerate(fields.objects("permission_overwrites", high=1000)):
        made.append(_overwrite(raw, guild, fields.errors, (*fields.path, "permission_overwrites", index)))
    return [each for each in made if each is not None]


def _overwrite(raw: Json, guild: Guild, errors: FormErrors, path: Path) -> Overwrite | None:
    inner = Fields(raw, errors, path)
    inner.required("id")
    target = inner.snowflake("id")
    kind = inner.choice("type", (0, 1))
    allow, deny = inner.permissions("allow") or 0, inner.permissions("deny") or 0
    if target is None:
        return None
    if kind is None:
        kind = 0 if target in guild.roles else 1
    if target not in (guild.roles if kind == 0 else guild.members):
        what = "Role" if kind == 0 else "Member"
        inner.fault("id", "CHANNEL_PERMISSION_OVERWRITE_INVALID", f"{what} does not exist")
        return None
    return Overwrite(target, kind, allow & int(ALL), deny & int(ALL))


def _check_grants(call: Call, guild: Guild, overwrites: list[Overwrite]) -> None:
    own = call.world.guild_permissions(guild, call.user_id)
    for each in overwrites:
        call.world.require_grantable(guild, call.user_id, each.allow | each.deny)
        # Only administrators decide per channel who manages its rights.
        if (each.allow | each.deny) & Permission.MANAGE_ROLES and not own & Permission.ADMINISTRATOR:
            raise refusal(50013)


@routes.on("PATCH", "/guilds/{guild_id}/channels")
def move_channels(call: Call) -> None:
    """Change positions and categories of several channels."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_CHANNELS)
    if not isinstance(call.body, list):
        raise form_error((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    # All are read before the first is moved.
    for channel_id, changes in [_move(call, guild, index, entry) for index, entry in enumerate(call.body)]:
        call.world.edit_channel(channel_id, **changes)


def _move(call: Call, guild: Guild, index: int, entry: Any) -> tuple[int, dict[str, Any]]:
    if not isinstance(entry, dict):
        raise form_error((index,), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    call.expect_only("id", "position", "parent_id", of=entry)
    channel_id = snowflake(entry.get("id"), (index, "id"))
    if channel_id not in guild.channel_ids:
        raise refusal(10003)
    fields = Fields(entry, path=(index,))
    position, parent_id = fields.integer("position"), fields.snowflake("parent_id")
    fields.done()
    if parent_id is not None:
        call.world.check_parent(guild.id, parent_id, call.world.channel(channel_id).type)
    left = fields.has("parent_id") and entry["parent_id"] is None
    return channel_id, {"position": position, "parent_id": parent_id, "no_parent": left}


@routes.on("GET", "/channels/{channel_id}")
def get_channel(call: Call) -> Any:
    """Return a channel, thread or conversation the bot may see."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    return channel_json(call.world, channel, call.user_id)


@routes.on("PATCH", "/channels/{channel_id}")
def edit_channel(call: Call) -> Any:
    """Change a channel or thread."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    if channel.is_thread:
        return edit_thread(call, channel)
    if channel.guild_id is None:
        raise refusal(50003)
    call.world.require_in_channel(channel.id, call.user_id, Permission.MANAGE_CHANNELS)
    changes = _changes(call, channel, call.world.guilds[channel.guild_id])
    call.world.edit_channel(channel.id, **changes)
    call.world.record(channel.guild_id, call.user_id, UPDATED, channel.id, call.reason)
    return channel_json(call.world, channel)


def _changes(call: Call, channel: Channel, guild: Guild) -> Json:
    call.expect_only(*FIELDS)
    fields = Fields(call.form)
    changes: Json = {
        "name": fields.text("name", low=1, high=100),
        "topic": fields.text("topic", high=1024),
        "position": fields.integer("position", high=10_000),
        "nsfw": fields.boolean("nsfw"),
        "slowmode": fields.integer("rate_limit_per_user", high=21_600),
        "parent_id": fields.snowflake("parent_id"),
        "no_parent": fields.has("parent_id") and call.form["parent_id"] is None,
        "default_auto_archive": fields.choice("default_auto_archive_duration", ARCHIVE_AFTER),
        "kind": fields.choice("type", (TEXT, ANNOUNCEMENT)),
    }
    if fields.has("topic") and call.form["topic"] is None:
        changes["topic"] = ""
    if fields.has("permission_overwrites"):
        changes["overwrites"] = read_overwrites(fields, guild)
    fields.done()
    if "overwrites" in changes:
        call.world.require_in_channel(channel.id, call.user_id, Permission.MANAGE_ROLES)
        before = channel.overwrites
        changed = [each for each in changes["overwrites"] if before.get(each.id) != each]
        _check_grants(call, guild, changed)
    return changes


@routes.on("DELETE", "/channels/{channel_id}")
def delete_channel(call: Call) -> Any:
    """Delete a channel or thread; a conversation is only closed."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    data = channel_json(call.world, channel, call.user_id)
    if channel.type == DM or channel.guild_id is None:
        return data
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    call.world.require_in_channel(channel.id, call.user_id, needed)
    call.world.delete_channel(channel.id)
    call.world.record(channel.guild_id, call.user_id, DELETED, channel.id, call.reason)
    return data


def _with_overwrites(call: Call) -> tuple[Channel, Guild]:
    channel = call.world.require_in_channel(call.id("channel_id"), call.user_id, Permission.MANAGE_ROLES)
    if channel.guild_id is None or channel.is_thread:
        raise refusal(50024)
    return channel, call.world.guilds[channel.guild_id]


@routes.on("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
def set_overwrite(call: Call) -> None:
    """Put an overwrite for a role or member."""
    channel, guild = _with_overwrites(call)
    errors = FormErrors()
    overwrite = _overwrite({**call.form, "id": call.id("overwrite_id")}, guild, errors, ())
    errors.raise_if_any()
    if overwrite is None:
        raise refusal(10009)
    _check_grants(call, guild, [overwrite])
    action = OVERWRITE_UPDATED if overwrite.id in channel.overwrites else OVERWRITE_CREATED
    call.world.set_overwrite(channel.id, overwrite)
    call.world.record(guild.id, call.user_id, action, channel.id, call.reason)


@routes.on("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}")
def remove_overwrite(call: Call) -> None:
    """Take an overwrite away."""
    channel, guild = _with_overwrites(call)
    call.world.remove_overwrite(channel.id, call.id("overwrite_id"))
    call.world.record(guild.id, call.user_id, OVERWRITE_DELETED, channel.id, call.reason)
