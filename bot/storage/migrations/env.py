"""Alembic's entry: runs migrations on the connection it is given, or compares with a database of one's own.

`alembic revision --autogenerate` compares with the database that MAILLAGE_DATABASE__URL names, or with one made
anew from the migrations in memory.
"""

from __future__ import annotations

import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, create_engine

from bot.storage.tables import metadata
from bot.storage.types import Json, RowId, UtcDateTime


def render_item(kind: str, item: Any, context: Any) -> str | Literal[False]:
    """Write our own column types by their names; leave the rest to Alembic."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        name = "UtcDateTime()"
    elif item is Json or item is RowId:
        name = "Json" if item is Json else "RowId"
    else:
        return False
    context.imports.add(f"from bot.storage.types import {name.removesuffix('()')}")
    return name


def migrate(connection: Connection) -> None:
    """Run the migrations on a connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # SQLite changes a table by making it anew.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with create_engine(os.environ.get("MAILLAGE_DATABASE__URL", "sqlite://")).begin() as own:
        migrate(own)
