"""The wire's shapes: each record as Discord sends it."""

from datetime import datetime

from sandbox.world.model import (
    CATEGORY,
    DM,
    THREADS,
    Application,
    Channel,
    Guild,
    Json,
    Member,
    Overwrite,
    Role,
    ScheduledEvent,
    User,
)
from sandbox.world.state import State


def stamp(when: datetime) -> str:
    """Return a time as Discord writes it: ISO 8601 with six decimals and an offset."""
    return when.isoformat(timespec="microseconds")


def optional_stamp(when: datetime | None) -> str | None:
    """Return a time, or null."""
    return None if when is None else stamp(when)


def optional_id(snowflake: int | None) -> str | None:
    """Return an id, or null."""
    return None if snowflake is None else str(snowflake)


def user_json(user: User) -> Json:
    """Return a user as others see them."""
    data: Json = {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0",
        "global_name": user.global_name,
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "public_flags": 0,
        "flags": 0,
        "clan": None,
        "primary_guild": None,
        "collectibles": None,
    }
    if user.bot:
        data["bot"] = True
    return data


def own_user_json(user: User) -> Json:
    """Return a bot's view of itself (`/users/@me`)."""
    return {
        **user_json(user),
        "bio": "",
        "verified": True,
        "mfa_enabled": True,
        "locale": "en-US",
        "email": None,
    }


