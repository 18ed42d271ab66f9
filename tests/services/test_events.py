"""Publishing, answering, editing and cancelling: what is recorded, once, whoever else does the same."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import FrozenClock
from bot.domain.communities import GroupSeed, PartnerSeed, Seed
from bot.domain.effects import Delivery, Kind, State
from bot.domain.events import Answer, Audience, Reminder, Typed
from bot.domain.mistakes import Mistake
from bot.services.events import Applied, EventAdminService, EventDraftService, EventService, Published
from bot.services.groups import GroupService
from bot.services.setup import Seen, SetupService
from bot.storage.database import Database

COMMUNITY, CLAIRE, PAUL, LEA = 100, 1, 2, 7
SEED = Seed(
    locale="fr",
    timezone="Europe/Brussels",
    groups=[GroupSeed(key, {"fr": key.title()}, {"fr": ""}, 1) for key in ("web", "security")],
    partners=[PartnerSeed("mecatech", "MecaTech", {"fr": "Mécanique"})],
)
TYPED = Typed(title="Rencontre", start="4 décembre 18h30", place="Namur", audience=Audience.OPEN)


class Desk:
    """The services of events, and the steps that organisers take with them."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.database, self.clock = database, clock
        self.events = EventService(database, clock)
        self.drafts = EventDraftService(database, clock)
        self.admin = EventAdminService(database, clock)
        self.groups = GroupService(database, clock)

    async def publish(self, typed: Typed = TYPED, *, groups: str = "web") -> Published:
        begun = await self.drafts.begin(COMMUNITY, CLAIRE, typed, groups=groups)
        return await self.admin.publish(COMMUNITY, CLAIRE, begun.draft.id)

    async def edit(self, event_id: int, *, groups: list[int] | None = None, **texts: str) -> Applied:
        draft = await self.drafts.begin_edit(COMMUNITY, CLAIRE, str(event_id))
        typed = draft.typed
        values = {
            "title": typed.title,
            "start": typed.start,
            "duration": typed.duration,
            "place": typed.place,
            "description": typed.description,
            **texts,
        }
        await self.drafts.retype(COMMUNITY, draft.id, **values)
        if groups is not None:
            await self.drafts.choose_groups(COMMUNITY, draft.id, groups)
        return await self.admin.apply(COMMUNITY, draft.id)

    async def cancel(self, event_id: int, by: int = CLAIRE) -> None:
        draft = await self.drafts.begin_cancel(COMMUNITY, by, str(event_id), "pluie")
        await self.admin.cancel(COMMUNITY, by, draft.id)

    async def rows(self, event_id: int, card: str, *, kind: Kind = Kind.MESSAGE_POST) -> list[Delivery]:
        async with self.database.read() as unit:
            rows = await unit.deliveries.of_subject(f"event:{event_id}")
        return [row for row in rows if row.kind is kind and row.payload["card"] == card]

    async def waiting(self, event_id: int, card: str) -> list[tuple[object, datetime]]:
        return [
            (row.payload["target"], row.due_at)
            for row in await self.rows(event_id, card)
            if row.state is State.PENDING
        ]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 12, 1, 9, tzinfo=UTC))


@pytest.fixture
async def desk(database: Database, clock: FrozenClock) -> Desk:
    await SetupService(database, clock, SEED).meet(COMMUNITY, "Grappe", Seen())
    return Desk(database, clock)


async def test_publishing_records_cards_and_reminders_for_everybody_and_each_group(desk: Desk):
    await desk.groups.join(COMMUNITY, LEA, "web")
    done = await desk.publish()
    event = done.overview.event
    assert (done.reach, done.reminders) == (1, [Reminder.DAY, Reminder.HOUR])
    targets = [row.payload["target"] for row in await desk.rows(event.id, "event")]
    assert targets == [{"place": "events"}, {"group": 1}]
    start = event.details.starts_at
    reminders = await desk.rows(event.id, "event-reminder")
    assert [(row.due_at, row.expires_at) for row in reminders if "group" in row.payload["target"]] == [
        (start - timedelta(days=1), start - timedelta(hours=1)),
        (start - timedelta(hours=1), start),
    ]
    assert all("2026-12-04" in row.dedup_key for row in reminders)


