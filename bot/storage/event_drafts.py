"""What organisers are typing about events."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select, update

from bot.domain.events import Audience, Draft, DraftState, Purpose, Typed
from bot.storage.store import Store
from bot.storage.tables import event_draft as table


class EventDraftStore(Store):
    """Drafts of events, of edits and of cancellations."""

    async def add(
        self,
        community_id: int,
        author_id: int,
        purpose: Purpose,
        typed: Typed,
        now: datetime,
        *,
        event_id: int | None = None,
        revision: int | None = None,
    ) -> Draft:
        """Begin a draft; `event_id` and `revision` name the event it is about, as it is now."""
        rows = await self._connection.execute(
            insert(table)
            .values(
                community_id=community_id,
                author_id=author_id,
                purpose=purpose,
                state=DraftState.OPEN,
                event_id=event_id,
                revision=revision,
                content=_content(typed),
                typed_at=now,
            )
            .returning(table)
        )
        return _draft(rows.mappings().one())

    async def get(self, community_id: int, draft_id: int) -> Draft | None:
        """Find a draft of this community."""
        rows = await self._connection.execute(
            select(table).where(table.c.id == draft_id, table.c.community_id == community_id)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else _draft(row)

    async def retype(self, draft: Draft, typed: Typed, typed_at: datetime) -> Draft | None:
        """Keep what was typed instead; None if the draft is not open any more."""
        rows = await self._connection.execute(
            update(table)
            .where(table.c.id == draft.id, table.c.state == DraftState.OPEN)
            .values(content=_content(typed), typed_at=typed_at)
            .returning(table)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else _draft(row)

    async def close(self, draft: Draft, state: DraftState) -> bool:
        """End a draft; False if somebody else ended it first."""
        changed = await self._connection.execute(
            update(table).where(table.c.id == draft.id, table.c.state == DraftState.OPEN).values(state=state)
        )
        return bool(changed.rowcount)

    async def set_event(self, draft: Draft, event_id: int) -> None:
        """Note the event that came of a draft."""
        await self._connection.execute(update(table).where(table.c.id == draft.id).values(event_id=event_id))

    async def of_author(self, community_id: int, author_id: int) -> list[Draft]:
        """List a person's drafts."""
        rows = await self._connection.execute(
            select(table).where(table.c.community_id == community_id, table.c.author_id == author_id)
        )
        return [_draft(row) for row in rows.mappings()]

    async def erase(self, community_id: int, author_id: int) -> None:
        """Forget a person's drafts."""
        await self._connection.execute(
            delete(table).where(table.c.community_id == community_id, table.c.author_id == author_id)
        )

    async def forget_before(self, instant: datetime) -> int:
        """Forget the drafts last typed before an instant; tell how many."""
        return (await self._connection.execute(delete(table).where(table.c.typed_at < instant))).rowcount


def _content(typed: Typed) -> dict[str, object]:
    return {
        "title": typed.title,
        "start": typed.start,
        "duration": typed.duration,
        "place": typed.place,
        "description": typed.description,
        "reason": typed.reason,
        "audience": str(typed.audience),
        "partner_id": typed.partner_id,
        "group_ids": list(typed.group_ids),
    }


def _draft(row: RowMapping) -> Draft:
    content = row["content"]
    return Draft(
        id=row["id"],
        community_id=row["community_id"],
        author_id=row["author_id"],
        purpose=Purpose(row["purpose"]),
        state=DraftState(row["state"]),
        event_id=row["event_id"],
        revision=row["revision"],
        typed=Typed(
            **{
                **content,
                "audience": Audience(content["audience"]),
                "group_ids": tuple(content["group_ids"]),
            }
        ),
        typed_at=row["typed_at"],
    )
