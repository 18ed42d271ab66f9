"""Requests for a second organiser's approval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from bot.domain.announcements import (
    APPROVAL_LIFE,
    Addressee,
    Announcement,
    Approval,
    ApprovalState,
    ApprovalView,
    Changes,
    Content,
    changes_between,
    mentions,
    understood,
)
from bot.domain.mistakes import Mistake
from bot.domain.recurrence import Recurrence
from bot.storage.announcement_edits import EditStore
from bot.storage.announcement_plans import PlanStore
from bot.storage.announcement_targets import AnnouncementTargetStore
from bot.storage.announcements import AnnouncementStore
from bot.storage.communities import CommunityStore
from bot.storage.groups import GroupStore
from bot.storage.pictures import PictureStore
from bot.storage.store import Store
from bot.storage.tables import announcement, announcement_edit
from bot.storage.tables import announcement_approval as table


class ApprovalStore(Store):
    """Requests for a second organiser's approval."""

    async def ask(
        self,
        announcement: Announcement,
        user_id: int,
        now: datetime,
        *,
        edit_id: int | None = None,
        planned: bool = False,
    ) -> Approval:
        """Keep a new request: to send it, at its time if it is planned, or to make that edit of it."""
        added = await self._connection.execute(
            insert(table)
            .values(
                community_id=announcement.community_id,
                announcement_id=announcement.id,
                edit_id=edit_id,
                planned=planned,
                revision=announcement.revision,
                asked_by=user_id,
                asked_at=now,
                expires_at=now + APPROVAL_LIFE,
                state=ApprovalState.OPEN,
            )
            .returning(table)
        )
        return _approval(added.one())

    async def get(self, community_id: int, approval_id: int) -> Approval | None:
        """Find a request of this community."""
        return await self._one(
            select(table).where(table.c.id == approval_id, table.c.community_id == community_id)
        )

    async def view(self, approval: Approval) -> ApprovalView | None:
        """Put together what a request is about; None where that is gone."""
        found = await AnnouncementStore(self._connection).get(approval.community_id, approval.announcement_id)
        if found is None:
            return None
        content = found.content
        if approval.edit_id is not None:
            edit = await EditStore(self._connection).get(approval.community_id, approval.edit_id)
            if edit is None:
                return None
            content = edit.content
        targets = AnnouncementTargetStore(self._connection)
        addressees = await targets.chosen(found.id)
        picture = None
        if content.picture_id is not None:
            picture = await PictureStore(self._connection).get(found.community_id, content.picture_id)
        reach = await targets.reach(addressees)
        mention = None
        if approval.edit_id is None and found.mention_group_id is not None:
            sized = await GroupStore(self._connection).sized(found.community_id)
            possible = mentions(sized, addressees)
            mention = next((one for one in possible if one.group.id == found.mention_group_id), None)
        plan, number = await self._plan(found) if approval.planned else (None, None)
        changes = await self._changes(found, content, addressees)
        return ApprovalView(
            approval, found, content, picture, addressees, reach, mention, plan, number, changes
        )

    async def _changes(
        self, found: Announcement, content: Content, addressees: Sequence[Addressee]
    ) -> Changes:
        """Tell what would change beside the words: of what was sent, or of what is planned and to be replaced."""
        if found.replaces_id is None:
            return changes_between(found.content, content) if found.confirmed_at is not None else Changes()
        planned = await AnnouncementStore(self._connection).get(found.community_id, found.replaces_id)
        if planned is None:
            return Changes()
        before = await AnnouncementTargetStore(self._connection).chosen(planned.id)
        groups = GroupStore(self._connection)
        was, now = [
            None if each is None else await groups.get(found.community_id, each)
            for each in (planned.mention_group_id, found.mention_group_id)
        ]
        return changes_between(planned.content, content, targets=(before, addressees), mention=(was, now))

    async def _plan(self, found: Announcement) -> tuple[Recurrence | None, int | None]:
        """Read when it is to be sent, as it was understood when it was typed, and the number of the next date of what is under way."""
        if found.replaces_id is not None:
            plan = await PlanStore(self._connection).plan(found.replaces_id)
            return (None, None) if plan is None else (plan.rule, plan.number)
        typed = await PlanStore(self._connection).typed(found.id)
        community = await CommunityStore(self._connection).get(found.community_id)
        if typed is None or community is None:
            return None, None
        try:
            return understood(typed, community.timezone, typed.typed_at), None
        except Mistake:
            return None, None

    async def open_for(self, announcement_id: int) -> Approval | None:
        """Find the open request to send an announcement."""
        return await self._one(
            select(table).where(
                table.c.announcement_id == announcement_id,
                table.c.edit_id.is_(None),
                table.c.state == ApprovalState.OPEN,
            )
        )

    async def open_edits_of(self, announcement_id: int) -> Sequence[Approval]:
        """List the open requests to edit an announcement."""
        return await self._all(
            select(table).where(
                table.c.announcement_id == announcement_id,
                table.c.edit_id.is_not(None),
                table.c.state == ApprovalState.OPEN,
            )
        )

    async def close(
        self,
        approval_id: int,
        state: ApprovalState,
        user_id: int | None,
        now: datetime,
        *,
        reason: str | None = None,
    ) -> Approval | None:
        """Decide a request; None when somebody was faster."""
        return await self._one(
            update(table)
            .where(table.c.id == approval_id, table.c.state == ApprovalState.OPEN)
            .values(state=state, decided_by=user_id, decided_at=now, reason=reason)
            .returning(table)
        )

    async def hand_over(self, announcement_id: int, heir_id: int) -> None:
        """Have the requests about a draft that became another announcement's content belong to that one."""
        await self._connection.execute(
            update(table).where(table.c.announcement_id == announcement_id).values(announcement_id=heir_id)
        )

    async def over(self, now: datetime) -> Sequence[Approval]:
        """List the open requests whose time is over, in any community."""
        return await self._all(
            select(table).where(table.c.state == ApprovalState.OPEN, table.c.expires_at <= now)
        )

    async def next_over(self) -> datetime | None:
        """Tell when the next open request is over."""
        query = select(func.min(table.c.expires_at)).where(table.c.state == ApprovalState.OPEN)
        found: datetime | None = await self._connection.scalar(query)
        return found

    async def open_texts_of(self, community_id: int, user_id: int) -> Sequence[Approval]:
        """List the open requests about what a person is writing: a draft or an edit of theirs."""
        return await self._all(
            select(table)
            .join(announcement, announcement.c.id == table.c.announcement_id)
            .outerjoin(announcement_edit, announcement_edit.c.id == table.c.edit_id)
            .where(
                table.c.community_id == community_id,
                table.c.state == ApprovalState.OPEN,
                func.coalesce(announcement_edit.c.author_id, announcement.c.author_id) == user_id,
            )
        )

    async def of_person(self, community_id: int, user_id: int) -> Sequence[Approval]:
        """List the requests that a person made or decided, oldest first."""
        return await self._all(
            select(table)
            .where(
                table.c.community_id == community_id,
                or_(table.c.asked_by == user_id, table.c.decided_by == user_id),
            )
            .order_by(table.c.id)
        )

    async def forget(self, community_id: int, user_id: int) -> None:
        """Remove a person's name, and the reasons that they gave."""
        here = table.c.community_id == community_id
        await self._connection.execute(
            update(table).where(here, table.c.asked_by == user_id).values(asked_by=0)
        )
        await self._connection.execute(
            update(table).where(here, table.c.decided_by == user_id).values(decided_by=0, reason=None)
        )

    async def _one(self, statement: Any) -> Approval | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _approval(row)

    async def _all(self, statement: Any) -> Sequence[Approval]:
        return [_approval(row) for row in await self._connection.execute(statement)]


def _approval(row: Any) -> Approval:
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    return Approval(**{**values, "state": ApprovalState(values["state"])})
