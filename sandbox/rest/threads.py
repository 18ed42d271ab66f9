"""Threads: opening, listing, membership."""

from collections.abc import Callable
from typing import Any

from sandbox.errors import form_error, refusal
from sandbox.permissions import Permission
from sandbox.rest.routing import Call, Reply, Routes
from sandbox.validate.fields import Fields
from sandbox.world.model import ANNOUNCEMENT_THREAD, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel, Json
from sandbox.world.serialize import member_json, stamp, thread_json, thread_json_for, thread_member_json

routes = Routes()
ARCHIVE_AFTER = (60, 1440, 4320, 10080)
EDITABLE = ("auto_archive_duration", "invitable", "rate_limit_per_user")
THREAD_CREATED, THREAD_UPDATED = 110, 111
MEMBERS = "/channels/{channel_id}/thread-members"


def _details(call: Call) -> Json:
    call.expect_only("name", "auto_archive_duration", "rate_limit_per_user", "type", "invitable")
    fields = Fields(call.form)
    details: Json = {
        "name": fields.text("name", low=1, high=100, required=True) or "",
        "auto_archive": fields.choice("auto_archive_duration", ARCHIVE_AFTER),
        "slowmode": fields.integer("rate_limit_per_user", high=21_600) or 0,
    }
    kind = fields.choice("type", (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD))
    invitable = fields.boolean("invitable")
    fields.done()
    return {**details, "kind": kind, "invitable": invitable is not False}


