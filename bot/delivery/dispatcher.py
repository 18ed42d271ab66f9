"""The one dispatcher: claims what is due, performs it, and writes how it ended."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import discord

from bot.clock import Clock
from bot.delivery.answers import DM_PAUSE, FLAGGED, UNKNOWN_PAUSE, Answer, Verdict, read
from bot.delivery.attempts import attempt, real_seconds
from bot.delivery.backoff import Backoff
from bot.delivery.cards import CARDS
from bot.delivery.cards.source import CardSource
from bot.delivery.handlers import HANDLERS, Context
from bot.delivery.handlers.inquiry import inquire
from bot.delivery.outcomes import Done, Doubtful, Looked, Moot, NotYet, Outcome
from bot.delivery.pacer import PRIORITY, Pacer
from bot.delivery.rest import Rest
from bot.delivery.settling import Hook, Settling
from bot.domain.effects import Delivery, Inquiry, Kind, State
from bot.i18n import Catalogues
from bot.storage.database import UNREACHABLE, Database
from bot.vitals.deliveries import DeliveryFigures, Health

log = logging.getLogger(__name__)

# From before the claim: a process may stand still between that and the first request, too.
ATTEMPT_SECONDS = 20
# Longer than an attempt and its settling, much shorter than a nonce is trusted.
LEASE = timedelta(seconds=30)
# Where another process may record, its commits ring no bell here: look this often.
LOOK_AGAIN = timedelta(seconds=1)
# Where it is the only one that runs, an operator's command may still change rows.
LOOK_AGAIN_ALONE = timedelta(seconds=10)
# What a gone worker left and what is over is looked for no more often than this; neither is claimed meanwhile.
TIDY_EVERY = timedelta(seconds=0.5)
# While more is due than there are workers, those that get free within this are given work in one transaction.
GATHERED_SECONDS = 0.05
CLOSE_SECONDS = 25.0
SETTLED_KEPT = 1000
FAULTS_BORNE = 3


@dataclass(slots=True)
class _Flight:
    """A delivery this process is performing until an instant, and where its message was heard of meanwhile."""

    delivery: Delivery
    ends_at: float
    heard: tuple[int, int] | None = None
    heard_at: datetime | None = None


class Dispatcher:
    """Performs recorded effects: never lost, never doubled, on time.

    `hooks` run in the transaction that settles a delivery, by the prefix of its subject.
    """

    def __init__(
        self,
        database: Database,
        client: discord.Client,
        catalogues: Catalogues,
        clock: Clock,
        *,
        workers: int = 32,
        per_second: float = 49,
        hooks: Mapping[str, Hook] | None = None,
        cards: Mapping[str, CardSource] = CARDS,
        backoff: Backoff | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._workers = workers
        self._pacer = Pacer(per_second)
        self._rest = Rest(client, self._pacer)
        self._context = Context(self._rest, database, clock, catalogues, cards)
        self._backoff = backoff or Backoff()
        self.figures = DeliveryFigures()
        self._settling = Settling(self._context, hooks or {}, self._backoff, self.figures)
        self._flights: dict[int, _Flight] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._settled: OrderedDict[str, None] = OrderedDict()
        self._dms_held_until: datetime | None = None
        self._dms_stopped = False
        self._stopped: str | None = None
        self._closing = False
        self._tidied_at: datetime | None = None
        self._full = False  # whether the last claim left no worker free
        self._loop: asyncio.Task[None] | None = None

    @property
    def health(self) -> Health:
        """Tell how delivery is doing."""
        return Health(
            sent=self.figures.ended(State.SENT),
            failed=self.figures.ended(State.FAILED),
            in_flight=len(self._flights),
            stopped=self._stopped,
            running=self._loop is not None and not self._loop.done(),
            paused=self._pacer.paused_for,
        )

    async def start(self) -> None:
        """Begin, once the client is logged in. What an earlier process left unfinished is taken up first."""
        self._loop = asyncio.create_task(self._run(), name="delivery")

    async def close(self, within: float = CLOSE_SECONDS) -> None:
        """Claim nothing more, let what is being performed finish within so many seconds, then give the rest up.

        What is given up stays claimed and is taken up again by the next start.
        """
        self._closing = True
        self._ring()
        if self._loop is not None:
            # Not cancelled at once: a claim under way would be committed and forgotten.
            await asyncio.wait([self._loop], timeout=within)
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def heard(self, nonce: str, channel_id: int, message_id: int) -> None:
        """Take note that a message of ours was seen on the gateway, with its nonce.

        The answer to sending it can come seconds later, or never. While it is awaited, the note is kept here: one
        outcome, one transaction.
        """
        if nonce in self._settled:
            return
        for flight in self._flights.values():
            if flight.delivery.nonce == nonce:
                flight.heard = (channel_id, message_id)
                flight.heard_at = flight.heard_at or self._clock.now()
                return
        await self._until_written(partial(self._settling.heard, nonce, channel_id, message_id))

    async def _run(self) -> None:
        failures = 0
        while self._stopped is None and not self._closing:
            self._database.recorded.clear()
            try:
                wake_at = await self._round()
                failures = 0
            except Exception:
                failures += 1
                wait = self._backoff.delay(min(failures, 5))
                log.exception("the database refuses delivery; again in %.1f s", wait.total_seconds())
                await asyncio.sleep(wait.total_seconds())
                continue
            await self._clock.wait_until(wake_at, self._database.recorded)
            if self._full:
                await asyncio.sleep(GATHERED_SECONDS)

    async def _round(self) -> datetime | None:
        """Claim what is due for the workers that are free; tell when to look again by itself."""
        # In this order: the lease counts from the second, and must not be over before the attempt is.
        ends_at = real_seconds() + ATTEMPT_SECONDS
        now = self._clock.now()
        paused = self._pacer.paused_for
        free = 0 if paused > 0 else self._workers - len(self._flights)
        held = self._held(now)
        sole = self._database.sole_process
        inquiries = (await self._database.era()).paused
        tidies = self._tidied_at is None or not self._tidied_at <= now < self._tidied_at + TIDY_EVERY
        claimed, due, more = list[Delivery](), None, False
        async with self._database.write() as unit:
            if tidies:
                more = await self._settling.tidy(unit, now, frozenset(self._flights), at_once=sole)
            if free > 0:
                claimed = await unit.deliveries.claim(
                    now, lease=LEASE, limit=free, held=held, inquiries=inquiries
                )
            # Where every worker has something to do, the first that is done looks again.
            if len(claimed) < free or paused > 0:
                due = await unit.deliveries.next_due(now)
            resumed = inquiries and not claimed and await unit.eras.finish(now)
        if resumed:
            self._database.era_changed()
            log.info("everything in question was looked up: delivery resumes")
            return now
        self._full = paused <= 0 and free == len(claimed)
        for delivery in claimed:
            self._begin(_Flight(delivery, ends_at))
        if tidies:
            self._tidied_at = None if more else now
        if more:
            return now
        instants = [due, self._dms_held_until if held and not self._dms_stopped else None]
        instants.append(now + (LOOK_AGAIN_ALONE if sole else LOOK_AGAIN))
        if paused > 0:
            instants.append(now + timedelta(seconds=paused))
        if not tidies and self._tidied_at is not None:
            # What lost its lease or was over at this instant has been passed over.
            instants.append(self._tidied_at + TIDY_EVERY)
        return min((instant for instant in instants if instant is not None), default=None)

    def _held(self, now: datetime) -> tuple[Kind, ...]:
        if self._dms_held_until is not None and now >= self._dms_held_until:
            self._dms_held_until = None
        return (Kind.DM_POST,) if self._dms_held_until is not None else ()

    def _begin(self, flight: _Flight) -> None:
        delivery = flight.delivery
        self._flights[delivery.id] = flight
        task = asyncio.create_task(self._deliver(flight), name=f"delivery {delivery.id}")
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._landed(done, flight))

    def _landed(self, task: asyncio.Task[None], flight: _Flight) -> None:
        delivery = flight.delivery
        self._tasks.discard(task)
        if self._flights.get(delivery.id) is flight:
            del self._flights[delivery.id]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("delivery %d was dropped by its worker", delivery.id, exc_info=error)
        self._ring()

    async def _deliver(self, flight: _Flight) -> None:
        delivery = flight.delivery
        PRIORITY.set(delivery.priority)
        result = await self._attempt(delivery, flight.ends_at)
        if flight.heard is not None and not isinstance(result, Done):
            result = Done(*flight.heard)
        self._count(flight, result)
        if isinstance(result, Answer):
            self._react(result)
            await self._until_written(partial(self._settling.answer, delivery, result))
        else:
            await self._until_written(partial(self._settling.outcome, delivery, result))
        if not isinstance(result, Done) and flight.heard is not None:
            # It was heard of while something else was being written.
            result = Done(*flight.heard)
            await self._until_written(partial(self._settling.heard, delivery.nonce, *flight.heard))
        if isinstance(result, Done):
            self._settled[delivery.nonce] = None
            while len(self._settled) > SETTLED_KEPT:
                self._settled.popitem(last=False)
        # With nothing awaited in between: from here on an echo is written by whoever hears it.
        self._flights.pop(delivery.id, None)

    def _count(self, flight: _Flight, result: Outcome | Answer) -> None:
        delivery = flight.delivery
        self.figures.attempts[delivery.kind, _came_to(result)] += 1
        if isinstance(result, Done) and delivery.inquiry is not Inquiry.OPEN:
            # The echo can come long before the answer, which discord.py keeps back until a bucket has room again.
            stood_at = flight.heard_at or self._clock.now()
            lateness = (stood_at - delivery.due_at).total_seconds()
            self.figures.lateness[delivery.priority].add(max(0.0, lateness))

    async def _attempt(self, delivery: Delivery, ends_at: float) -> Outcome | Answer:
        if self._dms_stopped and delivery.kind is Kind.DM_POST:
            return Answer(Verdict.STOP_DMS, f"403 {FLAGGED}: direct messages are stopped", FLAGGED)
        try:
            async with attempt(ends_at):
                if delivery.inquiry is Inquiry.OPEN:
                    return await inquire(self._context, delivery)
                return await HANDLERS[delivery.kind].perform(self._context, delivery)
        except UNREACHABLE as error:
            return Answer(Verdict.AMBIGUOUS, f"the database is out of reach: {type(error).__name__}")
        except Exception as error:
            answer = read(error)
            if isinstance(error, TimeoutError):
                self._rest.given_up()
            if answer.fault:
                log.exception("fault in delivery %d (%s)", delivery.id, delivery.dedup_key)
            return answer

    def _react(self, answer: Answer) -> None:
        match answer.verdict:
            case Verdict.STOP_ALL:
                self._stopped = answer.reason
                log.critical(
                    "Discord no longer knows the bot (%s): delivery stops until the next start", answer.reason
                )
            case Verdict.PAUSE_ALL:
                pause = answer.after or UNKNOWN_PAUSE
                self._pacer.pause(pause.total_seconds())
                log.warning("Discord wants everything to pause for %d s", pause.total_seconds())
            case Verdict.PAUSE_DMS:
                self._dms_held_until = self._clock.now() + (answer.after or DM_PAUSE)
                log.warning("Discord wants direct messages to pause until %s", self._dms_held_until)
            case Verdict.STOP_DMS if not self._dms_stopped:
                self._dms_stopped = True
                log.critical(
                    "Discord flagged the bot for mass messages: no direct message until the next start"
                )
            case _:
                pass

    async def _until_written(self, write: Callable[..., Awaitable[None]]) -> None:
        """Write until the database takes it: what happened on Discord must not be forgotten.

        A fault in what follows from an outcome must not hold its lane for ever: after a few tries the outcome alone
        is written.
        """
        faults = attempts = 0
        while True:
            try:
                await write(follow=faults < FAULTS_BORNE)
            except Exception as error:
                attempts += 1
                faults += not isinstance(error, (*UNREACHABLE, OSError))
                wait = self._backoff.delay(min(attempts, 5)).total_seconds()
                log.exception("an outcome could not be written; again in %.1f s", wait)
                await asyncio.sleep(wait)
            else:
                return

    def _ring(self) -> None:
        self._database.recorded.set()


def _came_to(result: Outcome | Answer) -> str:
    """Name what an attempt came to, for the figures."""
    match result:
        case Done():
            return "done"
        case NotYet():
            return "not_yet"
        case Moot():
            return "moot"
        case Doubtful():
            return "doubtful"
        case Looked():
            return "looked_up"
        case Answer(verdict):
            return verdict.name.lower()
