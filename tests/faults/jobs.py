"""The work that a bot is given in a fault run: numbered jobs, each done once however often it is asked for.

A job is one transaction that keeps a change and its effects together, as every feature's is; memberships and
announcements go through their services. What the messages say is true when they are rendered: the number of the job
that posted them and how often they were changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, select, update

from bot.app import App
from bot.domain import places
from bot.domain.communities import GroupSeed
from bot.domain.effects import (
    Card,
    Effect,
    Kind,
    Priority,
    State,
    card_payload,
    channel_lane,
    dm_lane,
    group_lane,
    group_setup_lane,
    message_payload,
    place_lane,
    thread_payload,
)
from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui.card import card
from bot.ui.message import Message
from tests.faults import meetings
from tests.faults.announcing import Announcing, title_of
from tests.faults.planner import Job

metadata = MetaData()
job_done = Table("fault_job", metadata, Column("number", Integer, primary_key=True, autoincrement=False))
word = Table(
    "fault_word",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)


def key_of(number: int) -> str:
    """Name the post of a job once for ever."""
    return f"fault:{number}"


def said(number: int, version: int) -> str:
    """Give the words of a post that was changed so many times."""
    return f"mot {number}, version {version}."


class Jobs:
    """Does jobs, inside the bot."""

    def __init__(self, app: App, community_id: int) -> None:
        self._app = app
        self._community_id = community_id
        self._announcing = Announcing(app, community_id)

    async def known(self) -> bool:
        """Tell whether the bot has met its community: before that there is nothing to work on."""
        async with self._app.database.read() as unit:
            return await unit.communities.get(self._community_id) is not None

    async def do(self, job: Job) -> None:
        """Do a job that may have been done already."""
        services = self._app.services
        match job["do"]:
            case "join":
                await services.groups.join(self._community_id, job["user"], job["group"])
            case "leave":
                await services.groups.leave(self._community_id, job["user"], job["group"])
            case "listen" | "announce" | "plan" | "edit" | "recall" | "call_off" as what:
                await getattr(self._announcing, what)(job)
            case _:
                await self._record(job)

    async def _record(self, job: Job) -> None:
        async with self._app.database.write() as unit:
            first = unit.deliveries._insert(job_done).values(number=job["number"])
            result = await unit.deliveries._connection.execute(first.on_conflict_do_nothing())
            if result.rowcount:
                now = self._app.clock.now()
                if (work := meetings.WORK.get(job["do"])) is not None:
                    await work(unit, self._community_id, job, now)
                else:
                    effects = await getattr(self, f"_{job['do']}")(unit, job, now)
                    await unit.deliveries.record(*effects, now=now)

    async def _post(self, unit: Unit, job: Job, now: datetime) -> list[Effect]:
        await _begin(unit, job["number"])
        lane, target = await self._target(unit, job)
        payload = message_payload(_word(job["number"]), **target)
        kind = Kind.DM_POST if "user" in target else Kind.MESSAGE_POST
        return [self._effect(key_of(job["number"]), kind, lane, now, payload, job["number"])]

    async def _change(self, unit: Unit, job: Job, now: datetime) -> list[Effect]:
        of = job["of"]
        changed = update(word).where(word.c.number == of).values(version=word.c.version + 1)
        await unit.deliveries._connection.execute(changed)
        lane, _ = await self._target(unit, job)
        payload = {**card_payload(_word(of)), "message_of": key_of(of)}
        return [self._effect(f"fault:{job['number']}:change", Kind.MESSAGE_EDIT, lane, now, payload, of)]

    async def _withdraw(self, unit: Unit, job: Job, now: datetime) -> list[Effect]:
        of = key_of(job["of"])
        await unit.deliveries.withdraw(of, now, kinds=[Kind.MESSAGE_POST, Kind.DM_POST])
        post = await unit.deliveries.by_key(of)
        if post is None or post.state is not State.SENT:
            return []
        lane, _ = await self._target(unit, job)
        key = f"{of}:withdrawn"
        return [self._effect(key, Kind.MESSAGE_DELETE, lane, now, {"message_of": of}, job["of"])]

    async def _group(self, unit: Unit, job: Job, now: datetime) -> list[Effect]:
        name = {"fr": job["group"]}
        await unit.groups.add(self._community_id, [GroupSeed(job["group"], name, name, 0x2F6FDE)])
        group_id = await self._group_id(unit, job["group"])
        return [
            Effect(
                self._community_id,
                f"fault:{job['number']}:{kind}",
                kind,
                group_setup_lane(group_id),
                now,
                f"community:{self._community_id}",
                {"group": group_id},
                Priority.URGENT,
            )
            for kind in (Kind.ROLE_ENSURE, Kind.CHANNEL_ENSURE)
        ]

    async def _thread(self, unit: Unit, job: Job, now: datetime) -> list[Effect]:
        await _begin(unit, job["number"])
        payload = thread_payload(
            places.INTRODUCTIONS,
            title=Card("fault-title", {"number": job["number"]}),
            members=job["members"],
            first=_word(job["number"]),
        )
        key = key_of(job["number"])
        return [self._effect(key, Kind.THREAD_OPEN, f"{key}:thread", now, payload, job["number"])]

    async def _target(self, unit: Unit, job: Job) -> tuple[str, dict[str, int | str]]:
        if "user" in job:
            return dm_lane(job["user"]), {"user": job["user"]}
        if "place" in job:
            return place_lane(self._community_id, job["place"]), {"place": job["place"]}
        if "channel" in job:
            return channel_lane(job["channel"]), {"channel": job["channel"]}
        group_id = await self._group_id(unit, job["group"])
        return group_lane(group_id), {"group": group_id}

    async def _group_id(self, unit: Unit, key: str) -> int:
        active = await unit.groups.active(self._community_id)
        return next(group.id for group in active if group.key == key)

    def _effect(
        self, key: str, kind: Kind, lane: str, now: datetime, payload: Mapping[str, Any], of: int
    ) -> Effect:
        return Effect(self._community_id, key, kind, lane, now, key_of(of), payload)


def _word(number: int) -> Card:
    return Card("fault-word", {"number": number})


async def _begin(unit: Unit, number: int) -> None:
    await unit.deliveries._connection.execute(word.insert().values(number=number, version=0))


async def _worded(unit: Unit, about: Mapping[str, Any], _language: Language, _now: datetime) -> Message:
    version = select(word.c.version).where(word.c.number == about["number"])
    found = (await unit.deliveries._connection.execute(version)).scalar_one()
    return card(said(about["number"], found))


async def _titled(_unit: Unit, about: Mapping[str, Any], _language: Language, _now: datetime) -> Message:
    return Message(content=title_of(about["number"]))


CARDS = {"fault-word": _worded, "fault-title": _titled}
