"""What the bot says exists in every language, is well set, and is what the code asks for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pytest
from fluent.syntax import ast as fluent

from tests.architecture.catalogues import VALUE, Entry, entries, files, locales, resource
from tests.architecture.source import calls, modules, place, strings, tree

REFERENCE = "en"
OTHERS = [locale for locale in locales() if locale != REFERENCE]

NARROW, NO_BREAK = "\u202f", "\u00a0"
FRENCH_RULES = {
    "a narrow no-break space before ; ! ?": rf"(?<![{NARROW}!?])[;!?](?=[\s!?»)*{VALUE}]|$)",
    "a no-break space before :": rf"(?<!{NO_BREAK}):(?=[\s*{VALUE}]|$)",
    "a no-break space after «": rf"«(?!{NO_BREAK})",
    "a no-break space before »": rf"(?<!{NO_BREAK})»",
    "the apostrophe ’": r"(?<=\w)'(?=\w)",
    "the quotation marks « »": r"[“”\"]",
    "the ellipsis …": r"\.\.\.",
}


def test_there_is_more_than_one_language():
    assert {"en", "fr"} <= set(locales())


@pytest.mark.parametrize("locale", locales())
def test_every_catalogue_can_be_read_whole(locale: str):
    junk = [
        f"{path.parent.name}/{path.name}: {entry.content.splitlines()[0]}"
        for path in files(locale)
        for entry in resource(path).body
        if isinstance(entry, fluent.Junk) and entry.content
    ]
    assert junk == []


@pytest.mark.parametrize("locale", locales())
def test_no_message_is_written_twice(locale: str):
    names = Counter(
        entry.id.name
        for path in files(locale)
        for entry in resource(path).body
        if isinstance(entry, fluent.Message)
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("locale", OTHERS)
def test_every_language_has_the_same_messages_in_the_same_files(locale: str):
    def layout(of: str) -> set[tuple[str, str]]:
        return {(entry.file, entry.name) for entry in entries(of).values()}

    assert layout(locale) == layout(REFERENCE)


@pytest.mark.parametrize("locale", OTHERS)
def test_a_message_is_filled_with_the_same_values_in_every_language(locale: str):
    reference = entries(REFERENCE)
    different = {
        name: (sorted(entry.variables), sorted(reference[name].variables))
        for name, entry in entries(locale).items()
        if name in reference and entry.variables != reference[name].variables
        # How a date or a length of time is written is each language's own affair.
        if not name.startswith("format-")
    }
    assert different == {}


def test_english_names_of_commands_stand_in_the_code_alone():
    assert entries("en", commands=True) == {}


@pytest.mark.parametrize("rule", FRENCH_RULES)
def test_french_is_set_with(rule: str):
    wrong = [
        f"{entry.file}: {entry.name}: {text}"
        for entry in chain(entries("fr").values(), entries("fr", commands=True).values())
        for text in entry.texts
        if re.search(FRENCH_RULES[rule], _prose(text))
    ]
    assert wrong == []


def _prose(text: str) -> str:
    """Leave out what Discord draws itself: times such as <t:1893456000:R>."""
    return re.sub(r"<t:[^>]*>", VALUE, text)


def asked_for() -> Iterator[tuple[str, ast.Call, str]]:
    """Walk the calls that name a message, with their place and each name they may give."""
    for path in modules("bot"):
        for call, called in calls(path):
            if called.rsplit(".", 1)[-1] in ("language", "Mistake") and call.args:
                for node in ast.walk(call.args[0]):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _whole(node, call):
                        yield place(path, call), call, node.value


def _whole(constant: ast.Constant, call: ast.Call) -> bool:
    """Tell whether a string is a name and no part of one, nor what a condition compares with."""
    parts = {
        id(inner)
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.JoinedStr | ast.Compare | ast.Call | ast.Subscript)
        for inner in ast.walk(node)
    }
    return id(constant) not in parts


def test_every_message_the_code_asks_for_exists():
    known = entries(REFERENCE)
    tags = set(locales())
    missing = [f"{where} {name}" for where, _, name in asked_for() if name not in known and name not in tags]
    assert missing == []


def test_every_message_is_given_all_its_values():
    known = entries(REFERENCE)
    incomplete = []
    for where, call, name in asked_for():
        given = {keyword.arg for keyword in call.keywords}
        if name in known and None not in given and (lacking := _values(known[name]) - given):
            incomplete.append(f"{where} {name} lacks {sorted(lacking)}")
    assert incomplete == []


def _values(entry: Entry) -> set[str]:
    return set(entry.variables).union(
        *(_values(entries(REFERENCE)[name]) for name in entry.references if name in entries(REFERENCE))
    )


def composed_names() -> Iterator[str]:
    """Give a pattern for each name that the code puts together: f"format-{unit}" is "format-.+"."""
    for path in modules("bot"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                start, end = parts[0], parts[-1]
                if isinstance(start, str) and re.fullmatch(r"[a-z][a-z0-9]+-[a-z0-9-]*", start):
                    yield "".join(".+" if part is None else re.escape(str(part)) for part in parts)
                elif start is None and isinstance(end, str) and re.fullmatch(r"\.[a-z-]+", end):
                    yield ".+" + re.escape(end)  # an attribute of whichever message


def test_every_message_is_used():
    literal = {text for _, text in strings("bot")}
    composed = re.compile("|".join(composed_names()) or r"(?!)")
    referred = {name for entry in entries(REFERENCE).values() for name in entry.references}
    unused = [
        name
        for name, entry in entries(REFERENCE).items()
        if entry.pattern is not None
        and name not in literal
        and name not in referred
        and not composed.fullmatch(name)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Bonjour !", "a narrow no-break space before ; ! ?"),
        ("Bonjour\u202f!", None),
        ("Quoi\u202f?!", None),
        ("Voir https://example.org/?a=b", None),
        ("Le lieu : ici", "a no-break space before :"),
        ("Le lieu\u00a0: ici, à 18:30", None),
        ("«\u00a0ici »", "a no-break space before »"),
        ("« ici\u00a0»", "a no-break space after «"),
        (f"confirmée <t:{VALUE}:R>", None),
        ("l'heure", "the apostrophe ’"),
        ('le "mot"', "the quotation marks « »"),
        ("puis...", "the ellipsis …"),
    ],
)
def test_the_french_rules_find_what_is_wrong_and_nothing_else(text: str, broken: str | None):
    found = [rule for rule, pattern in FRENCH_RULES.items() if re.search(pattern, _prose(text))]
    assert found == ([broken] if broken else [])
