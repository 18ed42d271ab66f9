"""The journal of announcements on both databases: added to, read, never changed but for an erased person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.announcements import Act, Announcement, Content, Words
from bot.storage.announcement_journal import JournalStore
from bot.storage.database import Database
from tests.storage.conftest import NOON

ANNE, BORIS = 7, 8


@pytest.fixture
async def draft(database: Database, community_id: int) -> Announcement:
    async with database.write() as unit:
        return await unit.announcements.add(community_id, ANNE, Content("fr", Words("Titre", "Texte")), NOON)


async def test_what_was_done_is_read_latest_first_page_by_page(database: Database, draft: Announcement):
    async with database.write() as unit:
        journal = unit.announcement_journal
        for hour, act in enumerate((Act.WRITTEN, Act.REWRITTEN, Act.SENT)):
            await journal.note(draft, act, ANNE, NOON + timedelta(hours=hour))
        first = await journal.entries(draft.id, limit=2)
        second = await journal.entries(draft.id, limit=2, offset=2)
        assert [one.act for one in (*first, *second)] == [Act.SENT, Act.REWRITTEN, Act.WRITTEN]
        assert await journal.count(draft.id) == 3
        assert second[0].at == NOON


async def test_reasons_and_replaced_texts_are_kept_as_they_were(database: Database, draft: Announcement):
    words = Words("É" * 100, "ß\n" * 1700, "Une affiche")
    said = Content("fr", words, {"en": Words("Evening", "Come.")}, "https://example.org")
    async with database.write() as unit:
        noted = await unit.announcement_journal.note(
            draft, Act.REWRITTEN, BORIS, NOON, reason="« non »", before=said
        )
        found = await unit.announcement_journal.get(draft.community_id, noted.id)
        assert found == noted
        assert (noted.reason, noted.before) == ("« non »", said)
        assert await unit.announcement_journal.get(draft.community_id + 1, noted.id) is None


async def test_of_an_erased_person_it_stays_that_somebody_did_it(database: Database, draft: Announcement):
    async with database.write() as unit:
        journal = unit.announcement_journal
        await journal.note(draft, Act.WRITTEN, ANNE, NOON, reason="parce que")
        await journal.note(draft, Act.SENT, BORIS, NOON, reason="d’accord")
        await journal.note(draft, Act.RECALLED, None, NOON)
        await journal.forget(draft.community_id, ANNE)
        assert await journal.of_person(draft.community_id, ANNE) == []
        told = [(one.user_id, one.reason) for one in await journal.entries(draft.id, limit=9)]
    assert told == [(None, None), (BORIS, "d’accord"), (0, None)]


async def test_a_draft_that_is_discarded_takes_its_journal_along(database: Database, draft: Announcement):
    async with database.write() as unit:
        await unit.announcement_journal.note(draft, Act.WRITTEN, ANNE, NOON)
        await unit.announcements.discard(draft.id)
        assert await unit.announcement_journal.count(draft.id) == 0


def test_nothing_changes_an_entry_but_forgetting_a_person():
    methods = {name for name in vars(JournalStore) if not name.startswith("_")}
    # Handed over, an entry says what it said, of the announcement that its draft became.
    assert methods == {"note", "get", "latest", "count", "entries", "of_person", "hand_over", "forget"}
