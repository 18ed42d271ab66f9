"""What happens again at the same hour of the wall clock, across the changes of the clocks."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import Every, Recurrence, on_the_wall

BRUSSELS = "Europe/Brussels"
# Half an hour's change, a change at midnight, changes of a zone south of the equator, and none at all.
ZONES = [BRUSSELS, "Australia/Lord_Howe", "America/Havana", "America/Santiago", "Africa/Casablanca", "UTC"]


def rule(first: str, every: Every, *, until: date | None = None, times: int | None = None) -> Recurrence:
    day, clock = first.split()
    return Recurrence(
        date.fromisoformat(day), time.fromisoformat(clock), BRUSSELS, every, until=until, times=times
    )


def days(recurrence: Recurrence, count: int) -> list[str]:
    return [each.at.strftime("%Y-%m-%d %H:%M %z") for each in recurrence.from_number(0, count)]


def test_the_hour_on_the_wall_stays_across_the_change_of_spring():
    weekly = rule("2027-03-23 18:30", Every.WEEK)
    assert days(weekly, 2) == ["2027-03-23 18:30 +0100", "2027-03-30 18:30 +0200"]


def test_the_hour_on_the_wall_stays_across_the_change_of_autumn():
    fortnightly = rule("2027-10-19 09:00", Every.FORTNIGHT)
    assert days(fortnightly, 2) == ["2027-10-19 09:00 +0200", "2027-11-02 09:00 +0100"]


def test_an_hour_that_spring_skips_is_as_much_later():
    weekly = rule("2027-03-21 02:30", Every.WEEK)
    assert days(weekly, 3) == [
        "2027-03-21 02:30 +0100",
        "2027-03-28 03:30 +0200",
        "2027-04-04 02:30 +0200",
    ]


def test_of_an_hour_that_autumn_repeats_the_first_counts():
    (only,) = rule("2027-10-31 02:30", Every.WEEK, times=1).from_number(0, 5)
    assert only.at.utcoffset() == timedelta(hours=2)


def test_a_day_that_a_month_lacks_is_its_last():
    monthly = rule("2027-01-31 09:00", Every.MONTH_DAY)
    assert [each[:10] for each in days(monthly, 4)] == [
        "2027-01-31",
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
    ]


@pytest.mark.parametrize(
    ("first", "following"),
    [
        ("2026-12-08 12:00", ["2026-12-08", "2027-01-12", "2027-02-09"]),  # the 2nd Tuesday
        (
            "2026-12-25 12:00",
            ["2026-12-25", "2027-01-22", "2027-02-26"],
        ),  # the 4th Friday, which may be the last
        ("2026-12-29 12:00", ["2026-12-29", "2027-01-26", "2027-02-23"]),  # the last Tuesday
        ("2026-12-31 12:00", ["2026-12-31", "2027-01-28", "2027-02-25"]),  # the last Thursday
    ],
)
def test_a_weekday_of_the_month(first: str, following: list[str]):
    assert [each[:10] for each in days(rule(first, Every.MONTH_WEEKDAY), 3)] == following


def test_it_ends_after_so_many_times():
    assert len(rule("2027-01-05 09:00", Every.WEEK, times=3).from_number(0, 10)) == 3


def test_its_last_day_is_part_of_it():
    weekly = rule("2027-01-05 09:00", Every.WEEK, until=date(2027, 1, 19))
    assert [each.at.day for each in weekly.from_number(0, 10)] == [5, 12, 19]
    assert weekly.following(weekly.from_number(2, 1)[0].at) is None


def test_past_its_end_the_latest_is_the_last_one():
    weekly = rule("2027-01-05 09:00", Every.WEEK, until=date(2027, 1, 20))
    latest = weekly.latest(datetime(2030, 1, 1, tzinfo=UTC))
    assert latest is not None
    assert (latest.number, latest.at.day) == (2, 19)
    thrice = rule("2027-01-05 09:00", Every.WEEK, times=3).latest(datetime(2030, 1, 1, tzinfo=UTC))
    assert thrice is not None
    assert thrice.number == 2


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
rules = st.builds(
    Recurrence,
    first=st.dates(date(2024, 1, 1), date(2040, 12, 31)),
    clock=clocks,
    timezone=st.sampled_from(ZONES),
    every=st.sampled_from(Every),
    until=st.none() | st.dates(date(2023, 1, 1), date(2045, 1, 1)),
    times=st.none() | st.integers(1, 60),
)
instants = st.builds(
    lambda day, clock: datetime.combine(day, clock, tzinfo=UTC),
    st.dates(date(2023, 1, 1), date(2046, 1, 1)),
    clocks,
)


@given(rules, st.integers(0, 150))
def test_every_occurrence_exists_and_comes_after_the_one_before(recurrence: Recurrence, number: int):
    found = recurrence.from_number(number, 2)
    for each in found:
        assert not _imaginary(each.at.date(), each.at.time(), recurrence.zone)
    if len(found) == 2:
        assert found[0].at.astimezone(UTC) < found[1].at.astimezone(UTC)


@given(rules, st.integers(0, 150))
def test_the_wall_clock_shows_the_hour_unless_the_clocks_skip_it(recurrence: Recurrence, number: int):
    found = recurrence.occurrence(number)
    if found is None:
        return
    if found.at.time() != recurrence.clock:
        assert _imaginary(found.at.date(), recurrence.clock, recurrence.zone)


@given(rules, st.integers(0, 150))
def test_the_day_is_the_one_of_the_rule(recurrence: Recurrence, number: int):
    found = recurrence.occurrence(number)
    if found is None or found.at.time() != recurrence.clock:
        return
    day, first = found.at.date(), recurrence.first
    match recurrence.every:
        case Every.WEEK | Every.FORTNIGHT:
            step = 7 if recurrence.every is Every.WEEK else 14
            assert (day - first).days == number * step
        case Every.MONTH_DAY:
            last = calendar.monthrange(day.year, day.month)[1]
            assert day.day == min(first.day, last)
        case Every.MONTH_WEEKDAY:
            assert day.weekday() == first.weekday()
            last = calendar.monthrange(day.year, day.month)[1]
            assert (
                (day.day > last - 7) if recurrence.nth is None else (day.day - 1) // 7 + 1 == recurrence.nth
            )


@given(rules, instants)
def test_nothing_lies_between_the_latest_and_the_following(recurrence: Recurrence, now: datetime):
    latest, following = recurrence.latest(now), recurrence.following(now)
    if latest is not None:
        assert latest.at <= now
        after = recurrence.occurrence(latest.number + 1)
        assert after is None or after.at > now
        assert after == following
    if following is not None:
        assert following.at > now
        before = recurrence.occurrence(following.number - 1)
        assert before is None or before.at <= now
        assert before == latest
    if latest is None and following is None:
        assert recurrence.occurrence(0) is None


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), clocks, st.sampled_from(ZONES))
def test_an_hour_on_the_wall_becomes_an_instant_that_exists(day: date, clock: time, name: str):
    zone = ZoneInfo(name)
    instant = on_the_wall(day, clock, zone)
    assert instant.astimezone(UTC).astimezone(zone) == instant
    if not _imaginary(day, clock, zone):
        assert (instant.date(), instant.time()) == (day, clock)


def test_the_first_hour_of_a_day_that_begins_in_a_gap_is_resolved():
    havana = ZoneInfo("America/Havana")
    march = (date(2027, 3, 1) + timedelta(days=each) for each in range(31))
    gap = next(day for day in march if _imaginary(day, time(0, 30), havana))
    assert on_the_wall(gap, time(0, 30), havana).time() == time(1, 30)


def _imaginary(day: date, clock: time, zone: ZoneInfo) -> bool:
    shown = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC).astimezone(zone)
    return (shown.date(), shown.time()) != (day, clock)
