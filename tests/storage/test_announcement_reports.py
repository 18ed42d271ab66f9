"""A report counts direct messages in the database, and says what reading every row would say."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain import announcements as rules
from bot.domain.announcements import Announcement, AnnouncementState, Content, Words
from bot.domain.effects import DMS_ARE_CLOSED, Kind, State
from bot.storage.announcement_reports import ReportReadings
from bot.storage.database import Database
from bot.storage.tables import announcement
from bot.storage.tables import delivery as table
from tests.storage.conftest import NOON

ANNE = 7
ERRORS = (None, DMS_ARE_CLOSED, "403 50013: Missing Permissions", "500: no answer")


@pytest.fixture
async def sending(database: Database, community_id: int) -> Announcement:
    async with database.write() as unit:
        added = await unit.announcements.add(community_id, ANNE, Content("fr", Words("Titre", "Texte")), NOON)
        targets = [rules.members_target(community_id), rules.channel_target(community_id)]
        await unit.announcement_targets.choose(added.id, targets)
        begun = await unit.announcements.begin(added.id, ANNE, NOON)
    assert begun is not None
    return begun


async def keep(database: Database, sending: Announcement, seed: int, people: int) -> Announcement:
    """Record direct messages at any point of their way, some edited (once or twice) or withdrawn."""
    dice = random.Random(seed)
    edited = replace(sending, revision=2)
    async with database.write() as unit:
        effects = [rules.copy_for(sending, rules.channel_target(sending.community_id), NOON)]
        effects += [rules.direct_copy_for(sending, 300 + number, NOON) for number in range(people)]
        await unit.deliveries.record(*effects, now=NOON)
        copies = await unit.deliveries.of_subject(rules.subject_of(sending.id))
        follow = [rules.edit_of(row, edited, NOON) for row in copies if dice.random() < 0.4]
        follow += [rules.removal_of(row, NOON) for row in copies if dice.random() < 0.2]
        await unit.deliveries.record(*follow, now=NOON)
        connection = unit.deliveries._connection
        for row in await unit.deliveries.of_subject(rules.subject_of(sending.id)):
            state = dice.choice(list(State))
            await connection.execute(
                update(table)
                .where(table.c.id == row.id)
                .values(
                    state=state,
                    last_error=dice.choice(ERRORS),
                    cancel_requested=dice.random() < 0.3,
                    uncertain_since=NOON if dice.random() < 0.3 else None,
                    settled_at=NOON if state.final else None,
                    lease_until=None,
                    lane=f"lane:{row.id}",
                )
            )
        # An edit that was asked for again once it was made.
        await unit.deliveries.record(*(each for each in follow if each.kind is Kind.MESSAGE_EDIT), now=NOON)
        await connection.execute(
            update(announcement).where(announcement.c.id == sending.id).values(revision=2)
        )
    return edited


@pytest.mark.parametrize("state", [AnnouncementState.SENDING, AnnouncementState.RECALLED])
@pytest.mark.parametrize("seed", range(4))
async def test_it_says_what_reading_every_row_would_say(
    database: Database, sending: Announcement, seed: int, state: AnnouncementState
):
    await keep(database, sending, seed, 150)
    async with database.write() as unit:
        await unit.deliveries._connection.execute(
            update(announcement).where(announcement.c.id == sending.id).values(state=state)
        )
    async with database.read() as unit:
        counted = await unit.announcements.report(sending.community_id, sending.id)
        rows = await unit.deliveries.of_subject(rules.subject_of(sending.id))
        found = await unit.announcements.get(sending.community_id, sending.id)
        assert found is not None
        read = rules.report(found, await unit.announcement_targets.chosen(sending.id), rows)
    assert counted is not None
    assert counted.direct == read.direct
    assert counted.pace == read.pace
    assert [(one.outcome, one.addressee.target) for one in counted.results] == [
        (one.outcome, one.addressee.target) for one in read.results
    ]


async def test_of_thousands_of_direct_messages_few_rows_are_read(database: Database, sending: Announcement):
    async with database.write() as unit:
        effects = [rules.direct_copy_for(sending, 300 + number, NOON) for number in range(2000)]
        await unit.deliveries.record(*effects, now=NOON)
        await unit.deliveries._connection.execute(
            update(table).values(state=State.SENT, settled_at=NOON + timedelta(seconds=1))
        )
    async with database.read() as unit:
        report = await unit.announcements.report(sending.community_id, sending.id)
        alike = await ReportReadings(unit.deliveries._connection)._alike(sending)
    assert report is not None
    assert report.direct is not None
    assert report.direct.delivered == 2000
    assert list(alike.values()) == [2000]
