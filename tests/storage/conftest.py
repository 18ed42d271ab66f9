"""What the store tests share: a community, and effects of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from bot.storage.database import Database
from bot.storage.tables import community

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
COMMUNITY_ID = 100


@pytest.fixture
async def community_id(database: Database) -> int:
    """The id of a community that exists."""
    async with database.write() as unit:
        await unit.deliveries._connection.execute(
            insert(community).values(
                id=COMMUNITY_ID, name="Grappe", locale="fr", timezone="Europe/Brussels", joined_at=NOON
            )
        )
    return COMMUNITY_ID