async def test_a_reminder_whose_hour_has_passed_is_not_recorded(desk: Desk):
    desk.clock.advance(timedelta(days=3))
    done = await desk.publish()
    assert done.reminders == [Reminder.HOUR]
    assert len(await desk.rows(done.overview.event.id, "event-reminder")) == 2


async def test_two_who_publish_one_draft_at_once_publish_once(desk: Desk):
    begun = await desk.drafts.begin(COMMUNITY, CLAIRE, TYPED)
    results = await asyncio.gather(
        *(desk.admin.publish(COMMUNITY, user, begun.draft.id) for user in (CLAIRE, PAUL)),
        return_exceptions=True,
    )
    (published,) = (result for result in results if isinstance(result, Published))
    (mistake,) = (result for result in results if isinstance(result, Mistake))
    assert mistake.code == "events-published-already"
    assert mistake.params["person"] == str(published.overview.event.created_by)
    assert (await desk.events.upcoming(COMMUNITY, LEA)).total == 1


async def test_two_who_cancel_at_once_cancel_once_and_the_second_learns_who_did(desk: Desk):
    event_id = (await desk.publish()).overview.event.id
    drafts = [
        await desk.drafts.begin_cancel(COMMUNITY, user, str(event_id), str(user)) for user in (CLAIRE, PAUL)
    ]
    results = await asyncio.gather(
        *(desk.admin.cancel(COMMUNITY, draft.author_id, draft.id) for draft in drafts),
        return_exceptions=True,
    )
    (mistake,) = (result for result in results if isinstance(result, Mistake))
    shown = await desk.events.show(COMMUNITY, LEA, str(event_id))
    assert (mistake.code, mistake.params["person"]) == (
        "events-cancelled-already",
        str(shown.overview.event.cancelled_by),
    )
    assert len(await desk.rows(event_id, "event-cancelled")) == 2  # everybody's channel and the group's, once


async def test_two_who_edit_at_once_undo_nothing_of_each_other(desk: Desk):
    event_id = (await desk.publish()).overview.event.id
    drafts = [await desk.drafts.begin_edit(COMMUNITY, user, str(event_id)) for user in (CLAIRE, PAUL)]
    await desk.drafts.retype(COMMUNITY, drafts[0].id, **_form("Premier"))
    await desk.drafts.retype(COMMUNITY, drafts[1].id, **_form("Second"))
    await desk.admin.apply(COMMUNITY, drafts[0].id)
    with pytest.raises(Mistake) as mistake:
        await desk.admin.apply(COMMUNITY, drafts[1].id)
    assert mistake.value.code == "events-changed-meanwhile"
    assert (await desk.events.show(COMMUNITY, LEA, str(event_id))).overview.event.details.title == "Premier"


async def test_answering_is_noted_once_and_shown_once_for_many(desk: Desk):
    event_id = (await desk.publish()).overview.event.id
    first = await desk.events.answer(COMMUNITY, LEA, event_id, Answer.GOING)
    again = await desk.events.answer(COMMUNITY, LEA, event_id, Answer.GOING)
    assert (first.changed, again.changed) == (True, False)
    for person in range(20, 40):
        await desk.events.answer(COMMUNITY, person, event_id, Answer.MAYBE)
    edits = [row for row in await desk.rows(event_id, "event", kind=Kind.MESSAGE_EDIT) if row.due_at < _end()]
    assert len(edits) == 2, "one for each of the event's cards"
    desk.clock.advance(timedelta(seconds=10))
    await desk.events.answer(COMMUNITY, LEA, event_id, Answer.DECLINED)
    edits = [row for row in await desk.rows(event_id, "event", kind=Kind.MESSAGE_EDIT) if row.due_at < _end()]
    assert len(edits) == 4


