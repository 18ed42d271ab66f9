"""What performs each kind of effect, one module a family."""

from collections.abc import Mapping

from bot.delivery.handlers import members, messages, places, publishing, scheduled, threads
from bot.delivery.handlers.handler import Context, Handler, Step
from bot.domain.effects import Kind

HANDLERS: Mapping[Kind, Handler] = {
    Kind.CATEGORY_ENSURE: places.CHANNEL_ENSURE,
    Kind.CHANNEL_ENSURE: places.CHANNEL_ENSURE,
    Kind.ROLE_ENSURE: places.ROLE_ENSURE,
    Kind.ROLE_GIVE: members.ROLE_GIVE,
    Kind.ROLE_TAKE: members.ROLE_TAKE,
    Kind.MESSAGE_POST: messages.MESSAGE_POST,
    Kind.MESSAGE_EDIT: messages.MESSAGE_EDIT,
    Kind.MESSAGE_DELETE: messages.MESSAGE_DELETE,
    Kind.MESSAGE_PUBLISH: publishing.MESSAGE_PUBLISH,
    Kind.DM_POST: messages.DM_POST,
    Kind.THREAD_OPEN: threads.THREAD_OPEN,
    Kind.THREAD_MEMBER: threads.THREAD_MEMBER,
    Kind.SCHEDULED_CREATE: scheduled.SCHEDULED_CREATE,
    Kind.SCHEDULED_EDIT: scheduled.SCHEDULED_EDIT,
    Kind.SCHEDULED_DELETE: scheduled.SCHEDULED_DELETE,
}

__all__ = ["HANDLERS", "Context", "Handler", "Step"]
