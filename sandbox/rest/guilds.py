"""/guilds/{guild_id}: the guild itself, its members and its roles."""

from typing import Any

from sandbox.errors import form_error, refusal
from sandbox.permissions import ALL, Permission
from sandbox.rest.routing import Call, Routes, snowflake
from sandbox.validate.fields import Fields
from sandbox.world.model import Guild, Json, Role
from sandbox.world.serialize import guild_json, member_json, role_json

routes = Routes()
MEMBER = "/guilds/{guild_id}/members/{user_id}"
ROLES = "/guilds/{guild_id}/roles"
KICKED, MEMBER_UPDATED, MEMBER_ROLES_UPDATED = 20, 24, 25
ROLE_CREATED, ROLE_UPDATED, ROLE_DELETED = 30, 31, 32


@routes.on("GET", "/guilds/{guild_id}")
def get_guild(call: Call) -> Any:
    """Return a guild the bot is in."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    data = guild_json(guild)
    if call.flag("with_counts"):
        data["approximate_member_count"] = len(guild.members)
        data["approximate_presence_count"] = len(guild.members)
    return data


@routes.on("GET", "/guilds/{guild_id}/audit-logs")
def get_audit_log(call: Call) -> Any:
    """Return the newest entries of the log, for who may read it."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.VIEW_AUDIT_LOG)
    limit = call.number("limit", 50, 1, 100)
    before, action = call.snowflake("before"), call.number("action_type", 0, 0, 1000)
    entries: list[Json] = [
        {
            "id": str(each.id),
            "user_id": str(each.user_id),
            "action_type": each.action,
            "target_id": None if each.target_id is None else str(each.target_id),
            "changes": [],
            **({"reason": each.reason} if each.reason else {}),
        }
        for each in reversed(call.world.audit)
        if each.guild_id == guild.id and (before is None or each.id < before) and action in (0, each.action)
    ]
    empty: list[Json] = []
    names = (
        "users",
        "integrations",
        "webhooks",
        "guild_scheduled_events",
        "threads",
        "application_commands",
        "auto_moderation_rules",
    )
    return {"audit_log_entries": entries[:limit], **dict.fromkeys(names, empty)}


@routes.on("GET", "/guilds/{guild_id}/members")
def list_members(call: Call) -> Any:
    """Return members by id, in pages; needs the privileged members intent, as on Discord."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    if not call.application.flags & ((1 << 14) | (1 << 15)):
        raise refusal(50001)
    limit, after = call.number("limit", 1, 1, 1000), call.snowflake("after") or 0
    chosen = sorted(each for each in guild.members if each > after)[:limit]
    return [member_json(call.world, guild.members[each]) for each in chosen]


@routes.on("GET", "/guilds/{guild_id}/members/search")
def search_members(call: Call) -> Any:
    """Return members whose name or nickname starts with the query."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    limit = call.number("limit", 1, 1, 1000)
    query = call.query.get("query", "").casefold()
    if not query:
        raise form_error(("query",), "BASE_TYPE_REQUIRED", "This field is required")
    found: list[Json] = []
    for member in guild.members.values():
        user = call.world.users[member.user_id]
        names = (user.name, user.global_name, member.nick)
        if any(name and name.casefold().startswith(query) for name in names):
            found.append(member_json(call.world, member))
            if len(found) == limit:
                break
    return found


@routes.on("GET", MEMBER)
def get_member(call: Call) -> Any:
    """Return one member."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    return member_json(call.world, call.world.member(guild.id, call.id("user_id")))


@routes.on("PATCH", "/guilds/{guild_id}/members/@me")
def edit_own_member(call: Call) -> Any:
    """Change the bot's own nickname."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.CHANGE_NICKNAME)
    call.expect_only("nick")
    fields = Fields(call.form)
    nick = fields.text("nick", high=32)
    fields.done()
    member = call.world.edit_member(guild.id, call.user_id, nick=nick, clear_nick=fields.has("nick"))
    return member_json(call.world, member)


@routes.on("PATCH", MEMBER)
def edit_member(call: Call) -> Any:
    """Change a member's roles or nickname, below the bot's own place."""
    world, user_id = call.world, call.id("user_id")
    guild = world.require_member(call.id("guild_id"), call.user_id)
    member = world.member(guild.id, user_id)
    call.expect_only("nick", "roles")
    fields = Fields(call.form)
    nick = fields.text("nick", high=32)
    fields.done()
    if fields.has("nick"):
        world.require_in_guild(guild.id, call.user_id, Permission.MANAGE_NICKNAMES)
        world.require_above_member(guild, call.user_id, user_id)
    roles: list[int] | None = None
    if call.form.get("roles") is not None:
        world.require_in_guild(guild.id, call.user_id, Permission.MANAGE_ROLES)
        roles = [snowflake(each, ("roles", place)) for place, each in enumerate(call.form["roles"])]
        for role_id in set(roles) ^ set(member.role_ids):
            _assignable(call, guild, role_id)
    world.edit_member(guild.id, user_id, role_ids=roles, nick=nick, clear_nick=fields.has("nick"))
    action = MEMBER_ROLES_UPDATED if roles is not None else MEMBER_UPDATED
    world.record(guild.id, call.user_id, action, user_id, call.reason)
    return member_json(world, member)