@pytest.mark.parametrize(
    ("roles", "groups", "code"),
    [
        ((), (), "events-members-only"),
        ((), ("web",), None),
        (("MecaTech",), ("web",), "events-members-only-guest"),
    ],
)
async def test_an_event_for_members_takes_members(desk: Desk, roles, groups, code):
    event_id = (await desk.publish(Typed(title="Réunion", start="4 décembre 18h"))).overview.event.id
    for group in groups:
        await desk.groups.join(COMMUNITY, LEA, group)
    met = None
    try:
        await desk.events.answer(COMMUNITY, LEA, event_id, Answer.GOING, role_names=roles)
    except Mistake as mistake:
        met = mistake.code
    assert met == code
    await desk.events.answer(COMMUNITY, LEA, event_id, Answer.DECLINED, role_names=roles)


async def test_moving_withdraws_the_reminders_and_plans_others(desk: Desk):
    event_id = (await desk.publish()).overview.event.id
    await desk.events.answer(COMMUNITY, LEA, event_id, Answer.GOING)
    done = await desk.edit(event_id, start="5 décembre 10h")
    start = done.overview.event.details.starts_at
    assert done.told == 1
    waiting = await desk.waiting(event_id, "event-reminder")
    assert {due for _, due in waiting} == {start - timedelta(days=1), start - timedelta(hours=1)}
    assert len(waiting) == 4
    assert len(await desk.rows(event_id, "event-moved")) == 2
    # And back: these are reminders of their own, not those that were withdrawn.
    await desk.edit(event_id, start="4 décembre 18h30")
    assert len(await desk.waiting(event_id, "event-reminder")) == 4
    assert len(await desk.waiting(event_id, "event-moved")) == 2


async def test_a_new_title_moves_no_reminder_and_tells_nobody(desk: Desk):
    event_id = (await desk.publish()).overview.event.id
    await desk.events.answer(COMMUNITY, LEA, event_id, Answer.GOING)
    before = await desk.waiting(event_id, "event-reminder")
    assert (await desk.edit(event_id, title="Soirée")).told == 0
    assert await desk.waiting(event_id, "event-reminder") == before
    assert await desk.rows(event_id, "event-moved") == []


async def test_a_group_taken_away_loses_card_and_reminders_and_gets_them_again_when_it_comes_back(desk: Desk):
    event_id = (await desk.publish(groups="web, security")).overview.event.id
    await desk.edit(event_id, groups=[2])
    assert {"group": 1} not in [target for target, _ in await desk.waiting(event_id, "event-reminder")]
    assert {"group": 1} not in [target for target, _ in await desk.waiting(event_id, "event")]
    assert len(await desk.rows(event_id, "event", kind=Kind.MESSAGE_DELETE)) == 1
    await desk.edit(event_id, groups=[1, 2])
    for card, count in (("event", 1), ("event-reminder", 2)):
        targets = [target for target, _ in await desk.waiting(event_id, card)]
        assert targets.count({"group": 1}) == count
        assert targets.count({"group": 2}) == count


async def test_cancelling_withdraws_what_waits_also_in_flight(desk: Desk):
    event_id = (await desk.publish()).overview.event.id
    desk.clock.advance(timedelta(days=2, hours=10))
    async with desk.database.write() as unit:
        claimed = await unit.deliveries.claim(desk.clock.now(), lease=timedelta(minutes=1), limit=99)
        assert claimed
    await desk.cancel(event_id)
    reminders = await desk.rows(event_id, "event-reminder")
    assert all(row.state is State.CANCELLED or row.cancel_requested for row in reminders)
    with pytest.raises(Mistake) as mistake:
        await desk.events.answer(COMMUNITY, LEA, event_id, Answer.GOING)
    assert mistake.value.code == "events-cancelled-no-answer"


async def test_an_event_is_edited_until_it_ends_and_cancelled_until_it_starts(desk: Desk):
    event = (await desk.publish()).overview.event
    desk.clock.advance(event.details.starts_at - desk.clock.now())
    with pytest.raises(Mistake) as mistake:
        await desk.cancel(event.id)
    assert mistake.value.code == "events-begun"
    assert (await desk.edit(event.id, duration="3h")).overview.event.details.duration == timedelta(hours=3)
    desk.clock.advance(timedelta(hours=2))
    with pytest.raises(Mistake) as mistake:
        await desk.edit(event.id, duration="1h")
    assert mistake.value.code == "events-end-passed"
    desk.clock.advance(timedelta(hours=1))
    with pytest.raises(Mistake) as mistake:
        await desk.edit(event.id, duration="4h")
    assert mistake.value.code == "events-over"


