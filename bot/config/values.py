"""The checks of single values that need more than a type. Each raises ValueError with what to write instead."""

from __future__ import annotations

import difflib
import ipaddress
import re
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from pydantic import SecretStr

CATALOGUES = Path(__file__).parent.parent / "i18n"
DATABASE_EXAMPLES = '"sqlite:///data/maillage.db" or "postgresql://user@host:5432/database"'


def known_locales() -> list[str]:
    """Name the languages that have a catalogue."""
    return sorted({file.parent.name for file in CATALOGUES.glob("*/*.ftl")})


def did_you_mean(word: str, known: list[str]) -> str:
    """Offer the nearest known word, or nothing."""
    lowered = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return f'Did you mean "{lowered[near[0]]}"?' if near else ""


def check_locale(locale: str) -> str:
    """Accept a language that has a catalogue."""
    known = known_locales()
    if locale not in known:
        spoken = ", ".join(f'"{name}"' for name in known)
        msg = f'Maillage has no texts in "{locale}". Write one of {spoken}, or add a catalogue for it.'
        raise ValueError(msg)
    return locale


def check_timezone(name: str) -> str:
    """Accept a name of the time-zone database."""
    known = zoneinfo.available_timezones()
    if name not in known:
        hint = did_you_mean(name, sorted(known)) or 'Write a name such as "Europe/Brussels".'
        msg = f'There is no time zone "{name}". {hint}'
        raise ValueError(msg)
    return name


def parse_colour(written: object) -> int:
    """Read "#RRGGBB"."""
    if not (isinstance(written, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", written)):
        msg = f'{written!r} is not a colour. Write # and six hexadecimal digits, such as "#3589ED".'
        raise ValueError(msg)
    colour = int(written[1:], 16)
    if colour == 0:
        msg = 'Discord takes "#000000" for no colour at all. Write "#000001" for black.'
        raise ValueError(msg)
    return colour


def check_emoji(emoji: str) -> str:
    """Accept nothing or what can be one emoji; names such as :globe: mean nothing outside the chat's editor."""
    if emoji and (emoji.isascii() or re.search(r"[A-Za-z:\s]", emoji)):
        msg = f'"{emoji}" is not an emoji. Write the sign itself, such as "🌐".'
        raise ValueError(msg)
    return emoji


def check_api_base(url: str) -> str:
    """Accept an HTTP address; gives it back without a slash at its end."""
    return _check_address(url, ("https", "http"), "https://discord.com/api/v10").rstrip("/")


def check_gateway(url: str) -> str:
    """Accept nothing or a WebSocket address."""
    return _check_address(url, ("wss", "ws"), "wss://gateway.discord.gg") if url else url


def _check_address(url: str, schemes: tuple[str, ...], example: str) -> str:
    parts = _split(url)
    if parts is None or parts.scheme not in schemes or not parts.hostname:
        begins = " or ".join(f"{scheme}://" for scheme in schemes)
        msg = f'"{url}" is not an address that begins with {begins}. Write one such as "{example}".'
        raise ValueError(msg)
    return url


def check_host(host: str) -> str:
    """Accept a name or an address, and nothing around it."""
    bare = host.removeprefix("[").removesuffix("]")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)*", host):
            msg = f'"{host}" is not an address or a name. Write it alone, such as "127.0.0.1"; the port stands in port.'
            raise ValueError(msg) from None
    return bare


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read only now, and refused if it is no number
    except ValueError:
        return None
    return parts


def split_database_password(data: dict[str, Any]) -> dict[str, Any]:
    """Take the password out of the URL and put it beside, so that the URL may be shown."""
    url = data.get("url")
    parts = _split(url) if isinstance(url, str) else None
    if parts is None or parts.password is None:
        return data
    user, _, host = parts.netloc.rpartition("@")
    bare = parts._replace(netloc=f"{user.partition(':')[0]}@{host}")
    return {"password": unquote(parts.password), **data, "url": urlunsplit(bare)}


def join_database_password(url: str, password: SecretStr | None) -> str:
    """Put the password back into the URL."""
    if password is None:
        return url
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    secret = quote(password.get_secret_value(), safe="")
    return urlunsplit(parts._replace(netloc=f"{user}:{secret}{at or '@'}{host}"))


def check_database(url: str) -> str:
    """Accept a SQLite file or a PostgreSQL database."""
    parts = _split(url)
    scheme = parts.scheme if parts else ""
    if parts is None or scheme not in ("sqlite", "postgresql"):
        shown = f'"{scheme}"' if scheme else "This"
        hint = ' (write "postgresql", not "postgres")' if scheme == "postgres" else ""
        msg = f"{shown} is not a database that Maillage knows{hint}. Write {DATABASE_EXAMPLES}."
        raise ValueError(msg)
    if scheme == "sqlite" and (parts.netloc or parts.path in ("", "/", "/:memory:")):
        msg = (
            "A SQLite database is a file, with three slashes before its path. "
            'Write "sqlite:///data/maillage.db", or "sqlite:////srv/maillage.db" for an absolute path.'
        )
        raise ValueError(msg)
    if scheme == "postgresql" and (not parts.hostname or parts.path in ("", "/")):
        msg = 'The address needs a host and a database. Write one such as "postgresql://user@host:5432/database".'
        raise ValueError(msg)
    if "password" in parts.query:
        variable = "MAILLAGE_DATABASE__PASSWORD"
        msg = f"The password is among the address's parameters. Give it in {variable} instead."
        raise ValueError(msg)
    return url


def check_takes_password(url: str) -> None:
    """Accept a database that a user logs in to."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        msg = "A SQLite database has no password. Leave MAILLAGE_DATABASE__PASSWORD out."
        raise ValueError(msg)
    if not parts.username:
        msg = 'There is a password but no user. Write the url as "postgresql://user@host:5432/database".'
        raise ValueError(msg)


def empty_as_none(written: object) -> object:
    """Take an empty text for "not set"."""
    return None if written == "" else written
