"""Where the rows of a PostgreSQL database lie: what no dump and no replay takes along.

A dump holds what the rows say, this among it, but the place it is put back to is another one. So a database whose
rows name another home than the one they are in was put back from a copy, or moved; the rows alone can't tell which.
SQLite has none: a file that is copied over another keeps everything by which one could tell.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Names our lock among PostgreSQL's advisory locks: of several processes one at a time compares, and begins an era.
LOCK = 0x6D61696D

# A dump that is put back makes the tables anew, and with them their oids; those of a new database can be the same again.
_TABLE = text(
    "SELECT oid::bigint, CAST('delivery' AS regclass)::oid::bigint FROM pg_database WHERE datname = current_database()"
)
# `initdb` gives the server its number: two fresh servers give the same oids to what is put back on them.
_SERVER = "(SELECT system_identifier::text FROM pg_control_system())"
# A base backup keeps all of these; what is replayed on it up to some instant goes on in a new timeline. That stands in
# the name of the present log file at once, in `pg_control_checkpoint` only after the next checkpoint.
_TIMELINE = "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
# Both are asked where an error can be caught: on the server, for a savepoint of ours would turn the cancellation of a
# task into an error of the database.
_ASK = """
DO $$ BEGIN
    PERFORM set_config('maillage.home', {part}, true);
EXCEPTION WHEN OTHERS THEN
    PERFORM set_config('maillage.home', '-', true);
END $$
"""
_ANSWER = text("SELECT current_setting('maillage.home')")


async def home_of(connection: AsyncConnection) -> str | None:
    """Name the place where the rows of this connection's database lie; None on SQLite, which has none."""
    if connection.dialect.name == "sqlite":
        return None
    database, table = (await connection.execute(_TABLE)).one()
    parts = [await _part(connection, _SERVER), database, table, await _part(connection, _TIMELINE)]
    return "/".join(map(str, parts))


async def lock(connection: AsyncConnection) -> None:
    """Let nobody else compare homes until the transaction ends; on SQLite a writer is alone anyway."""
    if connection.dialect.name != "sqlite":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


async def keep_writers_out(connection: AsyncConnection) -> None:
    """Let nobody else change deliveries until the transaction ends: many are about to be, in no order."""
    if connection.dialect.name != "sqlite":
        await connection.execute(text("LOCK TABLE delivery IN SHARE ROW EXCLUSIVE MODE"))


async def _part(connection: AsyncConnection, part: str) -> str:
    """Ask for a part that a host may keep from its customers; "-" where it does."""
    await connection.execute(text(_ASK.format(part=part)))
    return str((await connection.execute(_ANSWER)).scalar_one())
