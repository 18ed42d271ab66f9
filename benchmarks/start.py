"""How long a bot takes from the start of its process to its first right answer, and what it then weighs."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass

from benchmarks.bots import Bot, BotError, Running, running
from benchmarks.community import Community, is_card

ANSWER_SECONDS = 30.0
# Memory is read once what a start leaves behind is done: a hundred thousand members take their time to arrive.
RESTING_SECONDS = 3.0

FULL_RUNS, QUICK_RUNS = 5, 1


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the bot says it is ready and until its first right answer; MiB some moments later."""

    ready: float
    answer: float
    memory: float


@dataclass(frozen=True, slots=True)
class Starts:
    """All starts of one bot, in the order in which they were measured."""

    name: str
    runs: list[Start]


async def measure(community: Community, runs: int) -> list[Starts]:
    """Start each bot in turn, `runs` times: Maillage first, then both forms of the bare bot."""
    await _taken_up(community)
    bots = (
        (community.maillage, "group list"),
        (community.bare, "pong"),
        (community.bare_by_default, "pong"),
    )
    found = [Starts(bot.name, []) for bot, _ in bots]
    for number in range(runs):
        sys.stderr.write(f"start {number + 1} of {runs}\n")
        for (bot, command), starts in zip(bots, found, strict=True):
            starts.runs.append(await _start(community, bot, command))
    return found


async def _taken_up(community: Community) -> None:
    """Let Maillage send what earlier measurements left it to send, so that no start has work of another's."""
    async with running(community.maillage):
        await community.settled()


async def _start(community: Community, bot: Bot, command: str) -> Start:
    async with running(bot) as state:
        ready = time.perf_counter() - state.began
        answer = await _first_answer(community, state, command)
        await asyncio.sleep(RESTING_SECONDS)
        return Start(ready, answer, state.memory)


async def _first_answer(community: Community, state: Running, command: str) -> float:
    """Ask until the answer is the right one: a bot that is not at home yet says so."""
    person = community.actor(community.people[0])
    async with asyncio.timeout(ANSWER_SECONDS):
        while True:
            interaction = await (await person.slash(community.lobby_id, command)).done()
            message = interaction.message
            if is_card(message) or (message is not None and message["content"] == "pong"):
                return time.perf_counter() - state.began
            if interaction.state == "failed":
                msg = f"No answer to /{command}. The bot's log:\n{state.log}"
                raise BotError(msg)
