"""An interaction as the gateway sends it to the application."""

from typing import TYPE_CHECKING

from sandbox.world.access import Access
from sandbox.world.model import Channel, Json
from sandbox.world.serialize import channel_json, member_json, user_json
from sandbox.world.shown_messages import message_event_json

if TYPE_CHECKING:
    from sandbox.world.interactions import Interaction

ATTACHMENT_LIMIT = 10 * 1024 * 1024


def interaction_json(access: Access, interaction: "Interaction") -> Json:
    """Return the whole payload of INTERACTION_CREATE."""
    channel = access.channel(interaction.channel_id)
    application = access.applications[interaction.application_id]
    user = access.users[interaction.user_id]
    body: Json = {
        "id": str(interaction.id),
        "application_id": str(interaction.application_id),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": partial_channel_json(access, channel, interaction.user_id),
        "locale": user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": ATTACHMENT_LIMIT,
        "authorizing_integration_owners": {"0": str(interaction.guild_id or 0)},
        "context": 1 if interaction.guild_id is None else 0,
        "app_permissions": str(access.permissions_in(channel, application.user_id)),
    }
    if interaction.guild_id is None:
        body["user"] = user_json(user)
    else:
        guild = access.guilds[interaction.guild_id]
        body["guild_id"] = str(guild.id)
        body["guild"] = {
            "id": str(guild.id),
            "locale": guild.locale,
            "features": ["NEWS"] if guild.news else [],
        }
        body["guild_locale"] = guild.locale
        body["member"] = {
            **member_json(access, guild.members[user.id]),
            "permissions": str(access.permissions_in(channel, user.id)),
            "unusual_dm_activity_until": None,
        }
    if interaction.message_id is not None:
        message = access.message(channel.id, interaction.message_id)
        body["message"] = message_event_json(access, message, None)
    return body


def partial_channel_json(access: Access, channel: Channel, user_id: int) -> Json:
    """Return a channel with what the acting person may do in it, as interactions carry it."""
    data = channel_json(access, channel, user_id)
    data.pop("permission_overwrites", None)
    data["permissions"] = str(access.permissions_in(channel, user_id))
    return data
