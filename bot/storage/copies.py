"""Copies of the database: made while the bot writes, checked, and put in the place of the file it runs on.

SQLite alone: PostgreSQL has `pg_dump` and `pg_restore`. A copy stands under its name only once it is whole and was
read through; it bears the stamp of a copy, so that a bot that starts on it looks up what came due since.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.storage import migrations
from bot.storage.database import Database
from bot.storage.engine import driver_url

# Writers hold the file for milliseconds; whoever holds it longer works on it.
BUSY_SECONDS = 2.0
OURS = frozenset({"alembic_version", "community", "delivery"})


class CopyError(Exception):
    """A copy can't be made or put back; nothing was changed. The text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the instant of the copy, and where the database that was replaced is kept, if there was one."""

    copied_at: datetime
    kept: Path | None = None


def file_of(url: str) -> Path | None:
    """Give the file of a SQLite URL; None for another database."""
    parsed = driver_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


async def make(source: Path, target: Path, now: datetime) -> bool:
    """Copy the database, also while a bot writes; tell whether the copy bears its stamp.

    One of another version than the code's does not: its tables are not touched.
    """
    _refuse_making(source, target)
    with _draft(target) as draft:
        version = _copy(source, draft)
        stamped = version == migrations.latest()
        if stamped:
            await _stamp(f"sqlite:///{draft}", now, now)
        _finish(draft)
        _name(draft, target)
    return stamped


async def put_back(copy: Path, target: Path, now: datetime, *, replace: bool) -> Restored:
    """Put a copy in the place of the database, which is kept beside if `replace` allows that there is one."""
    _refuse_putting_back(copy, target, replace=replace)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _draft(target) as draft, ExitStack() as stack:
        version = _copy(copy, draft)
        _refuse_newer(version, copy)
        # Before anything is looked at for long: nobody may begin to write in what is about to be put aside.
        stack.enter_context(alone(target))
        await migrations.upgrade(f"sqlite:///{draft}")
        copied_at = await _stamp(f"sqlite:///{draft}", None, now)
        _finish(draft)
        kept = _put_aside(target, now)
        draft.replace(target)
        _sync(target.parent)
    return Restored(copied_at, kept)


async def stamp_in_place(url: str, copied_at: datetime | None, now: datetime) -> datetime:
    """Note that the database at `url` is a copy that was put there by other means; give the instant it counts from.

    That is `copied_at`, or else when something last happened in it. Raises CopyError while a bot works on it, and for
    an instant that is yet to come.
    """
    if copied_at is not None and copied_at > now:
        msg = (
            f"{copied_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC is yet to come. Give when the copy was made."
        )
        raise CopyError(msg)
    path = file_of(url)
    if path is not None:
        _refuse_newer(_version(path), path)
        with alone(path):
            pass
    await migrations.upgrade(url)
    return await _stamp(url, copied_at, now)


def _refuse_making(source: Path, target: Path) -> None:
    if not source.exists():
        msg = f"There is no database at {source}. See url of [database]; the first start of the bot makes it."
        raise CopyError(msg)
    if target.exists():
        msg = f"{target} exists already, and a backup overwrites nothing. Give another name."
        raise CopyError(msg)
    if not target.parent.is_dir():
        msg = f"There is no folder {target.parent}. Make it first."
        raise CopyError(msg)


def _refuse_putting_back(copy: Path, target: Path, *, replace: bool) -> None:
    if not copy.exists():
        msg = f"There is no file {copy}."
        raise CopyError(msg)
    if target.exists() and copy.samefile(target):
        msg = f"{copy} is the database itself."
        raise CopyError(msg)
    if target.exists() and not replace:
        msg = (
            f"There is a database at {target} already. With --replace it is kept beside, under another name, "
            "and the copy takes its place."
        )
        raise CopyError(msg)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a SQLite file that nobody works on, if there is one, with all that was written in the file itself.

    Raises CopyError while somebody does.
    """
    if not path.exists():
        yield
        return
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        try:
            # Refused as long as anybody else has the file open, be it idly.
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            msg = f"A bot, or another command, works on {path}. Stop it first, then repeat this."
            raise CopyError(msg) from error
        except sqlite3.DatabaseError:
            # Broken, or no database at all: nobody can work on it, and it may well be what is to be replaced.
            pass
        yield
    finally:
        connection.close()


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """Give a file beside the target to write in, readable by its owner alone; whatever is left of it goes."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        for each in _files(draft):
            each.unlink(missing_ok=True)


def _copy(source: Path, draft: Path) -> str:
    """Copy a database of ours as it is at this instant, read it through, and give the version of its tables."""
    version = _version(source)
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        with closing(sqlite3.connect(draft)) as connection:
            flaws = [flaw for (flaw,) in connection.execute("PRAGMA quick_check") if flaw != "ok"]
    except sqlite3.DatabaseError as error:
        msg = f"{source} can't be copied: {error}."
        raise CopyError(msg) from error
    if flaws:
        msg = f"{source} is damaged: {flaws[0]}. Use another copy."
        raise CopyError(msg)
    return version


def _version(path: Path) -> str:
    """Give the version of a database's tables, once it is sure that it is one of ours."""
    if not path.exists():
        msg = f"There is no database at {path}."
        raise CopyError(msg)
    try:
        with closing(sqlite3.connect(path)) as connection:
            tables = {
                name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            }
            rows = connection.execute("SELECT version_num FROM alembic_version") if tables >= OURS else ()
            found = [version for (version,) in rows]
    except sqlite3.DatabaseError as error:
        msg = f"{path} can't be read as a database: {error}."
        raise CopyError(msg) from error
    if len(found) != 1:
        msg = f"{path} is no database of Maillage's."
        raise CopyError(msg)
    return str(found[0])


def _refuse_newer(version: str, path: Path) -> None:
    if version > migrations.latest():
        msg = (
            f"{path} is of a newer Maillage: its tables are of version {version}, this one knows those up to "
            f"{migrations.latest()}. Update first (git pull, make install)."
        )
        raise CopyError(msg)


async def _stamp(url: str, copied_at: datetime | None, now: datetime) -> datetime:
    """Note in a database that it is a copy; give the instant it counts from."""
    database = Database(url)
    try:
        async with database.write() as unit:
            if await unit.eras.others_work():
                msg = "A bot works on the database. Stop it first, then repeat this."
                raise CopyError(msg)
            known = copied_at or await unit.eras.last_sign() or now
            era = await unit.eras.stamp(known, correcting=copied_at is not None)
    finally:
        await database.close()
    return era.copied_at or now


def _finish(draft: Path) -> None:
    """Have everything in the one file, and the file on the disk."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    _sync(draft)


def _name(draft: Path, target: Path) -> None:
    """Give a finished copy its name, unless somebody took it meanwhile."""
    try:
        os.link(draft, target)
    except FileExistsError as error:
        msg = f"{target} exists already, and a backup overwrites nothing. Give another name."
        raise CopyError(msg) from error
    except OSError:
        # A file system without hard links.
        draft.replace(target)
    _sync(target.parent)


def _put_aside(target: Path, now: datetime) -> Path | None:
    """Keep the database beside, and nothing of it where another would take it for its own."""
    kept = target.with_name(f"{target.stem}-before-{now:%Y%m%dT%H%M%S}{target.suffix}")
    found = False
    for old, new in zip(_files(target), _files(kept), strict=True):
        if old.exists():
            old.replace(new)
            found = True
    return kept if found else None


def _files(path: Path) -> list[Path]:
    return [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