async def test_a_date_typed_in_words_keeps_the_meaning_it_had_when_it_was_typed(desk: Desk):
    begun = await desk.drafts.begin(COMMUNITY, CLAIRE, Typed(title="Réunion", start="demain 18h30"))
    desk.clock.advance(timedelta(hours=20))
    await desk.drafts.retype(COMMUNITY, begun.draft.id, **{**_form("Autre titre"), "start": "demain 18h30"})
    seen = await desk.drafts.preview(COMMUNITY, begun.draft.id)
    assert seen.overview.event.details.local_start.day == 2
    desk.clock.advance(timedelta(hours=20))
    with pytest.raises(Mistake) as mistake:
        await desk.admin.publish(COMMUNITY, CLAIRE, begun.draft.id)
    assert mistake.value.code == "events-start-passed"
    # It can still be corrected.
    assert (await desk.drafts.draft(COMMUNITY, begun.draft.id)).typed.title == "Autre titre"


async def test_a_draft_that_was_dropped_publishes_nothing(desk: Desk):
    begun = await desk.drafts.begin(COMMUNITY, CLAIRE, TYPED)
    await desk.drafts.drop(COMMUNITY, begun.draft.id)
    with pytest.raises(Mistake) as mistake:
        await desk.admin.publish(COMMUNITY, CLAIRE, begun.draft.id)
    assert mistake.value.code == "events-draft-dropped"


async def test_old_drafts_are_forgotten_and_young_ones_kept(desk: Desk):
    old = await desk.drafts.begin(COMMUNITY, CLAIRE, TYPED)
    desk.clock.advance(timedelta(hours=23))
    young = await desk.drafts.begin(COMMUNITY, CLAIRE, TYPED)
    desk.clock.advance(timedelta(hours=2))
    await desk.events.tick()
    with pytest.raises(Mistake) as mistake:
        await desk.drafts.draft(COMMUNITY, old.draft.id)
    assert mistake.value.code == "events-draft-gone"
    await desk.drafts.draft(COMMUNITY, young.draft.id)


async def test_another_community_reaches_nothing(desk: Desk, database: Database, clock: FrozenClock):
    await SetupService(database, clock, SEED).meet(200, "Autre", Seen())
    event_id = (await desk.publish()).overview.event.id
    for attempt in (
        desk.events.show(200, LEA, str(event_id)),
        desk.events.answer(200, LEA, event_id, Answer.GOING),
        desk.drafts.begin_cancel(200, PAUL, str(event_id), ""),
    ):
        with pytest.raises(Mistake):
            await attempt


async def test_export_tells_what_is_held_and_erase_leaves_nothing(desk: Desk):
    event_id = (await desk.publish()).overview.event.id
    await desk.events.answer(COMMUNITY, CLAIRE, event_id, Answer.GOING)
    held = await desk.events.export(COMMUNITY, CLAIRE)
    assert [answer["event"] for answer in held["answers"]] == ["Rencontre"]
    assert [event["title"] for event in held["organised_events"]] == ["Rencontre"]
    assert len(held["drafts"]) == 1
    await desk.events.erase(COMMUNITY, CLAIRE)
    assert not any((await desk.events.export(COMMUNITY, CLAIRE)).values())
    shown = await desk.events.show(COMMUNITY, LEA, str(event_id))
    assert shown.overview.count(Answer.GOING) == 0


def _form(title: str) -> dict[str, str]:
    return {
        "title": title,
        "start": "4 décembre 18h30",
        "duration": "2h",
        "place": "Namur",
        "description": "",
    }


def _end() -> datetime:
    return datetime(2026, 12, 2, tzinfo=UTC)
