"""The database as services see it: a unit of work for writing, one for reading, with a store a feature."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import cached_property
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.eras import Era
from bot.storage.announcement_approvals import ApprovalStore
from bot.storage.announcement_edits import EditStore
from bot.storage.announcement_journal import JournalStore
from bot.storage.announcement_plans import PlanStore
from bot.storage.announcement_targets import AnnouncementTargetStore
from bot.storage.announcement_templates import TemplateStore
from bot.storage.announcements import AnnouncementStore
from bot.storage.communities import CommunityStore
from bot.storage.deliveries import DeliveryStore
from bot.storage.delivery_oversight import OversightStore
from bot.storage.engine import WRITES, create_engine
from bot.storage.eras import EraStore
from bot.storage.event_drafts import EventDraftStore
from bot.storage.events import EventStore
from bot.storage.groups import GroupStore
from bot.storage.introductions import IntroductionStore
from bot.storage.partners import PartnerStore
from bot.storage.people import PersonStore
from bot.storage.pictures import PictureStore

log = logging.getLogger(__name__)

# A transaction takes milliseconds; one that lasts longer at the end is not going to finish.
CLOSE_SECONDS = 5.0
# Trouble that passes: the database does not answer, or not now. Anything else is a fault of ours.
UNREACHABLE = (OperationalError, InterfaceError, PoolTimeoutError)


class Unit:
    """One transaction and the stores that work in it. `era` is the database's; None where nothing is written."""

    def __init__(self, connection: AsyncConnection, era: Era | None = None) -> None:
        self._connection = connection
        self.era = era

    @property
    def recorded(self) -> bool:
        """Whether effects were recorded in this transaction."""
        return "deliveries" in self.__dict__ and self.deliveries.recorded

    @cached_property
    def communities(self) -> CommunityStore:
        """Communities, their places and partners."""
        return CommunityStore(self._connection)

    @cached_property
    def groups(self) -> GroupStore:
        """Groups and memberships."""
        return GroupStore(self._connection)

    @cached_property
    def events(self) -> EventStore:
        """Events and RSVPs."""
        return EventStore(self._connection)

    @cached_property
    def event_drafts(self) -> EventDraftStore:
        """What organisers are typing about events."""
        return EventDraftStore(self._connection)

    @cached_property
    def people(self) -> PersonStore:
        """Settings, profiles and consents."""
        return PersonStore(self._connection)

    @cached_property
    def introductions(self) -> IntroductionStore:
        """Registrations and requests."""
        return IntroductionStore(self._connection)

    @cached_property
    def announcements(self) -> AnnouncementStore:
        """Announcements."""
        return AnnouncementStore(self._connection)

    @cached_property
    def announcement_approvals(self) -> ApprovalStore:
        """Requests for a second organiser's approval."""
        return ApprovalStore(self._connection)

    @cached_property
    def announcement_edits(self) -> EditStore:
        """Edits of announcements that are being typed."""
        return EditStore(self._connection)

    @cached_property
    def announcement_journal(self) -> JournalStore:
        """Who did what about announcements."""
        return JournalStore(self._connection)

    @cached_property
    def announcement_plans(self) -> PlanStore:
        """When announcements are sent."""
        return PlanStore(self._connection)

    @cached_property
    def announcement_templates(self) -> TemplateStore:
        """Templates of announcements."""
        return TemplateStore(self._connection)

    @cached_property
    def pictures(self) -> PictureStore:
        """Pictures that announcements show."""
        return PictureStore(self._connection)

    @cached_property
    def announcement_targets(self) -> AnnouncementTargetStore:
        """Whom announcements are for."""
        return AnnouncementTargetStore(self._connection)

    @cached_property
    def partners(self) -> PartnerStore:
        """Linked communities."""
        return PartnerStore(self._connection)

    @cached_property
    def deliveries(self) -> DeliveryStore:
        """Effects on their way to Discord, and those that arrived."""
        return DeliveryStore(self._connection, self.era)

    @cached_property
    def eras(self) -> EraStore:
        """The database's own history."""
        return EraStore(self._connection)

    @cached_property
    def oversight(self) -> OversightStore:
        """The same, under an operator's hands."""
        return OversightStore(self._connection)


class Closed(Exception):
    """The database is closed, or closing: nothing begins any more."""


class Database:
    """One database. `write()` commits on leaving and rolls back on any exception; `read()` changes nothing.

    A task is in one transaction at a time: to begin another within it is a bug, and refused.
    `recorded` is set after each commit that recorded effects; the dispatcher, which waits on it, clears it.
    """

    def __init__(self, url: str) -> None:
        self.recorded = asyncio.Event()
        self._engine = create_engine(url)
        self._writing = self._engine.execution_options(**{WRITES: True})
        # SQLite has one writer at a time: queueing here is fair and wakes at once, where its busy handler naps.
        self._turn = asyncio.Lock() if self._engine.dialect.name == "sqlite" else None
        self._users: list[asyncio.Task[Any] | None] = []
        self._unused = asyncio.Event()
        self._unused.set()
        self._closing = False
        self._era: Era | None = None
        self._era_changes = 0

    async def era(self) -> Era:
        """Give the era the database is in; a new database's first begins."""
        if self._era is None:
            changes = self._era_changes
            async with self._transaction(None) as unit:
                present = await unit.eras.present()
            # What changed while it was read is not what was read.
            if changes == self._era_changes:
                self._era = present
            return present
        return self._era

    def era_changed(self) -> None:
        """Read the era anew from now on; call it after the transaction that changed it."""
        self._era = None
        self._era_changes += 1

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Unit]:
        """Open a transaction that may change things."""
        async with self._transaction(await self.era()) as unit:
            yield unit

    @asynccontextmanager
    async def _transaction(self, era: Era | None) -> AsyncIterator[Unit]:
        async with AsyncExitStack() as stack:
            stack.enter_context(self._in_use())
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            unit = Unit(await stack.enter_async_context(self._writing.begin()), era)
            yield unit
        if unit.recorded:
            self.recorded.set()

    @property
    def sole_process(self) -> bool:
        """Whether this process alone works on the database: SQLite is for one."""
        return self._engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Unit]:
        """Open a transaction that only reads, seeing one state of the database."""
        with self._in_use():
            async with self._engine.connect() as connection:
                # Closing rolls back, which ends a reading transaction as a commit would, and costs one step less.
                await connection.begin()
                yield Unit(connection)

    async def close(self, within: float = CLOSE_SECONDS) -> None:
        """Let nothing begin any more, wait so many seconds for whoever is in a transaction, and close every connection.

        Without the wait, a listener that Discord's last words woke would give its connection back to a pool that
        is gone, and leave it open. Whoever takes longer is cancelled, which rolls back.
        """
        self._closing = True
        try:
            await asyncio.wait_for(self._unused.wait(), within)
        except TimeoutError:
            log.warning("%d transactions are given up so that the database can close", len(self._users))
            for task in self._users:
                if task is not None:
                    task.cancel()
            await self._unused.wait()
        await self._engine.dispose()

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        if self._closing:
            raise Closed
        task = asyncio.current_task()
        if task in self._users:
            # The few connections would all be held by tasks that wait for a second one.
            msg = "a transaction is begun within another of the same task"
            raise RuntimeError(msg)
        self._users.append(task)
        self._unused.clear()
        try:
            yield
        finally:
            self._users.remove(task)
            if not self._users:
                self._unused.set()
