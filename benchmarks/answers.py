"""How fast a command and a press are answered, alone and fifty at a time, beside the bare bot.

Time runs from the moment the sandbox hands the interaction to the bot's connection until it has the bot's answer:
what the person's own client does before does not count. The two bots run at the same time and take turns in blocks,
so that what else the machine does meanwhile touches both.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from benchmarks.bare import BUTTON
from benchmarks.bots import BotError, running
from benchmarks.community import Community, is_card
from bot.domain.events import Answer
from sandbox import ActorInteraction

ANSWERED = "answered"
WARMING = 0.2  # how much of a block is done once before any block counts


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: blocks a bot, and requests a block, by how many are asked at a time."""

    blocks: int
    requests: dict[int, int]


FULL = Plan(blocks=7, requests={1: 500, 50: 2_500})
QUICK = Plan(blocks=2, requests={1: 30, 50: 200})


@dataclass(frozen=True, slots=True)
class Block:
    """One bot's turn: each answer's latency in milliseconds, and how long the turn took in seconds."""

    latencies: list[float]
    seconds: float

    @property
    def median(self) -> float:
        """The median latency, in milliseconds."""
        return statistics.median(self.latencies)

    @property
    def p99(self) -> float:
        """The latency that one answer in a hundred exceeds, in milliseconds."""
        return sorted(self.latencies)[max(0, -(-99 * len(self.latencies) // 100) - 1)]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of request at one concurrency: the blocks of each bot, in the order in which they were measured."""

    what: str
    concurrency: int
    ours: list[Block]
    theirs: list[Block]


Act = Callable[[int], Awaitable[ActorInteraction]]
Check = Callable[[ActorInteraction], bool]


@dataclass(frozen=True, slots=True)
class Request:
    """What a person does, how its right answer is told from any other, and who does it, one after another."""

    act: Act
    right: Check
    people: Iterator[int]


async def measure(community: Community, plan: Plan) -> list[Comparison]:
    """Measure reading and writing. Raises BotError on a wrong answer, or one that was not stored."""
    reading = (
        Request(_list_groups(community), _shows_card, itertools.cycle(community.people)),
        Request(_pong(community), _says_pong, itertools.cycle(community.people)),
    )
    writing = (
        # Nobody twice: the same answer again would change nothing.
        Request(_answer_event(community), _is_noted, iter(community.people)),
        Request(_press_board(community), _says_pong, itertools.cycle(community.people)),
    )
    # What stands now is there to stay: the collector need not look at a hundred thousand people again and again.
    gc.collect()
    gc.freeze()
    found: list[Comparison] = []
    async with running(community.maillage), running(community.bare):
        await community.settled()
        for concurrency, requests in plan.requests.items():
            found.append(await _compare("`/group list`", reading, concurrency, requests, plan.blocks))
        for concurrency, requests in plan.requests.items():
            before = await community.answers()
            found.append(await _compare("answer to an event", writing, concurrency, requests, plan.blocks))
            await _check_stored(community, before, round(requests * WARMING) + requests * plan.blocks)
    gc.unfreeze()
    return found


async def _compare(
    what: str,
    pair: tuple[Request, Request],
    concurrency: int,
    requests: int,
    blocks: int,
) -> Comparison:
    ours, theirs = pair
    for each in pair:
        await _block(each, concurrency, round(requests * WARMING))
    measured = Comparison(what, concurrency, [], [])
    for number in range(blocks):
        sys.stderr.write(f"{what}, {concurrency} at a time: block {number + 1} of {blocks}\n")
        measured.ours.append(await _block(ours, concurrency, requests))
        measured.theirs.append(await _block(theirs, concurrency, requests))
    return measured


async def _block(request: Request, concurrency: int, requests: int) -> Block:
    """Have people ask, always `concurrency` of them at a time, each as soon as another is answered."""
    asking = itertools.islice(request.people, requests)
    latencies: list[float] = []

    async def ask() -> None:
        for user_id in asking:
            interaction = await request.act(user_id)
            began = time.perf_counter()
            await interaction.done()
            latencies.append((time.perf_counter() - began) * 1000)
            if interaction.state != ANSWERED or not request.right(interaction):
                msg = f"A wrong answer ({interaction.state}): {interaction.message}"
                raise BotError(msg)

    began = time.perf_counter()
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(ask())
    except ExceptionGroup as failed:
        # They ask alike, so they fail alike: the first says it all.
        raise failed.exceptions[0] from None
    return Block(latencies, time.perf_counter() - began)


async def _check_stored(community: Community, before: int, given: int) -> None:
    stored = await community.answers() - before
    if stored != given:
        msg = f"{given} people were told that their answer is noted; {stored} answers are stored."
        raise BotError(msg)


def _list_groups(community: Community) -> Act:
    return lambda user_id: community.actor(user_id).slash(community.lobby_id, "group list")


def _pong(community: Community) -> Act:
    return lambda user_id: community.actor(user_id).slash(community.lobby_id, "pong")


def _answer_event(community: Community) -> Act:
    button = f"events:answer:{community.event_id}:{Answer.GOING}"
    return lambda user_id: community.actor(user_id).click(community.card_id, button)


def _press_board(community: Community) -> Act:
    return lambda user_id: community.actor(user_id).click(community.board_id, BUTTON)


def _shows_card(interaction: ActorInteraction) -> bool:
    return is_card(interaction.message)


def _says_pong(interaction: ActorInteraction) -> bool:
    return interaction.message is not None and interaction.message["content"] == "pong"


def _is_noted(interaction: ActorInteraction) -> bool:
    """Tell whether there is an answer at all; that it says the truth is checked by counting what is stored."""
    return interaction.message is not None
