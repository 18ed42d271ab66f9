"""`maillage check`: what an operator wants to know before starting the bot. Nothing is changed."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from yarl import URL

from bot.client import intents, point_at
from bot.config import Settings, WebSettings
from bot.domain.permissions import Permission, invite_url, needed
from bot.i18n import Catalogues, Language
from bot.web import why_not

Say = Callable[[str], None]

# However slow Discord is, the check ends.
LONGEST_SECONDS = 60
PAGE_SECONDS = 10
PAGE = 200  # communities a request, Discord's maximum

# Each intent that Discord gives only to who asks for it: the application's flags that grant it (the second to bots
# in fewer than 100 communities), and its name in the developer portal.
PRIVILEGED = {
    "members": (("gateway_guild_members", "gateway_guild_members_limited"), "Server Members Intent"),
    "presences": (("gateway_presence", "gateway_presence_limited"), "Presence Intent"),
    "message_content": (
        ("gateway_message_content", "gateway_message_content_limited"),
        "Message Content Intent",
    ),
}


async def check(settings: Settings, say: Say) -> bool:
    """Tell through `say`, a line at a time, what is right and what is missing; give whether all is right.

    The settings themselves were checked when they were read. With a token, Discord is asked over HTTP; without one
    that is said, and is no failure.
    """
    community = settings.community
    say(
        f"The settings are right. Database: {settings.database.url}. A new community starts with "
        f"{_count(len(community.groups), 'group')} and {_count(len(community.partners), 'partner')}."
    )
    if settings.announcements.approval:
        say(
            "Announcements and their edits leave once a second organiser approves: each community needs at least two."
        )
    pages = await _check_pages(settings.web, say)
    token = settings.discord.token
    if token is None:
        say(
            "There is no token, so Discord was not asked. Give it in MAILLAGE_DISCORD__TOKEN, or in a file that "
            "token_file of [discord] names."
        )
        return pages
    point_at(settings.discord.api_base, settings.discord.gateway)
    try:
        async with asyncio.timeout(LONGEST_SECONDS), _logged_in(token.get_secret_value()) as client:
            return await _check_application(client, settings, say) and pages
    except discord.LoginFailure:
        say("Discord refuses the token. Copy it anew: in the developer portal, Bot → Reset Token.")
    except TimeoutError:
        say(f"{settings.discord.api_base} did not answer within {LONGEST_SECONDS} seconds. Try again later.")
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        say(
            f"{settings.discord.api_base} does not answer as it should: {error}. "
            "Check the network and api_base of [discord]."
        )
    return False


async def _check_pages(settings: WebSettings, say: Say) -> bool:
    """Tell whether the operator's pages could be served, or are: by a bot that runs."""
    if not settings.port:
        return True
    address = str(URL.build(scheme="http", host=settings.host, port=settings.port, path="/healthz"))
    try:
        server = await asyncio.start_server(lambda *_: None, settings.host, settings.port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and (status := await _served(address)) is not None:
            say(f"The bot that runs serves its pages: {address} says “{status}”.")
            return True
        say(
            f"The pages can't be served at {settings.host}, port {settings.port}, because {why_not(error)}. "
            "Change host or port of [web]."
        )
        return False
    server.close()
    await server.wait_closed()
    say(f"The pages can be served; {address} will tell whether the bot works.")
    return True


async def _served(address: str) -> str | None:
    """Ask what has the port whether it is one of us; gives what it says of its health, else None."""
    try:
        timeout = aiohttp.ClientTimeout(total=PAGE_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            report = await answer.json()
            return str(report["status"]) if set(report) == {"status", "checks"} else None
    except (aiohttp.ClientError, TimeoutError, ValueError, TypeError):
        return None


@asynccontextmanager
async def _logged_in(token: str) -> AsyncIterator[discord.Client]:
    """Log in over HTTP alone: nothing appears online, and no event is missed by a bot that runs."""
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        yield client


async def _check_application(client: discord.Client, settings: Settings, say: Say) -> bool:
    application = client.application
    if application is None or client.user is None:
        say("Discord does not say whose token this is. Try again later.")
        return False
    say(f"Discord accepts the token: it is that of {client.user} (application {application.id}).")
    good = _check_intents(application.flags, say)
    invite = invite_url(application.id)
    language = Catalogues.load().language("en")
    wanted = set(settings.discord.communities)
    seen: set[int] = set()
    async for guild in _guilds(client):
        if not wanted or int(guild["id"]) in wanted:
            seen.add(int(guild["id"]))
            good &= _check_permissions(guild, client.user.name, invite, language, say)
    for missing in sorted(wanted - seen):
        say(f"The bot is not in community {missing}, which [discord] lists. Invite it: {invite}")
        good = False
    if not seen and not wanted:
        say(f"The bot is in no community yet. Invite it: {invite}")
    return good


def _check_intents(flags: discord.ApplicationFlags, say: Say) -> bool:
    asked = intents()
    missing = [
        title
        for name, (granting, title) in PRIVILEGED.items()
        if getattr(asked, name) and not any(getattr(flags, flag) for flag in granting)
    ]
    for title in missing:
        say(
            f"The intent “{title}” is off. In the developer portal: Bot → Privileged Gateway Intents → {title}."
        )
    if not missing:
        say("Every intent that the bot asks for is on.")
    return not missing


async def _guilds(client: discord.Client) -> AsyncIterator[dict[str, Any]]:
    """Walk the communities the bot is in, as Discord's list has them: with what the bot may do there."""
    after: int | None = None
    while True:
        page: list[Any] = await client.http.get_guilds(PAGE, after=after, with_counts=False)
        for guild in page:
            yield guild
        if len(page) < PAGE:
            return
        after = int(page[-1]["id"])


def _check_permissions(
    guild: dict[str, Any], bot_name: str, invite: str, language: Language, say: Say
) -> bool:
    granted = int(guild["permissions"])
    everything = discord.Permissions(granted).administrator
    missing = [] if everything else [each for each in needed() if not granted & each]
    where = f"Community “{guild['name']}” ({guild['id']})"
    if not missing:
        say(f"{where}: the bot has every permission it needs.")
        return True
    say(f"{where}: the bot lacks {_count(len(missing), 'permission')}.")
    for permission in missing:
        say(f"  {_explained(permission, language)}")
    say(
        f"  In Discord: Server Settings → Roles → {bot_name} → Permissions, switch them on and save; "
        f"or invite the bot again: {invite}"
    )
    return False


def _explained(permission: Permission, language: Language) -> str:
    return f"{language(permission.message)}: {language(f'{permission.message}.why')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
