"""Logs: readable by people or by a collector, and never with a secret in them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.config import LogSettings, load

SECRET = 'MTIz.G"x/y.s3cret'


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in (*logs.QUIET, *logs.SILENT_BELOW_ERROR)}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, each in levels.items():
        logging.getLogger(name).setLevel(each)
    logging.captureWarnings(capture=False)


def configured(**settings: str) -> io.StringIO:
    stream = io.StringIO()
    logs.configure(LogSettings.model_validate(settings), [SECRET], stream)
    return stream


def fail_with(text: str) -> None:
    try:
        int(text)
    except ValueError:
        logging.getLogger("bot.app").exception("it failed")


def test_a_line_has_time_level_logger_and_message():
    stream = configured()
    logging.getLogger("bot.app").info("ready in %d communities", 3)
    assert stream.getvalue().startswith("20")
    assert stream.getvalue().endswith("Z  INFO     bot.app  ready in 3 communities\n")


def test_a_message_of_several_lines_cannot_pass_for_another_line():
    stream = configured()
    logging.getLogger("bot.app").info("title: a\n2026-12-04 12:00:00.000Z  ERROR    bot  forged")
    lines = stream.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("    ")


def test_json_is_one_object_a_line():
    stream = configured(format="json")
    logging.getLogger("bot.app").warning("é\n2")
    fail_with("why")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first.pop("time").endswith("+00:00")
    assert first == {"level": "warning", "logger": "bot.app", "message": "é\n2"}
    assert second["message"] == "it failed"
    assert second["exception"].endswith("'why'")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_reaches_a_log(form: str):
    stream = configured(format=form)
    log = logging.getLogger("bot.app")
    log.info("token %s", SECRET)
    log.info("payload %r", {"token": SECRET})
    log.info("at https://example.org/?token=MTIz.G%22x%2Fy.s3cret", stack_info=True)
    fail_with(f"refused: {SECRET}")
    assert "s3cret" not in stream.getvalue()
    assert stream.getvalue().count(logs.HIDDEN) >= 4


def test_the_secrets_of_the_settings_are_the_token_and_the_databases_password():
    settings = load(
        None, {"MAILLAGE_DISCORD__TOKEN": "one", "MAILLAGE_DATABASE__URL": "postgresql://u:two@h/d"}
    )
    assert logs.secrets_of(settings) == ["one", "two"]
    assert logs.secrets_of(load(None, {})) == []


@pytest.mark.parametrize(("level", "heard"), [("debug", True), ("info", True), ("warning", False)])
def test_the_level_says_how_much_is_logged(level: str, heard: bool):
    stream = configured(level=level)
    logging.getLogger("bot.app").info("here")
    assert bool(stream.getvalue()) is heard


def test_libraries_are_heard_from_their_warnings_on():
    stream = configured(level="debug")
    logging.getLogger("discord.gateway").info("connected")
    logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")
    assert not stream.getvalue()
    logging.getLogger("discord.http").warning("rate limited")
    assert "rate limited" in stream.getvalue()


def test_configuring_again_replaces_the_last():
    first = configured()
    second = configured()
    logging.getLogger("bot.app").info("once")
    assert not first.getvalue()
    assert second.getvalue().count("once") == 1
