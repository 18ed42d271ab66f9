"""Files a reader can hold, under names that say what they are about."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.source import ROOT, modules

LONGEST = 400
# Each would become the drawer for whatever has no place of its own.
DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def test_no_module_is_a_drawer_for_odds_and_ends():
    found = [
        str(path.relative_to(ROOT))
        for path in modules("bot", "sandbox", "tests", "benchmarks")
        for part in path.relative_to(ROOT).with_suffix("").parts
        if DRAWERS & set(re.split(r"[_\W]", part.lower()))
    ]
    assert found == []


def test_no_file_is_longer_than_a_reader_can_hold():
    found = {
        str(path.relative_to(ROOT)): lines
        for path in modules("bot", "sandbox", "tests", "benchmarks")
        if "versions" not in path.parts  # a migration is long when its change is
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert found == {}


def test_every_folder_of_code_is_a_package_that_says_what_it_is():
    found = [
        str(folder.relative_to(ROOT))
        for folder in {path.parent for path in modules("bot", "sandbox")}
        if "versions" not in folder.parts and not says_what_it_is(folder / "__init__.py")
    ]
    assert found == []


def says_what_it_is(package: Path) -> bool:
    return package.exists() and package.read_text(encoding="utf-8").startswith('"""')
