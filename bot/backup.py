"""`maillage backup` and `maillage restore`: copies of the database, and what an operator reads about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from bot.config import Settings
from bot.storage.copies import CopyError, file_of, make, put_back, stamp_in_place
from bot.storage.delivery_oversight import UNUSABLE

Say = Callable[[str], None]

NOTICED = (
    "After a snapshot of the disk, or of the data alone, nothing shows it: then say so first, by maillage restore "
    "without a file."
)

RESUMES = (
    "Start the bot: it sends nothing until it has looked up on Discord what came due since then; what it finds is not "
    "sent again. maillage deliveries shows how far it is."
)


async def backup(settings: Settings, target: Path, say: Say, clock: Clock | None = None) -> bool:
    """Copy the database to a new file, also while the bot runs; give whether the copy was made."""
    source = file_of(settings.database.secret_url.get_secret_value())
    if source is None:
        say("The database is PostgreSQL, which makes its own copies, also while the bot runs:")
        say(f"  pg_dump --format=custom --file={target} {settings.database.url}")
        return False
    now = (clock or Clock()).now()
    try:
        stamped = await make(source, target, now)
    except (CopyError, *UNUSABLE) as error:
        say(f"No backup was made. {_sentence(error)}")
        return False
    say(f"{target} is a copy of {source} as it was at {_instant(now)}.")
    if not stamped:
        say(
            "The database is of another version than this Maillage. The copy is as good, but put it back with "
            "maillage restore and not by copying the file: only so does the bot know that it is a copy."
        )
    return True


async def restore(
    settings: Settings,
    copy: Path | None,
    say: Say,
    *,
    replace: bool = False,
    copied_at: datetime | None = None,
    clock: Clock | None = None,
) -> bool:
    """Put a copy in the database's place; without `copy`, note that another tool did. Give whether it was done."""
    url = settings.database.secret_url.get_secret_value()
    target = file_of(url)
    now = (clock or Clock()).now()
    if copy is not None and target is None:
        say(
            "The database is PostgreSQL. Put its dump back with PostgreSQL's tool, while the bot does not run:"
        )
        say(f"  pg_restore --clean --if-exists --single-transaction --dbname={settings.database.url} {copy}")
        say("Then start the bot: it notices that its database was put back. " + NOTICED)
        return False
    try:
        if copy is None or target is None:
            since = await stamp_in_place(url, copied_at, now)
            say(f"The database {settings.database.url} counts as a copy of {_instant(since)}.")
        else:
            done = await put_back(copy, target, now, replace=replace)
            say(f"{target} is now the copy of {_instant(done.copied_at)}.")
            if done.kept is not None:
                say(f"The database that was there is kept: {done.kept}")
    except (CopyError, *UNUSABLE) as error:
        say(f"Nothing was changed. {_sentence(error)}")
        return False
    say(RESUMES)
    return True


def _sentence(error: Exception) -> str:
    if isinstance(error, CopyError):
        return str(error)
    return f"{str(getattr(error, 'orig', None) or error).splitlines()[0]}."


def _instant(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
