"""Every command is there in every language, as Discord will be told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.app import App
from bot.cogs import COGS
from bot.config import load
from bot.i18n import Catalogues
from bot.i18n.commands import CommandTranslator, message_of
from tests.architecture.catalogues import entries, locales

OTHERS = [locale for locale in locales() if locale != "en"]
NAME = re.compile(r"[-_'\w]{1,32}")


class AskedTranslator(CommandTranslator):
    """The bot's own translator, which notes the messages it is asked for."""

    def __init__(self) -> None:
        super().__init__(Catalogues.load())
        self.asked: set[str] = set()

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: Any
    ) -> str | None:
        self.asked.add(message_of(string, context))
        return await super().translate(string, locale, context)


@dataclass
class Told:
    """What Discord is told: every command's payload, and the messages that were asked for."""

    commands: list[dict[str, Any]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def nodes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Walk commands, subcommands, options and choices, each with its path."""
        for command in self.commands:
            yield from _below("", command)


def _below(path: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    here = f"{path} {node['name']}".strip()
    yield here, node
    for inner in (*node.get("options", ()), *node.get("choices", ())):
        yield from _below(here, inner)


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    settings = load(None, {"MAILLAGE_DATABASE__URL": f"sqlite:///{tmp_path / 'maillage.db'}"})
    app = App(settings)
    for make in COGS:
        await app.client.add_cog(make(app.front))
    translator = AskedTranslator()
    tree = app.client.tree
    payloads = [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
    yield Told(payloads, translator.asked)
    await app.database.close()


def test_there_are_commands(told: Told):
    assert "group join" in dict(told.nodes())


@pytest.mark.parametrize("locale", OTHERS)
def test_every_name_description_option_and_choice_is_translated(told: Told, locale: str):
    missing = [
        f"{path} ({text})"
        for path, node in told.nodes()
        for text in ("name", "description")
        if text in node and not node.get(f"{text}_localizations", {}).get(locale)
    ]
    assert missing == []


@pytest.mark.parametrize("locale", OTHERS)
def test_no_translation_of_a_command_is_left_over(told: Told, locale: str):
    written = {name for name, entry in entries(locale, commands=True).items() if entry.pattern is not None}
    assert written - told.asked == set()


def test_discord_accepts_every_name_and_description(told: Told):
    for path, node in told.nodes():
        is_choice = "value" in node
        for name in (node["name"], *node.get("name_localizations", {}).values()):
            if is_choice:
                assert 1 <= len(name) <= 100, path
            else:
                assert NAME.fullmatch(name), f"{path}: {name}"
                assert name == name.lower(), f"{path}: {name}"
        for text in (node.get("description"), *node.get("description_localizations", {}).values()):
            assert text is None or 1 <= len(text) <= 100, f"{path}: {text}"


@pytest.mark.parametrize("locale", OTHERS)
def test_names_do_not_meet_in_translation(told: Told, locale: str):
    for path, node in [("", {"name": "", "options": told.commands}), *told.nodes()]:
        for kind in ("options", "choices"):
            names = [each.get("name_localizations", {}).get(locale) for each in node.get(kind, ())]
            assert len(names) == len(set(names)), path


@pytest.mark.parametrize("locale", OTHERS)
def test_everybody_can_type_the_first_letter_of_a_command(told: Told, locale: str):
    for path, node in told.nodes():
        if node.get("type", 1) <= 2 and "value" not in node:  # commands, groups of them, subcommands
            first = node["name_localizations"][locale][0]
            assert unicodedata.normalize("NFD", first) == first, path


def test_a_command_stays_within_its_8000_characters(told: Told):
    for command in told.commands:
        texts = [text for _, node in _below("", command) for text in _longest_texts(node)]
        assert sum(map(len, texts)) <= 8000, command["name"]


def _longest_texts(node: dict[str, Any]) -> list[str]:
    """Discord counts each text in the language where it is longest."""
    return [
        max((node[text], *node.get(f"{text}_localizations", {}).values()), key=len)
        for text in ("name", "description")
        if text in node
    ] + ([str(node["value"])] if "value" in node else [])
