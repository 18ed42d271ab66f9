"""The figures of delivery's benchmarks: shares, lateness and stalls are what they are called."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.delivery.figures import Sending, Stalls, behind, percentile
from benchmarks.delivery.orders import Order, Told
from benchmarks.delivery.starts import Start, Starts
from benchmarks.delivery.tables import announcement_table, at_once_table, starts_table

STALLS = Stalls([(0.001, 970), (0.005, 990), (0.05, 1000)], 1000)


def sending(**changes: Any) -> Sending:
    plain: dict[str, Any] = {
        "name": "Maillage",
        "targets": [1, 2, 3],
        "began": 100.0,
        "arrivals": {1: [100.3], 2: [100.32, 100.34], 9: [101.3]},
        "reminders": {9: 101.0, 8: 102.0},
        "answers": [0.010, 0.020],
        "unanswered": 1,
        "asked": 200,
        "refused": 1,
        "stalls": STALLS,
        "busy": 0.5,
    }
    return Sending(**(plain | changes))


def test_what_arrived_twice_or_not_at_all_is_counted():
    assert (sending().arrived, sending().doubled) == (2, 1)


def test_the_share_is_of_fifty_a_second_from_the_first_message_to_the_last():
    even = {channel: [100.3 + channel / 50] for channel in range(51)}
    assert sending(arrivals=even).share == pytest.approx(1)


def test_a_reminder_is_late_from_its_own_time_on_and_one_that_is_missing_has_no_lateness():
    assert sending().lateness == [pytest.approx(0.3)]


def test_behind_is_measured_from_a_sender_without_a_pause():
    assert behind([100.35, 100.30], 100.0, 50, 0.3) == [pytest.approx(0), pytest.approx(0.03)]


def test_a_percentile_is_exceeded_by_the_rest():
    values = [float(number) for number in range(1, 1001)]
    assert (percentile(values, 0.99), percentile(values, 0.5), percentile([7.0], 0.99)) == (990, 500, 7)


def test_stalls_are_told_by_the_bound_that_they_lie_below():
    assert (STALLS.below(0.99), STALLS.below(1.0)) == (0.005, 0.05)
    assert Stalls([(0.05, 9)], 10).below(1.0) is None
    before = Stalls([(0.001, 100), (0.005, 100), (0.05, 101)], 101)
    assert STALLS.since(before) == Stalls([(0.001, 870), (0.005, 890), (0.05, 899)], 899)


def test_the_tables_show_them():
    shown = announcement_table([sending()])
    for each in (
        "2 of 3",
        "1 of 200 (0.50%)",
        "1 of 2",
        "0.30 · 0.30",
        "10 · 20 (1 none)",
        "≤ 5 · ≤ 50",
        "50%",
    ):
        assert f"| {each} |" in shown
    assert "| behind 49/s, s: median · p99 | behind 50/s, s: median · p99 |" in at_once_table([sending()])
    nothing = sending(answers=[], unanswered=0, reminders={}, asked=0, refused=0)
    assert "| – | – |" in announcement_table([nothing])


def test_starts_are_compared_with_those_of_the_smallest_outbox():
    small, large = Starts(10, [Start(1, 2, 90)]), Starts(1_000_000, [Start(1.5, 3, 90)])
    line = starts_table([small, large]).splitlines()[3]
    assert line == "| 1,000,000 | 1.50 (1.50–1.50) | 1.50 (1.50–1.50) | 3.00 (3.00–3.00) | 90 (90–90) |"


def test_orders_and_what_is_told_of_them_cross_a_pipe_unchanged():
    order = Order("gather", 100.5, [1, 2], [])
    assert Order.read(order.write()) == order
    assert Told.read(b'{"failures": {"429": 3}, "stalls": [[0.001, 5]], "watched": 6}').failures == {"429": 3}
