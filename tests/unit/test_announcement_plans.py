"""When announcements are sent: as typed, as understood, and what is done when a date has come, or gone by."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import announcements as rules
from bot.domain.announcements import SENDING_LIFE, Plan, Repeat, TypedPlan
from bot.domain.mistakes import Mistake
from bot.domain.recurrence import Every, Recurrence

BRUSSELS = "Europe/Brussels"
MONDAY = datetime(2026, 11, 23, 11, tzinfo=UTC)


def typed(when: str, repeat: Repeat = Repeat.ONCE, until: str = "") -> TypedPlan:
    return TypedPlan(when, repeat, until, MONDAY)


def understood(when: str, repeat: Repeat = Repeat.ONCE, until: str = "") -> Recurrence:
    return rules.understood(typed(when, repeat, until), BRUSSELS, MONDAY)


def refused(when: str, repeat: Repeat = Repeat.ONCE, until: str = "", now: datetime = MONDAY) -> Mistake:
    with pytest.raises(Mistake) as caught:
        rules.understood(typed(when, repeat, until), BRUSSELS, now)
    return caught.value


def test_once_is_one_time():
    rule = understood("vendredi 9h")
    assert (rule.first, rule.clock, rule.times) == (date(2026, 11, 27), time(9), 1)


def test_a_repetition_has_its_rhythm_and_its_end():
    assert understood("mardi 9h", Repeat.FORTNIGHT, "10 fois") == Recurrence(
        date(2026, 11, 24), time(9), BRUSSELS, Every.FORTNIGHT, None, 10
    )
    assert understood("Tuesday 9am", Repeat.MONTH_WEEKDAY, "until 30 June 2027").until == date(2027, 6, 30)
    assert understood("mardi 9h", Repeat.WEEK) == Recurrence(
        date(2026, 11, 24), time(9), BRUSSELS, Every.WEEK
    )


@pytest.mark.parametrize(
    ("mistake", "code"),
    [
        (refused("bientôt"), "dates-unknown"),
        (refused("hier 9h"), "dates-unknown"),
        (refused("20/11/2026 9h"), "dates-past"),
        (refused("vendredi 9h", until="10 fois"), "announcements-plan-end-alone"),
        (refused("vendredi 9h", Repeat.WEEK, "jeudi"), "announcements-plan-ends-early"),
        (refused("vendredi 9h", Repeat.WEEK, "un jour"), "endings-unknown"),
        (refused("demain 9h", now=MONDAY + timedelta(days=2)), "announcements-plan-passed"),
    ],
)
def test_what_can_not_be_taken_is_told(mistake: Mistake, code: str):
    assert mistake.code == code


def test_what_stands_keeps_its_meaning_until_it_has_passed():
    before = typed("demain 9h")
    later = MONDAY + timedelta(hours=12)
    assert rules.counted_from(before, "demain 9h", BRUSSELS, later) == MONDAY
    assert rules.counted_from(before, "demain 10h", BRUSSELS, later) == later
    passed = MONDAY + timedelta(days=1)
    assert rules.counted_from(before, "demain 9h", BRUSSELS, passed) == passed


def weekly(times: int | None = None) -> Recurrence:
    return Recurrence(date(2026, 12, 1), time(9), BRUSSELS, Every.WEEK, times=times)


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=UTC)


def test_what_is_due_is_sent_and_the_next_one_follows():
    turn = rules.turn(Plan(weekly(), 0, 7, MONDAY), at(1), at(1))
    assert (turn.sent, turn.missed, turn.due.at) == (True, [], at(1))
    assert turn.next is not None
    assert turn.next.at == at(8)


def test_of_those_that_went_by_the_last_one_alone_is_sent():
    turn = rules.turn(Plan(weekly(), 0, 7, MONDAY), at(1), at(16))
    assert (turn.sent, turn.due.at) == (True, at(15))
    assert [one.at for one in turn.missed] == [at(1), at(8)]


def test_what_went_by_for_longer_than_its_life_is_not_sent():
    turn = rules.turn(Plan(weekly(times=1), 0, 7, MONDAY), at(1), at(2, 9))
    assert not turn.sent
    assert [one.at for one in turn.missed] == [at(1)]
    assert turn.next is None


plans = st.builds(
    lambda every, times, number: Plan(
        Recurrence(date(2026, 12, 1), time(9), BRUSSELS, every, times=times), number, 7, MONDAY
    ),
    st.sampled_from(Every),
    st.none() | st.integers(1, 30),
    st.integers(0, 20),
)


@given(plans, st.timedeltas(timedelta(0), timedelta(days=900)))
def test_each_date_is_sent_or_told_and_none_twice(plan: Plan, later: timedelta):
    first = plan.rule.occurrence(plan.number)
    if first is None:
        return
    now = first.at.astimezone(UTC) + later
    turn = rules.turn(plan, first.at, now)
    accounted = [one.number for one in turn.missed] + ([turn.due.number] if turn.sent else [])
    assert accounted == list(range(plan.number, turn.due.number + 1))
    assert turn.sent is (now - turn.due.at <= SENDING_LIFE)
    assert turn.next is None or (turn.next.number == turn.due.number + 1 and turn.next.at > now)


@given(plans, st.lists(st.sampled_from(["sent", "skipped", "missed"]), max_size=60))
def test_so_many_times_means_so_many_that_go_out(plan: Plan, fates: list[str]):
    times = plan.rule.times
    if times in (None, 1) or plan.rule.occurrence(plan.number) is None:
        return
    rule, number, sent = plan.rule, plan.number, plan.number
    for fate in fates:
        here = rule.occurrence(number)
        if here is None:
            break
        now_on = Plan(rule, number, 7, MONDAY)
        assert now_on.left == times - sent
        if fate == "skipped":
            rule, number = now_on.skipping(), number + 1
            continue
        # The next date is never so near: a day and an hour later, this one is missed and nothing else is due.
        late = timedelta(0) if fate == "sent" else SENDING_LIFE + timedelta(hours=1)
        turn = rules.turn(now_on, here.at, here.at.astimezone(UTC) + late)
        sent += turn.sent
        rule, number = turn.rule, turn.due.number + 1
    assert (rule.occurrence(number) is None) is (sent == times)


def test_of_what_is_in_question_the_dates_before_count_as_sent():
    turn = rules.in_question(Plan(weekly(3), 0, 7, MONDAY), at(1), at(30))
    assert (turn.sent, turn.due.at, turn.next) == (True, at(15), None)
    assert [one.at for one in turn.missed] == [at(1), at(8)]