@routes.on("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def open_from_message(call: Call) -> Any:
    """Open a public thread on a message."""
    channel = call.world.require_in_channel(
        call.id("channel_id"), call.user_id, Permission.CREATE_PUBLIC_THREADS
    )
    message = call.world.message(channel.id, call.id("message_id"))
    details = {**_details(call), "kind": PUBLIC_THREAD if channel.type == TEXT else ANNOUNCEMENT_THREAD}
    thread = call.world.create_thread(channel.id, owner_id=call.user_id, message_id=message.id, **details)
    call.world.announce_update(message)
    _record(call, thread, THREAD_CREATED)
    return Reply(201, thread_json_for(thread, call.user_id))


@routes.on("POST", "/channels/{channel_id}/threads")
def open_thread(call: Call) -> Any:
    """Open a thread of its own; private unless the type says otherwise."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    details = _details(call)
    details["kind"] = details["kind"] or PRIVATE_THREAD
    needed = call.world.thread_kind_permission(details["kind"])
    call.world.require_in_channel(channel.id, call.user_id, needed)
    thread = call.world.create_thread(channel.id, owner_id=call.user_id, **details)
    _record(call, thread, THREAD_CREATED)
    return Reply(201, thread_json_for(thread, call.user_id))


def _record(call: Call, thread: Channel, action: int) -> None:
    if thread.guild_id is not None:
        call.world.record(thread.guild_id, call.user_id, action, thread.id, call.reason)


def edit_thread(call: Call, channel: Channel) -> Any:
    """Change a thread: its owner its name, archiving and invitations, a moderator everything."""
    if channel.thread is None:
        raise refusal(50024)
    call.expect_only("name", "archived", "locked", *EDITABLE)
    fields = Fields(call.form)
    changes: Json = {
        "name": fields.text("name", low=1, high=100),
        "archived": fields.boolean("archived"),
        "locked": fields.boolean("locked"),
        "auto_archive": fields.choice("auto_archive_duration", ARCHIVE_AFTER),
        "invitable": fields.boolean("invitable"),
        "slowmode": fields.integer("rate_limit_per_user", high=21_600),
    }
    fields.done()
    asked = {key for key, value in changes.items() if value is not None}
    granted = call.world.permissions_in(channel, call.user_id)
    if not granted & Permission.MANAGE_THREADS:
        waking = asked == {"archived"} and not changes["archived"] and not channel.thread.locked
        may_wake = waking and granted & Permission.SEND_MESSAGES_IN_THREADS
        owns = channel.owner_id == call.user_id and not asked & {"locked", "slowmode"}
        if not (may_wake or (owns and not channel.thread.locked)):
            raise refusal(50013)
    if channel.thread.archived and asked - {"archived", "locked"} and changes["archived"] is not False:
        raise refusal(50083)
    call.world.edit_thread(channel.id, **changes)
    _record(call, channel, THREAD_UPDATED)
    return thread_json_for(channel, call.user_id)


def _thread(call: Call) -> Channel:
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    if channel.thread is None:
        raise refusal(50024)
    return channel


def _awake(channel: Channel) -> Channel:
    if channel.thread is not None and channel.thread.archived:
        raise refusal(50083)
    return channel


@routes.on("GET", MEMBERS)
def list_members(call: Call) -> Any:
    """Return a thread's members; with `with_member` in pages, with their guild membership."""
    channel = _thread(call)
    members = channel.thread.members if channel.thread else {}
    with_member = call.flag("with_member")
    if not with_member:
        return [thread_member_json(channel, each) for each in members]
    limit, after = call.number("limit", 100, 1, 100), call.snowflake("after") or 0
    chosen = sorted(each for each in members if each > after)[:limit]
    return [_with_member(call, channel, each) for each in chosen]


def _with_member(call: Call, channel: Channel, user_id: int) -> Json:
    data = thread_member_json(channel, user_id)
    data["member"] = member_json(call.world, call.world.member(channel.guild_id or 0, user_id))
    return data


@routes.on("GET", MEMBERS + "/{user_id}")
def get_member(call: Call) -> Any:
    """Return one's membership of a thread, or 10007."""
    channel, user_id = _thread(call), call.id("user_id")
    if channel.thread is None or user_id not in channel.thread.members:
        raise refusal(10007)
    if call.flag("with_member"):
        return _with_member(call, channel, user_id)
    return thread_member_json(channel, user_id)


@routes.on("PUT", MEMBERS + "/@me")
def join(call: Call) -> None:
    """Come into a thread."""
    call.world.add_to_thread(_awake(_thread(call)).id, call.user_id)


@routes.on("DELETE", MEMBERS + "/@me")
def leave(call: Call) -> None:
    """Go out of a thread."""
    call.world.remove_from_thread(_awake(_thread(call)).id, call.user_id)


@routes.on("PUT", MEMBERS + "/{user_id}")
def add_member(call: Call) -> None:
    """Bring someone in who may see the parent channel."""
    channel = _awake(_thread(call))
    call.world.require_sending(channel.id, call.user_id)
    if not call.world.may_invite(channel, call.user_id):
        raise refusal(50013)
    user_id = call.id("user_id")
    call.world.member(channel.guild_id or 0, user_id)
    parent = call.world.channel(channel.parent_id or 0)
    if not call.world.may_view(parent, user_id):
        raise refusal(50001)
    call.world.add_to_thread(channel.id, user_id)


@routes.on("DELETE", MEMBERS + "/{user_id}")
def remove_member(call: Call) -> None:
    """Take someone out: a moderator anywhere, the owner of a private thread there."""
    channel, user_id = _awake(_thread(call)), call.id("user_id")
    owns = channel.type == PRIVATE_THREAD and channel.owner_id == call.user_id
    granted = call.world.permissions_in(channel, call.user_id)
    if user_id != call.user_id and not owns and not granted & Permission.MANAGE_THREADS:
        raise refusal(50013)
    call.world.remove_from_thread(channel.id, user_id)


@routes.on("GET", "/guilds/{guild_id}/threads/active")
def list_active(call: Call) -> Any:
    """Return the guild's active threads that the bot may see, newest first."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    found = [call.world.channels[each] for each in guild.thread_ids]
    active = [each for each in found if each.thread and not each.thread.archived]
    seen = [each for each in active if call.world.may_view(each, call.user_id)]
    return {**_listing(call, sorted(seen, key=lambda each: -each.id)), "has_more": False}


def _listing(call: Call, threads: list[Channel]) -> Json:
    mine = [
        thread_member_json(each, call.user_id)
        for each in threads
        if each.thread and call.user_id in each.thread.members
    ]
    return {"threads": [thread_json(each) for each in threads], "members": mine}


def _archived(call: Call, wanted: Callable[[Channel], bool], *, by_id: bool = False) -> Json:
    channel = call.world.require_in_channel(
        call.id("channel_id"), call.user_id, Permission.READ_MESSAGE_HISTORY
    )
    limit = call.number("limit", 50, 2, 100)
    guild = call.world.guild(channel.guild_id or 0)
    found = [call.world.channels[each] for each in guild.thread_ids]
    found = [c for c in found if c.parent_id == channel.id and c.thread and c.thread.archived and wanted(c)]
    if by_id:
        found.sort(key=lambda each: each.id, reverse=True)
        before_id = call.snowflake("before")
        found = [each for each in found if before_id is None or each.id < before_id]
    else:
        found.sort(key=_archive_stamp, reverse=True)
        before = call.query.get("before")
        found = [each for each in found if before is None or _archive_stamp(each) < before]
    return {**_listing(call, found[:limit]), "has_more": len(found) > limit}


def _archive_stamp(channel: Channel) -> str:
    if channel.thread is None:
        raise form_error((), "THREAD_TYPE", "Not a thread")
    return stamp(channel.thread.archive_changed_at)


@routes.on("GET", "/channels/{channel_id}/threads/archived/public")
def list_archived_public(call: Call) -> Any:
    """Return a channel's archived public threads, last archived first."""
    return _archived(call, lambda each: each.type != PRIVATE_THREAD)


@routes.on("GET", "/channels/{channel_id}/threads/archived/private")
def list_archived_private(call: Call) -> Any:
    """Return all archived private threads, for moderators."""
    call.world.require_in_channel(call.id("channel_id"), call.user_id, Permission.MANAGE_THREADS)
    return _archived(call, lambda each: each.type == PRIVATE_THREAD)


@routes.on("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def list_joined_private(call: Call) -> Any:
    """Return the archived private threads the bot is in, the youngest first, whenever they were archived."""

    def joined(channel: Channel) -> bool:
        inside = channel.thread is not None and call.user_id in channel.thread.members
        return channel.type == PRIVATE_THREAD and inside

    return _archived(call, joined, by_id=True)
