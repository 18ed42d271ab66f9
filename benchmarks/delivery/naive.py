"""The bot that delivery is measured against: it sends as one would write it first, all at once or one by one.

A process of its own. Each line of standard input is an order (see `Order`); when it is done a line that begins with
"result" says how it went. The end of standard input ends the bot.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence

import discord
import orjson
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from benchmarks.bare import BareClient, lean
from benchmarks.bots import RESULT
from benchmarks.delivery.orders import Order, Told
from bot.vitals.stalls import StallWatch

LONGEST_ORDER = 2**24
TEXT = (
    "**Assemblée générale**\nElle aura lieu le 15 janvier à 18h30, à Namur. L’ordre du jour suit dans la semaine. "
    * 3
)
REMINDER = "**Rencontre mesurée** commence dans une heure, à Namur."


async def carry_out(client: discord.Client, order: Order) -> Told:
    """Send what was ordered, in the ordered way, with the reminders at their times beside it."""
    await asyncio.sleep(order.at - time.time())
    watch = StallWatch()
    watch.start()
    faults: Counter[str] = Counter()
    reminders = [
        asyncio.create_task(_remind(client, at, channel_id, faults)) for at, channel_id in order.reminders
    ]
    if order.how == "gather":
        await asyncio.gather(*(_send(client, each, TEXT, faults) for each in order.channels))
    else:
        for each in order.channels:
            await _send(client, each, TEXT, faults)
    await asyncio.gather(*reminders)
    await watch.stop()
    return Told(dict(faults), watch.stalls.cumulative()[:-1], watch.stalls.total)


async def _remind(client: discord.Client, at: float, channel_id: int, faults: Counter[str]) -> None:
    await asyncio.sleep(at - time.time())
    await _send(client, channel_id, REMINDER, faults)


async def _send(client: discord.Client, channel_id: int, text: str, faults: Counter[str]) -> None:
    try:
        await client.get_partial_messageable(channel_id).send(text)
    except discord.HTTPException as error:
        faults[str(error.status)] += 1


async def run(arguments: argparse.Namespace) -> None:
    """Carry out one order after another until standard input ends."""
    Route.BASE = arguments.api_base
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(arguments.gateway)
    intents = discord.Intents(**dict.fromkeys(arguments.intents.split(","), True))
    lines = asyncio.StreamReader(limit=LONGEST_ORDER)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    await lines.readline()  # by how much a clock is moved: this bot has none
    async with BareClient(intents, **lean()) as client:
        connection = asyncio.create_task(client.start(os.environ["BARE_TOKEN"]))
        async for line in lines:
            told = await carry_out(client, Order.read(line))
            sys.stderr.buffer.write(RESULT + orjson.dumps(told) + b"\n")
            sys.stderr.flush()
        await client.close()
        await connection


def main(argv: Sequence[str] | None = None) -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery.naive", description=__doc__)
    for name in ("--api-base", "--gateway", "--intents"):
        parser.add_argument(name, required=True)
    parser.add_argument(
        "--lean", action="store_true", help="always so: the faster of the bare bot's two forms"
    )
    asyncio.run(run(parser.parse_args(argv)))


if __name__ == "__main__":
    main()
