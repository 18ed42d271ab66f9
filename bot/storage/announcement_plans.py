"""When announcements are sent: what is typed, what was confirmed, and what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, func, insert, literal, select, update

from bot.domain.announcements import Announcement, AnnouncementState, Plan, Repeat, TypedPlan
from bot.domain.recurrence import Every, Recurrence
from bot.storage.announcement_content import content_values
from bot.storage.announcements import announcement_of
from bot.storage.store import Store
from bot.storage.tables import announcement, announcement_plan, announcement_target, community

# What no announcement has from another.
_OWN = ("confirmed_by", "confirmed_at", "planned_for", "series_id", "replaces_id", "edited_by", "edited_at")
# An edit of what is planned is no edit of what is read.
_UNEDITED: dict[str, Any] = {"revision": 0, "edited_by": None, "edited_at": None}
_PLANNABLE = (AnnouncementState.DRAFT, AnnouncementState.PLANNED)

# What is planned in a community that the bot was put out of waits until it is let in again.
_WAITING = (
    announcement.c.state == AnnouncementState.PLANNED,
    announcement.c.community_id.in_(select(community.c.id).where(community.c.left_at.is_(None))),
)


class PlanStore(Store):
    """Plans of announcements. What changes an announcement's state gives None when it is in another state by now."""

    async def keep_typed(self, announcement_id: int, typed: TypedPlan, now: datetime) -> Announcement | None:
        """Keep what is typed about when a draft, or a planned one, is sent; nothing follows from it yet."""
        touched = await self._change(announcement_id, _PLANNABLE, changed_at=now)
        if touched is None:
            return None
        content = {"when": typed.when, "repeat": typed.repeat.value, "until": typed.until}
        kept = self._insert(announcement_plan).values(
            announcement_id=announcement_id, typed=content, typed_at=typed.typed_at, number=0
        )
        await self._connection.execute(
            kept.on_conflict_do_update(
                index_elements=["announcement_id"], set_={"typed": content, "typed_at": typed.typed_at}
            )
        )
        return touched

    async def typed(self, announcement_id: int) -> TypedPlan | None:
        """Give what was typed last."""
        row = await self._row(announcement_id)
        if row is None:
            return None
        return TypedPlan(
            row.typed["when"], Repeat(row.typed["repeat"]), row.typed["until"], typed_at=row.typed_at
        )

    async def plan(self, announcement_id: int) -> Plan | None:
        """Give the plan that was confirmed."""
        row = await self._row(announcement_id)
        if row is None or row.rule is None:
            return None
        return Plan(_rule(row.rule), row.number, row.planned_by, row.planned_at, row.rule.get("sent", 0))

    async def sent(self, announcement_id: int) -> int:
        """Count how many times a series was sent; what was recalled since was sent, too."""
        query = select(func.count()).where(announcement.c.series_id == announcement_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def confirm(
        self, announcement_id: int, plan: Plan, planned_for: datetime, now: datetime
    ) -> Announcement | None:
        """Plan a draft, or plan anew what is planned."""
        planned = await self._change(
            announcement_id,
            _PLANNABLE,
            state=AnnouncementState.PLANNED,
            planned_for=planned_for,
            changed_at=now,
        )
        if planned is not None:
            await self._set(
                announcement_id,
                rule=_written(plan),
                number=plan.number,
                planned_by=plan.planned_by,
                planned_at=plan.planned_at,
            )
        return planned

    async def end(
        self, announcement_id: int, state: AnnouncementState, now: datetime, *, before: AnnouncementState
    ) -> Announcement | None:
        """Take what is planned, or was missed, to another state; only what never sent anything is a draft again."""
        values: dict[str, Any] = {"state": state, "changed_at": now}
        if state is AnnouncementState.DRAFT:
            # Counted on: who began to change what was planned has not seen what it becomes as a draft.
            values.update(_UNEDITED, planned_for=None, revision=announcement.c.revision + 1)
        return await self._change(announcement_id, (before,), **values)

    async def begin(self, due: Announcement, user_id: int, now: datetime) -> Announcement | None:
        """Send what was planned for once."""
        return await self._due_change(
            due,
            state=AnnouncementState.SENDING,
            confirmed_by=user_id,
            confirmed_at=now,
            changed_at=now,
            round=1,
            **_UNEDITED,
        )

    async def advance(self, due: Announcement, plan: Plan, now: datetime) -> Announcement | None:
        """Let a series wait for the next date of a plan, or end it where there is none."""
        following = plan.rule.occurrence(plan.number)
        if following is None:
            moved = await self._due_change(due, state=AnnouncementState.ENDED, changed_at=now)
        else:
            moved = await self._due_change(due, planned_for=following.at, changed_at=now)
        if moved is not None:
            await self._set(due.id, rule=_written(plan), number=plan.number)
        return moved

    async def occur(
        self, series: Announcement, planned_for: datetime, user_id: int, now: datetime
    ) -> Announcement:
        """Make the announcement that a series sends this time, for the same targets, and have it sent."""
        return await self._copy(
            series,
            state=AnnouncementState.SENDING,
            round=1,
            confirmed_by=user_id,
            confirmed_at=now,
            created_at=now,
            changed_at=now,
            planned_for=planned_for,
            series_id=series.id,
            revision=0,
        )

    async def redraft(self, series: Announcement, user_id: int, now: datetime) -> Announcement:
        """Make a draft that says what a series says, for the same targets; the series itself stays what it is."""
        return await self._copy(
            series,
            author_id=user_id,
            state=AnnouncementState.DRAFT,
            round=0,
            revision=0,
            created_at=now,
            changed_at=now,
        )

    async def revision_by(self, planned: Announcement, user_id: int) -> Announcement | None:
        """Find the draft with which a person is changing what is planned, if it began from what stands."""
        rows = await self._connection.execute(
            select(announcement)
            .where(
                announcement.c.replaces_id == planned.id,
                announcement.c.author_id == user_id,
                announcement.c.revision == planned.revision,
                announcement.c.state == AnnouncementState.DRAFT,
            )
            .order_by(announcement.c.id.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return None if row is None else announcement_of(row)

    async def begin_revision(self, planned: Announcement, user_id: int, now: datetime) -> Announcement:
        """Make a draft that says what is planned, for the same targets, and is to replace it."""
        return await self._copy(
            planned,
            author_id=user_id,
            state=AnnouncementState.DRAFT,
            round=0,
            created_at=now,
            changed_at=now,
            replaces_id=planned.id,
        )

    async def rebase(self, draft_id: int, revision: int) -> Announcement | None:
        """Note which revision of what it is to replace a draft's author has seen."""
        return await self._change(draft_id, (AnnouncementState.DRAFT,), revision=revision)

    async def let_go(self, draft_id: int) -> Announcement | None:
        """Have a draft replace nothing any more; it says what it says, for the same targets."""
        return await self._change(draft_id, (AnnouncementState.DRAFT,), **_UNEDITED, replaces_id=None)

    async def revise(self, draft: Announcement, user_id: int, now: datetime) -> Announcement | None:
        """Have what is planned say what a draft says, to the draft's targets, and remove the draft.

        None when it is not planned any more, or somebody else changed it since the draft's revision.
        """
        changed = await self._one(
            update(announcement).where(
                announcement.c.id == draft.replaces_id,
                announcement.c.state == AnnouncementState.PLANNED,
                announcement.c.revision == draft.revision,
            ),
            {
                **content_values(draft.content),
                "mention_group_id": draft.mention_group_id,
                "edited_by": user_id,
                "edited_at": now,
                "changed_at": now,
                "revision": draft.revision + 1,
            },
        )
        if changed is None:
            return None
        here, there = announcement_target.c.announcement_id, changed.id
        await self._connection.execute(delete(announcement_target).where(here == there))
        await self._connection.execute(
            update(announcement_target).where(here == draft.id).values(announcement_id=there)
        )
        await self._connection.execute(delete(announcement).where(announcement.c.id == draft.id))
        return changed

    async def due(self, now: datetime) -> Sequence[Announcement]:
        """List what is planned for now or earlier, in any community the bot is in, oldest first."""
        rows = await self._connection.execute(
            select(announcement)
            .where(*_WAITING, announcement.c.planned_for <= now)
            .order_by(announcement.c.planned_for, announcement.c.id)
        )
        return [announcement_of(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """Tell when the next planned one is due."""
        query = select(func.min(announcement.c.planned_for)).where(*_WAITING)
        due: datetime | None = (await self._connection.execute(query)).scalar_one()
        return due

    async def of_person(self, community_id: int, user_id: int) -> Sequence[Announcement]:
        """List what a person planned, oldest first."""
        rows = await self._connection.execute(
            select(announcement)
            .join(announcement_plan)
            .where(announcement.c.community_id == community_id, announcement_plan.c.planned_by == user_id)
            .order_by(announcement.c.id)
        )
        return [announcement_of(row) for row in rows]

    async def forget(self, community_id: int, user_id: int) -> None:
        """Remove a person's name from what they planned; it is sent all the same."""
        theirs = select(announcement.c.id).where(announcement.c.community_id == community_id)
        await self._connection.execute(
            update(announcement_plan)
            .where(announcement_plan.c.planned_by == user_id, announcement_plan.c.announcement_id.in_(theirs))
            .values(planned_by=0)
        )

    async def _copy(self, source: Announcement, **values: Any) -> Announcement:
        """Make another announcement that says the same to the same; `values` are what it has of its own."""
        columns = [column for column in announcement.c if column.name not in {"id", *_OWN, *values}]
        row = (await self._connection.execute(select(*columns).where(announcement.c.id == source.id))).one()
        made = await self._connection.execute(
            insert(announcement)
            .values(**row._mapping, **values)  # noqa: SLF001 - the documented way to a row's names
            .returning(announcement)
        )
        copy = announcement_of(made.one())
        targets = [column for column in announcement_target.c if column.name != "announcement_id"]
        await self._connection.execute(
            insert(announcement_target).from_select(
                ["announcement_id", *(column.name for column in targets)],
                select(literal(copy.id), *targets).where(announcement_target.c.announcement_id == source.id),
            )
        )
        return copy

    async def _row(self, announcement_id: int) -> Any:
        rows = await self._connection.execute(
            select(announcement_plan).where(announcement_plan.c.announcement_id == announcement_id)
        )
        return rows.one_or_none()

    async def _set(self, announcement_id: int, **values: Any) -> None:
        await self._connection.execute(
            update(announcement_plan)
            .where(announcement_plan.c.announcement_id == announcement_id)
            .values(**values)
        )

    async def _change(
        self, announcement_id: int, states: Sequence[AnnouncementState], **values: Any
    ) -> Announcement | None:
        return await self._one(
            update(announcement).where(
                announcement.c.id == announcement_id, announcement.c.state.in_(states)
            ),
            values,
        )

    async def _due_change(self, due: Announcement, **values: Any) -> Announcement | None:
        """Change what is still planned for the instant at which it was found due: of two who find it, one acts."""
        return await self._one(
            update(announcement).where(
                announcement.c.id == due.id,
                announcement.c.state == AnnouncementState.PLANNED,
                announcement.c.planned_for == due.planned_for,
            ),
            values,
        )

    async def _one(self, statement: Any, values: dict[str, Any]) -> Announcement | None:
        changed = statement.values(**values).returning(announcement)
        row = (await self._connection.execute(changed)).one_or_none()
        return None if row is None else announcement_of(row)


def _written(plan: Plan) -> dict[str, Any]:
    rule = plan.rule
    return {
        "first": rule.first.isoformat(),
        "clock": rule.clock.isoformat(),
        "timezone": rule.timezone,
        "every": rule.every.value,
        "until": None if rule.until is None else rule.until.isoformat(),
        "times": rule.times,
        "sent": plan.sent,
    }


def _rule(written: Mapping[str, Any]) -> Recurrence:
    until = written["until"]
    return Recurrence(
        date.fromisoformat(written["first"]),
        time.fromisoformat(written["clock"]),
        written["timezone"],
        Every(written["every"]),
        None if until is None else date.fromisoformat(until),
        written["times"],
    )
