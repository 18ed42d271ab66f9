"""The database's versions: brings one up to the version of the code.

Alembic does the steps, and is loaded only where there are any: a bot that starts on a database which is up to date
is spared its memory and its time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.storage.engine import WRITES, create_engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
# Names our lock among PostgreSQL's advisory locks: two processes that start together migrate one after the other.
LOCK = 0x6D61696C


async def upgrade(url: str) -> None:
    """Bring the database at `url` to the version of the code; one that is there already stays as it is."""
    engine = create_engine(url)
    try:
        async with engine.execution_options(**{WRITES: True}).begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def latest() -> str:
    """Tell the version of the code: the number that the last migration's file begins with."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def configuration() -> Config:
    """Give Alembic's configuration, which is all here: there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if _present(connection) == latest():
        return
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _present(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
