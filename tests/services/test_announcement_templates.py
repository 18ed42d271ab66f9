"""Templates of announcements: kept from an earlier one, whole, and begun from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import FrozenClock
from bot.domain.announcements import MOST_TEMPLATES, Draft, Words
from bot.domain.communities import Seed
from bot.domain.mistakes import Mistake
from bot.services.announcements import (
    AnnouncementDraftService,
    AnnouncementService,
    AnnouncementTemplateService,
)
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database

COMMUNITY, ANNE, BORIS = 100, 7, 8
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def clock():
    return FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))


@pytest.fixture
async def served(database: Database, clock: FrozenClock) -> Database:
    setup = SetupService(database, clock, Seed(locale="fr", timezone="Europe/Brussels"))
    await setup.meet(COMMUNITY, "Grappe", Seen())
    await setup.meet(COMMUNITY + 1, "Autre", Seen())
    return database


@pytest.fixture
def drafts(served: Database, clock: FrozenClock) -> AnnouncementDraftService:
    return AnnouncementDraftService(served, clock)


@pytest.fixture
def announcements(served: Database, clock: FrozenClock) -> AnnouncementService:
    return AnnouncementService(served, clock)


@pytest.fixture
def templates(served: Database, clock: FrozenClock) -> AnnouncementTemplateService:
    return AnnouncementTemplateService(served, clock)


@pytest.fixture
async def draft(drafts: AnnouncementDraftService) -> Draft:
    written = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez.", "Une salle"), "https://a.be")
    named = written.announcement.id
    await drafts.translate(COMMUNITY, named, ANNE, "en", Words("Evening", "Come."))
    return await drafts.illustrate(COMMUNITY, named, ANNE, PNG)


async def test_a_template_says_all_that_the_announcement_said(templates, drafts, draft):
    saved = await templates.save(COMMUNITY, draft.announcement.id, BORIS, "  Soirée   du mois ")
    assert (saved.name, saved.created_by) == ("Soirée du mois", BORIS)
    assert saved.content == draft.announcement.content
    found = await templates.find(COMMUNITY, "soiree du mois")
    words = Words("Soirée de mars", "Venez nombreux.", "Une salle")
    begun = await drafts.compose(COMMUNITY, BORIS, words, "https://b.be", found)
    content = begun.announcement.content
    assert (content.words, content.link) == (words, "https://b.be")
    assert content.others == {"en": Words("Evening", "Come.")}
    assert begun.picture is not None
    assert begun.picture.content == PNG


async def test_a_template_keeps_its_picture_when_the_draft_is_gone(
    templates, drafts, announcements, clock, draft
):
    saved = await templates.save(COMMUNITY, draft.announcement.id, ANNE, "Soirée")
    await drafts.discard(COMMUNITY, draft.announcement.id)
    clock.advance(timedelta(days=2))
    await announcements.tick()
    _, picture = await templates.template(COMMUNITY, saved.id)
    assert picture is not None
    await templates.delete(COMMUNITY, saved.id)
    await announcements.tick()
    begun = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."), "", saved)
    assert begun.picture is None
    assert begun.announcement.picture_id is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("  ", "announcements-template-nameless"),
        ("x" * 61, "announcements-template-name-long"),
        ("SOIREE", "announcements-template-taken"),
    ],
)
async def test_a_name_that_can_not_be_taken_is_refused(templates, draft, name: str, code: str):
    await templates.save(COMMUNITY, draft.announcement.id, ANNE, "Soirée")
    with pytest.raises(Mistake, match=code):
        await templates.save(COMMUNITY, draft.announcement.id, ANNE, name)


async def test_there_are_no_more_than_one_menu_holds(templates, draft):
    for number in range(MOST_TEMPLATES):
        await templates.save(COMMUNITY, draft.announcement.id, ANNE, f"n{number}")
    with pytest.raises(Mistake, match="announcements-templates-full"):
        await templates.save(COMMUNITY, draft.announcement.id, ANNE, "un de plus")


async def test_a_template_belongs_to_its_community(templates, draft):
    saved = await templates.save(COMMUNITY, draft.announcement.id, ANNE, "Soirée")
    assert await templates.templates(COMMUNITY + 1) == []
    with pytest.raises(Mistake, match="announcements-template-gone"):
        await templates.template(COMMUNITY + 1, saved.id)
    with pytest.raises(Mistake, match="announcements-template-gone"):
        await templates.delete(COMMUNITY + 1, saved.id)
    with pytest.raises(Mistake, match="announcements-template-unknown"):
        await templates.find(COMMUNITY + 1, str(saved.id))


async def test_of_two_who_delete_it_one_is_told_that_it_is_gone(templates, draft):
    saved = await templates.save(COMMUNITY, draft.announcement.id, ANNE, "Soirée")
    await templates.delete(COMMUNITY, saved.id)
    with pytest.raises(Mistake, match="announcements-template-gone"):
        await templates.delete(COMMUNITY, saved.id)


async def test_who_saved_it_has_it_in_their_data_and_it_stays_after_them(templates, draft):
    await templates.save(COMMUNITY, draft.announcement.id, BORIS, "Soirée")
    exported = await templates.export(COMMUNITY, BORIS)
    assert [one["name"] for one in exported["announcement_templates"]] == ["Soirée"]
    await templates.erase(COMMUNITY, BORIS)
    assert await templates.export(COMMUNITY, BORIS) == {"announcement_templates": []}
    (left,) = await templates.templates(COMMUNITY)
    assert left.created_by == 0


async def test_a_name_is_found_as_it_is_typed(templates, draft):
    for name in ("Réunion du mardi", "Soirée"):
        await templates.save(COMMUNITY, draft.announcement.id, ANNE, name)
    assert [one.name for one in await templates.matching(COMMUNITY, "reunion")] == ["Réunion du mardi"]
    assert [one.name for one in await templates.matching(COMMUNITY, "")] == ["Réunion du mardi", "Soirée"]
