"""The notice that something could not be done: what, where, why in plain words, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.delivery.answers import (
    DMS_CLOSED,
    FLAGGED,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    TOO_MANY_SCHEDULED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MEMBER,
    UNKNOWN_USER,
)
from bot.delivery.cards.source import CardSource
from bot.delivery.notices import code_of
from bot.domain.communities import Community
from bot.domain.effects import Delivery, Kind, State
from bot.domain.permissions import FOR_KIND, Permission
from bot.domain.places import place_of
from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui.card import WARNING, card, facts
from bot.ui.message import Message
from bot.ui.text import channel, plain, user

_WHAT = {
    Kind.CATEGORY_ENSURE: "notice-what-category",
    Kind.CHANNEL_ENSURE: "notice-what-channel",
    Kind.ROLE_ENSURE: "notice-what-role",
    Kind.ROLE_GIVE: "notice-what-role-give",
    Kind.ROLE_TAKE: "notice-what-role-take",
    Kind.MESSAGE_POST: "notice-what-message",
    Kind.MESSAGE_EDIT: "notice-what-edit",
    Kind.MESSAGE_DELETE: "notice-what-delete",
    Kind.DM_POST: "notice-what-dm",
    Kind.THREAD_OPEN: "notice-what-thread",
    Kind.THREAD_MEMBER: "notice-what-thread-member",
    Kind.SCHEDULED_CREATE: "notice-what-scheduled",
    Kind.SCHEDULED_EDIT: "notice-what-scheduled-edit",
    Kind.SCHEDULED_DELETE: "notice-what-scheduled-delete",
}
_WHY = {
    MISSING_ACCESS: "notice-why-access",
    DMS_CLOSED: "notice-why-dms-closed",
    FLAGGED: "notice-why-flagged",
    TOO_MANY_SCHEDULED: "notice-why-too-many-scheduled",
    UNKNOWN_CHANNEL: "notice-why-channel-gone",
    UNKNOWN_MEMBER: "notice-why-person-gone",
    UNKNOWN_USER: "notice-why-person-gone",
}


async def notice(unit: Unit, about: Mapping[str, Any], language: Language, now: datetime) -> Message | None:
    """Render the notice about `{"delivery": id}`; None when it was done after all."""
    delivery = await unit.deliveries.get(about["delivery"])
    if delivery is None or delivery.state is State.SENT or not delivery.state.final or delivery.due_at > now:
        return None
    community = await unit.communities.get(delivery.community_id)
    if community is None:
        return None
    why, values = _why(delivery, language)
    target, person = await _where(unit, delivery, community, language)
    return card(
        language("notice-title"),
        facts(
            language(
                _WHAT[delivery.kind],
                what=_name(delivery, language),
                target=target,
                has_target="yes" if target else "no",
                person=person,
                has_person="yes" if person else "no",
            ),
            language(why, **values),
        ),
        language(f"{why}.do", **values),
        colour=WARNING,
        footer=language("notice-footer", community=community.name, reference=str(delivery.id)),
    )


def reason_of(delivery: Delivery, language: Language) -> str:
    """Say in plain words why a delivery ended badly, and what to do about it."""
    why, values = _why(delivery, language)
    return f"{language(why, **values)} {language(f'{why}.do', **values)}"


def _name(delivery: Delivery, language: Language) -> str:
    """Name a message by its card: features name theirs as `delivery-card-…`; an event by its name."""
    if "name" in delivery.payload:
        return plain(delivery.payload["name"])
    named = f"delivery-card-{delivery.payload.get('card', '')}"
    return language(named if language.has(named) else "delivery-card")


def _why(delivery: Delivery, language: Language) -> tuple[str, dict[str, Any]]:
    if delivery.state is State.EXPIRED:
        return "notice-why-expired", {}
    if delivery.state is State.UNCERTAIN:
        return "notice-why-withdrawn" if delivery.cancel_requested else "notice-why-uncertain", {}
    error = delivery.last_error or ""
    code = code_of(error)
    if code == MISSING_PERMISSIONS and delivery.kind is Kind.SCHEDULED_CREATE:
        return "notice-why-may-not-schedule", {"permission": language(Permission.CREATE_EVENTS.message)}
    if code == MISSING_PERMISSIONS:
        missing = [language(permission.message) for permission in FOR_KIND[delivery.kind]]
        return "notice-why-permissions", {"permissions": missing, "count": len(missing)}
    if code in _WHY:
        return _WHY[code], {}
    if error.startswith("waited too long"):
        return "notice-why-waited", {}
    if error.startswith("tried too long"):
        return "notice-why-unreachable", {}
    if code is None:
        return "notice-why-fault", {}
    return "notice-why-refused", {"answer": plain(error)}


async def _where(unit: Unit, delivery: Delivery, community: Community, language: Language) -> tuple[str, str]:
    """Name the channel, group or place, and the person, that a delivery is about; empty where there is none."""
    payload = delivery.payload
    told = {**payload, **payload.get("target", {})}
    person = user(told["user"]) if "user" in told else ""
    if "group" in told:
        group = await unit.groups.get(community.id, told["group"])
        return ("" if group is None else plain(group.name(language.locale))), person
    if "place" in told:
        return language(place_of(told["place"]).message), person
    found = told.get("channel") or told.get("thread")
    return (channel(found) if isinstance(found, int) else ""), person


CARDS: dict[str, CardSource] = {"notice": notice}
