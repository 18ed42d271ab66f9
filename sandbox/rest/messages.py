"""/channels/{channel_id}/messages and pins."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sandbox.errors import form_error, refusal
from sandbox.permissions import Permission
from sandbox.rest.routing import Call, Routes, snowflake
from sandbox.snowflake import snowflake_of
from sandbox.validate.messages import check_edit, check_new
from sandbox.world.model import Channel, Json, Message
from sandbox.world.serialize import stamp
from sandbox.world.shown_messages import message_json

routes = Routes()
MESSAGES = "/channels/{channel_id}/messages"
ONE = MESSAGES + "/{message_id}"
FIELDS = (
    "content",
    "nonce",
    "enforce_nonce",
    "tts",
    "embeds",
    "allowed_mentions",
    "message_reference",
    "components",
    "attachments",
    "flags",
)
TWO_WEEKS_MS = 14 * 86_400_000


@routes.on("GET", MESSAGES)
def list_messages(call: Call) -> Any:
    """Return messages newest first; without the right to read the history, none."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    limit = call.number("limit", 50, 1, 100)
    before, after, around = (call.snowflake(each) for each in ("before", "after", "around"))
    if not call.world.permissions_in(channel, call.user_id) & Permission.READ_MESSAGE_HISTORY:
        return []
    log = call.world.messages[channel.id]
    if around is not None:
        newer = list(islice(_public(log.oldest_after(around - 1)), limit // 2 + 1))
        older = list(islice(_public(log.newest_before(around)), limit - len(newer)))
        found = [*reversed(newer), *older]
    elif after is not None:
        found = list(islice(_public(log.oldest_after(after)), limit))[::-1]
    else:
        found = list(islice(_public(log.newest_before(before)), limit))
    return [message_json(call.world, each) for each in found]


def _public(messages: Iterator[Message]) -> Iterator[Message]:
    return (each for each in messages if each.ephemeral_to is None)


def _message(call: Call) -> tuple[Channel, Message]:
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    message = call.world.message(channel.id, call.id("message_id"))
    if message.ephemeral_to is not None:
        raise refusal(10008)
    return channel, message


@routes.on("GET", ONE)
def get_message(call: Call) -> Any:
    """Return one message, for who may read the history."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    if not call.world.permissions_in(channel, call.user_id) & Permission.READ_MESSAGE_HISTORY:
        raise refusal(50001)
    return message_json(call.world, _message(call)[1])


@routes.on("POST", MESSAGES)
def create_message(call: Call) -> Any:
    """Post a message; with an enforced nonce that is known, return the message that exists."""
    channel = call.world.require_sending(call.id("channel_id"), call.user_id)
    body = call.form
    call.expect_only(*FIELDS)
    check_new(body, call.files)
    _check_rights(call, channel, body)
    nonce = None if body.get("nonce") is None else str(body["nonce"])
    if nonce is not None and body.get("enforce_nonce"):
        known = call.world.with_nonce(channel.id, call.user_id, nonce)
        if known is not None:
            return {**message_json(call.world, known), "nonce": nonce}
    message = call.world.post_message(channel.id, call.user_id, body, files=call.files)
    call.world.remember_nonce(message)
    data = message_json(call.world, message)
    if nonce is not None:
        data["nonce"] = nonce
    return data


def _check_rights(call: Call, channel: Channel, body: Json) -> None:
    granted = call.world.permissions_in(channel, call.user_id)
    if call.files and not granted & Permission.ATTACH_FILES:
        raise refusal(50013)
    if body.get("tts") and not granted & Permission.SEND_TTS_MESSAGES:
        raise refusal(50013)
    if not granted & Permission.EMBED_LINKS and body.get("embeds"):
        # Discord posts the rest and drops the embeds; when nothing is left, it refuses.
        body["embeds"] = []
        if not body.get("content") and not call.files and not body.get("components"):
            raise refusal(50013)
    reference = body.get("message_reference")
    if reference:
        if not granted & Permission.READ_MESSAGE_HISTORY:
            raise refusal(160002)
        replied = snowflake(reference.get("message_id"), ("message_reference", "message_id"))
        unknown = call.world.answerable_message(channel.id, replied) is None
        if unknown and reference.get("fail_if_not_exists", True):
            path = ("message_reference",)
            raise form_error(path, "REPLIES_UNKNOWN_MESSAGE", "Unknown message")


@routes.on("PATCH", ONE)
def edit_message(call: Call) -> Any:
    """Edit an own message; of another's only the embeds' suppression."""
    channel, message = _message(call)
    if message.author_id != call.user_id:
        if set(call.form) - {"flags"}:
            raise refusal(50005)
        call.world.require_in_channel(channel.id, call.user_id, Permission.MANAGE_MESSAGES)
    call.expect_only(*FIELDS)
    check_edit(call.form, message.data, call.files)
    return message_json(call.world, call.world.edit_message(message, call.form, files=call.files))


@routes.on("DELETE", ONE)
def delete_message(call: Call) -> None:
    """Delete an own message, or another's with the right to."""
    channel, message = _message(call)
    if message.author_id != call.user_id:
        if channel.guild_id is None:
            raise refusal(50003)
        call.world.require_in_channel(channel.id, call.user_id, Permission.MANAGE_MESSAGES)
        call.world.record(channel.guild_id, call.user_id, 72, message.author_id, call.reason)
    call.world.delete_message(channel.id, message.id)


@routes.on("POST", MESSAGES + "/bulk-delete")
def bulk_delete(call: Call) -> None:
    """Delete 2 to 100 messages that are younger than two weeks."""
    channel = call.world.require_in_channel(call.id("channel_id"), call.user_id, Permission.MANAGE_MESSAGES)
    raw = call.form.get("messages")
    if channel.guild_id is None or not isinstance(raw, list) or not 2 <= len(raw) <= 100:
        raise refusal(50016)
    ids = [snowflake(each, ("messages", index)) for index, each in enumerate(raw)]
    horizon = snowflake_of(call.world.clock.now()) - (TWO_WEEKS_MS << 22)
    if min(ids) < horizon:
        raise refusal(50034)
    call.world.delete_messages(channel.id, ids)
    call.world.record(channel.guild_id, call.user_id, 73, channel.id, call.reason)


@routes.on("POST", ONE + "/crosspost")
def crosspost(call: Call) -> Any:
    """Publish a message of an announcement channel."""
    channel, message = _message(call)
    own = message.author_id == call.user_id
    call.world.require_in_channel(
        channel.id, call.user_id, Permission.SEND_MESSAGES if own else Permission.MANAGE_MESSAGES
    )
    call.world.crosspost(message)
    return message_json(call.world, message)


@routes.on("POST", "/channels/{channel_id}/typing")
def typing(call: Call) -> None:
    """Show that the bot is writing."""
    channel = call.world.require_sending(call.id("channel_id"), call.user_id)
    call.world.typing(channel.id, call.user_id)


@routes.on("GET", MESSAGES + "/pins")
def list_pins(call: Call) -> Any:
    """Return pins newest first, in pages."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    limit = call.number("limit", 50, 1, 50)
    before = call.query.get("before")
    pins = [
        {"message": message_json(call.world, each), "pinned_at": stamp(each.pinned_at)}
        for each in _pinned(call, channel)
        if each.pinned_at is not None and (before is None or stamp(each.pinned_at) < before)
    ]
    return {"items": pins[:limit], "has_more": len(pins) > limit}


@routes.on("GET", "/channels/{channel_id}/pins")
def list_pins_plainly(call: Call) -> Any:
    """Return the newest fifty pins, in the older shape."""
    channel = call.world.require_visible(call.id("channel_id"), call.user_id)
    return [message_json(call.world, each) for each in _pinned(call, channel)[:50]]


def _pinned(call: Call, channel: Channel) -> list[Message]:
    """Return the pins; none to whom the history is closed."""
    reads = call.world.permissions_in(channel, call.user_id) & Permission.READ_MESSAGE_HISTORY
    return call.world.pinned(channel.id) if reads else []


@routes.on("PUT", MESSAGES + "/pins/{message_id}")
@routes.on("PUT", "/channels/{channel_id}/pins/{message_id}")
def pin(call: Call) -> None:
    """Pin a message."""
    channel, message = _message(call)
    call.world.require_in_channel(channel.id, call.user_id, Permission.PIN_MESSAGES)
    call.world.pin(message, call.user_id)
    if channel.guild_id is not None:
        call.world.record(channel.guild_id, call.user_id, 74, message.author_id, call.reason)


@routes.on("DELETE", MESSAGES + "/pins/{message_id}")
@routes.on("DELETE", "/channels/{channel_id}/pins/{message_id}")
def unpin(call: Call) -> None:
    """Take a pin away."""
    channel, message = _message(call)
    call.world.require_in_channel(channel.id, call.user_id, Permission.PIN_MESSAGES)
    call.world.unpin(message)
    if channel.guild_id is not None:
        call.world.record(channel.guild_id, call.user_id, 75, message.author_id, call.reason)
