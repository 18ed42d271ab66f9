"""The runs: an announcement to many channels with reminders and commands meanwhile, and reminders all due at once."""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.answers import ANSWERED
from benchmarks.bots import BotError, Running, running
from benchmarks.community import is_card
from benchmarks.delivery.figures import Sending, Stalls
from benchmarks.delivery.ground import CountedLimits, Ground
from benchmarks.delivery.orders import Way
from benchmarks.delivery.senders import Outbox, Plan, order, stalls, told
from sandbox import ActorInteraction
from sandbox.world.bus import Emission

GATHER = "all at once (`gather`)"
LEAD_SECONDS = 0.2
FIRST_REMINDER_SECONDS = 2.0
REMINDER_EVERY_SECONDS = 0.25
COMMAND_EVERY_SECONDS = 0.2
LOOK_SECONDS = 0.25
# So long nothing new has arrived, and what is missing will not come: longer than any limit makes a client wait.
SILENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is sent: targets of the announcement, of those sent to one by one, and reminders due at once.

    `ahead`: how many seconds after it was recorded Maillage's part is due. Its bot starts in between, and is at rest
    by then.
    """

    targets: int
    one_by_one: int
    reminders_meanwhile: int
    reminders_at_once: int
    ahead: float

    @property
    def channels(self) -> int:
        """How many channels it takes."""
        return max(self.targets + self.reminders_meanwhile, self.reminders_at_once)


FULL = Scale(targets=2_000, one_by_one=200, reminders_meanwhile=150, reminders_at_once=10_000, ahead=15)
SHORT = Scale(targets=40, one_by_one=5, reminders_meanwhile=2, reminders_at_once=40, ahead=2)


@dataclass(slots=True)
class Watch:
    """What stands on Discord, by channel, and when it came to stand there; how many requests and refusals it took."""

    limits: CountedLimits
    asked: int
    refused: int
    arrivals: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    latest: float = 0.0
    seen: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, emission: Emission) -> None:
        """Note a message."""
        if emission.name == "MESSAGE_CREATE" and emission.channel_id is not None:
            self.latest = time.time()
            self.arrivals[emission.channel_id].append(self.latest)
            self.seen.set()


@dataclass(slots=True)
class Asking:
    """Commands that people give meanwhile, one after another at a steady pace."""

    ground: Ground
    command: str
    right: Callable[[ActorInteraction], bool]
    answers: list[float] = field(default_factory=list)
    unanswered: int = 0

    async def ask(self, people: Sequence[int]) -> None:
        """Ask until cancelled; who is not answered yet then does not count."""
        async with asyncio.TaskGroup() as group:
            for user_id in itertools.cycle(people):
                group.create_task(self._once(user_id))
                await asyncio.sleep(COMMAND_EVERY_SECONDS)

    async def _once(self, user_id: int) -> None:
        home = self.ground.home
        interaction = await home.actor(user_id).slash(home.lobby_id, self.command)
        began = time.perf_counter()
        await interaction.done()
        if interaction.state == ANSWERED and self.right(interaction):
            self.answers.append(time.perf_counter() - began)
        else:
            self.unanswered += 1


@contextmanager
def watching(ground: Ground) -> Iterator[Watch]:
    """Watch while the block runs."""
    watch = Watch(ground.limits, ground.limits.asked, ground.limits.refused)
    forget = ground.sandbox.world.bus.subscribe(watch.take)
    try:
        yield watch
    finally:
        forget()


async def announcement(ground: Ground, scale: Scale) -> list[Sending]:
    """Have each sender announce, with reminders and commands meanwhile: Maillage, all at once, one by one."""
    found = [await _by_maillage(ground, scale)]
    ways: tuple[tuple[Way, int], ...] = (("gather", scale.targets), ("loop", scale.one_by_one))
    async with running(ground.naive) as bot:
        for way, targets in ways:
            found.append(await _by_naive(ground, scale, bot, way, targets))
    return found


async def at_once(ground: Ground, scale: Scale) -> list[Sending]:
    """Have reminders sent that are all due at one instant: by Maillage, then all at once."""
    channels = ground.channels[: scale.reminders_at_once]
    async with _outbox(ground) as outbox:
        plan = Plan(time.time() + scale.ahead, channels, ())
        await outbox.remind([(plan.at, each) for each in channels])
        with watching(ground) as watch:
            async with running(ground.maillage) as bot:
                ours = await _observed(watch, "Maillage", bot, plan, _Maillage(ground, outbox))
    async with running(ground.naive) as bot:
        plan = Plan(time.time() + 1, channels, ())
        await order(bot, "gather", plan)
        with watching(ground) as watch:
            theirs = await _observed(watch, GATHER, bot, plan, _Naive(bot))
    return [ours, theirs]


async def _by_maillage(ground: Ground, scale: Scale) -> Sending:
    async with _outbox(ground) as outbox:
        plan = _plan(ground, scale, scale.targets, scale.ahead)
        await outbox.announce(plan)
        with watching(ground) as watch:
            async with running(ground.maillage) as bot:
                asking = Asking(ground, "group list", lambda one: is_card(one.message))
                return await _observed(watch, "Maillage", bot, plan, _Maillage(ground, outbox), asking)


async def _by_naive(ground: Ground, scale: Scale, bot: Running, way: Way, targets: int) -> Sending:
    plan = _plan(ground, scale, targets, 1.0)
    await order(bot, way, plan)
    asking = Asking(ground, "pong", lambda one: one.message is not None)
    with watching(ground) as watch:
        name = GATHER if way == "gather" else "one by one"
        return await _observed(watch, name, bot, plan, _Naive(bot), asking)


def _plan(ground: Ground, scale: Scale, targets: int, ahead: float) -> Plan:
    at = time.time() + ahead
    rest = ground.channels[scale.targets : scale.targets + scale.reminders_meanwhile]
    times = [
        (at + FIRST_REMINDER_SECONDS + REMINDER_EVERY_SECONDS * number, each)
        for number, each in enumerate(rest)
    ]
    return Plan(at, ground.channels[:targets], times)


class _Maillage:
    """How Maillage's run begins and ends."""

    def __init__(self, ground: Ground, outbox: Outbox) -> None:
        self._ground = ground
        self._outbox = outbox

    async def begin(self) -> Stalls | None:
        return await stalls(self._ground)

    async def end(self, before: Stalls | None) -> Stalls:
        await self._outbox.emptied()
        after = await stalls(self._ground)
        return after if before is None else after.since(before)


