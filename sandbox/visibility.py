"""What of the world's announcements one user, bot or person, may learn."""

from sandbox.permissions import Permission
from sandbox.world import World
from sandbox.world.bus import Emission
from sandbox.world.model import Json

GUILD_INTENT: dict[str, int] = {
    "GUILD_MEMBER_ADD": 1 << 1,
    "GUILD_MEMBER_UPDATE": 1 << 1,
    "GUILD_MEMBER_REMOVE": 1 << 1,
    "GUILD_AUDIT_LOG_ENTRY_CREATE": 1 << 2,
    "MESSAGE_CREATE": 1 << 9,
    "MESSAGE_UPDATE": 1 << 9,
    "MESSAGE_DELETE": 1 << 9,
    "MESSAGE_DELETE_BULK": 1 << 9,
    "TYPING_START": 1 << 11,
    "GUILD_SCHEDULED_EVENT_CREATE": 1 << 16,
    "GUILD_SCHEDULED_EVENT_UPDATE": 1 << 16,
    "GUILD_SCHEDULED_EVENT_DELETE": 1 << 16,
    "GUILD_SCHEDULED_EVENT_USER_ADD": 1 << 16,
    "GUILD_SCHEDULED_EVENT_USER_REMOVE": 1 << 16,
}
GUILDS = 1 << 0
DIRECT_MESSAGES, DIRECT_TYPING = 1 << 12, 1 << 14
MESSAGE_CONTENT = 1 << 15
MEMBERS = 1 << 1
PRIVATE_TO_APPLICATION = frozenset({"INTERACTION_CREATE"})
PERSONAL = frozenset({"INTERACTION_SUCCESS", "INTERACTION_FAILURE", "INTERACTION_MODAL"})
CHANNEL_EVENTS = frozenset({"CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"})


def may_learn(world: World, emission: Emission, user_id: int) -> bool:
    """Whether this user is in the scope of an emission."""
    if emission.application_id is not None:
        return False
    if emission.user_ids is not None:
        return user_id in emission.user_ids
    if emission.channel_id is not None:
        channel = world.channels.get(emission.channel_id)
        return channel is not None and world.may_view(channel, user_id)
    if emission.guild_id is None:
        return False
    guild = world.guilds.get(emission.guild_id)
    if guild is None or user_id not in guild.members:
        return False
    if emission.name == "GUILD_AUDIT_LOG_ENTRY_CREATE":
        return bool(world.guild_permissions(guild, user_id) & Permission.VIEW_AUDIT_LOG)
    return True


def wanted(emission: Emission, intents: int, user_id: int) -> bool:
    """Whether a session with these intents is sent the emission."""
    name = emission.name
    if name in PERSONAL:
        return False
    if "guild_id" not in emission.data and emission.guild_id is None:
        if name.startswith("MESSAGE_") or name == "CHANNEL_PINS_UPDATE":
            return bool(intents & DIRECT_MESSAGES)
        return name != "TYPING_START" or bool(intents & DIRECT_TYPING)
    if name == "GUILD_MEMBER_UPDATE" and emission.data["user"]["id"] == str(user_id):
        return True
    if name == "THREAD_MEMBERS_UPDATE" and not intents & MEMBERS:
        return bool(intents & GUILDS) and _about(emission.data, str(user_id))
    return bool(intents & GUILD_INTENT.get(name, GUILDS))


def _about(data: Json, user_id: str) -> bool:
    added = any(each["user_id"] == user_id for each in data.get("added_members", ()))
    return added or user_id in data.get("removed_member_ids", ())


def without_content(emission: Emission, intents: int, user_id: int) -> Json:
    """Return the data as a session without the message-content intent gets it."""
    data = emission.data
    if not emission.name.startswith("MESSAGE_") or "content" not in data or intents & MESSAGE_CONTENT:
        return data
    return data if "guild_id" not in data else _veiled(data, str(user_id))


def _veiled(message: Json, own: str) -> Json:
    """Return a message, and what it answers, without the words that are neither one's own nor for oneself."""
    if (answered := message.get("referenced_message")) is not None:
        message = {**message, "referenced_message": _veiled(answered, own)}
    if message["author"]["id"] == own or any(each["id"] == own for each in message["mentions"]):
        return message
    return {**message, "content": "", "embeds": [], "attachments": [], "components": []}
