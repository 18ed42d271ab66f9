"""Announcements at a time, or again and again: planned, called off, and sent when they are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    Act,
    Announcement,
    AnnouncementState,
    Approval,
    Draft,
    Plan,
    Planned,
    Planning,
    Repeat,
    TypedPlan,
)
from bot.domain.mistakes import Mistake
from bot.services.announcements.reading import check_complete, check_whole, community_of, draft_of, lost
from bot.services.announcements.releasing import ask
from bot.services.announcements.revising import on_its_own, planned_of
from bot.services.announcements.starting import start
from bot.storage.database import Database, Unit

_PLANNABLE = (AnnouncementState.DRAFT, AnnouncementState.PLANNED)


class AnnouncementPlanService:
    """Plans announcements, and sends what is due."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"announcement_plan.planned_by"})

    def __init__(self, database: Database, clock: Clock, *, approval: bool = False) -> None:
        self._database = database
        self._clock = clock
        # Whether a second organiser has to approve what one confirms.
        self.approval = approval

    async def typed(self, community_id: int, announcement_id: int) -> TypedPlan | None:
        """Give what was typed last about when a draft, or a planned one, is sent.

        Raises Mistake where it can't be planned any more, or lacks something; also, once, where what it was to
        replace has left or was called off: from then on it is an announcement of its own.
        """
        async with self._database.write() as unit:
            draft = await _plannable(unit, community_id, announcement_id)
            if not await on_its_own(unit, draft):
                if draft.announcement.state is AnnouncementState.DRAFT:
                    check_whole(draft)
                return await unit.announcement_plans.typed(announcement_id)
        # Outside of the transaction, which a Mistake would undo.
        raise Mistake("announcements-revision-over")

    async def type(
        self, community_id: int, announcement_id: int, when: str, repeat: Repeat, until: str
    ) -> Planning:
        """Keep what is typed about when it is sent, also where it can't be taken, and tell what it is understood to be."""
        now = self._clock.now()
        async with self._database.write() as unit:
            await _plannable(unit, community_id, announcement_id)
            zone = (await community_of(unit, community_id)).timezone
            before = await unit.announcement_plans.typed(announcement_id)
            typed_at = rules.counted_from(before, _typed(when), zone, now)
            typed = TypedPlan(_typed(when), repeat, _typed(until), typed_at)
            if await unit.announcement_plans.keep_typed(announcement_id, typed, now) is None:
                await lost(unit, community_id, announcement_id)
            return await _planning(unit, community_id, announcement_id, now)

    async def confirm(
        self, community_id: int, announcement_id: int, user_id: int, version: int
    ) -> Planned | Approval:
        """Plan it, as it was shown. Raises Mistake where it has changed since, or its time has passed.

        Where that needs approval, it is asked for instead. Another time for what is planned needs none: the same
        words reach the same people.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            planning = await _plan_wanted(unit, community_id, announcement_id, now)
            announcement = planning.draft.announcement
            if announcement.version != version:
                raise Mistake("announcements-changed")
            if self.approval and announcement.state is AnnouncementState.DRAFT:
                return await ask(unit, announcement, user_id, now, planned=True)
            return await _plan(unit, planning, user_id, now)

    async def planned(self, community_id: int, announcement_id: int) -> Planned:
        """Show what is planned, or was. Raises Mistake where nothing was."""
        async with self._database.read() as unit:
            return await planned_of(unit, community_id, announcement_id)

    async def cancel(self, community_id: int, announcement_id: int, user_id: int, version: int) -> Planned:
        """Call off what is planned, a series with all its dates to come."""
        now = self._clock.now()
        async with self._database.write() as unit:
            await _shown(unit, community_id, announcement_id, version)
            ended = await unit.announcement_plans.end(
                announcement_id, AnnouncementState.CANCELLED, now, before=AnnouncementState.PLANNED
            )
            ended = ended or await lost(unit, community_id, announcement_id)
            await unit.announcement_journal.note(ended, Act.CANCELLED, user_id, now)
            return await planned_of(unit, community_id, announcement_id)

    async def unplan(self, community_id: int, announcement_id: int, user_id: int, version: int) -> Draft:
        """Give a draft of what is planned, was missed or was called off, with all that it says.

        What was planned for once becomes that draft itself. A series stays, with what it sent, but sends no more; so
        does one that was to be sent only once more.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            found = await _shown(unit, community_id, announcement_id, version)
            before = found.announcement.state
            series = found.plan.recurring or await unit.announcement_plans.sent(announcement_id) > 0
            after = AnnouncementState.CANCELLED if series else AnnouncementState.DRAFT
            if before is AnnouncementState.PLANNED or not series:
                ended = await unit.announcement_plans.end(announcement_id, after, now, before=before)
                ended = ended or await lost(unit, community_id, announcement_id)
                await unit.announcement_journal.note(ended, Act.UNPLANNED, user_id, now)
            else:
                ended = found.announcement
            draft = ended
            if series:
                draft = await unit.announcement_plans.redraft(ended, user_id, now)
                await unit.announcement_journal.note(draft, Act.WRITTEN, user_id, now)
            return await draft_of(unit, await community_of(unit, community_id), draft)

    async def skip(self, community_id: int, announcement_id: int, user_id: int, version: int) -> Planned:
        """Pass over the next date of a series; the others stay.

        One that is sent a number of times goes on for a date longer; one that ends with a day ends with that.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            found = await _shown(unit, community_id, announcement_id, version)
            after = replace(found.plan, rule=found.plan.skipping(), number=found.plan.number + 1)
            moved = await unit.announcement_plans.advance(found.announcement, after, now)
            moved = moved or await lost(unit, community_id, announcement_id)
            await unit.announcement_journal.note(moved, Act.SKIPPED, user_id, now)
            return await planned_of(unit, community_id, announcement_id)

    async def tick(self) -> datetime | None:
        """Send what is due, each in a transaction of its own; tell when the next one is."""
        async with self._database.read() as unit:
            due = await unit.announcement_plans.due(self._clock.now())
        for one in due:
            async with self._database.write() as unit:
                await _take_turn(unit, one, self._clock.now())
        async with self._database.read() as unit:
            return await unit.announcement_plans.next_due()

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give what a person planned."""
        async with self._database.read() as unit:
            theirs = await unit.announcement_plans.of_person(community_id, user_id)
        return {
            "planned_announcements": [
                {"title": one.title, "state": one.state.value, "planned_for": one.planned_for}
                for one in theirs
            ]
        }

    async def erase(self, community_id: int, user_id: int) -> None:
        """Leave what a person planned, by "someone of the team"."""
        async with self._database.write() as unit:
            await unit.announcement_plans.forget(community_id, user_id)


