"""How long a sending still takes, as far as one can see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import announcements as rules
from bot.domain.announcements import Pace
from bot.domain.effects import State
from bot.i18n import Catalogues
from bot.ui.announcements.reports import progress
from tests.unit.test_announcements import NOON, announcement, copy, group, to

SECOND = timedelta(seconds=1)
CATALOGUES = Catalogues.load()


@given(st.integers(1, 2000), st.integers(1, 2000), st.floats(0.01, 60))
def test_at_a_steady_rate_it_is_what_is_left_at_that_rate(ended: int, waiting: int, each: float):
    left = Pace(NOON, ended, waiting, None).left(NOON + ended * each * SECOND)
    assert left is not None
    assert abs(left - waiting * each * SECOND) < SECOND


@given(st.integers(0, 50), st.integers(0, 50), st.integers(-100, 100), st.integers(0, 1000))
def test_nothing_is_claimed_that_nobody_can_know(ended: int, waiting: int, due: int, passed: int):
    now = NOON + passed * SECOND
    left = Pace(NOON, ended, waiting, now + due * SECOND).left(now)
    assert (left is None) == (not waiting or (not ended and due <= 0))
    if left is not None and waiting:
        assert left >= max(due, 0) * SECOND, "what is not tried before then does not arrive before then"


def test_only_what_ended_in_this_round_tells_its_rate():
    later = NOON + timedelta(hours=1)
    rows = [
        replace(copy(group(1), State.SENT), settled_at=NOON),
        replace(copy(group(2), State.FAILED), settled_at=later),
        replace(copy(group(3), State.CANCELLED), settled_at=later),
        replace(copy(group(4), State.PENDING), next_at=later + SECOND),
    ]
    found = rules.pace_of(announcement(changed_at=later), rows)
    assert found == Pace(later, 1, 1, later + SECOND)


@pytest.mark.parametrize(
    ("seconds", "french", "english"),
    [
        (20, "Encore moins d’une minute", "Less than a minute left"),
        (60, "Encore 1 min environ", "About 1 min left"),
        (61, "Encore 2 min environ", "About 2 min left"),
        (5400, "Encore 1 h 30 min environ", "About 1 h 30 min left"),
    ],
)
def test_it_is_said_in_whole_minutes(seconds: int, french: str, english: str):
    waiting = replace(copy(group(1), State.PENDING), next_at=NOON + seconds * SECOND)
    report = rules.report(announcement(), to([group(1)]), [waiting])
    for locale, told in (("fr", french), ("en", english)):
        shown = progress(report, CATALOGUES.language(locale), NOON)
        assert shown.view is not None
        texts = [getattr(item, "content", "") for item in shown.view.walk_children()]
        assert told in "\n".join(texts).replace("\u00a0", " ").replace("\u202f", " ")
