"""Logs: readable lines for people, or JSON lines for a collector. No secret reaches either."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import quote

from bot.config import LogSettings, Settings

HIDDEN = "‹hidden›"

# What libraries say at "info" is of use to their authors: an operator hears their warnings. discord.py also warns
# of voice libraries that are missing, which no text bot needs.
QUIET = ("aiohttp", "aiosqlite", "alembic", "apscheduler", "asyncio", "discord", "sqlalchemy", "tzlocal")
SILENT_BELOW_ERROR = ("discord.client",)


def configure(settings: LogSettings, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send the process's logs to `stream` (standard error by default) as the settings say.

    Calling it again replaces what the last call set up. `secrets` are hidden wherever they would appear.
    """
    level = getattr(logging, settings.level.upper())
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if settings.format == "json" else TextLines())
    handler.addFilter(SecretFilter(secrets))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each.formatter, JsonLines | TextLines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    for name in SILENT_BELOW_ERROR:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)


def secrets_of(settings: Settings) -> list[str]:
    """Give the secrets among the settings, for `configure`."""
    secrets = (settings.discord.token, settings.database.password)
    return [secret.get_secret_value() for secret in secrets if secret is not None]


class SecretFilter(logging.Filter):
    """Hides secrets in messages and tracebacks, also as they are written inside a URL or a JSON text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        written = {
            form
            for secret in secrets
            if secret
            for form in (secret, quote(secret, safe=""), repr(secret)[1:-1])
        }
        # The longest first: a secret may be a part of another's written form.
        self._written = sorted(written, key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the record's words together and hide the secrets in them; lets every record pass."""
        if self._written:
            record.msg, record.args = self._hide(record.getMessage()), None
            traces = _traces(record)
            record.exc_text = self._hide(traces.get("exception", "")) or None
            record.stack_info = self._hide(traces.get("stack", "")) or None
        return True

    def _hide(self, text: str) -> str:
        for secret in self._written:
            text = text.replace(secret, HIDDEN)
        return text


class TextLines(logging.Formatter):
    """`2026-12-04 18:30:00.123Z  INFO     bot.app  ready`; further lines of a message are indented.

    So a line that begins with a time is always ours, whatever somebody wrote into the message.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write the record."""
        time = _instant(record).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + "Z"
        head = f"{time}  {record.levelname:<8} {record.name}  {record.getMessage()}"
        parts = [head, *_traces(record).values()]
        return "\n    ".join(line for part in parts for line in part.splitlines())


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message` and, for a failure, `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record."""
        line = {
            "time": _instant(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(line | _traces(record), ensure_ascii=False)


def _traces(record: logging.LogRecord) -> dict[str, str]:
    """Give the record's traceback and stack, those it has."""
    if record.exc_info and not record.exc_text:
        record.exc_text = logging.Formatter().formatException(record.exc_info)
    traces = {"exception": record.exc_text, "stack": record.stack_info}
    return {name: trace for name, trace in traces.items() if trace}


def _instant(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
