"""/applications/@me, /users, /gateway."""

from typing import Any

from sandbox.errors import refusal
from sandbox.rest.routing import Call, Routes, snowflake
from sandbox.validate.fields import Fields
from sandbox.world.serialize import application_json, channel_json, guild_json, own_user_json, user_json

routes = Routes()


@routes.on("GET", "/applications/@me")
@routes.on("GET", "/oauth2/applications/@me")
def get_application(call: Call) -> Any:
    """Return the caller's application."""
    return application_json(call.world, call.application)


@routes.on("PATCH", "/applications/@me")
def edit_application(call: Call) -> Any:
    """Change the description, the only field that shows here."""
    call.expect_only("description")
    fields = Fields(call.form)
    description = fields.text("description", high=400)
    fields.done()
    if description is not None:
        call.application.description = description
    return application_json(call.world, call.application)


@routes.on("GET", "/users/@me")
def get_self(call: Call) -> Any:
    """Return the caller's bot user."""
    return own_user_json(call.world.user(call.user_id))


@routes.on("PATCH", "/users/@me")
def edit_self(call: Call) -> Any:
    """Rename the bot."""
    call.expect_only("username")
    fields = Fields(call.form)
    name = fields.text("username", low=2, high=32)
    fields.done()
    user = call.world.user(call.user_id)
    return own_user_json(call.world.edit_user(user.id, name=name) if name is not None else user)


@routes.on("GET", "/users/{user_id}")
def get_user(call: Call) -> Any:
    """Return any user."""
    return user_json(call.world.user(call.id("user_id")))


@routes.on("GET", "/users/@me/guilds")
def list_guilds(call: Call) -> Any:
    """Return the guilds the bot is in, by id, in pages."""
    limit = call.number("limit", 200, 1, 200)
    before, after = call.snowflake("before"), call.snowflake("after") or 0
    found = sorted(g.id for g in call.world.guilds.values() if call.user_id in g.members and g.id > after)
    if before is not None:
        found = [each for each in found if each < before][-limit:]
    return [_brief(call, each) for each in found[:limit]]


def _brief(call: Call, guild_id: int) -> dict[str, Any]:
    guild = call.world.guild(guild_id)
    whole = guild_json(guild)
    brief = {key: whole[key] for key in ("id", "name", "icon", "banner", "features")}
    brief["owner"] = guild.owner_id == call.user_id
    # Discord gives what the roles say, without what they imply: an administrator's is not all of them.
    granted = guild.roles[guild.id].permissions
    for role_id in guild.members[call.user_id].role_ids:
        granted |= guild.roles[role_id].permissions
    brief["permissions"] = str(int(granted))
    if call.flag("with_counts"):
        brief["approximate_member_count"] = len(guild.members)
        brief["approximate_presence_count"] = len(guild.members)
    return brief


@routes.on("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> None:
    """Leave a guild."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    call.world.remove_member(guild.id, call.user_id)


@routes.on("POST", "/users/@me/channels")
def open_dm(call: Call) -> Any:
    """Open the conversation with a person; whether they let a message in shows when one is sent."""
    recipient_id = snowflake(call.form.get("recipient_id"), ("recipient_id",))
    if recipient_id not in call.world.users:
        raise refusal(50033)
    channel = call.world.dm_between(call.user_id, recipient_id)
    return channel_json(call.world, channel, call.user_id)


@routes.on("GET", "/gateway", public=True)
def get_gateway(call: Call) -> Any:
    """Return where the gateway is."""
    return {"url": call.world.base_url.replace("http", "ws", 1) + "/gateway"}


@routes.on("GET", "/gateway/bot")
def get_gateway_bot(call: Call) -> Any:
    """Return where the gateway is, and how many sessions may start."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    shards = 1 + sum(call.user_id in g.members for g in call.world.guilds.values()) // 2500
    return {**get_gateway(call), "shards": shards, "session_start_limit": limit}
