"""What both services of announcements read, and the Mistakes that say why there is nothing to read."""

from __future__ import annotations

from typing import NoReturn

from bot.domain import announcements as rules
from bot.domain.announcements import Announcement, AnnouncementState, Draft, Replaced, Report
from bot.domain.communities import Community
from bot.domain.mistakes import Mistake
from bot.storage.database import Unit


async def community_of(unit: Unit, community_id: int) -> Community:
    """Read a community. Raises Mistake where the bot is not at home yet."""
    community = await unit.communities.get(community_id)
    if community is None:
        raise Mistake("mistake-not-ready")
    return community


async def open_draft(unit: Unit, community_id: int, announcement_id: int) -> Announcement:
    """Read a draft. Raises Mistake when it is no draft any more."""
    found = await unit.announcements.get(community_id, announcement_id)
    if found is None or found.state is not AnnouncementState.DRAFT:
        await lost(unit, community_id, announcement_id)
    return found


async def lost(unit: Unit, community_id: int, announcement_id: int) -> NoReturn:
    """Raise the Mistake that says what became of a draft that is none any more."""
    found = await unit.announcements.get(community_id, announcement_id)
    if found is not None and found.state is AnnouncementState.AWAITING:
        raise Mistake("announcements-awaiting")
    if found is not None and found.state is AnnouncementState.PLANNED:
        raise Mistake("announcements-planned-already")
    if found is not None and found.state.scheduled:
        raise Mistake("announcements-plan-over")
    if found is None or found.confirmed_at is None:
        raise Mistake("announcements-draft-gone")
    raise Mistake(
        "announcements-confirmed-already",
        known="yes" if found.confirmed_by else "no",
        user=str(found.confirmed_by),
        instant=str(int(found.confirmed_at.timestamp())),
    )


async def draft_of(unit: Unit, community: Community, announcement: Announcement) -> Draft:
    """Put together what a draft's preview shows."""
    offered = await unit.announcement_targets.offered(community.id)
    targets = {one.target for one in await unit.announcement_targets.chosen(announcement.id)}
    chosen = [one for one in offered if one.target in targets]
    reach = await unit.announcement_targets.reach(chosen)
    flaw = rules.flaw(announcement.content)
    picture_id = announcement.picture_id
    picture = None if picture_id is None else await unit.pictures.get(community.id, picture_id)
    mentionable = rules.mentions(await unit.groups.sized(community.id), chosen)
    mention = next((one for one in mentionable if one.group.id == announcement.mention_group_id), None)
    replaced = await _replaced(unit, announcement)
    return Draft(
        announcement, community.locale, offered, chosen, reach, flaw, picture, mentionable, mention, replaced
    )


async def _replaced(unit: Unit, draft: Announcement) -> Replaced | None:
    """Read what a draft is to replace, if that is still planned."""
    if draft.replaces_id is None or not draft.state.unsent:
        return None
    planned = await unit.announcements.get(draft.community_id, draft.replaces_id)
    plan = await unit.announcement_plans.plan(draft.replaces_id)
    if planned is None or plan is None or planned.state is not AnnouncementState.PLANNED:
        return None
    named = planned.mention_group_id
    mentioned = None if named is None else await unit.groups.get(draft.community_id, named)
    chosen = await unit.announcement_targets.chosen(planned.id)
    return Replaced(planned, chosen, mentioned, plan.rule, plan.coming())


def check_whole(draft: Draft) -> None:
    """Raise Mistake where a draft lacks something."""
    if draft.flaw is not None:
        raise draft.flaw
    if not draft.reach.channels and not draft.reach.direct:
        raise Mistake("announcements-no-target")


async def check_complete(unit: Unit, draft: Draft) -> None:
    """Raise Mistake where a draft can't be sent as it stands, to those for whom it was written."""
    addressees = await unit.announcement_targets.chosen(draft.announcement.id)
    archived = [group.names for group in rules.groups_of([one for one in addressees if one.gone])]
    if archived:
        raise Mistake("announcements-group-archived", groups=archived, count=len(archived))
    check_whole(draft)


async def report_of(unit: Unit, community_id: int, announcement_id: int) -> Report:
    """Put together the report. Raises Mistake where there is nothing to report."""
    report = await unit.announcements.report(community_id, announcement_id)
    if report is None:
        raise Mistake("announcements-no-report")
    return report
