"""What the documents promise is what the software has: permissions, commands, files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.permissions import needed
from bot.i18n import Catalogues
from tests.architecture.catalogues import entries
from tests.architecture.source import ROOT

DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
FOR_PEOPLE = {
    "en": ("docs/members.md", "docs/organisers.md"),
    "fr": ("docs/fr/membres.md", "docs/fr/organisation.md"),
}
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)|src=\"(?P<source>[^\"]+)\"")
COMMAND = re.compile(r"`(/[a-z][a-z -]*)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def read(name: str) -> str:
    """Read a document of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, str]]:
    """Give each command that a person types, in English and in French."""
    french = {
        name.removeprefix("command-").removesuffix(".name"): entry.texts[0]
        for name, entry in entries("fr", commands=True).items()
        if name.startswith("command-") and name.endswith(".name")
    }
    for path, name in french.items():
        parents = [other for other in french if path.startswith(f"{other}-")]
        if parents:
            parent = max(parents, key=len)
            if not any(other.startswith(f"{path}-") for other in french):
                yield f"/{parent} {path.removeprefix(f'{parent}-')}", f"/{french[parent]} {name}"
        elif not any(other.startswith(f"{path}-") for other in french):
            yield f"/{path}", f"/{name}"


def test_the_readme_asks_for_exactly_the_permissions_that_the_bot_needs():
    english, french = (Catalogues.load().language(locale) for locale in ("en", "fr"))
    rows = [
        f"| {english(each.message)} | {french(each.message)} | {english(f'{each.message}.why')} |"
        for each in needed()
    ]
    table = re.search(r"\| Permission \|.*\n *\|[- |]+\|\n((?: *\|.*\n)+)", read("README.md"))
    assert table is not None
    assert [line.strip() for line in table[1].splitlines()] == rows


def test_there_are_commands_to_document():
    assert ("/event-admin create", "/evenement-admin creer") in set(commands())
    assert ("/setup-check", "/verifier-configuration") in set(commands())


@pytest.mark.parametrize("locale", FOR_PEOPLE)
def test_every_command_is_documented_with_both_its_names(locale: str):
    written = "".join(read(name) for name in FOR_PEOPLE[locale])
    missing = [pair for pair in commands() if not all(f"`{name}`" in written for name in pair)]
    assert missing == []


@pytest.mark.parametrize("locale", FOR_PEOPLE)
def test_no_command_is_documented_that_does_not_exist(locale: str):
    known = {name for pair in commands() for name in pair}
    written = {name for document in FOR_PEOPLE[locale] for name in COMMAND.findall(read(document))}
    assert written - known == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path):
    broken = []
    for found in LINK.finditer(document.read_text(encoding="utf-8")):
        target, _, heading = (found["target"] or found["source"]).partition("#")
        if "://" in target:
            continue
        path = (document.parent / target) if target else document
        if not path.exists() or (heading and heading not in anchors(path)):
            broken.append(found[0])
    assert broken == []


def anchors(document: Path) -> set[str]:
    """Name a document's headings as links to them do."""
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
