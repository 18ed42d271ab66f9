"""How long what nobody confirmed is kept: a day, or as long as an approval may be waited for, once one was asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import APPROVAL_LIFE, DRAFT_LIFE


def left_alone(
    changed_at: ColumnElement[datetime], asked: ColumnElement[bool], now: datetime
) -> ColumnElement[bool]:
    """Tell what was changed too long ago to be kept; `asked` is for what an approval was asked for."""
    return (~asked & (changed_at <= now - DRAFT_LIFE)) | (changed_at <= now - APPROVAL_LIFE)


async def next_to_go(
    connection: AsyncConnection,
    rows: Select[tuple[int]],
    changed_at: ColumnElement[datetime],
    asked: ColumnElement[bool],
) -> datetime | None:
    """Tell when the next of these rows has been left alone for too long, if nobody changes it before."""
    ends = []
    for chosen, life in ((~asked, DRAFT_LIFE), (asked, APPROVAL_LIFE)):
        oldest = rows.where(chosen).with_only_columns(func.min(changed_at))
        first: datetime | None = await connection.scalar(oldest)
        if first is not None:
            ends.append(first + life)
    return min(ends, default=None)
