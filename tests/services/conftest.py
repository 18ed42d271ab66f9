"""Fixtures of the services' tests: a community that was met, and the services of announcements on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clock import FrozenClock
from bot.domain.announcements import Draft, Words
from bot.services.announcements import AnnouncementDraftService, AnnouncementService
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database
from tests.services.announcing import ANNE, COMMUNITY, SEED


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))


@pytest.fixture
async def served(database: Database, clock: FrozenClock) -> Database:
    setup = SetupService(database, clock, SEED)
    await setup.meet(COMMUNITY, "Grappe", Seen())
    await setup.meet(COMMUNITY + 1, "Autre", Seen())
    # What the channels take is not what is looked at here.
    async with database.write() as unit:
        for community in (COMMUNITY, COMMUNITY + 1):
            await unit.deliveries.withdraw(f"community:{community}", clock.now())
            await unit.deliveries.withdraw(f"panel:{community}", clock.now())
    return database


@pytest.fixture
def announcements(served: Database, clock: FrozenClock) -> AnnouncementService:
    return AnnouncementService(served, clock)


@pytest.fixture
def drafts(served: Database, clock: FrozenClock) -> AnnouncementDraftService:
    return AnnouncementDraftService(served, clock)


@pytest.fixture
async def draft(drafts: AnnouncementDraftService) -> Draft:
    written = await drafts.compose(COMMUNITY, ANNE, Words(" Soirée ", " Venez. "))
    return await drafts.choose_all(COMMUNITY, written.announcement.id)
