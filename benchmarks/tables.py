"""From figures to Markdown, and into the page that shows them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import answers, start
from benchmarks.community import SEED, Size


def data(size: Size) -> str:
    """Say what stood in the sandbox and in the database."""
    return (
        f"Data: {size.members:,} members, {size.memberships:,} memberships of groups, {size.answers:,} answers to "
        f"{size.events:,} events; seed {SEED}."
    )


def answers_table(comparisons: Sequence[answers.Comparison]) -> str:
    """Show latencies, rates and ratios."""
    head = (
        "",
        "at a time",
        "bot",
        "median ms",
        "p99 ms",
        "worst block's p99",
        "answers/s",
        "× bare: median (min–max)",
    )
    rows: list[Sequence[str]] = []
    for each in comparisons:
        ratios = [ours.median / theirs.median for ours, theirs in zip(each.ours, each.theirs, strict=True)]
        rows.append((each.what, str(each.concurrency), "Maillage", *_blocks(each.ours), spread(ratios)))
        rows.append(("", "", "bare", *_blocks(each.theirs), ""))
    counts = {each.concurrency: len(each.ours[0].latencies) for each in comparisons}
    told = ", ".join(f"{count:,} requests at {concurrency}" for concurrency, count in counts.items())
    return f"{table(head, rows)}\n\nBlocks of each bot: {len(comparisons[0].ours)}, alternating; a block: {told}."


def start_table(all_starts: Sequence[start.Starts]) -> str:
    """Show times and memory of starts, and the ratio to the bare bot of each form."""
    ours = all_starts[0].runs
    head = (
        "bot",
        "ready s",
        "first answer s",
        "memory MiB",
        "Maillage ÷ this: time",
        "Maillage ÷ this: memory",
    )
    rows: list[Sequence[str]] = []
    for starts in all_starts:
        pairs = list(zip(ours, starts.runs, strict=True))
        own = starts is all_starts[0]
        rows.append(
            (
                starts.name,
                spread([run.ready for run in starts.runs]),
                spread([run.answer for run in starts.runs]),
                spread([run.memory for run in starts.runs], digits=0),
                "" if own else spread([mine.answer / other.answer for mine, other in pairs]),
                "" if own else spread([mine.memory / other.memory for mine, other in pairs]),
            )
        )
    return f"{table(head, rows)}\n\nStarts of each bot: {len(ours)}, alternating. Median (min–max)."


def spread(values: Sequence[float], *, digits: int = 2) -> str:
    """Write the median of some values with the least and the greatest of them."""
    middle, least, greatest = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f} ({least:.{digits}f}–{greatest:.{digits}f})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write(page: Path, name: str, text: str) -> None:
    """Put a text between the markers of that name in a page, instead of what is there. Raises ValueError."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        msg = f"{page} has no {begin} … {end} to write between."
        raise ValueError(msg)
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def _blocks(blocks: Sequence[answers.Block]) -> tuple[str, str, str, str]:
    return (
        f"{statistics.median(block.median for block in blocks):.2f}",
        f"{statistics.median(block.p99 for block in blocks):.1f}",
        f"{max(block.p99 for block in blocks):.1f}",
        f"{statistics.median(block.rate for block in blocks):.0f}",
    )
