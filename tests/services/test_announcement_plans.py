"""Announcements at a time, or again and again, as organisers plan them and as time goes by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clock import FrozenClock
from bot.domain import announcements as rules
from bot.domain.announcements import (
    MISSED_CARD,
    Announcement,
    AnnouncementState,
    Cause,
    Draft,
    Outcome,
    Planned,
    Repeat,
    Words,
)
from bot.domain.communities import GroupSeed, Seed
from bot.domain.consent import ANNOUNCEMENTS_POLICY, Consent, Purpose
from bot.domain.effects import Kind
from bot.domain.mistakes import Mistake
from bot.services.announcements import (
    AnnouncementDraftService,
    AnnouncementPlanService,
    AnnouncementService,
)
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database
from bot.storage.tables import working_group

COMMUNITY, ANNE, BORIS = 100, 7, 8
SEED = Seed(
    locale="fr",
    timezone="Europe/Brussels",
    groups=[
        GroupSeed("security", {"fr": "Sécurité"}, {"fr": "Protéger"}, 0x112233),
        GroupSeed("web", {"fr": "Web"}, {"fr": "Publier"}, 0x445566),
    ],
)
# A Tuesday in winter.
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def clock():
    return FrozenClock(NOW)


@pytest.fixture
async def served(database: Database, clock: FrozenClock) -> Database:
    await SetupService(database, clock, SEED).meet(COMMUNITY, "Grappe", Seen())
    return database


@pytest.fixture
def drafts(served: Database, clock: FrozenClock) -> AnnouncementDraftService:
    return AnnouncementDraftService(served, clock)


@pytest.fixture
def plans(served: Database, clock: FrozenClock) -> AnnouncementPlanService:
    return AnnouncementPlanService(served, clock)


@pytest.fixture
def announcements(served: Database, clock: FrozenClock) -> AnnouncementService:
    return AnnouncementService(served, clock)


@pytest.fixture
async def draft(drafts: AnnouncementDraftService) -> Draft:
    written = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    return await drafts.choose_all(COMMUNITY, written.announcement.id)


async def plan(
    plans: AnnouncementPlanService,
    draft: Draft,
    when: str = "vendredi 9h",
    repeat: Repeat = Repeat.ONCE,
    until: str = "",
) -> Planned:
    named = draft.announcement.id
    typed = await plans.type(COMMUNITY, named, when, repeat, until)
    assert typed.flaw is None
    planned = await plans.confirm(COMMUNITY, named, BORIS, typed.draft.announcement.version)
    assert isinstance(planned, Planned)
    return planned


async def all_of(database: Database) -> Sequence[Announcement]:
    async with database.read() as unit:
        return await unit.announcements.recent(COMMUNITY, limit=100)


async def copies(database: Database, announcement: Announcement) -> int:
    async with database.read() as unit:
        return len(await unit.deliveries.of_subject(rules.subject_of(announcement.id)))


async def notices(database: Database, announcement: Announcement) -> list[list[int]]:
    async with database.read() as unit:
        rows = await unit.deliveries.of_subject(f"{MISSED_CARD}:{announcement.id}")
    return [row.payload["about"]["missed"] for row in rows]


def at(day: int, hour: int = 8, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


async def move(clock: FrozenClock, plans: AnnouncementPlanService, to: datetime) -> datetime | None:
    clock.advance(to - clock.now())
    return await plans.tick()


async def test_what_is_planned_is_sent_at_its_time_and_once(plans, served, clock, draft):
    found = await plan(plans, draft)
    assert found.announcement.planned_for == at(4)
    assert await plans.tick() == at(4)
    assert await copies(served, found.announcement) == 0
    assert await move(clock, plans, at(4)) is None
    assert await plans.tick() is None
    (sent,) = await all_of(served)
    assert (sent.state, sent.confirmed_by, sent.confirmed_at) == (AnnouncementState.SENDING, BORIS, at(4))
    assert await copies(served, sent) == 2


async def test_what_is_planned_does_not_grow_old_as_a_draft_does(plans, announcements, served, clock, draft):
    await plan(plans, draft, "20 décembre 9h")
    clock.advance(timedelta(days=10))
    await announcements.tick()
    (kept,) = await all_of(served)
    assert kept.state is AnnouncementState.PLANNED


async def test_missed_by_less_than_its_life_it_is_sent_late(plans, announcements, served, clock, draft):
    found = await plan(plans, draft)
    await move(clock, plans, at(5, 7))
    report = await announcements.report(COMMUNITY, found.announcement.id)
    assert report.announcement.late_by == timedelta(hours=23)
    assert report.counts.waiting == 2
    assert await notices(served, found.announcement) == []


async def test_missed_for_longer_it_is_not_sent_and_the_organisers_are_told(plans, served, clock, draft):
    found = await plan(plans, draft)
    await move(clock, plans, at(5, 9))
    (missed,) = await all_of(served)
    assert missed.state is AnnouncementState.MISSED
    assert await copies(served, missed) == 0
    assert await notices(served, found.announcement) == [[int(at(4).timestamp())]]


async def test_a_series_sends_an_announcement_of_its_own_each_time(plans, served, clock, draft):
    series = (await plan(plans, draft, "vendredi 9h", Repeat.WEEK, "2 fois")).announcement
    assert await move(clock, plans, at(4)) == at(11)
    assert await move(clock, plans, at(11)) is None
    second, first, ended = await all_of(served)
    assert ended.state is AnnouncementState.ENDED
    assert [(one.series_id, one.planned_for) for one in (first, second)] == [
        (series.id, at(4)),
        (series.id, at(11)),
    ]
    assert [await copies(served, one) for one in (ended, first, second)] == [0, 2, 2]


async def test_a_series_keeps_its_hour_across_the_change_of_the_clocks(plans, clock, draft):
    clock.advance(datetime(2027, 3, 22, 9, tzinfo=UTC) - clock.now())
    await plan(plans, draft, "vendredi 9h", Repeat.WEEK)
    assert await move(clock, plans, at(26, 8, 3, 2027)) == at(2, 7, 4, 2027)


async def test_after_a_long_silence_a_series_sends_its_last_date_alone(plans, served, clock, draft):
    series = (await plan(plans, draft, "vendredi 9h", Repeat.WEEK)).announcement
    assert await move(clock, plans, at(18, 20)) == at(25)
    sent = [one for one in await all_of(served) if one.series_id == series.id]
    assert [one.planned_for for one in sent] == [at(18)]
    assert await notices(served, series) == [[int(at(4).timestamp()), int(at(11).timestamp())]]


async def test_a_group_archived_meanwhile_gets_nothing_and_the_report_says_so(
    plans, announcements, served, clock, draft
):
    found = await plan(plans, draft)
    async with served.write() as unit:
        await unit.deliveries._connection.execute(
            update(working_group).where(working_group.c.key == "web").values(archived_at=at(3))
        )
    await move(clock, plans, at(4))
    report = await announcements.report(COMMUNITY, found.announcement.id)
    (gone,) = report.of(Outcome.FAILED)
    assert gone.cause is Cause.GROUP_GONE
    assert report.counts.waiting == 1


async def test_with_every_group_archived_it_ends_with_a_report(plans, announcements, served, clock, draft):
    found = await plan(plans, draft)
    async with served.write() as unit:
        await unit.deliveries._connection.execute(update(working_group).values(archived_at=at(3)))
    await move(clock, plans, at(4))
    report = await announcements.report(COMMUNITY, found.announcement.id)
    assert report.announcement.state is AnnouncementState.FINISHED
    assert report.counts.failed == 2


async def test_what_can_not_be_taken_is_kept_as_typed(plans, draft):
    typed = await plans.type(COMMUNITY, draft.announcement.id, "bientôt", Repeat.WEEK, "10 fois")
    assert typed.flaw is not None
    assert typed.flaw.code == "dates-unknown"
    kept = await plans.typed(COMMUNITY, draft.announcement.id)
    assert kept is not None
    assert (kept.when, kept.repeat, kept.until) == ("bientôt", Repeat.WEEK, "10 fois")
    with pytest.raises(Mistake, match="dates-unknown"):
        await plans.confirm(COMMUNITY, draft.announcement.id, ANNE, typed.draft.announcement.version)


async def test_a_date_left_as_it_stood_keeps_its_meaning(plans, clock, draft):
    await plans.type(COMMUNITY, draft.announcement.id, "demain 18h", Repeat.ONCE, "")
    clock.advance(timedelta(hours=20))
    typed = await plans.type(COMMUNITY, draft.announcement.id, "demain 18h", Repeat.WEEK, "")
    assert typed.rule is not None
    assert typed.rule.first.day == 2


async def test_a_date_that_has_passed_is_read_anew_for_a_series_under_way(plans, clock, draft):
    found = await plan(plans, draft, "vendredi 9h", Repeat.WEEK)
    await move(clock, plans, at(4))
    await move(clock, plans, at(9))
    again = await plan(plans, found.draft, "vendredi 9h", Repeat.WEEK, "20 janvier")
    assert again.announcement.planned_for == at(11)


async def test_what_a_series_sent_counts_when_its_date_is_changed(plans, served, clock, draft):
    await plan(plans, draft, "vendredi 9h", Repeat.WEEK, "4 fois")
    await move(clock, plans, at(4))
    await move(clock, plans, at(11))
    clock.advance(timedelta(minutes=1))
    typed = await plans.type(COMMUNITY, draft.announcement.id, "samedi 9h", Repeat.WEEK, "4 fois")
    assert (typed.sent, typed.rule.times) == (2, 2)
    moved = await plans.confirm(COMMUNITY, draft.announcement.id, ANNE, typed.draft.announcement.version)
    assert isinstance(moved, Planned)
    assert (moved.announcement.planned_for, moved.plan.left) == (at(12), 2)
    await move(clock, plans, at(12))
    # With one time left, it still is a series: what is passed over or sent does not become its last word.
    last = await plans.planned(COMMUNITY, draft.announcement.id)
    assert (last.plan.left, last.plan.recurring) == (1, True)
    last = await plan(plans, last.draft, "dimanche 9h", Repeat.WEEK, "4 fois")
    assert (last.plan.left, last.plan.recurring) == (1, True)
    await plans.skip(COMMUNITY, draft.announcement.id, ANNE, last.announcement.version)
    assert await move(clock, plans, at(20)) is None
    *_, ended = await all_of(served)
    assert ended.state is AnnouncementState.ENDED
    sent = {one.planned_for for one in await all_of(served) if one.series_id == ended.id}
    assert sent == {at(4), at(11), at(12), at(20)}


async def test_fewer_times_than_a_series_was_sent_are_refused(plans, clock, draft):
    await plan(plans, draft, "vendredi 9h", Repeat.WEEK)
    await move(clock, plans, at(4))
    await move(clock, plans, at(11))
    typed = await plans.type(COMMUNITY, draft.announcement.id, "samedi 9h", Repeat.WEEK, "2 fois")
    assert typed.flaw is not None
    assert typed.flaw.code == "announcements-plan-sent-already"
    assert (typed.flaw.params["sent"], typed.flaw.params["more"]) == (2, 3)


async def test_a_confirmation_counts_for_what_was_shown(plans, drafts, clock, draft):
    typed = await plans.type(COMMUNITY, draft.announcement.id, "vendredi 9h", Repeat.ONCE, "")
    clock.advance(timedelta(seconds=1))
    await drafts.correct(COMMUNITY, draft.announcement.id, ANNE, Words("Autre", "Texte"))
    with pytest.raises(Mistake, match="announcements-changed"):
        await plans.confirm(COMMUNITY, draft.announcement.id, ANNE, typed.draft.announcement.version)


async def test_a_time_that_passed_before_the_confirmation_is_refused(plans, clock, draft):
    typed = await plans.type(COMMUNITY, draft.announcement.id, "aujourd'hui 11h", Repeat.ONCE, "")
    clock.advance(timedelta(hours=2))
    with pytest.raises(Mistake, match="announcements-plan-passed"):
        await plans.confirm(COMMUNITY, draft.announcement.id, ANNE, typed.draft.announcement.version)


async def test_what_lacks_something_is_not_planned(plans, drafts):
    written = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    with pytest.raises(Mistake, match="announcements-no-target"):
        await plans.typed(COMMUNITY, written.announcement.id)


async def test_the_date_of_what_is_planned_can_be_changed(plans, served, clock, draft):
    found = await plan(plans, draft)
    clock.advance(timedelta(minutes=1))
    moved = await plan(plans, found.draft, "samedi 9h")
    assert moved.announcement.planned_for == at(5)
    assert await move(clock, plans, at(4, 20)) == at(5)
    assert await copies(served, draft.announcement) == 0


async def test_what_is_planned_is_neither_corrected_nor_sent_as_a_draft(plans, drafts, draft):
    found = await plan(plans, draft)
    for act in (
        drafts.correct(COMMUNITY, draft.announcement.id, ANNE, Words("Autre", "Texte")),
        drafts.confirm(COMMUNITY, draft.announcement.id, ANNE, found.announcement.version),
        drafts.discard(COMMUNITY, draft.announcement.id),
    ):
        with pytest.raises(Mistake, match="announcements-planned-already"):
            await act


async def test_what_was_called_off_is_not_sent(plans, served, clock, draft):
    found = await plan(plans, draft)
    await plans.cancel(COMMUNITY, draft.announcement.id, ANNE, found.announcement.version)
    assert await move(clock, plans, at(4)) is None
    (cancelled,) = await all_of(served)
    assert cancelled.state is AnnouncementState.CANCELLED
    assert await copies(served, cancelled) == 0


async def test_calling_off_counts_for_what_was_shown(plans, clock, draft):
    found = await plan(plans, draft, "vendredi 9h", Repeat.WEEK)
    await move(clock, plans, at(4))
    for act in (plans.cancel, plans.skip, plans.unplan):
        with pytest.raises(Mistake, match="announcements-plan-changed"):
            await act(COMMUNITY, draft.announcement.id, ANNE, found.announcement.version)


async def test_one_date_of_a_series_is_skipped_and_the_others_stay(plans, served, clock, draft):
    found = await plan(plans, draft, "vendredi 9h", Repeat.WEEK, "3 fois")
    skipped = await plans.skip(COMMUNITY, draft.announcement.id, ANNE, found.announcement.version)
    assert skipped.announcement.planned_for == at(11)
    await move(clock, plans, at(11))
    await move(clock, plans, at(18))
    sent = {one.planned_for for one in await all_of(served) if one.series_id is not None}
    assert sent == {at(11), at(18)}


async def test_what_was_planned_can_be_a_draft_again(plans, drafts, clock, draft):
    found = await plan(plans, draft)
    again = await plans.unplan(COMMUNITY, draft.announcement.id, ANNE, found.announcement.version)
    assert again.announcement == (await drafts.draft(COMMUNITY, draft.announcement.id)).announcement
    assert (again.announcement.content, again.reach) == (draft.announcement.content, draft.reach)
    assert await move(clock, plans, at(4)) is None
    kept = await plans.typed(COMMUNITY, draft.announcement.id)
    assert kept is not None
    assert kept.when == "vendredi 9h"


async def test_a_series_of_which_a_draft_is_made_sends_no_more_and_keeps_what_it_sent(
    plans, announcements, served, clock, draft
):
    found = await plan(plans, draft, "vendredi 9h", Repeat.WEEK)
    await move(clock, plans, at(4))
    found = await plans.planned(COMMUNITY, draft.announcement.id)
    again = await plans.unplan(COMMUNITY, draft.announcement.id, BORIS, found.announcement.version)
    assert again.announcement.id != draft.announcement.id
    assert again.announcement.content == draft.announcement.content
    assert [one.target for one in again.chosen] == [one.target for one in draft.chosen]
    assert await move(clock, plans, at(11)) is None
    (sent,) = [one for one in await all_of(served) if one.series_id is not None]
    assert (await announcements.report(COMMUNITY, sent.id)).counts.waiting == 2
    left = await plans.planned(COMMUNITY, sent.series_id)
    assert left.announcement.state is AnnouncementState.CANCELLED


async def test_who_planned_has_it_in_their_data_and_it_is_sent_after_they_left(plans, served, clock, draft):
    await plan(plans, draft)
    exported = await plans.export(COMMUNITY, BORIS)
    assert [one["title"] for one in exported["planned_announcements"]] == ["Soirée"]
    await plans.erase(COMMUNITY, BORIS)
    assert await plans.export(COMMUNITY, BORIS) == {"planned_announcements": []}
    await move(clock, plans, at(4))
    (sent,) = await all_of(served)
    assert (sent.state, sent.confirmed_by) == (AnnouncementState.SENDING, 0)


async def test_people_are_written_to_slowly_also_when_it_is_late(plans, drafts, served, clock, draft):
    async with served.write() as unit:
        for person in (21, 22, 23):
            entry = Consent(Purpose.ANNOUNCEMENTS, True, ANNOUNCEMENTS_POLICY, clock.now())
            await unit.people.log_consent(COMMUNITY, person, entry)
    members = rules.members_target(COMMUNITY)
    await drafts.choose(COMMUNITY, draft.announcement.id, [members], [members])
    await plan(plans, draft)
    await move(clock, plans, at(4, 12))
    async with served.read() as unit:
        (sent,) = await unit.announcements.recent(COMMUNITY, limit=10)
        rows = await unit.deliveries.of_subject(rules.subject_of(sent.id))
    direct = sorted(row.due_at for row in rows if row.kind is Kind.DM_POST)
    assert direct[0] == at(4, 12)
    assert len({*direct}) == 3
    assert {row.due_at for row in rows if row.kind is Kind.MESSAGE_POST} == {at(4)}