def application_json(state: State, application: Application) -> Json:
    """Return an application as its own bot sees it."""
    bot = state.users[application.user_id]
    owner = state.users.get(application.owner_id, bot)
    return {
        "id": str(application.id),
        "name": application.name,
        "icon": None,
        "description": application.description,
        "summary": "",
        "type": None,
        "bot": user_json(bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "is_monetized": False,
        "is_verified": False,
        "is_discoverable": False,
        "hook": True,
        "storefront_available": False,
        "verify_key": f"{application.id:064x}",
        "owner": user_json(owner),
        "team": None,
        "flags": application.flags,
        "flags_new": str(application.flags),
        "eligible_oauth2_scopes": ["applications.commands", "bot"],
        "approximate_guild_count": sum(application.user_id in g.members for g in state.guilds.values()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "explicit_content_filter": 0,
        "integration_types_config": {"0": {}},
        "discoverability_state": 1,
        "discovery_eligibility_flags": 0,
        "internal_guild_restriction": 1,
        "rpc_application_state": 0,
        "store_application_state": 1,
        "verification_state": 1,
        "integration_public": True,
        "integration_require_code_grant": False,
    }


def role_json(role: Role) -> Json:
    """Return a role."""
    data: Json = {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist,
        "managed": role.managed_by is not None,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.managed_by is not None:
        data["tags"] = {"bot_id": str(role.managed_by)}
    return data


def partial_member_json(member: Member) -> Json:
    """Return a member without the user, as inside messages."""
    return {
        "roles": [str(each) for each in member.role_ids],
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "joined_at": stamp(member.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def member_json(state: State, member: Member) -> Json:
    """Return a member with the user."""
    return {**partial_member_json(member), "user": user_json(state.users[member.user_id])}


def overwrite_json(overwrite: Overwrite) -> Json:
    """Return a permission overwrite."""
    return {
        "id": str(overwrite.id),
        "type": overwrite.type,
        "allow": str(overwrite.allow),
        "deny": str(overwrite.deny),
    }


def channel_json(state: State, channel: Channel, viewer_id: int | None = None) -> Json:
    """Return a channel, thread or conversation; the viewer is not named among the recipients of theirs."""
    if channel.type == DM:
        others = [each for each in channel.recipient_ids if each != viewer_id]
        return {
            "id": str(channel.id),
            "type": DM,
            "last_message_id": optional_id(channel.last_message_id),
            "flags": 0,
            "recipients": [user_json(state.users[each]) for each in others],
        }
    if channel.type in THREADS:
        return thread_json(channel)
    data: Json = {
        "id": str(channel.id),
        "type": channel.type,
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "position": channel.position,
        "parent_id": optional_id(channel.parent_id),
        "permission_overwrites": [overwrite_json(each) for each in channel.overwrites.values()],
        "nsfw": channel.nsfw,
        "flags": 0,
    }
    if channel.type != CATEGORY:
        data["topic"] = channel.topic
        data["last_message_id"] = optional_id(channel.last_message_id)
        data["last_pin_timestamp"] = optional_stamp(channel.last_pin_at)
        data["rate_limit_per_user"] = channel.slowmode
        if channel.default_auto_archive is not None:
            data["default_auto_archive_duration"] = channel.default_auto_archive
    if channel.type in (2, 13):
        data.update(bitrate=64000, user_limit=0, rtc_region=None)
    return data


def thread_json(channel: Channel) -> Json:
    """Return a thread, without anyone's own membership."""
    thread = channel.thread
    if thread is None:
        raise ValueError(f"channel {channel.id} is not a thread")
    metadata: Json = {
        "archived": thread.archived,
        "archive_timestamp": stamp(thread.archive_changed_at),
        "auto_archive_duration": thread.auto_archive_duration,
        "locked": thread.locked,
        "create_timestamp": stamp(thread.created_at),
    }
    if channel.type == 12:
        metadata["invitable"] = thread.invitable
    return {
        "id": str(channel.id),
        "type": channel.type,
        "guild_id": str(channel.guild_id),
        "parent_id": str(channel.parent_id),
        "owner_id": optional_id(channel.owner_id),
        "name": channel.name,
        "last_message_id": optional_id(channel.last_message_id),
        "last_pin_timestamp": optional_stamp(channel.last_pin_at),
        "rate_limit_per_user": channel.slowmode,
        "message_count": thread.message_count,
        "total_message_sent": thread.total_message_sent,
        "member_count": min(len(thread.members), 50),
        "thread_metadata": metadata,
        "bitrate": 64000,
        "user_limit": 0,
        "rtc_region": None,
        "flags": 0,
    }


def thread_member_json(channel: Channel, user_id: int) -> Json:
    """Someone's membership of a thread."""
    joined = channel.thread.members[user_id] if channel.thread else None
    return {
        "id": str(channel.id),
        "user_id": str(user_id),
        "join_timestamp": optional_stamp(joined),
        "flags": 1,
        "muted": False,
        "mute_config": None,
    }


def thread_json_for(channel: Channel, user_id: int) -> Json:
    """Return a thread with the viewer's own membership, when they have one."""
    data = thread_json(channel)
    if channel.thread is not None and user_id in channel.thread.members:
        data["member"] = thread_member_json(channel, user_id)
    return data


def guild_json(guild: Guild) -> Json:
    """Return a guild without its channels and members."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "description": guild.description,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": ["NEWS"] if guild.news else [],
        "banner": None,
        "owner_id": str(guild.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": optional_id(guild.system_channel_id),
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "roles": [role_json(each) for each in guild.roles.values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "hub_type": None,
        "premium_progress_bar_enabled": False,
        "latest_onboarding_question_id": None,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
        "inventory_settings": None,
        "embed_enabled": False,
        "embed_channel_id": None,
    }


def event_json(state: State, event: ScheduledEvent, *, with_count: bool = False) -> Json:
    """Return a scheduled event."""
    data: Json = {
        "id": str(event.id),
        "guild_id": str(event.guild_id),
        "channel_id": optional_id(event.channel_id),
        "creator_id": str(event.creator_id),
        "name": event.name,
        "description": event.description,
        "scheduled_start_time": stamp(event.starts_at),
        "scheduled_end_time": optional_stamp(event.ends_at),
        "privacy_level": 2,
        "status": event.status,
        "entity_type": event.entity_type,
        "entity_id": None,
        "entity_metadata": {"location": event.location} if event.location is not None else None,
        "image": None,
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
    }
    creator = state.users.get(event.creator_id)
    if creator is not None:
        data["creator"] = user_json(creator)
    if with_count:
        data["user_count"] = len(event.interested)
    return data
