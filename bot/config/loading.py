"""Reading: the TOML file, then the environment over it, then the files that hold secrets."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo

from bot.config.model import Settings
from bot.config.problems import ConfigurationError, Location, Problem, fields_at, is_secret, problems_of
from bot.config.values import did_you_mean

PREFIX = "MAILLAGE_"
SEPARATOR = "__"


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings from `path` (None: no file) and from variables such as MAILLAGE_LOG__LEVEL.

    A variable wins over the file. Relative paths among the settings start from the working directory. Raises
    ConfigurationError with every problem at once.
    """
    data, problems = _read_file(path) if path is not None else ({}, [])
    origins: dict[Location, str] = {}
    problems += _refuse_secrets(data)
    for variable, value in sorted(environ.items()):
        if variable.startswith(PREFIX) and SEPARATOR in variable:
            problems += _take(variable, value, data, origins)
    settings = None
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        problems += problems_of(error, origins)
    token = _token(data, problems)
    if problems or settings is None:
        raise ConfigurationError(problems)
    return settings.model_copy(update={"discord": settings.discord.model_copy(update={"token": token})})


def _read_file(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), []
    except FileNotFoundError:
        sentence = "There is no such file. Copy config.example.toml to it, or name another with --config."
    except OSError as error:
        sentence = f"The file can't be read ({error.strerror}). Let the user who runs Maillage read it."
    except UnicodeDecodeError:
        sentence = "The file is not UTF-8 text. Save it as UTF-8."
    except tomllib.TOMLDecodeError as error:
        sentence = f"The file is not valid TOML: {error}. Compare the line with config.example.toml."
    return {}, [Problem(str(path), sentence)]


def _refuse_secrets(data: dict[str, Any]) -> Iterator[Problem]:
    """Take the secrets out of what the file says, and report them: a configuration gets copied and committed."""
    for table, settings in data.items():
        if not isinstance(settings, dict):
            continue
        for name, field in fields_at((table,)).items():
            if is_secret(field) and name in settings:
                del settings[name]
                file = f" or in the file that {table}.{name}_file names" if table == "discord" else ""
                yield Problem(
                    f"{table}.{name}",
                    "A secret doesn't belong in this file, which gets copied and shown around. "
                    f"Give it in {_variable(table, name)}{file}, and replace it if others have seen it.",
                )
    database = data.get("database")
    if isinstance(database, dict) and _has_password(database.get("url")):
        del database["url"]
        yield Problem(
            "database.url",
            "A password doesn't belong in this file, which gets copied and shown around. "
            f"Leave it out of the address and give it in {_variable('database', 'password')}.",
        )


def _has_password(url: object) -> bool:
    return isinstance(url, str) and ":" in url.rpartition("@")[0].partition("://")[2]


def _variable(table: str, name: str) -> str:
    return f"{PREFIX}{table}{SEPARATOR}{name}".upper()


def _take(variable: str, value: str, data: dict[str, Any], origins: dict[Location, str]) -> list[Problem]:
    """Put a variable's value where the file would have it."""
    table, _, name = variable.removeprefix(PREFIX).lower().partition(SEPARATOR)
    field = fields_at((table,)).get(name)
    if field is None:
        known = [_variable(table, name) for table in Settings.model_fields for name in fields_at((table,))]
        hint = did_you_mean(variable, known) or "Variables are named as MAILLAGE_LOG__LEVEL is for log.level."
        return [Problem(variable, f"There is no such setting. {hint}")]
    read = _listed(value) if _is_list(field) else value
    if read is None:
        return [Problem(variable, f"This can't be used. Write {field.description}.")]
    if not isinstance(data.setdefault(table, {}), dict):
        return []  # the file has something else in the table's place, and that is reported
    data[table][name] = read
    origins[table, name] = variable
    return []


def _is_list(field: FieldInfo) -> bool:
    return getattr(field.annotation, "__origin__", None) is tuple


def _listed(value: str) -> list[Any] | None:
    """Read a list from the environment: JSON, or plain values with commas between them."""
    if not value.lstrip().startswith("["):
        return [part.strip() for part in value.split(",") if part.strip()]
    try:
        read: list[Any] = json.loads(value)
    except ValueError:
        return None
    return read


def _token(data: Mapping[str, Any], problems: list[Problem]) -> SecretStr | None:
    """Give the token from the environment, else from its file."""
    discord = data.get("discord")
    if not isinstance(discord, dict):
        return None
    token, key = discord.get("token"), _variable("discord", "token")
    if not token and isinstance(discord.get("token_file"), str) and discord["token_file"]:
        key = "discord.token_file"
        token = _read_token(Path(discord["token_file"]), problems)
    if not token:
        return None
    token = str(token).strip()
    if any(letter.isspace() for letter in token):
        problems.append(
            Problem(
                key,
                'This is not a token: it has spaces or several lines. Copy the bot\'s token alone, without "Bot".',
            )
        )
    return SecretStr(token)


def _read_token(path: Path, problems: list[Problem]) -> str | None:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        sentence = f'There is no file "{path}". Write the bot\'s token into it, readable by you alone.'
    except OSError as error:
        sentence = f'"{path}" can\'t be read ({error.strerror}). Let the user who runs Maillage read it.'
    except UnicodeDecodeError:
        sentence = f'"{path}" is not text. Write the bot\'s token into it, and nothing else.'
    else:
        if token:
            return token
        sentence = f'"{path}" is empty. Write the bot\'s token into it, readable by you alone.'
    problems.append(Problem("discord.token_file", sentence))
    return None
