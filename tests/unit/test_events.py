"""The rules of events: what is typed, who may answer, who is named where, and when people are reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import (
    Attendee,
    Audience,
    Details,
    Event,
    EventState,
    Reminder,
    Typed,
    at_home,
    check_answerable,
    is_guest,
    plan_reminders,
    typed_of,
    understood,
)
from bot.domain.events.drafts import TITLE_LIMIT
from bot.domain.mistakes import Mistake

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)  # a Monday
TYPED = Typed(title="Rencontre IoT", start="4 décembre 18h30", place="Namur", group_ids=(2, 1))


def read(typed: Typed, *, before: Details | None = None) -> Details:
    return understood(typed, NOW, "Europe/Brussels", before=before)


def details(starts_at: datetime, *, zone: str = "Europe/Brussels") -> Details:
    return replace(read(TYPED), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), timezone=zone)


def event(found: Details, state: EventState = EventState.PUBLISHED) -> Event:
    return Event(1, 100, found, state, schedule=1, revision=1, created_by=7, created_at=NOW)


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BRUSSELS).astimezone(UTC)  # type: ignore[arg-type,misc]


# What is typed


def test_what_is_typed_becomes_an_event():
    found = read(TYPED)
    assert found.local_start == datetime(2026, 12, 4, 18, 30, tzinfo=BRUSSELS)
    assert found.duration == timedelta(hours=2)
    assert (found.place, found.link, found.audience) == ("Namur", None, Audience.MEMBERS)


@pytest.mark.parametrize(
    ("typed", "place", "link"),
    [
        ("", None, None),
        ("Espace KIKK, Namur", "Espace KIKK, Namur", None),
        ("https://meet.example/a?b=c", None, "https://meet.example/a?b=c"),
        ("Namur et https://meet.example/a.", "Namur et", "https://meet.example/a"),
        ("https://meet.example/a, salle 2", "salle 2", "https://meet.example/a"),
        ("javascript:alert(1)", "javascript:alert(1)", None),
    ],
)
def test_a_place_and_a_link_are_told_apart(typed: str, place: str | None, link: str | None):
    found = read(replace(TYPED, place=typed))
    assert (found.place, found.link) == (place, link)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "  \u200b\n"}, "events-title-missing"),
        ({"title": "x" * 101}, "events-title-long"),
        ({"title": "😀" * 51}, "events-title-long"),
        ({"start": "31 février 18h"}, "dates-no-such-day"),
        ({"start": "mardi"}, "dates-hour-missing"),
        ({"duration": "15 jours"}, "durations-too-long"),
        ({"place": "x" * 101}, "events-place-long"),
        ({"place": "https://e.eu/" + "x" * 300}, "events-link-long"),
        ({"description": "x" * 1001}, "events-description-long"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(changed: dict[str, str], code: str):
    with pytest.raises(Mistake) as mistake:
        read(replace(TYPED, **changed))  # type: ignore[arg-type]
    assert mistake.value.code == code


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200), st.text(max_size=1200))
def test_any_text_is_taken_or_refused_and_what_is_taken_fits(title: str, place: str, start: str, about: str):
    try:
        found = read(replace(TYPED, title=title, place=place, description=about))
        assert 0 < len(found.title) <= TITLE_LIMIT
        assert "\n" not in found.title
        assert len(found.place or "") <= 100
        read(replace(TYPED, start=start))
    except Mistake:
        pass


@given(
    st.datetimes(min_value=datetime(2026, 11, 24), max_value=datetime(2031, 1, 1)),  # noqa: DTZ001 - hypothesis asks for naive bounds
    st.integers(min_value=1, max_value=14 * 24 * 60),
)
def test_an_event_written_for_its_form_reads_back_unchanged(naive: datetime, minutes: int):
    start = naive.replace(second=0, microsecond=0, tzinfo=BRUSSELS).astimezone(UTC)
    stored = replace(read(TYPED), starts_at=start, ends_at=start + timedelta(minutes=minutes))
    assert read(typed_of(stored), before=stored) == stored


def test_an_edit_keeps_a_start_that_has_passed_when_it_is_left_as_it_was():
    begun = details(NOW - timedelta(minutes=30))
    longer = read(replace(typed_of(begun), duration="3h"), before=begun)
    assert longer.starts_at == begun.starts_at
    with pytest.raises(Mistake):
        read(replace(typed_of(begun), start="20/11/2026 10:00"), before=begun)


# When people are reminded


def test_the_day_before_is_the_same_hour_on_the_wall_across_both_changes_of_the_clocks():
    for start in (local(2027, 3, 28, 18, 30), local(2026, 10, 25, 18, 30)):
        day = plan_reminders(details(start), start - timedelta(days=9))[0]
        assert day.due_at.astimezone(BRUSSELS).strftime("%H:%M") == "18:30"
        assert (start - day.due_at) in (timedelta(hours=23), timedelta(hours=25))


def test_a_day_before_that_lacks_the_hour_is_resolved_to_an_instant_that_exists():
    start = local(2027, 3, 29, 2, 30)
    day = plan_reminders(details(start), start - timedelta(days=9))[0]
    assert day.due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert day.due_at.astimezone(BRUSSELS).strftime("%H:%M") == "03:30"


@pytest.mark.parametrize(
    ("ahead", "planned"),
    [
        (timedelta(days=2), [Reminder.DAY, Reminder.HOUR]),
        (timedelta(hours=20), [Reminder.HOUR]),
        (timedelta(hours=1), []),
        (timedelta(minutes=10), []),
        (-timedelta(minutes=10), []),
    ],
)
def test_reminders_whose_hour_has_passed_are_not_planned(ahead: timedelta, planned: list[Reminder]):
    found = plan_reminders(details(NOW + ahead), NOW)
    assert [each.reminder for each in found] == planned


ZONES = ["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis asks for naive bounds
    st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=30)),
    st.sampled_from(ZONES),
)
def test_no_reminder_is_in_the_past_or_after_the_start_and_each_ends_when_the_next_is_due(
    start: datetime, ahead: timedelta, zone: str
):
    now = start - ahead
    found = plan_reminders(details(start, zone=zone), now)
    assert all(now < each.due_at < each.expires_at <= start for each in found)
    assert len({each.reminder for each in found}) == len(found)
    assert [each.due_at for each in found] == sorted(each.due_at for each in found)
    if len(found) == 2:
        assert found[0].expires_at == found[1].due_at
    if ahead > timedelta(hours=26):
        assert len(found) == 2


# Who may answer, and who is named where


@pytest.mark.parametrize(
    ("state", "now", "code"),
    [
        (EventState.PUBLISHED, timedelta(), None),
        (EventState.PUBLISHED, timedelta(hours=1, minutes=59), None),
        (EventState.PUBLISHED, timedelta(hours=2), "events-over-no-answer"),
        (EventState.CANCELLED, timedelta(days=-1), "events-cancelled-no-answer"),
    ],
)
def test_an_event_is_answered_until_it_ends_or_is_cancelled(
    state: EventState, now: timedelta, code: str | None
):
    start = NOW + timedelta(days=3)
    try:
        check_answerable(event(details(start), state), start + now)
        met = None
    except Mistake as mistake:
        met = mistake.code
    assert met == code


@pytest.mark.parametrize(
    ("memberships", "roles", "guest"),
    [
        (1, [], False),
        (0, [], True),
        (1, ["Équipe", "Web"], False),
        (1, ["mecatech"], True),
        (2, ["Invité"], True),
    ],
)
def test_a_guest_is_in_no_group_or_is_marked_by_a_role(memberships: int, roles: list[str], guest: bool):
    assert is_guest(memberships=memberships, role_names=roles, partner_names=["MecaTech"]) is guest


@given(
    st.dictionaries(st.integers(1, 50), st.frozensets(st.integers(1, 5)), max_size=20),
    st.lists(st.integers(1, 5), unique=True),
)
def test_each_person_is_named_exactly_once_and_only_where_they_can_read_it(
    people: dict[int, frozenset[int]], groups: list[int]
):
    attendees = [Attendee(user_id, homes & frozenset(groups)) for user_id, homes in people.items()]
    named = {where: at_home(attendees, groups, where) for where in (None, *groups)}
    assert sorted(user for users in named.values() for user in users) == sorted(people)
    for where in groups:
        assert all(where in people[user] for user in named[where])
