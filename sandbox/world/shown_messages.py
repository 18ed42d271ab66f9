"""Messages in Discord's shape, as they stand for whoever reads them."""

from collections.abc import Iterator

from sandbox.world.mentions import walk
from sandbox.world.model import COMPONENTS_V2, HAS_THREAD, REPLY, Json, Message, User
from sandbox.world.serialize import partial_member_json, thread_json, user_json
from sandbox.world.state import State


def message_json(state: State, message: Message, *, answered: bool = True) -> Json:
    """Return a message as REST answers it: people as they are now, pins and threads as they stand.

    `answered`: with the message that it answers, which is null when that is gone, or only for somebody's eyes.
    """
    author = state.users.get(message.author_id)
    channel = state.channels.get(message.id)
    data: Json = {
        **message.data,
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "author": user_json(author) if author else _departed(message.author_id),
        "mentions": [user_json(state.users[each]) for each in message.mention_ids if each in state.users],
        "pinned": message.pinned_at is not None,
    }
    if channel is not None and channel.is_thread:
        data["thread"] = thread_json(channel)
        data["flags"] |= HAS_THREAD
    if data["attachments"] and data["flags"] & COMPONENTS_V2:
        shown = set(_shown_attachments(data["components"]))
        data["attachments"] = [each for each in data["attachments"] if each["id"] not in shown]
    if answered and data["type"] == REPLY:
        data["referenced_message"] = _answered_json(state, message)
    return data


def _answered_json(state: State, reply: Message) -> Json | None:
    found = state.messages[reply.channel_id].by_id.get(int(reply.data["message_reference"]["message_id"]))
    if found is None or found.ephemeral_to not in (None, reply.ephemeral_to):
        return None
    return message_json(state, found, answered=False)


def _shown_attachments(components: list[Json]) -> Iterator[str]:
    """Return the ids of the attachments that components show; Discord does not list these beside them."""
    for component in walk(components):
        media = [component.get("media"), component.get("file")]
        media += [each["media"] for each in component.get("items") or []]
        yield from (each["attachment_id"] for each in media if each and "attachment_id" in each)


def message_event_json(state: State, message: Message, guild_id: int | None) -> Json:
    """Return a message as the gateway sends it: with the guild and the author's membership."""
    data = message_json(state, message)
    if guild_id is None:
        return data
    data["guild_id"] = str(guild_id)
    members = state.guilds[guild_id].members
    if (member := members.get(message.author_id)) is not None:
        data["member"] = partial_member_json(member)
    for mentioned in data["mentions"]:
        if (member := members.get(int(mentioned["id"]))) is not None:
            mentioned["member"] = partial_member_json(member)
    return data


def _departed(user_id: int) -> Json:
    return user_json(User(user_id, "Deleted User"))