async def plan_approved(unit: Unit, approval: Approval, now: datetime) -> Planned:
    """Plan a draft as it was asked for. Raises Mistake where its time has passed, or it can't be sent as it stands."""
    planning = await _plan_wanted(unit, approval.community_id, approval.announcement_id, now)
    return await _plan(unit, planning, approval.asked_by, now)


async def _plan_wanted(unit: Unit, community_id: int, announcement_id: int, now: datetime) -> Planning:
    planning = await _planning(unit, community_id, announcement_id, now)
    if planning.flaw is not None:
        raise planning.flaw
    if planning.draft.announcement.state is AnnouncementState.DRAFT:
        await check_complete(unit, planning.draft)
    return planning


async def _plan(unit: Unit, planning: Planning, user_id: int, now: datetime) -> Planned:
    announcement, rule = planning.draft.announcement, planning.rule
    if rule is None:
        raise Mistake("announcements-draft-gone")
    plan = Plan(rule, 0, user_id, now, planning.sent)
    planned = await unit.announcement_plans.confirm(announcement.id, plan, rule.from_number(0, 1)[0].at, now)
    planned = planned or await lost(unit, announcement.community_id, announcement.id)
    await unit.announcement_journal.note(planned, Act.PLANNED, user_id, now)
    return await planned_of(unit, announcement.community_id, announcement.id)


async def _take_turn(unit: Unit, due: Announcement, now: datetime) -> None:
    """Do what a plan asks for now, unless another process did."""
    plan = await unit.announcement_plans.plan(due.id)
    if plan is None or due.planned_for is None:
        return
    turn = rules.turn(plan, due.planned_for, now)
    # Before the database was put back from a copy, it may have been sent.
    doubtful = unit.era is not None and unit.era.questions(turn.due.at)
    if doubtful:
        turn = rules.in_question(plan, due.planned_for, now)
    begun: Announcement | None
    if plan.recurring:
        after = replace(plan, rule=turn.rule, number=turn.due.number + 1)
        moved = await unit.announcement_plans.advance(due, after, now)
        if moved is None:
            return
        begun = None
        if turn.sent:
            begun = await unit.announcement_plans.occur(due, turn.due.at, plan.planned_by, now)
    elif turn.sent:
        begun = await unit.announcement_plans.begin(due, plan.planned_by, now)
        if begun is None:
            return
    else:
        begun = None
        ended = await unit.announcement_plans.end(
            due.id, AnnouncementState.MISSED, now, before=AnnouncementState.PLANNED
        )
        if ended is None:
            return
    if begun is not None:
        await unit.announcement_journal.note(begun, Act.SENT, None, now)
        await start(unit, begun, now, turn.due.at)
    if turn.missed:
        await unit.announcement_journal.note(due, Act.MISSED, None, now)
        await unit.deliveries.record(rules.missed_notice(due, turn, now, doubtful=doubtful), now=now)


async def _plannable(unit: Unit, community_id: int, announcement_id: int) -> Draft:
    found = await unit.announcements.get(community_id, announcement_id)
    if found is None or found.state not in _PLANNABLE:
        await lost(unit, community_id, announcement_id)
    draft = await draft_of(unit, await community_of(unit, community_id), found)
    if draft.replaced is not None:
        # It takes over the date of what it replaces.
        raise Mistake("announcements-revision-dated")
    return draft


async def _planning(unit: Unit, community_id: int, announcement_id: int, now: datetime) -> Planning:
    draft = await _plannable(unit, community_id, announcement_id)
    community = await community_of(unit, community_id)
    typed = await unit.announcement_plans.typed(announcement_id)
    if typed is None:
        raise Mistake("announcements-draft-gone")
    # What is to be sent only once from now on has nothing to count.
    sent = 0 if typed.repeat is Repeat.ONCE else await unit.announcement_plans.sent(announcement_id)
    try:
        return Planning(draft, typed, rules.understood(typed, community.timezone, now, sent), None, sent)
    except Mistake as flaw:
        return Planning(draft, typed, None, flaw, sent)


async def _shown(unit: Unit, community_id: int, announcement_id: int, version: int) -> Planned:
    """Find what is planned, if it still is what was shown."""
    found = await planned_of(unit, community_id, announcement_id)
    if found.announcement.version != version:
        raise Mistake("announcements-plan-changed")
    return found


def _typed(text: str) -> str:
    return text.strip()[: rules.TYPED_LIMIT]
