"""What a person sees, as the page wants it: Discord's shapes, with the few things that only a client knows."""

import heapq
from collections.abc import Iterable

from sandbox.errors import ApiError, refusal
from sandbox.permissions import Permission
from sandbox.world import World
from sandbox.world.commands import localised
from sandbox.world.model import CATEGORY, Channel, Guild, Json, Member, User
from sandbox.world.scheduled_events import ACTIVE, SCHEDULED
from sandbox.world.serialize import (
    channel_json,
    event_json,
    member_json,
    role_json,
    thread_json_for,
    user_json,
)
from sandbox.world.shown_messages import message_json

PAGE = 50


def display_name(user: User) -> str:
    """How a user is called outside any community."""
    return user.global_name or user.name


def me_json(user: User) -> Json:
    """Show the acting person, with the choices that are theirs alone."""
    return {**user_json(user), "locale": user.locale, "dms_open": user.dms_open}


def people_json(world: World, query: str, limit: int) -> Json:
    """People to act as, whose name or role contains `query`: owners of communities first, then by name."""
    wanted = query.casefold()
    owners = {guild.owner_id for guild in world.guilds.values()}
    found = [each for each in world.users.values() if not each.bot and _is_called(world, each, wanted)]
    shown = heapq.nsmallest(
        limit, found, key=lambda u: (u.id not in owners, display_name(u).casefold(), u.id)
    )
    return {"people": [_person_json(world, each, each.id in owners) for each in shown], "total": len(found)}


def _roles_of(world: World, user: User) -> Iterable[tuple[int, str, int]]:
    for guild in world.guilds.values():
        member = guild.members.get(user.id)
        for role_id in member.role_ids if member else ():
            role = guild.roles[role_id]
            yield role.position, role.name, role.color


def _is_called(world: World, user: User, wanted: str) -> bool:
    names = f"{user.name}\n{user.global_name or ''}".casefold()
    return wanted in names or any(wanted in name.casefold() for _, name, _ in _roles_of(world, user))


def _person_json(world: World, user: User, is_owner: bool) -> Json:
    roles = sorted(_roles_of(world, user), key=lambda role: -role[0])
    return {
        "id": str(user.id),
        "name": display_name(user),
        "username": user.name,
        "owner": is_owner,
        "roles": [{"name": name, "color": color} for _, name, color in roles],
    }


def view_json(world: World, user_id: int) -> Json:
    """Everything on the left of the page: communities with their channels, conversations, bots to write to."""
    guilds = [each for each in world.guilds.values() if user_id in each.members]
    near = {member for guild in guilds for member in _bots_of(world, guild)}
    conversations = [world.channels[each] for pair, each in world.dms.items() if user_id in pair]
    return {
        "me": me_json(world.user(user_id)),
        "guilds": [_guild_view(world, each, user_id) for each in guilds],
        "dms": [_conversation_json(world, each, user_id) for each in conversations],
        "bots": [user_json(world.users[each]) for each in sorted(near)],
    }


def _bots_of(world: World, guild: Guild) -> Iterable[int]:
    return (each.user_id for each in world.applications.values() if each.user_id in guild.members)


def _guild_view(world: World, guild: Guild, user_id: int) -> Json:
    channels = [world.channels[each] for each in guild.channel_ids]
    threads = [world.channels[each] for each in guild.thread_ids]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "member_count": len(guild.members),
        "roles": [role_json(each) for each in guild.roles.values()],
        "me": member_json(world, guild.members[user_id]),
        "channels": [
            _channel_view(world, guild, each, user_id) for each in channels if world.may_view(each, user_id)
        ],
        "threads": [
            {**thread_json_for(each, user_id), **_rights(world, each, user_id)}
            for each in threads
            if world.may_view(each, user_id)
        ],
        "events": [
            {**event_json(world, each, with_count=True), "interested": user_id in each.interested}
            for each in sorted(guild.events.values(), key=lambda each: (each.starts_at, each.id))
            if each.status in (SCHEDULED, ACTIVE) and world.may_see_event(each, user_id)
        ],
    }


