"""The benchmarks run: in small, every sender in its own process, with tables that show what arrived."""

from __future__ import annotations

from pathlib import Path

from benchmarks.delivery.measuring import measure


async def test_delivery_is_measured_beside_the_naive_senders(tmp_path: Path):
    found = {name: text async for name, text in measure(tmp_path, quick=True)}
    assert list(found) == ["delivery-announcement", "delivery-at-once", "delivery-start"]
    ours, gathered, looped = rows(found["delivery-announcement"])
    assert [row[1:3] for row in (ours, gathered, looped)] == [
        ["40 of 40", "0"],
        ["40 of 40", "0"],
        ["5 of 5", "0"],
    ]
    assert ours[6] == "2 of 2"
    assert [row[1:3] for row in rows(found["delivery-at-once"])] == [["40 of 40", "0"]] * 2
    assert [row[0] for row in rows(found["delivery-start"])] == ["10", "1,000"]


def rows(text: str) -> list[list[str]]:
    """Read a table's rows, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
