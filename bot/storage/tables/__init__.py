"""Every table. Each row belongs to a community, directly or through its parent; instants are UTC."""

from bot.storage.tables.announcement_acts import (
    announcement_act,
    announcement_approval,
    announcement_edit,
)
from bot.storage.tables.announcements import (
    announcement,
    announcement_plan,
    announcement_target,
    announcement_template,
    picture,
)
from bot.storage.tables.base import metadata
from bot.storage.tables.communities import (
    community,
    community_link,
    link_invitation,
    membership,
    partner,
    place,
    working_group,
)
from bot.storage.tables.deliveries import delivery
from bot.storage.tables.eras import era
from bot.storage.tables.events import event, event_draft, event_group, rsvp
from bot.storage.tables.people import (
    consent,
    form_draft,
    intro_registration,
    intro_request,
    person_setting,
    profile,
)

__all__ = [
    "announcement",
    "announcement_act",
    "announcement_approval",
    "announcement_edit",
    "announcement_plan",
    "announcement_target",
    "announcement_template",
    "community",
    "community_link",
    "consent",
    "delivery",
    "era",
    "event",
    "event_draft",
    "event_group",
    "form_draft",
    "intro_registration",
    "intro_request",
    "link_invitation",
    "membership",
    "metadata",
    "partner",
    "person_setting",
    "picture",
    "place",
    "profile",
    "rsvp",
    "working_group",
]
