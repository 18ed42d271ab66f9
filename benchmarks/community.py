"""The community that is measured: a hundred thousand people in the sandbox, years of answers in the database."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, update

from benchmarks.bots import Bot, BotError, bare, maillage, running
from bot.domain import permissions
from bot.domain.events import Answer, Audience, EventState
from bot.storage.database import Database
from bot.storage.engine import create_engine
from bot.storage.tables import event, membership, rsvp, working_group
from sandbox import Actor, ActorInteraction, Sandbox, World

SEED = 20_261_204
DATABASE_FILE = "maillage.db"
TITLE = "Rencontre mesurée"
EVENTS_CHANNEL = "événements"
SETTLE_SECONDS = 60.0
LOOK_SECONDS = 0.05
PATIENCE = 100
ROWS_AT_ONCE = 50_000
CARD = 17  # the component type of a container, which every card of Maillage's is


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each. The answers are spread evenly over the events; one of these is answered further."""

    members: int = 100_000
    memberships: int = 60_000
    events: int = 500
    answers: int = 1_000_000

    @property
    def answers_each(self) -> int:
        """How many people have answered each event."""
        return self.answers // self.events


QUICK = Size(members=3_000, memberships=1_800, events=10, answers=20_000)


@dataclass(frozen=True, slots=True)
class Community:
    """What stands, and the bots that serve it. `people` are its members who have not answered `event_id` yet."""

    size: Size
    sandbox: Sandbox
    guild_id: int
    lobby_id: int
    people: Sequence[int]
    event_id: int
    card_id: int
    board_id: int
    database_url: str
    maillage: Bot
    bare: Bot
    bare_by_default: Bot

    def actor(self, user_id: int) -> Actor:
        """Give a person's hands."""
        return self.sandbox.actor(user_id)

    async def settled(self) -> None:
        """Wait until Maillage has nothing left to send. Raises TimeoutError."""
        await _settled(self.database_url)

    async def answers(self) -> int:
        """Count the answers that are stored for the event."""
        database = Database(self.database_url)
        try:
            async with database.read() as unit:
                return sum((await unit.events.counts(self.event_id)).values())
        finally:
            await database.close()


@asynccontextmanager
async def community(folder: Path, size: Size) -> AsyncIterator[Community]:
    """Make the community, its sandbox listening and its database in `folder`; no bot runs yet."""
    chance = random.Random(SEED)
    world = World()
    owner = world.create_user("patronne", global_name="Patronne")
    guild = world.create_guild("Grappe mesurée", owner_id=owner.id)
    application = world.create_application("Maillage")
    world.install(application.id, guild.id, permissions.needed().value)
    pong = world.create_application("Pong")
    world.install(pong.id, guild.id, permissions.needed().value)
    lobby = world.create_channel(guild.id, "accueil")
    people = _let_in(world, guild.id, size.members)
    async with Sandbox(world=world) as sandbox:
        sandbox.ratelimits.enabled = False
        url = f"sqlite:///{folder / DATABASE_FILE}"
        bots = (
            maillage(sandbox, application.token, url),
            bare(sandbox, pong.token, lean=True),
            bare(sandbox, pong.token, lean=False),
        )
        organiser = sandbox.actor(owner.id)
        async with running(bots[0]):
            card_id = await _publish(organiser, guild.id, lobby.id, url)
        async with running(bots[1]):
            board = await (await organiser.slash(lobby.id, "board")).done()
        if board.message is None:
            msg = "The bare bot did not post its button."
            raise BotError(msg)
        event_id = await _fill(url, guild.id, people, size, chance)
        asking = people[size.answers_each :]
        chance.shuffle(asking)
        board_id = int(board.message["id"])
        yield Community(size, sandbox, guild.id, lobby.id, asking, event_id, card_id, board_id, url, *bots)


def is_card(message: dict[str, Any] | None) -> bool:
    """Tell whether a message is one of Maillage's cards: its answers to mistakes and faults are none."""
    return message is not None and any(each["type"] == CARD for each in message["components"])


async def answered(interaction: ActorInteraction) -> dict[str, Any] | None:
    """Wait for the answer to an interaction; None where there was none in time."""
    return (await interaction.done()).message


