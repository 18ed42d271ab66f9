"""Where the parts are wired, and the order in which they start and stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import discord

from bot.client import MaillageClient, StartError, point_at
from bot.clock import Clock
from bot.cogs import COGS, PRESSES
from bot.cogs.front import Front
from bot.config import CommunitySettings, Settings
from bot.delivery import Dispatcher
from bot.delivery.hooks import HOOKS
from bot.domain.communities import GroupSeed, PartnerKind, PartnerSeed, Seed
from bot.housekeeping import Housekeeping
from bot.i18n import Catalogues
from bot.services import Services
from bot.services.announcements import (
    AnnouncementApprovalService,
    AnnouncementDraftService,
    AnnouncementEditService,
    AnnouncementJournalService,
    AnnouncementPlanService,
    AnnouncementReceptionService,
    AnnouncementService,
    AnnouncementTemplateService,
)
from bot.services.checkup import CheckupService
from bot.services.eras import EraService
from bot.services.events import EventAdminService, EventDraftService, EventService
from bot.services.groups import GroupService
from bot.services.health import HealthService
from bot.services.introductions import IntroductionService
from bot.services.partners import PartnerService
from bot.services.people import PeopleService
from bot.services.profiles import ProfileService
from bot.services.setup import SetupService
from bot.storage import migrations
from bot.storage.database import UNREACHABLE, Database
from bot.vitals.stalls import StallWatch
from bot.vitals.traffic import Traffic

log = logging.getLogger(__name__)

GOOD, FAILED = 0, 1


class App:
    """One bot: `running` starts its parts in order, and on leaving lets what is being sent finish."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock()
        self.catalogues = Catalogues.load()
        self._url = settings.database.secret_url.get_secret_value()
        self.database = Database(self._url)
        self.services = make_services(
            self.database,
            self.clock,
            seed_of(settings.community),
            approval=settings.announcements.approval,
            scheduled=settings.events.scheduled,
        )
        self.front = Front(
            self.services, self.catalogues, self.clock, frozenset(settings.discord.communities)
        )
        self.stalls = StallWatch()
        self.traffic = Traffic()
        self.client = MaillageClient(
            self.front, cogs=COGS, presses=PRESSES, heard=self._heard, traffic=self.traffic
        )
        self.delivery = Dispatcher(
            self.database,
            self.client,
            self.catalogues,
            self.clock,
            workers=settings.delivery.workers,
            per_second=settings.delivery.per_second,
            hooks=HOOKS,
        )
        self.housekeeping = Housekeeping(self.services.ticks, self.clock)
        self._connection: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """Run while the block runs; whatever was started is stopped, in the reverse order, also when a start fails."""
        async with AsyncExitStack() as stack:
            self.stalls.start()
            stack.push_async_callback(self.stalls.stop)
            stack.push_async_callback(self.database.close)
            await self._prepare_database()
            await self._open_pages(stack)
            stack.push_async_callback(self.client.close)
            await self._log_in()
            await self.delivery.start()
            stack.push_async_callback(self.delivery.close)
            self.housekeeping.start()
            stack.push_async_callback(self.housekeeping.stop)
            self._connection = asyncio.create_task(self.client.connect(), name="gateway")
            stack.push_async_callback(self._disconnected)
            await self._connected()
            yield self

    async def lost(self) -> None:
        """Return, or raise, when the connection to Discord ends for good."""
        if self._connection is not None:
            await asyncio.shield(self._connection)

    async def _prepare_database(self) -> None:
        try:
            await migrations.upgrade(self._url)
            await self.services.eras.begin()
        except (*UNREACHABLE, OSError) as error:
            cause = getattr(error, "orig", None) or error
            msg = f"The database {self.settings.database.url} can't be used: {cause}. Is it there, and its url right?"
            raise StartError(msg) from error
        log.info("the database is up to date")

    async def _open_pages(self, stack: AsyncExitStack) -> None:
        """Serve the operator's pages, if the settings want them: from before the connection on, so that it shows."""
        host, port = self.settings.web.host, self.settings.web.port
        if not port:
            return
        # Whoever has no pages need not load their library.
        from bot.web import Watched, WebServer, why_not

        watched = Watched(
            service=self.services.health,
            delivery=lambda: self.delivery.health,
            figures=self.delivery.figures,
            stalls=self.stalls,
            traffic=self.traffic,
            communities=lambda: len(self.client.guilds),
            latency=lambda: self.client.latency,
        )
        pages = WebServer(host, port, watched)
        try:
            await pages.start()
        except OSError as error:
            msg = (
                f"The pages can't be served at {host}, port {port}, because {why_not(error)}. "
                "Change host or port of [web]; port 0 means no pages."
            )
            raise StartError(msg) from error
        stack.push_async_callback(pages.stop)
        log.info("health and figures: port %d of %s, /healthz and /metrics", port, host)

    async def _log_in(self) -> None:
        token = self.settings.discord.token
        if token is None:
            msg = "There is no token: give it in MAILLAGE_DISCORD__TOKEN."
            raise StartError(msg)
        point_at(self.settings.discord.api_base, self.settings.discord.gateway)
        try:
            await self.client.login(token.get_secret_value())
        except discord.LoginFailure as error:
            msg = "Discord refuses the token. Copy it anew from the developer portal (Bot → Reset Token)."
            raise StartError(msg) from error
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            msg = f"{self.settings.discord.api_base} does not answer as it should: {error}"
            raise StartError(msg) from error

    async def _connected(self) -> None:
        ready = asyncio.create_task(self.client.wait_until_ready())
        connection = self._connection
        if connection is None:  # pragma: no cover - `running` has just set it
            return
        try:
            await asyncio.wait({ready, connection}, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await self._explained(connection)
        finally:
            ready.cancel()

    async def _explained(self, connection: asyncio.Task[None]) -> None:
        try:
            await connection
        except discord.PrivilegedIntentsRequired as error:
            msg = (
                "Discord refuses the intent to know who leaves a community. In the developer portal, under Bot, "
                "switch on “Server Members Intent”, save, and start again."
            )
            raise StartError(msg) from error
        except (discord.ConnectionClosed, discord.GatewayNotFound) as error:
            msg = f"Discord's gateway refuses the connection: {error}"
            raise StartError(msg) from error
        msg = "The connection to Discord ended before it stood."
        raise StartError(msg)

    async def _disconnected(self) -> None:
        """Wait for nothing more from the gateway: the client's close ends it."""
        if self._connection is not None and self._connection.done():
            self._connection.exception()

    async def _heard(self, nonce: str, channel_id: int, message_id: int) -> None:
        await self.delivery.heard(nonce, channel_id, message_id)


@asynccontextmanager
async def _kept() -> AsyncIterator[None]:
    """Spare the garbage collector what the start has made: it stays to the end, and is most of what there is.

    To look through it all held the loop up for 100 ms, every so many messages.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def make_services(
    database: Database, clock: Clock, seed: Seed, *, approval: bool = False, scheduled: bool = True
) -> Services:
    """Wire the services.

    `approval`: a second organiser has to approve announcements. `scheduled`: events stand in Discord's own list, too.
    """
    return Services(
        setup=SetupService(database, clock, seed),
        people=PeopleService(database, clock),
        partners=PartnerService(database, clock),
        groups=GroupService(database, clock),
        events=EventService(database, clock),
        event_drafts=EventDraftService(database, clock),
        event_admin=EventAdminService(database, clock, scheduled=scheduled),
        profiles=ProfileService(database, clock),
        introductions=IntroductionService(database, clock),
        announcement_drafts=AnnouncementDraftService(database, clock, approval=approval),
        announcements=AnnouncementService(database, clock),
        announcement_approvals=AnnouncementApprovalService(database, clock),
        announcement_edits=AnnouncementEditService(database, clock, approval=approval),
        announcement_journal=AnnouncementJournalService(database),
        announcement_plans=AnnouncementPlanService(database, clock, approval=approval),
        announcement_receptions=AnnouncementReceptionService(database, clock),
        announcement_templates=AnnouncementTemplateService(database, clock),
        health=HealthService(database, clock),
        eras=EraService(database, clock),
        checkup=CheckupService(database, clock),
    )


def seed_of(settings: CommunitySettings) -> Seed:
    """Turn the operator's settings into what a community starts with."""
    return Seed(
        locale=settings.locale,
        timezone=settings.timezone,
        organiser_role=settings.organiser_role,
        groups=[
            GroupSeed(group.key, group.names, group.topics, group.colour, group.emoji or None)
            for group in settings.groups
        ],
        partners=[
            PartnerSeed(
                partner.key, partner.name, partner.sectors, PartnerKind(partner.kind), partner.retired
            )
            for partner in settings.partners
        ],
    )


async def run(settings: Settings, clock: Clock | None = None, stop: asyncio.Event | None = None) -> int:
    """Run the bot until SIGINT, SIGTERM, `stop` or the end of its connection; gives the exit status."""
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    try:
        async with App(settings, clock).running() as app, _kept():
            log.info("ready; Ctrl-C stops")
            stopped = asyncio.create_task(stop.wait())
            lost = asyncio.create_task(app.lost())
            await asyncio.wait({stopped, lost}, return_when=asyncio.FIRST_COMPLETED)
            log.info("stopping: what is being sent is finished first")
            if lost.done():
                log.error("the connection to Discord ended for good: %s", lost.exception() or "it was closed")
                return FAILED
            lost.cancel()
            stopped.cancel()
    except StartError as error:
        log.error("%s", error)  # noqa: TRY400 - the text says it all; a traceback would bury it
        return FAILED
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)
    return GOOD
