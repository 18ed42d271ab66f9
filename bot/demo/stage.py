"""The sandbox and the bot together: started, kept, moved in time, and the bot killed where the tour asks for it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.clock import Clock
from bot.config import Settings, load
from bot.demo.example import example_configuration
from bot.demo.seed import Cast, cast_of, populate, settle
from bot.storage.database import Database
from sandbox import Sandbox, World

WORLD_FILE = "community.sandbox"
DATABASE_FILE = "maillage.db"
STOP_SECONDS = 30
LOOK_SECONDS = 0.1
# A card is brought up to date within seconds: nobody has to move the clock for it.
BY_ITSELF = timedelta(minutes=1)


class Stage:
    """Everything the demo runs. The folder `data` keeps it between runs; `log` is where the bot's log goes."""

    def __init__(self, data: Path, port: int, log: Path | None = None) -> None:
        self._data = data
        self._log = log
        self._world_file = data / WORLD_FILE
        fresh = not (self._world_file.exists() and (data / DATABASE_FILE).exists())
        self.fresh = fresh
        world = World() if fresh else World.load(self._world_file)
        if fresh:
            populate(world)
        self.sandbox = Sandbox(world=world, port=port)
        self.cast: Cast = cast_of(world)
        self._bot: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        """Start the sandbox, then the bot. Raises OSError where the port is taken."""
        self._data.mkdir(parents=True, exist_ok=True)
        await self.sandbox.start()
        self.sandbox.clock.on_change(self._tell_time)
        if self.fresh:
            self._forget_database()
            roles = {
                role.id: role.name
                for role in self.sandbox.world.guilds[self.cast.community_id].roles.values()
            }
            await settle(self.settings, self._clock(), self.cast, roles)
            self.save()
        self.sandbox.next_due = self._next_due
        await self.start_bot()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the bot, letting it finish what it is sending; then the sandbox; then keep the community."""
        await self.stop_bot()
        await self.sandbox.stop()
        self.save()

    @property
    def settings(self) -> Settings:
        """Give the bot's settings: the example's, pointed at the sandbox."""
        return load(example_configuration(), self._environment())

    @property
    def bot_runs(self) -> bool:
        """Tell whether the bot's process is alive."""
        return self._bot is not None and self._bot.returncode is None

    async def start_bot(self) -> None:
        """Start the bot as a process of its own."""
        with contextlib.ExitStack() as stack:
            log = None if self._log is None else stack.enter_context(self._log.open("ab"))
            self._bot = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.demo.rehearsal",
                stdin=asyncio.subprocess.PIPE,
                stderr=log,
                env=os.environ | self._environment(),
                # Ctrl-C is for the demo, which then stops the bot in its turn.
                start_new_session=True,
            )
        self._tell_time()

    async def stop_bot(self) -> None:
        """Ask the bot to stop, and wait for it."""
        if self._bot is None:
            return
        if self._bot.stdin is not None:
            self._bot.stdin.close()
        try:
            await asyncio.wait_for(self._bot.wait(), STOP_SECONDS)
        except TimeoutError:
            self._bot.kill()
            await self._bot.wait()

    async def kill_bot(self) -> None:
        """Kill the bot without warning, as a power cut would."""
        if self._bot is not None and self._bot.returncode is None:
            self._bot.kill()
            await self._bot.wait()

    async def bot_ended(self) -> int:
        """Wait until the bot's process ends by itself; gives its exit status."""
        return 0 if self._bot is None else await self._bot.wait()

    async def settled(self, subjects: str, within: float = STOP_SECONDS) -> None:
        """Wait until all that such subjects ("event:") should have caused by now has happened, or raise TimeoutError."""
        database = Database(self.settings.database.secret_url.get_secret_value())
        try:
            async with asyncio.timeout(within):
                while True:
                    if not await self._backlog(database, subjects):
                        return
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            await database.close()

    async def _backlog(self, database: Database, subjects: str) -> int:
        async with database.read() as unit:
            return await unit.deliveries.backlog(self._clock().now(), subjects)

    def save(self) -> None:
        """Keep the sandbox's community in its file."""
        self.sandbox.world.save(self._world_file)

    def _tell_time(self) -> None:
        if self._bot is not None and self._bot.stdin is not None and self._bot.returncode is None:
            self._bot.stdin.write(f"{self.sandbox.clock.offset.total_seconds()}\n".encode())

    async def _next_due(self) -> datetime | None:
        """Tell when the bot next has something to send that does not come by itself within a moment."""
        database = Database(self.settings.database.secret_url.get_secret_value())
        try:
            async with database.read() as unit:
                sent = await unit.deliveries.next_due(self._clock().now() + BY_ITSELF)
                planned = await unit.announcement_plans.next_due()
                return min((due for due in (sent, planned) if due is not None), default=None)
        finally:
            await database.close()

    def _clock(self) -> Clock:
        return Clock(self.sandbox.clock.offset)

    def _forget_database(self) -> None:
        for path in self._data.glob(f"{DATABASE_FILE}*"):
            path.unlink()

    def _environment(self) -> dict[str, str]:
        return {
            "MAILLAGE_DISCORD__TOKEN": self.cast.token,
            "MAILLAGE_DISCORD__API_BASE": self.sandbox.api_base,
            "MAILLAGE_DISCORD__GATEWAY": self.sandbox.gateway_url,
            "MAILLAGE_DATABASE__URL": f"sqlite:///{self._data / DATABASE_FILE}",
            "MAILLAGE_COMMUNITY__ORGANISER_ROLE": "Équipe Infopole",
            "MAILLAGE_LOG__LEVEL": "info" if self._log else "warning",
        }
