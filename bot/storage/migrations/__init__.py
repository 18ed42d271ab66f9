"""The database's versions: brings one up to the version of the code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.storage.engine import WRITES, create_engine

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


def configuration() -> Config:
    """Give Alembic's configuration, which is all here: there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = configuration()
    present = MigrationContext.configure(connection).get_current_heads()
    if set(present) == set(ScriptDirectory.from_config(config).get_heads()):
        return
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
