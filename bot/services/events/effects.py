"""What an event does on Discord: its cards, its reminders, and what is told when it changes.

An event has a card in the community's channel of events and one in the channel of each of its groups. Whoever comes
without being in one of these groups sees only the first of these channels; so all that names people goes to each of
them, and is rendered with the names of those who are at home there (`bot.domain.events.at_home`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import places
from bot.domain.effects import (
    Card,
    Effect,
    Kind,
    group_lane,
    message_payload,
    place_lane,
    refresh_slot,
)
from bot.domain.events import Event, plan_reminders
from bot.storage.database import Unit


@dataclass(frozen=True, slots=True)
class Target:
    """A channel that an event is shown in: a group's, since some schedule of the event, or everybody's (None)."""

    group_id: int | None = None
    since: int = 1

    @property
    def token(self) -> str:
        """Name the target within a key."""
        if self.group_id is None:
            return f"place:{places.EVENTS}"
        return f"group:{self.group_id}:{self.since}"

    def lane(self, community_id: int) -> str:
        """Name the lane of its channel."""
        if self.group_id is None:
            return place_lane(community_id, places.EVENTS)
        return group_lane(self.group_id)

    @property
    def address(self) -> dict[str, int | str]:
        """Say where it is, as a payload does."""
        return {"place": places.EVENTS} if self.group_id is None else {"group": self.group_id}


EVERYBODY = Target()


async def targets_of(unit: Unit, event_id: int) -> Sequence[Target]:
    """List the channels that a stored event is shown in."""
    since = await unit.events.groups_since(event_id)
    return [EVERYBODY, *(Target(group_id, schedule) for group_id, schedule in since.items())]


def subject(event_id: int) -> str:
    """Name the event as what its effects belong to."""
    return f"event:{event_id}"


def cards(event: Event, targets: Iterable[Target], now: datetime) -> Sequence[Effect]:
    """Post the event's card."""
    return [
        _effect(event, target, _card_key(event, target), now, Card("event", _about(event)))
        for target in targets
    ]


def endings(event: Event, targets: Iterable[Target]) -> Sequence[Effect]:
    """Take the buttons off the cards when the event is over."""
    return [
        _edit(event, target, f"{_prefix(event, 'ending', target)}{event.schedule}", event.details.ends_at)
        for target in targets
    ]


def reminders(event: Event, targets: Iterable[Target], now: datetime) -> Sequence[Effect]:
    """Post the reminders that are still to come."""
    planned = plan_reminders(event.details, now)
    day = event.details.local_start.date()
    return [
        _effect(
            event,
            target,
            f"{_prefix(event, 'reminder', target)}{event.schedule}:{day}:{each.reminder}",
            each.due_at,
            Card(
                "event-reminder",
                {
                    **_about(event),
                    "group": target.group_id,
                    "starts_at": event.details.starts_at.isoformat(),
                },
            ),
            expires_at=each.expires_at,
            # One that is late or in doubt does less harm twice than never; a reminder of the day before that was
            # never sent is followed by that of the hour, so that nobody needs to be told.
            extra={"repeatable": True, "superseded": each is not planned[-1]},
        )
        for each in planned
        for target in targets
    ]


def moved(event: Event, targets: Iterable[Target], before: Event, now: datetime) -> Sequence[Effect]:
    """Tell those who come, or may, that the date or the place has changed."""
    about = {**_about(event), "before": before.details.starts_at.isoformat()}
    return [
        _effect(
            event,
            target,
            f"{_prefix(event, 'moved', target)}{event.revision}",
            now,
            Card("event-moved", {**about, "group": target.group_id}),
            expires_at=event.details.ends_at,
        )
        for target in targets
    ]


def cancelled(event: Event, targets: Iterable[Target], now: datetime) -> Sequence[Effect]:
    """Tell those who come, or may, that the event is called off."""
    return [
        _effect(
            event,
            target,
            f"{_prefix(event, 'cancelled', target)}once",
            now,
            Card("event-cancelled", {**_about(event), "group": target.group_id}),
            expires_at=event.details.ends_at,
        )
        for target in targets
    ]


def removals(event: Event, targets: Iterable[Target], now: datetime) -> Sequence[Effect]:
    """Take the event's card away from channels that it is not for any more."""
    return [
        Effect(
            community_id=event.community_id,
            dedup_key=f"{_card_key(event, target)}:removed",
            kind=Kind.MESSAGE_DELETE,
            lane=target.lane(event.community_id),
            due_at=now,
            subject=subject(event.id),
            payload={
                **message_payload(Card("event", _about(event)), **target.address),
                "message_of": _card_key(event, target),
            },
        )
        for target in targets
    ]


async def refresh(
    unit: Unit, event: Event, now: datetime, *, targets: Sequence[Target] | None = None
) -> None:
    """Show the event anew on all its cards, or on those in `targets`, once for all changes of a moment."""
    slot, due_at = refresh_slot(now)
    waiting = await unit.deliveries.by_key(f"{_card_key(event, EVERYBODY)}:{slot}")
    # The cards' edits of one slot are recorded together and come due together: while one surely waits, so do all.
    if waiting is not None and not waiting.state.final and waiting.attempt == 0 and now < due_at:
        return
    # Looked up only here: of many answers in a moment, all but the first end above.
    shown_in = await targets_of(unit, event.id) if targets is None else targets
    # Discord caps the edits of old cards: one that it put off shows this change too, when its time comes.
    put_off = await unit.deliveries.edits_put_off(subject(event.id), due_at)
    cards = {_card_key(event, target): target for target in shown_in}
    edits = [_edit(event, cards[key], f"{key}:{slot}", due_at) for key in cards if key not in put_off]
    await unit.deliveries.record(*edits, now=now)


async def withdraw(
    unit: Unit, event: Event, now: datetime, *whats: str, targets: Iterable[Target] | None = None
) -> None:
    """Withdraw what waits of some of "card", "reminder", "ending", "moved": everywhere, or from some channels."""
    for what in whats:
        prefixes = (
            [f"event:{event.id}:{what}:"]
            if targets is None
            else [_prefix(event, what, target) for target in targets]
        )
        for prefix in prefixes:
            await unit.deliveries.withdraw(subject(event.id), now, key_prefix=prefix)


def _about(event: Event) -> dict[str, Any]:
    return {"community": event.community_id, "event": event.id}


def _prefix(event: Event, what: str, target: Target) -> str:
    return f"event:{event.id}:{what}:{target.token}:"


def everybodys_card(event: Event) -> str:
    """Name the post that is the event's card in the channel that everybody sees."""
    return _card_key(event, EVERYBODY)


def _card_key(event: Event, target: Target) -> str:
    return f"{_prefix(event, 'card', target)}post"


def _effect(
    event: Event,
    target: Target,
    dedup_key: str,
    due_at: datetime,
    card: Card,
    *,
    expires_at: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Effect:
    return Effect(
        community_id=event.community_id,
        dedup_key=dedup_key,
        kind=Kind.MESSAGE_POST,
        lane=target.lane(event.community_id),
        due_at=due_at,
        subject=subject(event.id),
        payload={**message_payload(card, **target.address), **(extra or {})},
        expires_at=expires_at,
    )


def _edit(event: Event, target: Target, dedup_key: str, due_at: datetime) -> Effect:
    return Effect(
        community_id=event.community_id,
        dedup_key=dedup_key,
        kind=Kind.MESSAGE_EDIT,
        lane=target.lane(event.community_id),
        due_at=due_at,
        subject=subject(event.id),
        payload={
            **message_payload(Card("event", _about(event)), **target.address),
            "message_of": _card_key(event, target),
        },
    )