class _Naive:
    """How the naive bot's run begins and ends."""

    def __init__(self, bot: Running) -> None:
        self._bot = bot

    async def begin(self) -> Stalls | None:
        return None

    async def end(self, _before: Stalls | None) -> Stalls:
        ended = await told(self._bot)
        return Stalls([(bound, count) for bound, count in ended.stalls], ended.watched)


async def _observed(
    watch: Watch,
    name: str,
    bot: Running,
    plan: Plan,
    side: _Maillage | _Naive,
    asking: Asking | None = None,
) -> Sending:
    """Follow a sending from the plan's instant until the sender is done."""
    sys.stderr.write(f"{name}: {len(plan.channels):,} targets\n")
    await asyncio.sleep(max(0.0, plan.at - time.time() - LEAD_SECONDS))
    before, busy = await side.begin(), bot.busy
    questions = asyncio.create_task(_asked(asking))
    try:
        found = await _ended(side.end(before), watch)
    finally:
        questions.cancel()
        await asyncio.gather(questions, return_exceptions=True)
    return Sending(
        name=name,
        targets=plan.channels,
        began=plan.at,
        arrivals={
            each: watch.arrivals[each]
            for each in (*plan.channels, *(channel for _, channel in plan.reminders))
            if each in watch.arrivals
        },
        reminders={channel: at for at, channel in plan.reminders},
        answers=asking.answers if asking else [],
        unanswered=asking.unanswered if asking else 0,
        asked=watch.limits.asked - watch.asked,
        refused=watch.limits.refused - watch.refused,
        stalls=found,
        busy=(bot.busy - busy) / max(LEAD_SECONDS, watch.latest - plan.at),
    )


async def _asked(asking: Asking | None) -> None:
    if asking is not None:
        await asking.ask(asking.ground.home.people)


async def _ended(end: Coroutine[Any, Any, Stalls], watch: Watch) -> Stalls:
    """Wait for a sender's end; give up on one from which nothing has come for long."""
    ending = asyncio.create_task(end)
    while not (await asyncio.wait({ending}, timeout=LOOK_SECONDS))[0]:
        if watch.latest and time.time() - watch.latest > SILENCE_SECONDS:
            ending.cancel()
            msg = f"nothing was sent for {SILENCE_SECONDS:.0f} s, and the sender is not done"
            raise BotError(msg)
    return ending.result()


@asynccontextmanager
async def _outbox(ground: Ground) -> AsyncIterator[Outbox]:
    outbox = Outbox(ground)
    try:
        yield outbox
    finally:
        await outbox.close()
