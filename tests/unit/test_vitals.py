"""What the process measures of itself: figures that add up, and stalls that are noticed and told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vitals.histogram import Histogram
from bot.vitals.stalls import NAP_SECONDS, StallWatch


@given(st.lists(st.floats(0, 100)), st.lists(st.floats(0, 100), unique=True, max_size=10).map(sorted))
def test_a_histogram_counts_what_is_not_above_each_bound(values, bounds):
    histogram = Histogram(bounds)
    for value in values:
        histogram.add(value)
    assert histogram.cumulative() == [
        (bound, sum(value <= bound for value in values)) for bound in (*bounds, float("inf"))
    ]
    assert histogram.total == len(values)
    assert histogram.sum == pytest.approx(sum(values))


class Loop:
    """A loop that is kept from waking in time, by so many seconds at each nap; then it ends."""

    def __init__(self, *late: float) -> None:
        self.now = 1000.0
        self._late = list(late)

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if not self._late:
            raise asyncio.CancelledError
        self.now += seconds + self._late.pop(0)


async def watched(late: Iterable[float]) -> StallWatch:
    loop = Loop(*late)
    watch = StallWatch(loop.seconds, loop.sleep)
    with pytest.raises(asyncio.CancelledError):
        await watch.watch()
    return watch


async def test_a_nap_that_ends_on_time_is_no_stall(caplog: pytest.LogCaptureFixture):
    watch = await watched([0.0, 0.0, 0.0])
    assert watch.stalls.total == 3
    assert watch.longest == pytest.approx(0, abs=1e-9)
    assert caplog.text == ""


async def test_the_longest_stall_is_kept_and_every_one_counted():
    watch = await watched([0.003, 0.080, 0.001])
    assert watch.longest == pytest.approx(0.080)
    assert dict(watch.stalls.cumulative())[0.005] == 2


async def test_a_stall_of_100_ms_is_logged_with_its_length_and_a_shorter_one_is_not(
    caplog: pytest.LogCaptureFixture,
):
    await watched([0.099, 0.153])
    (line,) = caplog.records
    assert line.levelno == logging.WARNING
    assert "stood still for 153 ms" in line.getMessage()


async def test_a_wait_that_ends_early_counts_as_none():
    watch = await watched([-NAP_SECONDS])
    assert dict(watch.stalls.cumulative())[0.0005] == 1


async def test_it_runs_from_start_to_stop():
    watch = StallWatch()
    seen = [watch.running]
    watch.start()
    seen.append(watch.running)
    await watch.stop()
    seen.append(watch.running)
    assert seen == [False, True, False]
