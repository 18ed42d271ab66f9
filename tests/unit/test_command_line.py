"""The command line: help worth reading, exit statuses, and nothing but one call a subcommand."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.__main__ import FAILED, GOOD, INTERRUPTED, WRONG, main
from bot.demo.options import DemoOptions


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has an empty working directory, no settings of its machine, and leaves logging as it was."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAILLAGE_DISCORD__TOKEN", raising=False)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the subcommands call, recorded; `outcome` of a stand-in module is what its function answers."""
    calls: list[tuple[Any, ...]] = []
    for module, function, answer in (
        ("bot.app", "run", 0),
        ("bot.check", "check", True),
        ("bot.storage.migrations", "upgrade", None),
        ("bot.demo.launcher", "run", 0),
    ):
        monkeypatch.setitem(sys.modules, module, stand_in(module, function, answer, calls))
    return calls


def stand_in(name: str, function: str, answer: object, calls: list[tuple[Any, ...]]) -> ModuleType:
    module = ModuleType(name)

    async def record(*arguments: object) -> object:
        calls.append((name, *arguments))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    setattr(module, function, record)
    return module


def helped(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*argv, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_help_names_every_command_and_status(capsys: pytest.CaptureFixture[str]):
    text = helped(capsys)
    assert all(
        re.search(rf"^ +{command}\s", text, re.MULTILINE)
        for command in ("run", "check", "migrate", "deliveries", "backup", "restore", "demo")
    )
    assert "exit status: 0 good" in text


@pytest.mark.parametrize("command", ["run", "check", "migrate", "deliveries", "backup", "restore", "demo"])
def test_each_commands_help_has_an_example(capsys: pytest.CaptureFixture[str], command: str):
    assert f"example:\n  maillage {command} " in helped(capsys, command)


@pytest.mark.parametrize(
    "argv", [[], ["dance"], ["demo", "--port", "many"], ["demo", "--port", "70000"], ["run", "x"]]
)
def test_wrong_usage_ends_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == WRONG
    assert "usage: maillage" in capsys.readouterr().err


def test_a_wrong_configuration_ends_with_2_and_every_reason(
    capsys: pytest.CaptureFixture[str], called: list[Any]
):
    Path("config.toml").write_text('[log]\nlevel = "loud"\nformat = "xml"\n')
    assert main(["check"]) == WRONG
    told = capsys.readouterr().err
    assert "for 2 reasons" in told
    assert "log.level" in told
    assert "log.format" in told
    assert called == []


def test_a_file_that_is_named_must_exist(capsys: pytest.CaptureFixture[str], called: list[Any]):
    assert main(["migrate", "--config", "other.toml"]) == WRONG
    assert "other.toml: There is no such file." in capsys.readouterr().err
    assert called == []


def test_running_needs_a_token(capsys: pytest.CaptureFixture[str], called: list[Any]):
    assert main(["run"]) == WRONG
    assert "discord.token: There is no token" in capsys.readouterr().err
    assert called == []


def test_running_passes_the_settings_on(monkeypatch: pytest.MonkeyPatch, called: list[Any]):
    monkeypatch.setenv("MAILLAGE_DISCORD__TOKEN", "abc")
    Path("config.toml").write_text('[community]\nlocale = "en"\n')
    assert main(["run"]) == GOOD
    [(name, settings)] = called
    assert name == "bot.app"
    assert settings.discord.token.get_secret_value() == "abc"
    assert settings.community.locale == "en"


@pytest.mark.parametrize(("answer", "status"), [(True, GOOD), (False, FAILED)])
def test_checking_tells_by_its_status(monkeypatch: pytest.MonkeyPatch, answer: bool, status: int):
    monkeypatch.setitem(sys.modules, "bot.check", stand_in("bot.check", "check", answer, []))
    assert main(["check"]) == status


def test_migrating_uses_the_password_and_does_not_show_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], called: list[Any]
):
    monkeypatch.setenv("MAILLAGE_DATABASE__URL", "postgresql://u:s3cret@h/d")
    assert main(["migrate"]) == GOOD
    assert called == [("bot.storage.migrations", "postgresql://u:s3cret@h/d")]
    shown = capsys.readouterr()
    assert "postgresql://u@h/d is up to date" in shown.out
    assert "s3cret" not in shown.out + shown.err


def test_a_migration_that_fails_ends_with_1_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    broken = stand_in("bot.storage.migrations", "upgrade", OSError("no room left for s3cret"), [])
    monkeypatch.setitem(sys.modules, "bot.storage.migrations", broken)
    monkeypatch.setenv("MAILLAGE_DATABASE__URL", "postgresql://u:s3cret@h/d")
    assert main(["migrate"]) == FAILED
    shown = capsys.readouterr()
    assert "no room left" in shown.err
    assert "s3cret" not in shown.out + shown.err


@pytest.mark.parametrize("command", ["check", "migrate"])
def test_an_interruption_ends_with_130_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
):
    for module, function in (("bot.check", "check"), ("bot.storage.migrations", "upgrade")):
        monkeypatch.setitem(sys.modules, module, stand_in(module, function, KeyboardInterrupt(), []))
    assert main([command]) == INTERRUPTED
    assert "Traceback" not in capsys.readouterr().err


def test_the_demo_gets_its_options(called: list[Any]):
    assert main(["demo", "--port", "0", "--data", "elsewhere", "--reset", "--tour"]) == GOOD
    assert called == [
        ("bot.demo.launcher", DemoOptions(port=0, data=Path("elsewhere"), reset=True, tour=True))
    ]
