"""The command line. Each subcommand reads its arguments and calls the one function that does the work.

Exit status: 0 good, 1 failed, 2 wrong usage or configuration, 130 interrupted with Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from bot import logs
from bot.config import ConfigurationError, LogSettings, Problem, Settings, load
from bot.demo.options import FOLDER, PORT, DemoOptions

GOOD, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130
DEFAULT_CONFIG = Path("config.toml")

log = logging.getLogger(__name__)

OVERVIEW = """\
Maillage runs the Discord community of a business cluster: working groups, events and their reminders,
introductions, announcements.

  maillage demo                        try everything on this machine, without a token
  maillage check --config config.toml  see whether your settings and the bot's permissions are right
  maillage run --config config.toml    run the bot
  maillage deliveries                  see what waits to be sent or failed, and why; retry or drop it
  maillage backup FILE                 copy the database, also while the bot runs
  maillage restore FILE                put a copy in its place
"""
STATUS = """\
exit status: 0 good · 1 failed · 2 wrong usage or configuration · 130 interrupted with Ctrl-C
help on one command: maillage COMMAND --help
"""
SETTINGS = """\
Settings come from the file (config.toml in this directory, if there is one, when --config is not given) and from the
environment, which wins: MAILLAGE_LOG__LEVEL is level of [log]. config.example.toml describes every setting. The bot's
token comes from MAILLAGE_DISCORD__TOKEN or from the file that token_file of [discord] names.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.call
    try:
        return command(arguments)
    except ConfigurationError as error:
        _complain(error.problems)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="maillage",
        description=OVERVIEW,
        epilog=STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Maillage {version('maillage')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    run = _command(
        commands,
        "run",
        _run,
        "run the bot until Ctrl-C or SIGTERM",
        "On stopping, the bot finishes what it is sending; what is still to be sent waits for the next start.",
        "maillage run --config config.toml",
    )
    check = _command(
        commands,
        "check",
        _check,
        "say whether the settings, the intents and the permissions are right",
        "Every mistake in the settings is listed at once. With a token, Discord is asked which intents the bot has and\n"
        "what it may do in each community; what is missing is named, with where to click. Nothing is changed.",
        "maillage check --config config.toml",
    )
    migrate = _command(
        commands,
        "migrate",
        _migrate,
        "bring the database up to this version",
        "The bot does this by itself when it starts; with this command you see it succeed before you restart it.\n"
        "It can be repeated: a database that is up to date stays as it is.",
        "maillage migrate --config config.toml",
    )
    deliveries = _command(
        commands,
        "deliveries",
        _deliveries,
        "list what waits, is late, is uncertain or failed, and why; retry or drop it",
        "It works beside a bot that runs. What is due for over a minute is late. What is retried is sent once more: of an\n"
        "uncertain one, look first whether it stands in its channel already. The status is 1 when something is late,\n"
        "uncertain or failed, or when an id could not be retried or dropped.",
        "maillage deliveries --state failed --state late",
        "maillage deliveries --retry 1204 1207 --drop 1190",
    )
    _add_delivery_options(deliveries)
    backup = _command(
        commands,
        "backup",
        _backup,
        "copy the database to a new file, also while the bot runs",
        "The copy stands under its name only once it is whole and was read through; nothing is overwritten. It holds\n"
        "personal data, and is readable by its owner alone. For PostgreSQL the command to use is told instead.",
        "maillage backup backups/2026-12-04.db",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy, which does not exist yet")
    restore = _command(
        commands,
        "restore",
        _restore,
        "put a copy in the database's place, while the bot does not run",
        "What was due since the copy may have been sent. The next start sends nothing until it has looked that up on\n"
        "Discord: what stands there is not sent again, what does not is sent or, where its time is over, dropped.\n"
        "Without FILE, the database that url of [database] names was put back in a way that the bot does not notice "
        "by itself, such as a snapshot of the disk.",
        "maillage restore backups/2026-12-04.db --replace",
        "maillage restore --copied-at 2026-12-04T03:00+01:00",
    )
    restore.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="a copy that maillage backup made"
    )
    restore.add_argument(
        "--replace", action="store_true", help="keep the database that is there beside, and take its place"
    )
    restore.add_argument(
        "--copied-at",
        type=_instant,
        metavar="WHEN",
        help="without FILE: when the copy was made (default: when something last happened in it)",
    )
    for each in (run, check, migrate, deliveries, backup, restore):
        each.add_argument("--config", type=Path, metavar="FILE", help="the settings (default: config.toml)")

    demo = _command(
        commands,
        "demo",
        _demo,
        "try Maillage here: a local chat server, the real bot, an invented community",
        "No token and no network are needed. The chat page is served to this machine alone. The community is kept\n"
        "between runs.",
        "maillage demo --port 8081",
        "maillage demo --tour     plays the main jobs in the terminal and tells whether each went right",
        settings=False,
    )
    demo.add_argument("--port", type=_port, default=PORT, help=f"the port of the chat page (default: {PORT})")
    demo.add_argument("--reset", action="store_true", help="start from a fresh community")
    demo.add_argument(
        "--data",
        type=Path,
        default=FOLDER,
        metavar="DIR",
        help=f"where the community is kept (default: {FOLDER})",
    )
    demo.add_argument(
        "--tour", action="store_true", help="play the main jobs in the terminal, without the page"
    )
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    call: Callable[[argparse.Namespace], int],
    summary: str,
    details: str,
    *examples: str,
    settings: bool = True,
) -> argparse.ArgumentParser:
    shown = "\n".join(f"  {example}" for example in examples)
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n\n{details}",
        epilog=f"example:\n{shown}" + (f"\n\n{SETTINGS}" if settings else ""),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(call=call)
    return parser


