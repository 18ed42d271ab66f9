"""Eras: what is in question after a copy was put back, and which nonce each delivery gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eras import Era, Span

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
KEYS = st.text(min_size=1, max_size=200)
MOMENTS = st.timedeltas(timedelta(days=-30), timedelta(days=30)).map(lambda away: NOON + away)
FIRST = Era(1, "first", "first")
COPY = Era(2, "second", "first", copied_at=NOON, began_at=NOON + timedelta(hours=1))


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
    waiting = Era(2, "second", "first", copied_at=NOON)
    assert waiting.waits_for_start
    assert waiting.paused
    assert not waiting.questions(NOON - timedelta(days=1))
    assert not COPY.waits_for_start
    assert COPY.paused
    done = Era(2, "second", "first", copied_at=NOON, began_at=NOON, looked_up_at=NOON)
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
