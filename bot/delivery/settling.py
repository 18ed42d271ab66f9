"""How each attempt ends: what is written, what follows from it, and who is told."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.delivery.answers import Answer, Verdict
from bot.delivery.backoff import Backoff
from bot.delivery.handlers import HANDLERS, Context, Step
from bot.delivery.handlers.messages import NONCE_TRUSTED
from bot.delivery.notices import SUBJECT, notice_of
from bot.delivery.outcomes import Done, Doubtful, Looked, Moot, NotYet, Outcome
from bot.domain.effects import AWAITED, LANDING, POSTS, Delivery, Effect, Inquiry, Kind, State
from bot.storage.database import Unit
from bot.vitals.deliveries import DeliveryFigures

log = logging.getLogger(__name__)

# Runs in the transaction that settles a delivery of its subject ("announcement" for "announcement:7").
Hook = Callable[[Unit, Delivery, datetime], Awaitable[None]]

WAIT_AT_MOST = timedelta(hours=1)  # for something that is being made
TRY_AT_MOST = timedelta(days=1)  # against refusals that pass
SHORTEST_WAIT = timedelta(seconds=0.5)
LONGEST_WAIT = timedelta(seconds=5)
# A message whose sending is in doubt is tried once more this long before its nonce is no longer trusted.
MARGIN = timedelta(seconds=10)
PORTION = 100


@dataclass(slots=True)
class _Trying:
    """How long and how often this process has tried a row, in real seconds: a moved clock uses up no patience."""

    since: float = field(default_factory=time.monotonic)
    failures: int = 0
    waits_since: float | None = None  # for something that is being made, since the last refusal

    @property
    def lasted(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self.since)

    def waited(self) -> timedelta:
        """Tell how long it has waited for something that is being made, beginning now if it did not wait yet."""
        now = time.monotonic()
        self.waits_since = now if self.waits_since is None else self.waits_since
        return timedelta(seconds=now - self.waits_since)


class Settling:
    """Writes outcomes, each in one transaction with what follows from it."""

    def __init__(
        self, context: Context, hooks: Mapping[str, Hook], backoff: Backoff, figures: DeliveryFigures
    ) -> None:
        self._context = context
        self._hooks = dict(hooks)
        self._backoff = backoff
        self._trying: dict[int, _Trying] = {}
        self._figures = figures

    async def outcome(self, delivery: Delivery, outcome: Outcome, *, follow: bool = True) -> None:
        """Write what performing a claimed delivery came to; without what follows from it if not `follow`."""
        match outcome:
            case Done():
                await self._end(delivery, State.SENT, done=outcome, follow=follow)
            case Moot(reason, proven):
                await self._end(delivery, State.CANCELLED, error=reason, proven=proven, follow=follow)
            case Doubtful(reason):
                await self._end(delivery, State.UNCERTAIN, error=reason, follow=follow)
            case Looked(absent):
                await self._put_back(delivery, absent=absent, follow=follow)
            case NotYet(reason, until) if until is not None:
                wait = until - self._context.clock.now()
                await self._postpone(delivery, wait, definite=True, error=reason)
            case NotYet(reason):
                waited = self._trying.setdefault(delivery.id, _Trying()).waited()
                if waited > WAIT_AT_MOST:
                    await self._end(delivery, State.FAILED, error=f"waited too long: {reason}", follow=follow)
                else:
                    wait = min(max(waited / 4, SHORTEST_WAIT), LONGEST_WAIT)
                    await self._postpone(delivery, wait, definite=True, error=reason)

    async def answer(self, delivery: Delivery, answer: Answer, *, follow: bool = True) -> None:
        """Write what Discord's refusal, or the lack of an answer, means for a claimed delivery."""
        if answer.verdict in (Verdict.PERMANENT, Verdict.STOP_DMS):
            await self._end(delivery, State.FAILED, answer=answer, follow=follow)
            return
        trying = self._trying.setdefault(delivery.id, _Trying())
        trying.failures += 1
        trying.waits_since = None
        if delivery.inquiry is Inquiry.OPEN and trying.lasted > WAIT_AT_MOST:
            # Everything else of its lane waits for this one; after a backup was put back, everything.
            reason = f"an earlier attempt may have sent it, and looking for it failed: {answer.reason}"
            await self._end(delivery, State.UNCERTAIN, error=reason, follow=follow)
            return
        if trying.lasted > TRY_AT_MOST:
            given_up = replace(answer, reason=f"tried too long: {answer.reason}")
            await self._end(delivery, State.FAILED, answer=given_up, follow=follow)
            return
        wait = max(self._backoff.delay(trying.failures), answer.after or timedelta())
        if not answer.definite and delivery.kind in AWAITED:
            wait = max(wait, LANDING)
        await self._postpone(delivery, wait, definite=answer.definite, error=answer.reason)

    async def heard(self, nonce: str, channel_id: int, message_id: int, *, follow: bool = True) -> None:
        """Mark what was seen on Discord as sent, whatever was thought of it."""
        now = self._context.clock.now()
        async with self._context.database.write() as unit:
            settled = await unit.deliveries.heard(nonce, channel_id, message_id, now)
            if settled is not None and follow:
                await self._follow(unit, settled, now, done=Done(channel_id, message_id))
        self._count(settled)

    async def tidy(self, unit: Unit, now: datetime, held: frozenset[int], *, at_once: bool) -> bool:
        """Put back what a worker that is gone had claimed, and drop what is over, as part of a transaction.

        True when that was a full portion, so that there may be more. While delivery is paused nothing is dropped: those
        who are told would be told now.
        """
        recovered = await unit.deliveries.recover(now, held=held, at_once=at_once, limit=PORTION)
        for back in recovered:
            if back.state.final:
                await self._follow(unit, back, now)
                self._count(back)
        paused = unit.era is not None and unit.era.paused
        expired = [] if paused else await unit.deliveries.expire_due(now, limit=PORTION)
        for over in expired:
            await self._follow(unit, over, now)
            self._count(over)
        return PORTION in (len(recovered), len(expired))

    async def _end(
        self,
        delivery: Delivery,
        state: State,
        *,
        done: Done | None = None,
        answer: Answer | None = None,
        error: str | None = None,
        proven: bool = False,
        follow: bool = True,
    ) -> None:
        now = self._context.clock.now()
        place = done or Done()
        handler = HANDLERS[delivery.kind]
        can = answer is not None and handler.diverts is not None and handler.diverts(delivery, answer)
        # Without what follows from it there is no other way either, and somebody has to see that it failed.
        diverted = can and follow
        if diverted:
            state = State.CANCELLED
        refused = state is State.FAILED and (answer is None or answer.definite)
        async with self._context.database.write() as unit:
            settled = await unit.deliveries.settle(
                delivery,
                state,
                now,
                definite=refused or state is State.CANCELLED,
                proven=proven,
                channel_id=place.channel_id,
                message_id=place.message_id,
                error=(error or place.lacking) if answer is None else answer.reason,
            )
            if settled is None and place.lacking is not None:
                # Its message was seen on Discord first, which does not show what it lacks.
                remarked = await unit.deliveries.remark(delivery.id, place.lacking)
                if remarked is not None and follow:
                    await self._hook(unit, remarked, now)
            if settled is not None and follow:
                await self._follow(unit, settled, now, done=done, diverted=diverted)
        self._count(settled)
        self._trying.pop(delivery.id, None)

    async def _put_back(self, delivery: Delivery, *, absent: bool, follow: bool) -> None:
        now = self._context.clock.now()
        async with self._context.database.write() as unit:
            back = await unit.eras.looked(delivery, now, absent=absent)
            if back is not None and back.state.final and follow:
                await self._follow(unit, back, now)
        self._count(back)
        self._trying.pop(delivery.id, None)

    async def _postpone(self, delivery: Delivery, wait: timedelta, *, definite: bool, error: str) -> None:
        now = self._context.clock.now()
        next_at = now + wait
        if not definite and delivery.kind in POSTS and delivery.uncertain_since is not None:
            last_chance = delivery.uncertain_since + NONCE_TRUSTED - MARGIN
            if now < last_chance:
                next_at = min(next_at, last_chance)
        log.debug("delivery %d (%s) again at %s: %s", delivery.id, delivery.dedup_key, next_at, error)
        async with self._context.database.write() as unit:
            settled = await unit.deliveries.postpone(delivery, next_at, now, definite=definite, error=error)
            if settled is not None and settled.state.final:
                await self._follow(unit, settled, now)
        self._count(settled)

    async def _follow(
        self,
        unit: Unit,
        settled: Delivery,
        now: datetime,
        *,
        done: Done | None = None,
        diverted: bool = False,
    ) -> None:
        handler = HANDLERS[settled.kind]
        unit.deliveries.follows = settled if settled.inquiry is not None else None
        step = Step(self._context, unit, settled, now)
        if done is not None and handler.record is not None:
            await handler.record(step, done)
        if done is not None and settled.cancel_requested and settled.kind in POSTS:
            await unit.deliveries.record(_undoing(settled, now), now=now)
        if diverted and handler.divert is not None:
            await handler.divert(step)
        else:
            await self._tell(unit, settled, now)
        await self._hook(unit, settled, now)
        unit.deliveries.follows = None

    async def _hook(self, unit: Unit, settled: Delivery, now: datetime) -> None:
        if (hook := self._hooks.get(settled.subject.partition(":")[0])) is not None:
            await hook(unit, settled, now)

    def _count(self, settled: Delivery | None) -> None:
        if settled is not None and settled.state.final:
            self._figures.settled[settled.kind, settled.state] += 1

    async def _tell(self, unit: Unit, settled: Delivery, now: datetime) -> None:
        if settled.state is State.FAILED:
            log.warning("delivery %d (%s) failed: %s", settled.id, settled.dedup_key, settled.last_error)
        notice = notice_of(settled, now)
        if notice is not None:
            await unit.deliveries.record(notice, now=now)
        elif settled.state is State.FAILED and settled.subject.startswith(f"{SUBJECT}:"):
            log.error("nobody in community %d can be told: %s", settled.community_id, settled.last_error)


def _undoing(sent: Delivery, now: datetime) -> Effect:
    """Delete what was sent although it had been withdrawn meanwhile."""
    return Effect(
        community_id=sent.community_id,
        dedup_key=f"{sent.dedup_key}:withdrawn",
        kind=Kind.MESSAGE_DELETE,
        lane=sent.lane,
        due_at=now,
        subject=sent.subject,
        # Whoever sees to the message's failures sees to this one's too.
        payload={"message_of": sent.dedup_key, "quiet": bool(sent.payload.get("quiet"))},
        priority=sent.priority,
    )
