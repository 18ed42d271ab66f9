"""The permissions the bot asks for: exactly those that what it does, and the channels it makes, take.

Names and reasons for people are in the catalogues: `permission-manage-roles` and its attribute `.why`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

from bot.domain.effects import Kind


class Permission(enum.IntFlag):
    """Discord's permissions, as far as they concern us; the values are Discord's."""

    MANAGE_CHANNELS = 1 << 4
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MANAGE_ROLES = 1 << 28
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44

    @property
    def message(self) -> str:
        """Name the catalogue message that names one permission as Discord's settings do."""
        return f"permission-{(self.name or '').lower().replace('_', '-')}"


NONE = Permission(0)

# Overwrites may give and refuse only what the bot itself has, so each of these is needed although the bot could
# live without some: a reader of a channel also reads what was said before they came; a read-only channel stays
# free of people's threads.
READ = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
WRITE = Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS
OPEN_THREADS = Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_PRIVATE_THREADS

# What a message takes beside the right to write where it shows a picture.
PICTURES = Permission.ATTACH_FILES

# What each kind of effect takes: a refusal is told to the organisers with these names.
FOR_KIND: Mapping[Kind, Permission] = {
    Kind.CATEGORY_ENSURE: Permission.MANAGE_CHANNELS,
    Kind.CHANNEL_ENSURE: Permission.MANAGE_CHANNELS | Permission.MANAGE_ROLES,
    Kind.ROLE_ENSURE: Permission.MANAGE_ROLES,
    Kind.ROLE_GIVE: Permission.MANAGE_ROLES,
    Kind.ROLE_TAKE: Permission.MANAGE_ROLES,
    Kind.MESSAGE_POST: Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES,
    Kind.MESSAGE_EDIT: Permission.VIEW_CHANNEL,
    Kind.MESSAGE_DELETE: Permission.VIEW_CHANNEL,
    Kind.MESSAGE_PUBLISH: Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES,
    Kind.DM_POST: NONE,
    Kind.THREAD_OPEN: Permission.VIEW_CHANNEL | Permission.CREATE_PRIVATE_THREADS,
    Kind.THREAD_MEMBER: Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES_IN_THREADS,
    # Who made a scheduled event may change it and take it away by the same permission.
    Kind.SCHEDULED_CREATE: Permission.CREATE_EVENTS,
    Kind.SCHEDULED_EDIT: Permission.CREATE_EVENTS,
    Kind.SCHEDULED_DELETE: Permission.CREATE_EVENTS,
}


def needed() -> Permission:
    """Give all permissions the bot needs; iterate over it for each, or take its `value` for an invite link."""
    everything = READ | WRITE | OPEN_THREADS | PICTURES
    for permission in FOR_KIND.values():
        everything |= permission
    return everything


def invite_url(application_id: int) -> str:
    """Write the address by which an organiser invites the bot with exactly these permissions."""
    return (
        "https://discord.com/oauth2/authorize"
        f"?client_id={application_id}&permissions={needed().value}&scope=bot+applications.commands"
    )
