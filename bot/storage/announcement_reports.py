"""What became of an announcement, read so that thousands of direct messages cost no more than a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from bot.domain import announcements as rules
from bot.domain.announcements import Announcement, Pace, Report
from bot.domain.effects import Delivery, Kind, State
from bot.storage.announcement_targets import AnnouncementTargetStore
from bot.storage.deliveries import DeliveryStore
from bot.storage.store import Store
from bot.storage.tables import delivery as table

# An edit whose key is known is kept under the key with a number behind it; nothing is edited so often in one revision.
EDITS_OF_ONE = 9
_FINAL = [state for state in State if state.final]


class ReportReadings(Store):
    """Reports on announcements.

    Copies by direct message are told together. Those of which the same is known are counted by the database, and one
    of them stands for all: what it came to is still decided in one place, by the rules.
    """

    async def report(self, found: Announcement) -> Report:
        """Put together what became of an announcement that was sent."""
        deliveries = DeliveryStore(self._connection)
        rows = [*await self._in_channels(found)]
        published = await deliveries.by_keys(rules.publication_key(row.dedup_key) for row in rows)
        alike = await self._alike(found)
        standing = await self._standing_for(found, list(alike))
        addressees = await AnnouncementTargetStore(self._connection).chosen(found.id)
        pace = rules.pace_of(found, published).beside(await self._pace(found))
        return rules.report(found, addressees, [*rows, *published, *standing], alike, pace)

    async def _in_channels(self, found: Announcement) -> Sequence[Delivery]:
        """Read every row of its subject but those of direct messages."""
        return await DeliveryStore(self._connection).matching(*_of(found), ~_direct(found))

    async def _alike(self, found: Announcement) -> Mapping[int, int]:
        """Count the copies by direct message that are alike in all that the rules look at, by the id of one of them."""
        copy, removal, edit = table.alias("copied"), table.alias("removal"), table.alias("edit")
        latest = table.alias("latest")
        edited = copy.c.dedup_key + rules.edit_key("", found.revision)
        edits = [edited, *(edited + f"#{number}" for number in range(2, EDITS_OF_ONE + 1))]
        latest_edit = (
            select(func.max(latest.c.id))
            .where(latest.c.dedup_key.in_(edits))
            .correlate(copy)
            .scalar_subquery()
        )
        seen: list[ColumnElement[Any]] = [
            copy.c.state,
            copy.c.cancel_requested,
            copy.c.last_error,
            copy.c.uncertain_since.is_(None),
            removal.c.state,
            removal.c.last_error,
            edit.c.state,
            edit.c.last_error,
        ]
        rows = await self._connection.execute(
            select(func.min(copy.c.id), func.count())
            .select_from(copy)
            .outerjoin(removal, removal.c.dedup_key == copy.c.dedup_key + rules.removal_key(""))
            .outerjoin(edit, edit.c.id == latest_edit)
            .where(copy.c.subject == rules.subject_of(found.id), copy.c.kind == Kind.DM_POST)
            .group_by(*seen)
        )
        return {int(one): int(count) for one, count in rows}

    async def _standing_for(self, found: Announcement, ids: Sequence[int]) -> Sequence[Delivery]:
        """Read those copies with what became of them since, in order of recording."""
        deliveries = DeliveryStore(self._connection)
        copies = await deliveries.matching(table.c.id.in_(ids))
        keys = []
        for copy in copies:
            edited = rules.edit_key(copy.dedup_key, found.revision)
            keys += [rules.removal_key(copy.dedup_key), edited]
            keys += [f"{edited}#{number}" for number in range(2, EDITS_OF_ONE + 1)]
        return [*copies, *await deliveries.matching(table.c.dedup_key.in_(keys))]

    async def _pace(self, found: Announcement) -> Pace:
        """Observe the present round, out of all rows of its subject."""
        waiting = table.c.state.not_in(_FINAL)
        ended = and_(table.c.settled_at >= found.changed_at, table.c.state != State.CANCELLED)
        counted = select(
            func.count(case((ended, table.c.id))),
            func.count(case((waiting, table.c.id))),
            func.max(case((waiting, table.c.next_at))),
        ).where(*_of(found))
        row = (await self._connection.execute(counted)).one()
        return Pace(found.changed_at, int(row[0]), int(row[1]), row[2])


def _of(found: Announcement) -> tuple[ColumnElement[bool], ...]:
    return (table.c.subject == rules.subject_of(found.id),)


def _direct(found: Announcement) -> ColumnElement[bool]:
    return table.c.dedup_key.startswith(rules.direct_prefix(found), autoescape=True)
