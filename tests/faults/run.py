"""One fault run: a community, jobs, and a bot that is killed again and again until its work has to be right."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.domain import permissions
from bot.domain.announcements import AnnouncementState
from bot.domain.effects import LANDING, State
from bot.storage.database import Database
from bot.storage.tables import announcement, delivery
from sandbox import Sandbox
from sandbox.world.model import Message
from tests.faults.checks import Case, counted
from tests.faults.ledger import Ledger
from tests.faults.planner import Job, Planner
from tests.faults.seat import BOUND, Seat, seated
from tests.faults.senders import PROTOCOL
from tests.faults.shared_clock import Offset
from tests.faults.storm import ANY_MOMENT, IDLE_SECONDS, Kill, Moment, Storm
from tests.faults.things import Count
from tests.faults.witness import Witness

PEOPLE, CROWD = 12, 60
JOBS_A_LIFE = 10
# A machine too busy to keep up gets no more.
JOBS_WAITING = {PEOPLE: 40, CROWD: 150}
# After so many kills everything is finished once, and days go by until something planned is due.
KILLS_A_CHAPTER = 14
# Where the clock is put, after a planned date: just before it, in time for it, too late for it, past the next one.
LANDINGS = (
    timedelta(seconds=-20),
    timedelta(seconds=20),
    timedelta(hours=3),
    timedelta(hours=30),
    timedelta(days=7, hours=1),
)
# Between these it would depend on the kills whether a date is still news when it is noticed.
UNCLEAR = (timedelta(hours=8), timedelta(hours=25))
# A bot that nothing troubles has finished the backlog by then.
SETTLE_SECONDS = 300.0
LOOK_SECONDS = 0.03
LOG = "lives.log"
# What is due so soon is waited for.
AT_ONCE = timedelta(seconds=0.5)


class UnsettledError(Exception):
    """The last life, which nothing troubled, did not get everything done."""


@dataclass(slots=True)
class Result:
    """What a run came to: its kills by their moment, how many deliveries they interrupted, and what was counted.

    `late` are the outcomes that came from a bot after the other had taken the delivery over, by what they would have
    changed.
    """

    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    interrupted: int = 0
    late: Counter[str] = field(default_factory=Counter)
    count: Count = field(default_factory=Count)


class Run:
    """A community in a sandbox, and the seat of its bot."""

    def __init__(
        self,
        sandbox: Sandbox,
        url: str,
        folder: Path,
        seed: int,
        sender: str = PROTOCOL,
        moments: Sequence[Moment] = ANY_MOMENT,
        *,
        crowd: bool = False,
    ) -> None:
        self.rng = random.Random(seed)
        self.sandbox = sandbox
        self.world = sandbox.world
        self.database = Database(url)
        self.result = Result(seed)
        self.storm = Storm(self.rng, moments)
        sandbox.faults = sandbox.rest.faults = self.storm
        sandbox.ratelimits.enabled = False
        owner = self.world.create_user("patronne", global_name="Patronne", locale="fr")
        self.guild = self.world.create_guild("Grappe d’essai", owner_id=owner.id, locale="fr")
        self.application = self.world.create_application("Maillage")
        self.world.install(self.application.id, self.guild.id, permissions.needed().value)
        self.people = [self._person(number) for number in range(CROWD if crowd else PEOPLE)]
        self.witness = Witness(self.world, self.guild.id, self.application.user_id)
        self._order: dict[str, Any] = {
            "environment": {
                "MAILLAGE_DISCORD__TOKEN": self.application.token,
                "MAILLAGE_DISCORD__API_BASE": sandbox.api_base,
                "MAILLAGE_DISCORD__GATEWAY": sandbox.gateway_url,
                "MAILLAGE_DATABASE__URL": url,
            },
            "community": self.guild.id,
            "sender": sender,
            "log": str(folder / LOG),
            "clock": str(folder / "clock"),
        }
        self._sole = url.startswith("sqlite")
        self.planner = Planner(self.rng, self.people, crowd=crowd)
        self.waiting: dict[int, Job] = {}
        self._away: list[tuple[datetime, datetime]] = []
        self._settled_at = self.sandbox.clock.now()
        self._offset = Offset(folder / "clock")
        self._offset.seconds = 0.0

    def order(self, **more: Any) -> dict[str, Any]:
        """Order a life."""
        return {**self._order, **more}

    def done(self, number: int) -> None:
        """Take note that a job was done."""
        self.waiting.pop(number, None)

    def advance(self, by: timedelta) -> None:
        """Move the time on. Nothing lives through what lies between."""
        begin = self.sandbox.clock.now()
        self.sandbox.clock.advance(by)
        # The sandbox's time first, so that the bot's is not ahead.
        self._offset.seconds = self.sandbox.clock.offset.total_seconds()
        self._away.append((begin, self.sandbox.clock.now()))

    async def shatter(self, seat: Seat, kills: int) -> None:
        """Kill so many lives in the middle of their work, with downtime between them."""
        kills_before_days_go_by = KILLS_A_CHAPTER
        while self.result.kills.total() < kills:
            kill = self.storm.plan()
            self.storm.begin(kill, seat.kill)
            await seat.begin(self.order())
            self.assign()
            seat.give(self.waiting.values())
            await self._until_over(seat, kill)
            if await seat.end():
                self.result.kills[kill.moment] += 1
                self.result.interrupted += len(await self.claimed())
            await self._meanwhile()
            if self.result.kills.total() >= kills_before_days_go_by:
                kills_before_days_go_by += KILLS_A_CHAPTER
                await self.settle(seat)
                await self.let_days_go_by()

    async def settle(self, seat: Seat) -> None:
        """Let one life finish everything, untroubled."""
        self.storm.calm()
        await self.storm.performed()
        # On PostgreSQL what a dead life had claimed is free once its lease is over.
        self.advance(timedelta(seconds=31))
        await seat.begin(self.order())
        seat.give(self.waiting.values())
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await seat.up.wait()
                # What is created waits so long after a death.
                self.advance_living(LANDING, seat)
                await self.until_settled(seat)
        except TimeoutError as error:
            raise UnsettledError(await self.unsettled()) from error
        seat.tell(stop=True)
        await seat.end()

    async def counted(self) -> Result:
        """Count, and close."""
        ledger = await Ledger.read(self.database, self.guild.id)
        revisions = self.planner.revisions
        # A date that comes between that instant and the end of the last life is nobody's any more.
        self.result.count = counted(Case(ledger, self.witness, revisions, self._away, self._settled_at))
        return self.result

    def assign(self, about: int = JOBS_A_LIFE) -> list[Job]:
        """Think up some more jobs."""
        wanted = self.rng.randint(0, 2 * about)
        return self._wait_for(
            self.planner.more(max(0, min(wanted, JOBS_WAITING[len(self.people)] - len(self.waiting))))
        )

    def withdraw(self, keys: Collection[str]) -> list[Job]:
        """Have those posts withdrawn that are among these deliveries."""
        return self._wait_for(self.planner.withdrawals({key.partition(":")[2] for key in keys}))

    def _wait_for(self, more: list[Job]) -> list[Job]:
        self.waiting.update({job["number"]: job for job in more})
        return more

    async def until_settled(self, *seats: Seat) -> None:
        """Wait until every job is done and nothing is left to deliver; what waits for its time gets it."""
        for seat in seats:
            await seat.up.wait()
        while True:
            if any(seat.over.is_set() or seat.fault is not None for seat in seats):
                return
            self._settled_at = self.sandbox.clock.now()
            if not self.waiting and not await self._turns():
                next_at = await self._backlog()
                if next_at is None:
                    break
                if next_at - self.sandbox.clock.now() > AT_ONCE:
                    await self.storm.performed()
                    self.advance_living(max(timedelta(), next_at - self.sandbox.clock.now()), *seats)
            await asyncio.sleep(LOOK_SECONDS)
        # What the gateway still has to say is said by then.
        await asyncio.sleep(10 * LOOK_SECONDS)

    async def claimed(self) -> list[str]:
        """Give the keys of what somebody is delivering."""
        async with self.database.read() as unit:
            chosen = select(delivery.c.dedup_key).where(delivery.c.state == State.CLAIMED)
            return list(await unit.deliveries._connection.scalars(chosen))

    async def unsettled(self) -> str:
        """Tell what is left to do."""
        return f"{len(self.waiting)} jobs are not done, and {await self._open()} not delivered"

    def _person(self, number: int) -> int:
        user = self.world.create_user(f"membre{number}", global_name=f"Membre {number}", locale="fr")
        self.world.add_member(self.guild.id, user.id)
        return user.id

    async def _until_over(self, seat: Seat, kill: Kill) -> None:
        troubles = asyncio.create_task(self._trouble())
        killing = asyncio.create_task(self._kill(seat, kill))
        try:
            async with asyncio.timeout(BOUND):
                await seat.over.wait()
        finally:
            troubles.cancel()
            killing.cancel()

    async def _kill(self, seat: Seat, kill: Kill) -> None:
        """Kill a life by time; if at a request, then at the latest when it asks for nothing any more."""
        if kill.moment is not Moment.STARTING:
            await seat.up.wait()
        if kill.after:
            loop = asyncio.get_running_loop()
            idle_at = loop.time() + IDLE_SECONDS
            while (wait := idle_at - loop.time()) > 0:
                await asyncio.sleep(wait)
                idle_at = self.storm.last_seen + IDLE_SECONDS
        else:
            await asyncio.sleep(kill.seconds)
        seat.kill()

    async def _trouble(self) -> None:
        """Have the gateway break off now and then."""
        while True:
            await asyncio.sleep(self.rng.uniform(0.1, 3.0))
            gateway = self.sandbox.gateway
            self.rng.choice((gateway.drop, gateway.ask_to_reconnect, gateway.repeat_last))()

    async def _meanwhile(self) -> None:
        """Let time pass while nothing runs, sometimes past all windows, and people lay hands on things."""
        rng = self.rng
        away = rng.choice(
            (0.0, 0.0, 0.0, rng.uniform(1, 30), rng.uniform(31, 59), rng.uniform(61, 290), 400.0, 1200.0)
        )
        if not self._sole and rng.random() < 0.5:
            away += 31.0
        if away:
            await self.storm.performed()
        self.advance(timedelta(seconds=away))
        channels = [self.world.channels[each] for each in self.guild.channel_ids]
        ours = [each for each in channels if each.name in self.planner.groups]
        if ours and rng.random() < 0.08:
            chosen = rng.choice(ours)
            self.witness.remove_channel(chosen.id, await self._known())
        roles = [role for role in self.guild.roles.values() if role.name in self.planner.groups]
        if roles and rng.random() < 0.05:
            self.witness.remove_role(rng.choice(roles).id)
        if rng.random() < 0.1 and (posts := self._posts()):
            self.witness.remove_message(rng.choice(posts), await self._known())

    def _posts(self) -> list[Message]:
        found = [self.witness.posts(each) for each in self.guild.channel_ids]
        return [one for each in found for one in each]

    async def _known(self) -> set[int | None]:
        async with self.database.read() as unit:
            chosen = select(delivery.c.message_id).where(delivery.c.state == State.SENT)
            return set(await unit.deliveries._connection.scalars(chosen))

    def advance_living(self, by: timedelta, *seats: Seat) -> None:
        """Move the time on while these live."""
        self.advance(by)
        for seat in seats:
            seat.tell(moved=True)

    async def let_days_go_by(self, *living: Seat) -> None:
        """Move the clock to about the next planned date, or past it: nothing else waits meanwhile."""
        dates = await self._planned()
        if not dates:
            return
        now = self.sandbox.clock.now()
        there = min(dates) + self.rng.choice(LANDINGS)
        while any(UNCLEAR[0] < there - date < UNCLEAR[1] for date in dates):
            there += timedelta(hours=12)
        if there > now:
            self.advance_living(there - now, *living)

    async def _planned(self) -> list[datetime]:
        async with self.database.read() as unit:
            chosen = select(announcement.c.planned_for).where(
                announcement.c.state == AnnouncementState.PLANNED
            )
            return list(await unit.deliveries._connection.scalars(chosen))

    async def _turns(self) -> bool:
        """Tell whether something planned is due of which nobody has taken note yet."""
        now = self.sandbox.clock.now()
        return any(date <= now for date in await self._planned())

    async def _backlog(self) -> datetime | None:
        """Tell from when on something can be delivered, or is being; None where nothing is left.

        What waits behind another of its lane can't.
        """
        async with self.database.read() as unit:
            chosen = (
                select(delivery.c.lane, delivery.c.state, delivery.c.next_at)
                .where(delivery.c.state.in_([State.CLAIMED, State.PENDING]))
                .order_by(delivery.c.due_at, delivery.c.id)
            )
            rows = (await unit.deliveries._connection.execute(chosen)).all()
        first: dict[str, datetime] = {}
        for row in rows:
            first.setdefault(row.lane, row.next_at)
            if row.state == State.CLAIMED:
                return datetime.min.replace(tzinfo=UTC)
        return min(first.values(), default=None)

    async def _open(self) -> list[tuple[Any, ...]]:
        async with self.database.read() as unit:
            chosen = select(
                delivery.c.dedup_key,
                delivery.c.state,
                delivery.c.attempt,
                delivery.c.next_at,
                delivery.c.last_error,
            ).where(delivery.c.state.in_([State.CLAIMED, State.PENDING]))
            return [tuple(row) for row in await unit.deliveries._connection.execute(chosen.limit(5))]


@asynccontextmanager
async def running(url: str, folder: Path, seed: int, **how: Any) -> AsyncIterator[Run]:
    """Give a run whose sandbox is open and whose database, which has every table, is empty."""
    async with Sandbox() as sandbox:
        run = Run(sandbox, url, folder, seed, **how)
        try:
            yield run
        finally:
            await run.database.close()


async def fault_run(url: str, folder: Path, seed: int, kills: int, **how: Any) -> Result:
    """Kill a bot so many times, let it finish, and count; `how`: the `sender`, and the `moments` of its kills."""
    async with running(url, folder, seed, **how) as run, seated(run.done) as seat:
        await run.shatter(seat, kills)
        await run.settle(seat)
        return await run.counted()
