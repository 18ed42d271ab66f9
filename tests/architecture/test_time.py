"""The time has one reader on each side, so that the demo and the tests can move it; and it is never naive."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import ROOT, calls, modules, place

# `monotonic` and `perf_counter` measure how long something takes; they tell no time and may be used anywhere.
READS_THE_TIME = {
    "datetime.now",
    "datetime.datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "discord.utils.utcnow",
    "utcnow",
}
NAIVE = {"datetime.utcnow", "datetime.utcfromtimestamp", "datetime.datetime.utcnow"}


# The sandbox's rate limits run in real time, whatever its clock was moved by: so do the clients they hold back.
READERS = {"bot": ["clock.py"], "sandbox": ["clock.py", "ratelimit.py"]}


@pytest.mark.parametrize("room", READERS)
def test_only_the_clock_reads_the_time(room: str):
    found = [
        f"{place(path, call)} {name}"
        for path in modules(room)
        if path not in [ROOT / room / name for name in READERS[room]]
        for call, name in calls(path)
        if name in READS_THE_TIME
    ]
    assert found == []


def test_every_datetime_has_its_zone():
    found = [
        f"{place(path, call)} {ast.unparse(call)}"
        for path in modules("bot", "sandbox")
        for call, name in calls(path)
        if name in NAIVE or _without_zone(call, name)
    ]
    assert found == []


def _without_zone(call: ast.Call, name: str) -> bool:
    given = {keyword.arg for keyword in call.keywords}
    if name in ("datetime", "datetime.datetime"):
        return len(call.args) < 8 and not given & {"tzinfo", None}
    if name in ("datetime.now", "datetime.datetime.now"):
        return not call.args and "tz" not in given
    if name.endswith("datetime.fromtimestamp"):
        return len(call.args) < 2 and "tz" not in given
    return name.endswith("datetime.combine") and len(call.args) < 3 and "tzinfo" not in given
