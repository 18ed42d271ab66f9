"""The benchmarks' figures: percentiles and ratios are what they are called, and reach their place on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import tables
from benchmarks.answers import Block, Comparison
from benchmarks.start import Start, Starts


def test_the_99th_percentile_is_exceeded_by_one_answer_in_a_hundred():
    block = Block([float(ms) for ms in range(250, 0, -1)], seconds=5)
    assert (block.median, block.p99, block.rate) == (125.5, 248, 50)
    assert Block([7.0], 1).p99 == 7


def test_ratios_compare_neighbouring_blocks():
    ours = [Block([2.0], 1), Block([12.0], 1), Block([3.0], 1)]
    theirs = [Block([1.0], 1), Block([3.0], 1), Block([1.0], 1)]
    (line,) = [
        line
        for line in tables.answers_table([Comparison("reading", 1, ours, theirs)]).splitlines()
        if "Maillage" in line
    ]
    assert line.endswith("| 3.00 (2.00–4.00) |")


def test_each_start_is_compared_with_its_neighbour():
    ours = Starts("Maillage", [Start(1, 2, 100), Start(1, 3, 100)])
    bare = Starts("bare", [Start(1, 1, 50), Start(1, 1, 25)])
    line = tables.start_table([ours, bare]).splitlines()[3]
    assert line.endswith("| 2.50 (2.00–3.00) | 3.00 (2.00–4.00) |")


def test_a_table_replaces_the_one_before_between_its_markers_and_nothing_else(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- start: begin -->\nold\n<!-- start: end -->\nz\n", encoding="utf-8")
    tables.write(page, "start", "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- start: begin -->\nnew\n<!-- start: end -->\nz\n"
    with pytest.raises(ValueError, match="answers: begin"):
        tables.write(page, "answers", "new")
