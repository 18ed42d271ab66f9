"""What follows when a delivery settles, by the first part of its subject; each feature's in a module of its own."""

from collections.abc import Mapping

from bot.delivery import announcements, introductions
from bot.delivery.settling import Hook

HOOKS: Mapping[str, Hook] = {
    **announcements.HOOKS,
    **introductions.HOOKS,
}
