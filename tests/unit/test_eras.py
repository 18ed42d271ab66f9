"""Eras: what is in question after a copy was put back, and which nonce each delivery gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eras import Era, Span

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
KEYS = st.text(min_size=1, max_size=200)
MOMENTS = st.timedeltas(timedelta(days=-30), timedelta(days=30)).map(lambda away: NOON + away)
HOURS = st.integers(1, 200).map(lambda hours: timedelta(hours=hours))
FIRST = Era(1, "first", "first", "first")
COPY = Era(2, "second", "first", "first", copied_at=NOON, began_at=NOON + timedelta(hours=1))


@given(KEYS)
def test_a_nonce_is_what_discord_takes_and_the_same_each_time(key: str):
    nonce = FIRST.nonce(key, questioned=False)
    assert 0 < len(nonce) <= 25
    assert nonce.isascii()
    assert nonce == FIRST.nonce(key, questioned=False)


@given(st.sets(KEYS, min_size=2))
def test_each_key_has_a_nonce_of_its_own(keys: set[str]):
    assert len({FIRST.nonce(key, questioned=False) for key in keys}) == len(keys)


@given(KEYS)
def test_what_is_in_question_has_the_nonce_that_the_lost_run_gave_it_and_all_else_another(key: str):
    assert COPY.nonce(key, questioned=True) == FIRST.nonce(key, questioned=False)
    assert COPY.nonce(key, questioned=False) != FIRST.nonce(key, questioned=False)


@given(MOMENTS)
def test_in_question_is_what_was_due_before_the_start_on_a_copy(due_at: datetime):
    assert not FIRST.questions(due_at)
    assert COPY.questions(due_at) == (due_at < NOON + timedelta(hours=1))


def test_a_copy_is_paused_from_the_beginning_until_all_was_looked_up():
    waiting = Era(2, "second", "first", "first", copied_at=NOON)
    assert waiting.waits_for_start
    assert waiting.paused
    assert not waiting.questions(NOON - timedelta(days=1))
    assert not COPY.waits_for_start
    assert COPY.paused
    done = Era(2, "second", "first", "first", copied_at=NOON, began_at=NOON, looked_up_at=NOON)
    assert not done.paused
    assert not FIRST.paused
    assert not FIRST.waits_for_start


def test_a_span_ends_where_the_start_begins():
    span = Span(NOON, NOON + timedelta(hours=1))
    assert [span.holds(NOON + timedelta(minutes=each)) for each in (-1, 0, 59, 60)] == [
        False,
        True,
        True,
        False,
    ]


@st.composite
def generations(draw: st.DrawFn) -> list[Era]:
    """The eras of one database: each begins with a copy that the run before made."""
    instant = NOON
    eras, spans = [FIRST], []
    for number in range(2, draw(st.integers(2, 6))):
        copied_at = instant + draw(HOURS)
        instant = copied_at + draw(HOURS)
        spans.append(Span(copied_at, instant))
        eras.append(
            Era(number, f"salt {number}", eras[-1].salt, FIRST.root, copied_at, instant, lost=tuple(spans))
        )
    return eras


@given(generations(), KEYS)
def test_what_a_delivery_leaves_is_known_by_the_same_name_in_every_era(eras: list[Era], key: str):
    assert {era.signature(key) for era in eras} == {FIRST.nonce(key, questioned=False)}


@given(generations(), MOMENTS, st.data())
def test_a_look_up_begins_before_any_lost_run_can_have_sent_it(
    eras: list[Era], due_at: datetime, data: st.DataObject
):
    *_, present = eras
    if not present.questions(due_at):
        return
    since = present.since(due_at)
    assert since is not None
    # A run sends what is due, until it is lost; what it sent in a span is known to no later one.
    span = data.draw(st.sampled_from([span for span in present.lost if span.end > due_at]))
    sent_at = data.draw(
        st.datetimes(*(each.replace(tzinfo=None) for each in (max(due_at, span.start), span.end)))
    )
    assert since <= sent_at.replace(tzinfo=UTC)


@given(generations(), MOMENTS)
def test_a_look_up_reads_no_further_back_than_what_was_lost(eras: list[Era], due_at: datetime):
    for era in eras:
        since = era.since(due_at)
        assert (since is None) == (era is FIRST)
        assert since is None or since in [span.start for span in era.lost]


def test_what_one_lost_run_after_another_may_have_sent_is_sought_from_the_first_on():
    first, second = (Span(NOON + timedelta(hours=n), NOON + timedelta(hours=n + 1)) for n in (0, 4))
    era = Era(3, "third", "second", "first", second.start, second.end, lost=(first, second))
    assert era.since(first.start) == first.start
    assert era.since(first.end) == second.start
