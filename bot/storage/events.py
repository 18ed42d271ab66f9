"""Events, their groups, and what people answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, func, insert, select, update

from bot.domain.communities import Partner, PartnerKind
from bot.domain.events import Answer, Attendee, Audience, Details, Event, EventLine, EventOverview, EventState
from bot.domain.events.overviews import NAMED, PAGE_SIZE, Page
from bot.storage.groups import group_of
from bot.storage.store import Store
from bot.storage.tables import event, event_group, membership, partner, rsvp, working_group

NOBODY = 0  # the author of what an erased person made


class EventStore(Store):
    """Events and RSVPs."""

    async def add(self, community_id: int, details: Details, created_by: int, now: datetime) -> Event:
        """Store a published event with its groups."""
        row = (
            (
                await self._connection.execute(
                    insert(event)
                    .values(
                        community_id=community_id,
                        state=EventState.PUBLISHED,
                        schedule=1,
                        revision=1,
                        created_by=created_by,
                        created_at=now,
                        **_columns(details),
                    )
                    .returning(event)
                )
            )
            .mappings()
            .one()
        )
        await self._add_groups(row["id"], details.group_ids, 1)
        return _event(row, details.group_ids)

    async def get(self, community_id: int, event_id: int, *, hold: bool = False) -> Event | None:
        """Find an event of this community. `hold`: it is not changed by others until this transaction ends."""
        query = select(event).where(event.c.id == event_id, event.c.community_id == community_id)
        if hold:
            query = query.with_for_update(read=True)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else _event(row, list(await self.groups_since(event_id)))

    async def change(self, seen: Event, details: Details, schedule: int) -> bool:
        """Write an edit; False if the event was changed or cancelled since it was `seen`."""
        changed = await self._connection.execute(
            update(event)
            .where(
                event.c.id == seen.id,
                event.c.revision == seen.revision,
                event.c.state == EventState.PUBLISHED,
            )
            .values(schedule=schedule, revision=seen.revision + 1, **_columns(details))
        )
        if not changed.rowcount:
            return False
        kept = set(details.group_ids)
        await self._connection.execute(
            delete(event_group).where(event_group.c.event_id == seen.id, event_group.c.group_id.not_in(kept))
        )
        added = [group_id for group_id in details.group_ids if group_id not in seen.details.group_ids]
        await self._add_groups(seen.id, added, schedule)
        return True

    async def cancel(self, seen: Event, by: int, reason: str) -> bool:
        """Call an event off; False if it was called off already."""
        changed = await self._connection.execute(
            update(event)
            .where(event.c.id == seen.id, event.c.state == EventState.PUBLISHED)
            .values(
                state=EventState.CANCELLED,
                cancelled_by=by,
                cancel_reason=reason,
                revision=event.c.revision + 1,
            )
        )
        return bool(changed.rowcount)

    async def groups_since(self, event_id: int) -> dict[int, int]:
        """Give the event's groups in the community's order, each with the schedule at which it was added."""
        rows = await self._connection.execute(
            select(event_group.c.group_id, event_group.c.since)
            .join(working_group, working_group.c.id == event_group.c.group_id)
            .where(event_group.c.event_id == event_id)
            .order_by(working_group.c.position, working_group.c.id)
        )
        return {row.group_id: row.since for row in rows}

    async def overview(self, community_id: int, event_id: int) -> EventOverview | None:
        """Show an event with its groups, partner, counts, and the first people who come."""
        found = await self.get(community_id, event_id)
        if found is None:
            return None
        return await self.overview_of(
            found, counts=await self.counts(event_id), going=await self._first_going(event_id)
        )

    async def overview_of(
        self, shown: Event, *, counts: dict[Answer, int] | None = None, going: Sequence[int] = ()
    ) -> EventOverview:
        """Show an event that may not be stored, with its groups and partner."""
        groups = await self._connection.execute(
            select(working_group)
            .where(
                working_group.c.community_id == shown.community_id,
                working_group.c.id.in_(shown.details.group_ids),
            )
            .order_by(working_group.c.position, working_group.c.id)
        )
        return EventOverview(
            event=shown,
            groups=[group_of(row) for row in groups],
            partner=await self._partner(shown.community_id, shown.details.partner_id),
            counts=counts or {},
            first_going=going,
        )

    async def counts(self, event_id: int) -> dict[Answer, int]:
        """Count an event's answers."""
        rows = await self._connection.execute(
            select(rsvp.c.answer, func.count()).where(rsvp.c.event_id == event_id).group_by(rsvp.c.answer)
        )
        return {Answer(answer): count for answer, count in rows}

    async def upcoming(self, community_id: int, user_id: int, now: datetime, number: int) -> Page:
        """List one page of the events that are not over, soonest first."""
        chosen = [*_still_on(community_id, now)]
        return await self._page(user_id, chosen, number)

    async def mine(self, community_id: int, user_id: int, now: datetime, number: int) -> Page:
        """List one page of the events that are not over and that this person comes or may come to."""
        answered = select(rsvp.c.event_id).where(
            rsvp.c.user_id == user_id, rsvp.c.answer.in_([Answer.GOING, Answer.MAYBE])
        )
        return await self._page(user_id, [*_still_on(community_id, now), event.c.id.in_(answered)], number)

    async def known(self, community_id: int, now: datetime, *, limit: int = 200) -> Sequence[Event]:
        """List the events that are not over, soonest first, without their groups."""
        rows = await self._connection.execute(
            select(event).where(*_still_on(community_id, now)).order_by(event.c.starts_at).limit(limit)
        )
        return [_event(row, ()) for row in rows.mappings()]

    async def answer(self, event_id: int, user_id: int) -> Answer | None:
        """Tell what a person answered."""
        found = await self._connection.execute(
            select(rsvp.c.answer).where(rsvp.c.event_id == event_id, rsvp.c.user_id == user_id)
        )
        answer = found.scalar_one_or_none()
        return None if answer is None else Answer(answer)

    async def set_answer(self, event_id: int, user_id: int, answer: Answer, now: datetime) -> None:
        """Note what a person answers."""
        values = {"answer": answer, "answered_at": now}
        await self._connection.execute(
            self._insert(rsvp)
            .values(event_id=event_id, user_id=user_id, **values)
            .on_conflict_do_update(index_elements=["event_id", "user_id"], set_=values)
        )

    async def attendees(self, event_id: int, answers: Collection[Answer]) -> Sequence[Attendee]:
        """List those who gave one of these answers, first come first, with the event's groups they are in."""
        rows = await self._connection.execute(
            select(rsvp.c.user_id, membership.c.group_id)
            .join(event_group, event_group.c.event_id == rsvp.c.event_id, isouter=True)
            .join(
                membership,
                and_(membership.c.group_id == event_group.c.group_id, membership.c.user_id == rsvp.c.user_id),
                isouter=True,
            )
            .where(rsvp.c.event_id == event_id, rsvp.c.answer.in_(answers))
            .order_by(rsvp.c.answered_at, rsvp.c.user_id)
        )
        homes: dict[int, set[int]] = defaultdict(set)
        for row in rows:
            homes[row.user_id].update(() if row.group_id is None else (row.group_id,))
        return [Attendee(user_id, frozenset(groups)) for user_id, groups in homes.items()]

    async def answers_of(self, community_id: int, user_id: int) -> Sequence[tuple[Event, Answer, datetime]]:
        """List every answer of a person, with its event (without its groups)."""
        rows = await self._connection.execute(
            select(event, rsvp.c.answer, rsvp.c.answered_at)
            .join(rsvp, rsvp.c.event_id == event.c.id)
            .where(event.c.community_id == community_id, rsvp.c.user_id == user_id)
            .order_by(event.c.starts_at)
        )
        return [(_event(row, ()), Answer(row["answer"]), row["answered_at"]) for row in rows.mappings()]

    async def made_by(self, community_id: int, user_id: int) -> Sequence[Event]:
        """List the events a person published or cancelled, without their groups."""
        rows = await self._connection.execute(
            select(event).where(
                event.c.community_id == community_id,
                (event.c.created_by == user_id) | (event.c.cancelled_by == user_id),
            )
        )
        return [_event(row, ()) for row in rows.mappings()]

    async def erase(self, community_id: int, user_id: int) -> Sequence[int]:
        """Forget a person's answers and their name on events; tell which events' answers changed."""
        ours = select(event.c.id).where(event.c.community_id == community_id)
        answered = await self._connection.scalars(
            delete(rsvp)
            .where(rsvp.c.user_id == user_id, rsvp.c.event_id.in_(ours))
            .returning(rsvp.c.event_id)
        )
        changed = list(answered)
        for column in (event.c.created_by, event.c.cancelled_by):
            await self._connection.execute(
                update(event)
                .where(event.c.community_id == community_id, column == user_id)
                .values({column: NOBODY})
            )
        return changed

    async def _page(self, user_id: int, chosen: Sequence[ColumnElement[bool]], number: int) -> Page:
        total = (
            await self._connection.execute(select(func.count()).select_from(event).where(*chosen))
        ).scalar_one()
        number = max(1, min(number, -(-total // PAGE_SIZE)))
        query = _lines(user_id).where(*chosen).order_by(event.c.starts_at, event.c.id)
        rows = await self._connection.execute(query.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))
        lines = [
            EventLine(_event(row, ()), row["going"], Answer(row["own"]) if row["own"] else None)
            for row in rows.mappings()
        ]
        return Page(lines, number, total)

    async def _first_going(self, event_id: int) -> Sequence[int]:
        rows = await self._connection.execute(
            select(rsvp.c.user_id)
            .where(rsvp.c.event_id == event_id, rsvp.c.answer == Answer.GOING)
            .order_by(rsvp.c.answered_at, rsvp.c.user_id)
            .limit(NAMED)
        )
        return list(rows.scalars())

    async def _partner(self, community_id: int, partner_id: int | None) -> Partner | None:
        rows = await self._connection.execute(
            select(partner).where(partner.c.id == partner_id, partner.c.community_id == community_id)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else Partner(**{**row, "kind": PartnerKind(row["kind"])})

    async def _add_groups(self, event_id: int, group_ids: Iterable[int], since: int) -> None:
        rows = [{"event_id": event_id, "group_id": group_id, "since": since} for group_id in group_ids]
        if rows:
            await self._connection.execute(insert(event_group), rows)


def _still_on(community_id: int, now: datetime) -> Sequence[ColumnElement[bool]]:
    return (
        event.c.community_id == community_id,
        event.c.state == EventState.PUBLISHED,
        event.c.ends_at > now,
    )


def _lines(user_id: int) -> Select[Any]:
    going = (
        select(func.count())
        .where(rsvp.c.event_id == event.c.id, rsvp.c.answer == Answer.GOING)
        .scalar_subquery()
    )
    own = (
        select(rsvp.c.answer)
        .where(rsvp.c.event_id == event.c.id, rsvp.c.user_id == user_id)
        .scalar_subquery()
    )
    return select(event, going.label("going"), own.label("own"))


def _columns(details: Details) -> dict[str, Any]:
    return {
        "title": details.title,
        "description": details.description,
        "starts_at": details.starts_at,
        "ends_at": details.ends_at,
        "timezone": details.timezone,
        "place": details.place,
        "link": details.link,
        "partner_id": details.partner_id,
        "audience": details.audience,
    }


def _event(row: RowMapping, group_ids: Iterable[int]) -> Event:
    details = Details(
        title=row["title"],
        description=row["description"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        timezone=row["timezone"],
        place=row["place"],
        link=row["link"],
        partner_id=row["partner_id"],
        audience=Audience(row["audience"]),
        group_ids=tuple(group_ids),
    )
    return Event(
        id=row["id"],
        community_id=row["community_id"],
        details=details,
        state=EventState(row["state"]),
        schedule=row["schedule"],
        revision=row["revision"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        cancel_reason=row["cancel_reason"],
        cancelled_by=row["cancelled_by"],
    )