def _add_delivery_options(parser: argparse.ArgumentParser) -> None:
    states = ("waiting", "late", "uncertain", "failed")
    parser.add_argument(
        "--state", action="append", choices=states, default=[], help="only these; can be repeated"
    )
    parser.add_argument(
        "--community", type=_number, metavar="ID", help="only this community (the server's id)"
    )
    parser.add_argument(
        "--limit", type=_number, default=50, metavar="N", help="list so many at most (default: 50)"
    )
    parser.add_argument(
        "--retry", type=_number, nargs="+", default=[], metavar="ID", help="send these once more"
    )
    parser.add_argument("--drop", type=_number, nargs="+", default=[], metavar="ID", help="give these up")
    parser.add_argument("--json", action="store_true", help="answer as JSON, for another program")


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 2**63):
        msg = f"'{written}' is not a number such as 1204"
        raise argparse.ArgumentTypeError(msg)
    return int(written)


def _instant(written: str) -> datetime:
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        msg = f"'{written}' is not an instant such as 2026-12-04T03:00+01:00, with its distance from UTC"
        raise argparse.ArgumentTypeError(msg)
    return instant


def _port(written: str) -> int:
    if not (written.isascii() and written.isdigit() and 0 <= int(written) <= 65535):
        msg = f"'{written}' is not a port; write a number from 1024 to 65535, such as 8081 (0: any that is free)"
        raise argparse.ArgumentTypeError(msg)
    return int(written)


def _run(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    if settings.discord.token is None:
        sentence = (
            "There is no token, so the bot can't log in. Give it in MAILLAGE_DISCORD__TOKEN, "
            "or in a file that token_file of [discord] names."
        )
        raise ConfigurationError([Problem("discord.token", sentence)])
    from bot.app import run

    return asyncio.run(run(settings))


def _check(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.check import check

    return GOOD if asyncio.run(check(settings, _say)) else FAILED


def _migrate(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.storage.migrations import upgrade

    try:
        asyncio.run(upgrade(settings.database.secret_url.get_secret_value()))
    except Exception:
        log.exception("The database was not brought up to date; it is as it was before the step that failed.")
        return FAILED
    _say(f"The database {settings.database.url} is up to date.")
    return GOOD


def _deliveries(arguments: argparse.Namespace) -> int:
    if both := sorted({*arguments.retry} & {*arguments.drop}):
        sys.stderr.write(f"{both[0]} can't be both retried and dropped: choose one.\n")
        return WRONG
    settings = _settings(arguments)
    from bot.oversight import Wish, deliveries, standings_of

    wish = Wish(
        standings=standings_of(arguments.state),
        community_id=arguments.community,
        limit=arguments.limit,
        retry=tuple(arguments.retry),
        drop=tuple(arguments.drop),
        as_json=arguments.json,
    )
    return GOOD if asyncio.run(deliveries(settings, wish, _say)) else FAILED


def _backup(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from bot.backup import backup

    return GOOD if asyncio.run(backup(settings, arguments.file, _say)) else FAILED


def _restore(arguments: argparse.Namespace) -> int:
    if arguments.file is not None and arguments.copied_at is not None:
        sys.stderr.write("A copy that is named tells by itself when it was made: leave --copied-at out.\n")
        return WRONG
    settings = _settings(arguments)
    from bot.backup import restore

    done = restore(settings, arguments.file, _say, replace=arguments.replace, copied_at=arguments.copied_at)
    return GOOD if asyncio.run(done) else FAILED


def _demo(arguments: argparse.Namespace) -> int:
    logs.configure(LogSettings(level="warning"))
    from bot.demo.launcher import run

    options = DemoOptions(
        port=arguments.port, data=arguments.data, reset=arguments.reset, tour=arguments.tour
    )
    return asyncio.run(run(options))


def _settings(arguments: argparse.Namespace) -> Settings:
    path: Path | None = arguments.config
    if path is None and DEFAULT_CONFIG.exists():
        path = DEFAULT_CONFIG
    settings = load(path, os.environ)
    logs.configure(settings.log, logs.secrets_of(settings))
    return settings


def _complain(problems: Sequence[Problem]) -> None:
    count = "" if len(problems) == 1 else f", for {len(problems)} reasons"
    heading = f"The configuration can't be used{count}:"
    lines = [heading, *(f"  {problem}" for problem in problems)]
    lines.append("config.example.toml describes every setting.")
    sys.stderr.write("\n".join(lines) + "\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
