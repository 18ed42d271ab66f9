"""Cards of announcements: what people read, and the report for the organisers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from bot.delivery.cards.source import CardSource
from bot.domain.announcements import (
    APPROVAL_CARD,
    CARD,
    DECISION_CARD,
    DIRECT_CARD,
    LINKED_CARD,
    MISSED_CARD,
    RECEIVED_CARD,
    REPORT_CARD,
    Act,
    ApprovalState,
    Received,
    copy_key,
    linked_target,
    removal_key,
    removal_refused,
)
from bot.domain.consent import Purpose
from bot.domain.effects import State
from bot.i18n import Catalogues, Language
from bot.storage.database import Unit
from bot.ui.announcements import approvals, receptions
from bot.ui.announcements import cards as ui
from bot.ui.announcements.planning import missed as missed_card
from bot.ui.announcements.reports import delivery_report
from bot.ui.message import Message


async def announced(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Show an announcement as it is written now."""
    found = await unit.announcements.get(about["community"], about["announcement"])
    if found is None:
        return None
    picture = None
    if found.picture_id is not None:
        picture = await unit.pictures.get(found.community_id, found.picture_id)
    role_id = None
    if "mention" in about:
        group = await unit.groups.get(found.community_id, about["mention"])
        role_id = None if group is None else group.role_id
    return ui.announced(found, language, picture, role_id)


async def announced_elsewhere(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Show an announcement in a linked community, and whose it is.

    Nothing comes there once the link has ended; what stands there already (`standing`) is still kept right.
    """
    found = await unit.announcements.get(about["community"], about["announcement"])
    origin = await unit.communities.get(about["community"])
    if found is None or origin is None:
        return None
    comes = not about.get("standing") and "in" in about
    if comes and not await unit.partners.linked(about["in"], origin.id):
        return None
    picture = None
    if found.picture_id is not None:
        picture = await unit.pictures.get(found.community_id, found.picture_id)
    return ui.announced(found, language, picture, origin=origin)


async def received(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Tell a linked community's organisers what came to their channel, who removed it, or why it stands there still."""
    found = await unit.announcements.get(about["community"], about["announcement"])
    origin = await unit.communities.get(about["community"])
    if found is None or origin is None:
        return None
    key = copy_key(found, linked_target(about["in"]))
    copy = await unit.deliveries.by_key(key)
    if copy is None:
        return None
    removal = await unit.deliveries.by_key(removal_key(key))
    removed = removal is not None and removal.state in (State.SENT, State.CANCELLED)
    act = await unit.announcement_journal.latest(found.id, Act.REMOVED, about["in"]) if removed else None
    removed_by = None if act is None else act.user_id
    refused = removal_refused(removal)
    stands = Received(found, origin, copy.channel_id, copy.message_id, removed, removed_by, refused)
    return receptions.notice(stands, about["in"], language)


async def announced_directly(
    unit: Unit, about: Mapping[str, Any], language: Language, now: datetime
) -> Message | None:
    """Show an announcement to a person who wants announcements by direct message; nothing to who no longer does.

    They are asked for before it is sent. One that stands already (`standing`) is kept right also with who wants, or is
    there, no more: that notifies nobody.
    """
    community_id, reader = about["community"], about["reader"]
    community = await unit.communities.get(community_id)
    message = await announced(unit, about, language, now)
    if community is None or message is None:
        return None
    comes = not about.get("standing")
    if comes and not await unit.people.agrees(community_id, reader, Purpose.ANNOUNCEMENTS):
        return None
    return ui.with_way_out(message, community, language)


async def report(unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime) -> Message | None:
    """Show what became of each copy."""
    found = await unit.announcements.report(about["community"], about["announcement"])
    return None if found is None else delivery_report(found, language)


async def missed(unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime) -> Message | None:
    """Tell which dates of a plan went by."""
    found = await unit.announcements.get(about["community"], about["announcement"])
    if found is None:
        return None
    dates = [datetime.fromtimestamp(date, UTC) for date in about["missed"]]
    return missed_card(found, dates, language, doubtful=bool(about.get("doubtful")))


@cache
def _catalogues() -> Catalogues:
    """Give every language: what is to be approved is shown in each that it is written in."""
    return Catalogues.load()


async def approval(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Show a request for approval: with what it is about while it is open, then what became of it."""
    asked = await unit.announcement_approvals.get(about["community"], about["approval"])
    found = None if asked is None else await unit.announcement_approvals.view(asked)
    if asked is None or found is None:
        return None
    if asked.state is ApprovalState.OPEN:
        return approvals.request(found, language, _catalogues())
    return approvals.decided(asked, found.announcement, language)


async def decision(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Tell whoever asked what came of their request."""
    asked = await unit.announcement_approvals.get(about["community"], about["approval"])
    if asked is None or asked.state is ApprovalState.OPEN:
        return None
    found = await unit.announcements.get(asked.community_id, asked.announcement_id)
    return None if found is None else approvals.decision(asked, found, language)


CARDS: dict[str, CardSource] = {
    CARD: announced,
    LINKED_CARD: announced_elsewhere,
    RECEIVED_CARD: received,
    DIRECT_CARD: announced_directly,
    MISSED_CARD: missed,
    REPORT_CARD: report,
    APPROVAL_CARD: approval,
    DECISION_CARD: decision,
}