def _let_in(world: World, guild_id: int, count: int) -> list[int]:
    ids = [world.create_user(f"membre.{number}").id for number in range(count)]
    for user_id in ids:
        world.add_member(guild_id, user_id)
    return ids


async def _publish(organiser: Actor, guild_id: int, lobby_id: int, url: str) -> int:
    """Publish an event as an organiser does; gives the card in the channel of events."""
    await _settled(url)
    start = (datetime.now(UTC) + timedelta(days=30)).strftime("%d/%m/%Y 18h30")
    typed = {"title": TITLE, "start": start, "place": "Namur", "audience": "open"}
    preview = None
    # A bot that is ready may still be taking up the community: then it says so.
    for _ in range(PATIENCE):
        preview = await answered(await organiser.slash(lobby_id, "event-admin create", **typed))
        if is_card(preview):
            break
        await asyncio.sleep(LOOK_SECONDS)
    if preview is None or not is_card(preview):
        msg = "Maillage did not show the event's preview."
        raise BotError(msg)
    await _settled(url)
    await answered(await organiser.click(int(preview["id"]), label="Publier"))
    await _settled(url)
    channels = {each["name"]: int(each["id"]) for each in organiser.channels(guild_id)}
    (card,) = organiser.messages(channels[EVENTS_CHANNEL])
    return int(card["id"])


async def _settled(url: str) -> None:
    database = Database(url)
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            while True:
                async with database.read() as unit:
                    if not await unit.deliveries.backlog(datetime.now(UTC)):
                        return
                await asyncio.sleep(LOOK_SECONDS)
    finally:
        await database.close()


async def _fill(url: str, guild_id: int, people: Sequence[int], size: Size, chance: random.Random) -> int:
    """Store what years of use would have, in one transaction; gives the event that was published."""
    now = datetime.now(UTC)
    engine = create_engine(url)
    try:
        async with engine.begin() as connection:
            published = (
                (await connection.execute(select(event).where(event.c.title == TITLE))).mappings().one()
            )
            groups = list(await connection.scalars(select(working_group.c.id)))
            past = [_past_event(guild_id, number, now) for number in range(size.events - 1)]
            await connection.execute(insert(event), past)
            events = list(await connection.scalars(select(event.c.id).where(event.c.id != published["id"])))
            for table, rows in (
                (membership, _memberships(guild_id, groups, people, size.memberships, now, chance)),
                (rsvp, _answers([published["id"], *events], people, size.answers_each, now, chance)),
            ):
                await _insert_all(connection, table, rows)
            counted = select(func.count()).where(membership.c.group_id == working_group.c.id)
            await connection.execute(update(working_group).values(size=counted.scalar_subquery()))
    finally:
        await engine.dispose()
    return int(published["id"])


async def _insert_all(connection: Any, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        await connection.execute(insert(table), some)


def _past_event(guild_id: int, number: int, now: datetime) -> dict[str, Any]:
    start = now - timedelta(days=3 * number + 1)
    return {
        "community_id": guild_id,
        "title": f"Rencontre {number}",
        "description": "Une rencontre d’autrefois.",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "timezone": "Europe/Brussels",
        "place": "Namur",
        "audience": Audience.OPEN,
        "state": EventState.PUBLISHED,
        "schedule": 1,
        "revision": 1,
        "created_by": 0,
        "created_at": start - timedelta(days=30),
    }


def _memberships(
    guild_id: int,
    groups: Sequence[int],
    people: Sequence[int],
    count: int,
    now: datetime,
    chance: random.Random,
) -> Iterator[dict[str, Any]]:
    """Spread memberships over the groups, each in an order of its own."""
    for position, group_id in enumerate(groups):
        share = count // len(groups) + (position < count % len(groups))
        for user_id in chance.sample(people, share):
            yield {"group_id": group_id, "user_id": user_id, "community_id": guild_id, "joined_at": now}


def _answers(
    events: Sequence[int], people: Sequence[int], each: int, now: datetime, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Have `each` people answer every event; the first event is answered by the first people."""
    for position, event_id in enumerate(events):
        who = people[:each] if position == 0 else chance.sample(people, each)
        for user_id in who:
            yield {
                "event_id": event_id,
                "user_id": user_id,
                "answer": chance.choices(list(Answer), (7, 2, 1))[0],
                "answered_at": now - timedelta(minutes=position),
            }