def _channel_view(world: World, guild: Guild, channel: Channel, user_id: int) -> Json:
    everyone = channel.overwrites.get(guild.id)
    granted = guild.roles[guild.id].permissions
    if everyone is not None:
        granted = (granted & ~everyone.deny) | everyone.allow
    return {
        **channel_json(world, channel, user_id),
        **_rights(world, channel, user_id),
        "private": not granted & Permission.VIEW_CHANNEL,
    }


def _conversation_json(world: World, channel: Channel, user_id: int) -> Json:
    return {**channel_json(world, channel, user_id), **_rights(world, channel, user_id)}


def conversation_json(world: World, channel_id: int, user_id: int) -> Json:
    """Show a private conversation as one of the two sees it."""
    return _conversation_json(world, world.require_visible(channel_id, user_id), user_id)


def _rights(world: World, channel: Channel, user_id: int) -> Json:
    """Tell what the composer lets this person do."""
    granted = world.permissions_in(channel, user_id)
    sends = channel.type != CATEGORY and may_send(world, channel, user_id)
    return {
        "can_send": sends,
        "can_attach": sends and bool(granted & Permission.ATTACH_FILES),
        "can_mention_all": sends and bool(granted & Permission.MENTION_EVERYONE),
    }


def may_send(world: World, channel: Channel, user_id: int) -> bool:
    """Whether the composer is open to this person."""
    try:
        world.require_sending(channel.id, user_id)
    except ApiError:
        return False
    return True


def members_json(world: World, guild_id: int, user_id: int, query: str, limit: int) -> Json:
    """Members whose name contains `query`, those of the highest listed role first, at most `limit`."""
    guild = world.require_member(guild_id, user_id)
    wanted = query.casefold()
    found = [each for each in guild.members.values() if wanted in _names(world, each)]
    shown = heapq.nsmallest(limit, found, key=lambda member: _rank(world, guild, member))
    return {"members": [member_json(world, each) for each in shown], "total": len(found)}


def members_by_id(world: World, guild_id: int, user_id: int, ids: Iterable[int]) -> Json:
    """Find the members with these ids; who left is left out."""
    guild = world.require_member(guild_id, user_id)
    found = [guild.members[each] for each in ids if each in guild.members]
    return {"members": [member_json(world, each) for each in found], "total": len(found)}


def interested_json(world: World, guild_id: int, event_id: int, user_id: int, limit: int) -> Json:
    """Members interested in an event, the first who said so first, for who is shown the event; 10070 otherwise."""
    guild = world.require_member(guild_id, user_id)
    event = world.scheduled_event(guild_id, event_id)
    if not world.may_see_event(event, user_id):
        raise refusal(10070)
    found = [guild.members[each] for each in event.interested if each in guild.members]
    return {"members": [member_json(world, each) for each in found[:limit]], "total": len(found)}


def _names(world: World, member: Member) -> str:
    user = world.users[member.user_id]
    return f"{member.nick or ''}\n{user.global_name or ''}\n{user.name}".casefold()


def _rank(world: World, guild: Guild, member: Member) -> tuple[int, str, int]:
    listed = [guild.roles[each].position for each in member.role_ids if guild.roles[each].hoist]
    name = member.nick or display_name(world.users[member.user_id])
    return -max(listed, default=0), name.casefold(), member.user_id


def messages_json(world: World, channel_id: int, user_id: int, before: int | None) -> Json:
    """Show a page of a channel's messages, oldest first: those older than `before`, with what only they may see."""
    channel = world.require_visible(channel_id, user_id)
    if not world.permissions_in(channel, user_id) & Permission.READ_MESSAGE_HISTORY:
        return {"messages": []}
    page: list[Json] = []
    for message in world.messages[channel_id].newest_before(before):
        if message.ephemeral_to in (None, user_id):
            page.append(message_json(world, message))
        if len(page) == PAGE:
            break
    return {"messages": page[::-1]}


def commands_json(world: World, channel_id: int, user_id: int) -> Json:
    """List the commands this person may use in a channel, with their words in the person's language."""
    channel = world.require_visible(channel_id, user_id)
    locale = world.user(user_id).locale
    found = [
        {
            **localised(each, locale),
            "application_name": world.applications[int(each["application_id"])].name,
        }
        for each in world.usable_commands(user_id, channel)
    ]
    return {"commands": found}
