"""The chat page in a real browser, on a real sandbox, with a real bot connected to it.

One browser serves all tests, each in a context of its own; so tests and fixtures share one event loop.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import discord
import pytest
import pytest_asyncio
import yarl
from playwright.async_api import Browser, Page, async_playwright

from sandbox import Sandbox
from sandbox.world.model import Overwrite
from tests.browser.bot import Bot

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LIMIT_MS = 10_000

Opener = Callable[..., Awaitable[Page]]


@dataclass
class Place:
    """A community with two members, an owner, two channels and a connected bot."""

    sandbox: Sandbox
    bot: Bot
    guild: int
    hall: int
    hidden: int
    owner: int
    nadia: int
    thomas: int

    def address(self, person: int, channel: int | None = None) -> str:
        return f"{self.sandbox.page_url}#/{person}/{channel or self.hall}"


@pytest_asyncio.fixture(loop_scope="session")
async def place(monkeypatch):
    """Build the community, start the sandbox, connect the bot."""
    sandbox = Sandbox()
    world = sandbox.world
    owner = world.create_user("camille", global_name="Camille Renard").id
    nadia = world.create_user("nadia", global_name="Nadia El Amrani").id
    thomas = world.create_user("thomas", global_name="<script>alert(1)</script>").id
    guild = world.create_guild("Cluster", owner_id=owner).id
    for each in (nadia, thomas):
        world.add_member(guild, each)
    hall = world.create_channel(guild, "accueil").id
    hidden = world.create_channel(guild, "equipe").id

    world.set_overwrite(hidden, Overwrite(guild, 0, 0, 1 << 10))
    application = world.create_application("Assistant")
    world.install(application.id, guild, 8)
    await sandbox.start()
    monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_base)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url))
    bot = Bot()
    running = asyncio.create_task(bot.start(application.token))
    try:
        async with asyncio.timeout(10):
            await asyncio.wait(
                {running, asyncio.create_task(bot.ready.wait())}, return_when=asyncio.FIRST_COMPLETED
            )
        if running.done():
            running.result()
        yield Place(sandbox, bot, guild, hall, hidden, owner, nadia, thomas)
    finally:
        await bot.close()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await sandbox.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    """Start the browser that MAILLAGE_CHROMIUM names."""
    path = os.environ.get("MAILLAGE_CHROMIUM")
    if not path:
        pytest.skip("MAILLAGE_CHROMIUM does not name a browser")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_at(browser: Browser) -> AsyncIterator[Opener]:
    """Open an address of the page; afterwards fail on any error it logged or policy it broke."""
    contexts, errors = [], []

    async def open_page(address: str, *, waits_for: str = ".composer-input", **settings) -> Page:
        how = {
            "viewport": {"width": 1400, "height": 900},
            "locale": "fr-BE",
            "timezone_id": "Europe/Brussels",
            **settings,
        }
        context = await browser.new_context(**how)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(LIMIT_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
        await page.goto(address)
        await page.wait_for_selector(waits_for)
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert errors == []


@pytest.fixture
def open_page(place: Place, open_at: Opener) -> Opener:
    """Open the page as somebody of the place."""

    async def open_as(person: int, channel: int | None = None, **settings) -> Page:
        return await open_at(place.address(person, channel), **settings)

    return open_as


async def command(page: Page, typed: str) -> None:
    """Type a command and take the first that the menu offers."""
    await page.fill(".composer-input", typed)
    await page.wait_for_selector(".command.active")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".command-form")
