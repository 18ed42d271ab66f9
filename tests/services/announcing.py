"""What the tests of announcements' services share: a community's seed, and hands that do what delivery does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update

from bot.clock import FrozenClock
from bot.delivery.announcements import HOOKS
from bot.domain import announcements as rules
from bot.domain.announcements import Draft, Report
from bot.domain.communities import GroupSeed, Seed
from bot.domain.effects import Delivery, State
from bot.services.announcements import AnnouncementDraftService
from bot.storage.database import Database
from bot.storage.tables import working_group

COMMUNITY, ANNE, BORIS, OTHER = 100, 7, 8, 9
SEED = Seed(
    locale="fr",
    timezone="Europe/Brussels",
    groups=[
        GroupSeed("security", {"fr": "Sécurité", "en": "Security"}, {"fr": "Protéger"}, 0x112233),
        GroupSeed("web", {"fr": "Web"}, {"fr": "Publier"}, 0x445566, "🌐"),
        GroupSeed("iot", {"fr": "Internet des objets"}, {"fr": "Relier"}, 0x445566),
    ],
)


async def confirm(drafts: AnnouncementDraftService, draft: Draft, user_id: int = ANNE) -> Report:
    found = draft.announcement
    report = await drafts.confirm(COMMUNITY, found.id, user_id, found.version)
    assert isinstance(report, Report)
    return report


async def copies(database: Database, draft: Draft) -> Sequence[Delivery]:
    async with database.read() as unit:
        return await unit.deliveries.of_subject(rules.subject_of(draft.announcement.id))


async def settle(database: Database, clock: FrozenClock, *states: State) -> None:
    """Bring copies to an end one by one, as delivery does."""
    for state in states:
        async with database.write() as unit:
            (row,) = await unit.deliveries.claim(clock.now(), lease=timedelta(minutes=1), limit=1)
            error = "403 50013: Missing Permissions" if state is State.FAILED else None
            ended = await unit.deliveries.settle(row, state, clock.now(), message_id=1, error=error)
            assert ended is not None
            hook = HOOKS.get(ended.subject.partition(":")[0])
            if hook is not None:
                await hook(unit, ended, clock.now())


async def reports(database: Database, draft: Draft) -> Sequence[Delivery]:
    async with database.read() as unit:
        return await unit.deliveries.of_subject(f"announcement-report:{draft.announcement.id}")


async def archive(database: Database, clock: FrozenClock, key: str) -> None:
    async with database.write() as unit:
        (group,) = [group for group in await unit.groups.active(COMMUNITY) if group.key == key]
        await unit.groups._connection.execute(
            update(working_group).where(working_group.c.id == group.id).values(archived_at=clock.now())
        )
