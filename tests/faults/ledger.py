"""What was recorded to be done in a fault run, read from the bot's database once all has settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import select

from bot.delivery.cards import CARDS
from bot.domain.announcements import REPORT_CARD, Announcement, Plan
from bot.domain.effects import Delivery, Kind
from bot.domain.events import EventState
from bot.domain.groups import Group
from bot.i18n import Catalogues
from bot.storage.announcements import announcement_of
from bot.storage.database import Database
from bot.storage.delivery_rows import delivery_of
from bot.storage.tables import announcement, delivery, event, person_setting
from bot.ui.message import Message
from tests.faults import jobs


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a community's bot has on record. `reports` are the cards of the reports as they would be shown now."""

    rows: Sequence[Delivery]
    by_key: Mapping[str, Delivery]
    versions: Mapping[int, int]
    groups: Sequence[Group]
    members: Mapping[int, set[int]]
    places: Mapping[str, str]
    announcements: Mapping[int, Announcement]
    plans: Mapping[int, Plan]
    locales: Mapping[int, str | None]
    reports: Mapping[str, Message | None]
    meetings: Mapping[str, str | None]  # where each event is, by its title; None for one that was called off

    @classmethod
    async def read(cls, database: Database, community_id: int) -> Self:
        """Read all of it, in one transaction."""
        async with database.read() as unit:
            connection = unit.deliveries._connection
            rows = [delivery_of(row) for row in (await connection.execute(select(delivery))).mappings()]
            groups = await unit.groups.active(community_id)
            announced = [announcement_of(row) for row in await connection.execute(select(announcement))]
            plans = {one.id: await unit.announcement_plans.plan(one.id) for one in announced}
            language = Catalogues.load().language("fr")
            return cls(
                rows,
                {row.dedup_key: row for row in rows},
                {row.number: row.version for row in await connection.execute(select(jobs.word))},
                groups,
                {group.id: set(await unit.groups.member_ids(group.id)) for group in groups},
                await unit.communities.place_names(community_id),
                {one.id: one for one in announced},
                {number: plan for number, plan in plans.items() if plan is not None},
                {row.user_id: row.locale for row in await connection.execute(select(person_setting))},
                {
                    row.dedup_key: await CARDS[REPORT_CARD](unit, row.payload["about"], language, row.due_at)
                    for row in rows
                    if row.kind is Kind.MESSAGE_POST and row.payload["card"] == REPORT_CARD
                },
                {
                    row.title: None if row.state == EventState.CANCELLED else row.place
                    for row in await connection.execute(select(event))
                },
            )
