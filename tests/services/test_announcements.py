"""Announcements as organisers use them: nothing typed is lost, sent once, and each copy accounted for."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.announcements import settled
from bot.domain import announcements as rules
from bot.domain.announcements import AnnouncementState, Outcome, Words
from bot.domain.effects import Kind, State
from bot.domain.mistakes import Mistake
from bot.services.announcements import AnnouncementJournalService
from tests.services.announcing import (
    ANNE,
    BORIS,
    COMMUNITY,
    OTHER,
    confirm,
    copies,
    reports,
    settle,
)


@pytest.mark.parametrize(
    ("title", "body", "code"),
    [
        ("  ", "Texte", "announcements-title-empty"),
        ("Titre", " \n ", "announcements-body-empty"),
        ("x" * 300, "Texte", "announcements-title-long"),
        ("Titre", "x" * 3501, "announcements-body-long"),
    ],
)
async def test_a_form_with_a_mistake_is_kept_and_can_be_corrected(drafts, title, body, code):
    written = await drafts.compose(COMMUNITY, ANNE, Words(title, body))
    assert written.flaw is not None
    assert written.flaw.code == code
    again = await drafts.draft(COMMUNITY, written.announcement.id)
    assert (again.announcement.title, again.announcement.body) == (title.strip(), body.strip())
    with pytest.raises(Mistake, match=code):
        await drafts.prepare(COMMUNITY, written.announcement.id)
    right = await drafts.correct(COMMUNITY, written.announcement.id, ANNE, Words("Titre", "Texte"))
    assert right.flaw is None


async def test_of_two_who_correct_a_draft_the_second_is_told_and_nothing_is_lost(drafts, database, draft):
    named, seen = draft.announcement.id, draft.announcement.content
    first = await drafts.correct(COMMUNITY, named, BORIS, Words("Soirée", "Jeudi."), "", seen)
    assert first.overwrote is None
    second = await drafts.correct(COMMUNITY, named, ANNE, Words("Soirée", "Vendredi."), "", seen)
    assert second.announcement.body == "Vendredi."
    assert second.overwrote is not None
    assert second.overwrote.user_id == BORIS
    journal = AnnouncementJournalService(database)
    latest, *_ = (await journal.journal(COMMUNITY, named, 0)).entries
    assert latest.before is not None
    assert latest.before.words.body == "Jeudi."
    # What the form did not hold, or what its writer saw, is no surprise.
    await drafts.choose_all(COMMUNITY, named)
    english = await drafts.translate(COMMUNITY, named, BORIS, "en", Words("Evening", "Friday."), seen)
    assert english.overwrote is None
    again = await drafts.correct(
        COMMUNITY, named, BORIS, Words("Soirée", "Samedi."), "", second.announcement.content
    )
    assert again.overwrote is None
    assert again.announcement.translations["en"].body == "Friday."
    linked = await drafts.correct(
        COMMUNITY, named, ANNE, Words("Soirée", "Samedi."), "https://a.be", again.announcement.content
    )
    latest, *_ = (await journal.journal(COMMUNITY, named, 0)).entries
    assert (latest.before, latest.changes.link) == (None, ("", "https://a.be"))
    stale = await drafts.correct(
        COMMUNITY, named, BORIS, Words("Soirée", "Samedi."), "", again.announcement.content
    )
    assert (linked.overwrote, stale.overwrote) == (None, latest)


async def test_what_a_draft_said_on_the_way_goes_with_who_had_a_hand_in_it(drafts, database, draft):
    named = draft.announcement.id
    await drafts.correct(COMMUNITY, named, BORIS, Words("Soirée", "Jeudi."), "https://a.be")
    await drafts.correct(COMMUNITY, named, ANNE, Words("Soirée", "Vendredi."))
    journal = AnnouncementJournalService(database)
    await journal.erase(COMMUNITY, OTHER)
    texts = [one.before for one in (await journal.journal(COMMUNITY, named, 0)).entries]
    assert [each is not None for each in texts] == [True, True, False]
    await journal.erase(COMMUNITY, BORIS)
    entries = (await journal.journal(COMMUNITY, named, 0)).entries
    assert [(one.before, one.changes.link) for one in entries] == [(None, None)] * 3
    assert [one.user_id for one in entries] == [ANNE, 0, ANNE]


async def test_a_draft_without_a_group_is_not_sent(drafts, database):
    written = await drafts.compose(COMMUNITY, ANNE, Words("Soirée", "Venez."))
    with pytest.raises(Mistake, match="announcements-no-target"):
        await drafts.prepare(COMMUNITY, written.announcement.id)
    with pytest.raises(Mistake, match="announcements-no-target"):
        await confirm(drafts, written)
    assert await copies(database, written) == []


async def test_anothers_draft_is_out_of_reach(announcements, drafts, draft):
    for act in (drafts.draft, drafts.prepare, drafts.discard, announcements.report):
        with pytest.raises(Mistake):
            await act(COMMUNITY + 1, draft.announcement.id)
    assert (await drafts.draft(COMMUNITY, draft.announcement.id)).announcement == draft.announcement


async def test_confirming_records_one_quiet_copy_a_group(drafts, database, draft):
    report = await confirm(drafts, draft)
    assert report.counts.waiting == 3
    rows = await copies(database, draft)
    assert [row.kind for row in rows] == [Kind.MESSAGE_POST] * 3
    assert all(row.payload["quiet"] for row in rows)


async def test_of_two_who_confirm_at_once_one_is_told_who_did(drafts, database, draft):
    outcomes = await asyncio.gather(
        confirm(drafts, draft, ANNE), confirm(drafts, draft, BORIS), return_exceptions=True
    )
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Mistake)]
    assert refused.code == "announcements-confirmed-already"
    winner = BORIS if isinstance(outcomes[0], Mistake) else ANNE
    assert refused.params["user"] == str(winner)
    assert len(await copies(database, draft)) == 3


async def test_a_confirmation_counts_for_what_was_shown_alone(drafts, database, clock, draft):
    clock.advance(timedelta(seconds=1))
    await drafts.correct(COMMUNITY, draft.announcement.id, ANNE, Words("Autre titre", "Venez."))
    with pytest.raises(Mistake, match="announcements-changed"):
        await confirm(drafts, draft)
    assert await copies(database, draft) == []


async def test_a_discarded_draft_is_not_sent(drafts, draft):
    await drafts.discard(COMMUNITY, draft.announcement.id)
    with pytest.raises(Mistake, match="announcements-draft-gone"):
        await confirm(drafts, draft)
    with pytest.raises(Mistake, match="announcements-draft-gone"):
        await drafts.discard(COMMUNITY, draft.announcement.id)


async def test_what_was_confirmed_is_not_discarded_nor_corrected(drafts, draft):
    await confirm(drafts, draft)
    with pytest.raises(Mistake, match="announcements-confirmed-already"):
        await drafts.discard(COMMUNITY, draft.announcement.id)
    with pytest.raises(Mistake, match="announcements-confirmed-already"):
        await drafts.correct(COMMUNITY, draft.announcement.id, ANNE, Words("Autre", "Autre"))


async def test_with_its_last_copy_it_ends_and_is_reported_once(announcements, drafts, database, clock, draft):
    await confirm(drafts, draft)
    await settle(database, clock, State.SENT, State.SENT)
    assert await reports(database, draft) == []
    await settle(database, clock, State.FAILED)
    report = await announcements.report(COMMUNITY, draft.announcement.id)
    assert report.announcement.state is AnnouncementState.FINISHED
    assert (report.counts.delivered, report.counts.failed) == (2, 1)
    assert [row.kind for row in await reports(database, draft)] == [Kind.MESSAGE_POST]
    await announcements.tick()
    assert len(await reports(database, draft)) == 1


async def test_retrying_opens_the_failed_copies_alone_and_mends_the_report(
    announcements, drafts, database, clock, draft
):
    await confirm(drafts, draft)
    await settle(database, clock, State.SENT, State.FAILED, State.UNCERTAIN)
    async with database.write() as unit:
        await unit.deliveries.withdraw(f"announcement-report:{draft.announcement.id}", clock.now())
    clock.advance(timedelta(days=2))
    report = await announcements.retry(COMMUNITY, draft.announcement.id, ANNE, Outcome.FAILED)
    assert (report.counts.waiting, report.counts.uncertain, report.counts.delivered) == (1, 1, 1)
    with pytest.raises(Mistake, match="announcements-sending-still"):
        await announcements.retry(COMMUNITY, draft.announcement.id, ANNE, Outcome.UNCERTAIN)
    await settle(database, clock, State.SENT)
    posted, edited = await reports(database, draft)
    assert (posted.kind, edited.kind) == (Kind.MESSAGE_POST, Kind.MESSAGE_EDIT)
    assert edited.payload["message_of"] == posted.dedup_key


async def test_there_may_be_nothing_to_retry(announcements, drafts, database, clock, draft):
    await confirm(drafts, draft)
    await settle(database, clock, *[State.SENT] * 3)
    with pytest.raises(Mistake, match="announcements-nothing-to-retry"):
        await announcements.retry(COMMUNITY, draft.announcement.id, ANNE, Outcome.FAILED)
    report = await announcements.report(COMMUNITY, draft.announcement.id)
    assert report.announcement.state is AnnouncementState.FINISHED


async def test_an_uncertain_copy_seen_after_all_mends_the_report(drafts, database, clock, draft):
    await confirm(drafts, draft)
    await settle(database, clock, State.SENT, State.SENT, State.UNCERTAIN)
    (uncertain,) = [row for row in await copies(database, draft) if row.state is State.UNCERTAIN]
    async with database.write() as unit:
        heard = await unit.deliveries.heard(uncertain.nonce, 1, 2, clock.now())
        assert heard is not None
        await settled(unit, heard, clock.now())
    assert [row.kind for row in await reports(database, draft)] == [Kind.MESSAGE_POST, Kind.MESSAGE_EDIT]


async def test_a_recall_stops_what_waits_and_removes_what_stands(
    announcements, drafts, database, clock, draft
):
    await confirm(drafts, draft)
    await settle(database, clock, State.SENT)
    async with database.write() as unit:
        (in_flight,) = await unit.deliveries.claim(clock.now(), lease=timedelta(minutes=1), limit=1)
    shown = await announcements.recallable(COMMUNITY, draft.announcement.id)
    assert (shown.report.counts.delivered, shown.report.counts.waiting) == (1, 2)
    report = await announcements.recall(COMMUNITY, draft.announcement.id, BORIS)
    assert (report.announcement.recalled_by, report.counts.waiting, report.counts.unsent) == (BORIS, 2, 1)
    async with database.write() as unit:
        sent = await unit.deliveries.settle(in_flight, State.SENT, clock.now(), channel_id=1, message_id=2)
        assert sent is not None
        await settled(unit, sent, clock.now())
    removals = [row for row in await copies(database, draft) if row.kind is Kind.MESSAGE_DELETE]
    assert {row.payload["message_of"] for row in removals} >= {in_flight.dedup_key}
    assert len(removals) == 2
    clock.advance(timedelta(seconds=1))
    await settle(database, clock, State.SENT, State.FAILED)
    report = await announcements.report(COMMUNITY, draft.announcement.id)
    assert report.announcement.state is AnnouncementState.RECALLED
    assert (report.counts.removed, report.counts.failed, report.counts.unsent) == (1, 1, 1)
    assert [row.kind for row in await reports(database, draft)] == [Kind.MESSAGE_POST, Kind.MESSAGE_EDIT]
    # Only the removal that failed is tried again; no copy is ever sent anew.
    with pytest.raises(Mistake, match="announcements-nothing-to-retry"):
        await announcements.retry(COMMUNITY, draft.announcement.id, ANNE, Outcome.UNCERTAIN)
    again = await announcements.retry(COMMUNITY, draft.announcement.id, ANNE, Outcome.FAILED)
    assert again.announcement.state is AnnouncementState.RECALLING
    opened = [row for row in await copies(database, draft) if not row.state.final]
    assert [row.kind for row in opened] == [Kind.MESSAGE_DELETE]


async def test_of_two_who_recall_at_once_one_is_told_who_did(announcements, drafts, draft):
    with pytest.raises(Mistake, match="announcements-no-report"):
        await announcements.recall(COMMUNITY, draft.announcement.id, ANNE)
    await confirm(drafts, draft)
    outcomes = await asyncio.gather(
        *(announcements.recall(COMMUNITY, draft.announcement.id, person) for person in (ANNE, BORIS)),
        return_exceptions=True,
    )
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Mistake)]
    assert refused.code == "announcements-recalled-already"
    assert refused.params["user"] == str(BORIS if isinstance(outcomes[0], Mistake) else ANNE)
    with pytest.raises(Mistake, match="announcements-recalled-already"):
        await announcements.recallable(COMMUNITY, draft.announcement.id)


async def test_an_uncertain_copy_heard_after_the_recall_is_removed(
    announcements, drafts, database, clock, draft
):
    await confirm(drafts, draft)
    await settle(database, clock, State.UNCERTAIN, State.SENT, State.SENT)
    await announcements.recall(COMMUNITY, draft.announcement.id, ANNE)
    (uncertain,) = [row for row in await copies(database, draft) if row.state is State.UNCERTAIN]
    async with database.write() as unit:
        heard = await unit.deliveries.heard(uncertain.nonce, 1, 2, clock.now())
        assert heard is not None
        await settled(unit, heard, clock.now())
    removals = [row for row in await copies(database, draft) if row.kind is Kind.MESSAGE_DELETE]
    assert len(removals) == 3


async def test_a_draft_lives_for_a_day_after_its_last_change(announcements, drafts, clock, draft):
    clock.advance(timedelta(hours=23))
    await drafts.correct(COMMUNITY, draft.announcement.id, ANNE, Words("Autre", "Autre"))
    clock.advance(timedelta(hours=23))
    assert await announcements.tick() == clock.now() + timedelta(hours=1)
    await drafts.draft(COMMUNITY, draft.announcement.id)
    clock.advance(timedelta(hours=1))
    assert await announcements.tick() is None
    with pytest.raises(Mistake, match="announcements-draft-gone"):
        await drafts.draft(COMMUNITY, draft.announcement.id)


async def test_what_ended_unnoticed_is_ended_by_the_tick(announcements, drafts, database, clock, draft):
    await confirm(drafts, draft)
    async with database.write() as unit:
        await unit.deliveries.withdraw(rules.subject_of(draft.announcement.id), clock.now())
    await announcements.tick()
    report = await announcements.report(COMMUNITY, draft.announcement.id)
    assert report.announcement.state is AnnouncementState.FINISHED
    assert len(await reports(database, draft)) == 1


async def test_it_is_found_by_id_and_by_title(announcements, draft):
    assert await announcements.find(COMMUNITY, str(draft.announcement.id)) == draft.announcement
    assert await announcements.find(COMMUNITY, "soiree") == draft.announcement
    for unknown in ("Jardinage", "9" * 40, "²"):
        with pytest.raises(Mistake, match="announcements-unknown"):
            await announcements.find(COMMUNITY, unknown)
    assert await announcements.matching(COMMUNITY, "SOIR") == [draft.announcement]
    assert await announcements.matching(COMMUNITY + 1, "") == []


async def test_the_list_has_ten_a_page_and_ends_on_its_last(announcements, drafts, clock):
    for number in range(11):
        clock.advance(timedelta(minutes=1))
        await drafts.compose(COMMUNITY, ANNE, Words(f"n{number}", "Texte"))
    first = await announcements.listing(COMMUNITY, 0)
    assert [one.announcement.title for one in first.entries] == [f"n{number}" for number in range(10, 0, -1)]
    past = await announcements.listing(COMMUNITY, 9)
    assert (past.page, past.total, [one.announcement.title for one in past.entries]) == (1, 11, ["n0"])
    assert (await announcements.listing(COMMUNITY + 1, 0)).entries == []


async def test_a_person_gets_what_they_wrote_and_may_have_it_forgotten(announcements, drafts, draft):
    await confirm(drafts, draft, BORIS)
    await drafts.compose(COMMUNITY, ANNE, Words("Brouillon", "Texte"))
    held = (await announcements.export(COMMUNITY, ANNE))["announcements"]
    assert [(one["title"], one["written"], one["confirmed"]) for one in held] == [
        ("Soirée", True, False),
        ("Brouillon", True, False),
    ]
    assert len((await announcements.export(COMMUNITY, BORIS))["announcements"]) == 1
    for person in (ANNE, BORIS):
        await announcements.erase(COMMUNITY, person)
        assert (await announcements.export(COMMUNITY, person))["announcements"] == []
    report = await announcements.report(COMMUNITY, draft.announcement.id)
    assert (report.announcement.author_id, report.announcement.confirmed_by) == (0, 0)
    with pytest.raises(Mistake) as refused:
        await confirm(drafts, draft)
    assert refused.value.params["known"] == "no"