@routes.on("DELETE", MEMBER)
def kick(call: Call) -> None:
    """Remove a member who stands below the bot."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.KICK_MEMBERS)
    user_id = call.id("user_id")
    call.world.member(guild.id, user_id)
    call.world.require_above_member(guild, call.user_id, user_id)
    call.world.remove_member(guild.id, user_id)
    call.world.record(guild.id, call.user_id, KICKED, user_id, call.reason)


def _assignable(call: Call, guild: Guild, role_id: int) -> Role:
    role = call.world.role(guild.id, role_id)
    if role.managed_by is not None or role_id == guild.id:
        raise refusal(50028)
    call.world.require_above_role(guild, call.user_id, role)
    return role


@routes.on("PUT", MEMBER + "/roles/{role_id}")
def give_role(call: Call) -> None:
    """Give a role that stands below the bot's own; repeating it is harmless."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_ROLES)
    role, user_id = _assignable(call, guild, call.id("role_id")), call.id("user_id")
    call.world.add_role(guild.id, user_id, role.id)
    call.world.record(guild.id, call.user_id, MEMBER_ROLES_UPDATED, user_id, call.reason)


@routes.on("DELETE", MEMBER + "/roles/{role_id}")
def take_role(call: Call) -> None:
    """Take a role that stands below the bot's own; repeating it is harmless."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_ROLES)
    role, user_id = _assignable(call, guild, call.id("role_id")), call.id("user_id")
    call.world.remove_role(guild.id, user_id, role.id)
    call.world.record(guild.id, call.user_id, MEMBER_ROLES_UPDATED, user_id, call.reason)


@routes.on("GET", ROLES)
def list_roles(call: Call) -> Any:
    """Return all roles."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    return [role_json(each) for each in guild.roles.values()]


@routes.on("GET", ROLES + "/member-counts")
def count_members(call: Call) -> Any:
    """Return how many members have each role, @everyone left out."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    counts = {str(each): 0 for each in guild.roles if each != guild.id}
    for member in guild.members.values():
        for role_id in member.role_ids:
            counts[str(role_id)] += 1
    return counts


@routes.on("GET", ROLES + "/{role_id}")
def get_role(call: Call) -> Any:
    """Return one role."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    return role_json(call.world.role(guild.id, call.id("role_id")))


def _role_changes(call: Call, guild: Guild) -> Json:
    call.expect_only("name", "permissions", "color", "colors", "hoist", "mentionable")
    fields = Fields(call.form)
    changes: Json = {
        "name": fields.text("name", low=1, high=100),
        "permissions": fields.permissions("permissions"),
        "color": fields.integer("color", high=0xFFFFFF),
        "hoist": fields.boolean("hoist"),
        "mentionable": fields.boolean("mentionable"),
    }
    if isinstance(call.form.get("colors"), dict):
        colors = Fields(call.form["colors"], fields.errors, ("colors",))
        changes["color"] = colors.integer("primary_color", high=0xFFFFFF)
    fields.done()
    if changes["permissions"] is not None:
        changes["permissions"] &= int(ALL)
        call.world.require_grantable(guild, call.user_id, changes["permissions"])
    return changes


@routes.on("POST", ROLES)
def create_role(call: Call) -> Any:
    """Create a role at the bottom; unless given, it has @everyone's permissions."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_ROLES)
    changes = {key: value for key, value in _role_changes(call, guild).items() if value is not None}
    changes.setdefault("name", "new role")
    if "permissions" not in changes:
        own = call.world.guild_permissions(guild, call.user_id)
        changes["permissions"] = guild.roles[guild.id].permissions & own
    role = call.world.create_role(guild.id, changes.pop("name"), **changes)
    call.world.record(guild.id, call.user_id, ROLE_CREATED, role.id, call.reason)
    return role_json(role)


@routes.on("PATCH", ROLES)
def move_roles(call: Call) -> Any:
    """Change the order of roles below the bot's own."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_ROLES)
    if not isinstance(call.body, list):
        raise form_error((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    top = call.world.top_position(guild, call.user_id)
    places: dict[int, int] = {}
    for index, entry in enumerate(call.body):
        role = call.world.role(guild.id, snowflake(entry.get("id"), (index, "id")))
        if entry.get("position") is None or entry["position"] == role.position:
            continue
        if role.position >= top or int(entry["position"]) >= top:
            raise refusal(50013)
        places[role.id] = int(entry["position"])
    call.world.move_roles(guild.id, places)
    return list_roles(call)


@routes.on("PATCH", ROLES + "/{role_id}")
def edit_role(call: Call) -> Any:
    """Change a role below the bot's own."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_ROLES)
    role = call.world.role(guild.id, call.id("role_id"))
    call.world.require_above_role(guild, call.user_id, role)
    call.world.edit_role(guild.id, role.id, **_role_changes(call, guild))
    call.world.record(guild.id, call.user_id, ROLE_UPDATED, role.id, call.reason)
    return role_json(role)


@routes.on("DELETE", ROLES + "/{role_id}")
def delete_role(call: Call) -> None:
    """Delete a role below the bot's own."""
    guild = call.world.require_in_guild(call.id("guild_id"), call.user_id, Permission.MANAGE_ROLES)
    role = _assignable(call, guild, call.id("role_id"))
    call.world.delete_role(guild.id, role.id)
    call.world.record(guild.id, call.user_id, ROLE_DELETED, role.id, call.reason)
