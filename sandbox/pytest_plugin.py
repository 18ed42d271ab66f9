"""Fixtures for tests of any Discord bot. Load with `pytest_plugins = ["sandbox.pytest_plugin"]`.

`sandbox`: a started server without rate limits, whose `problems` fail the test; so does an exchange that
breaks Discord's OpenAPI description, where MAILLAGE_DISCORD_SPEC names it. `community`: a guild with an
organiser, members, channels and an installed bot in it. `discord_py`: discord.py pointed at the server for
the length of the test.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from sandbox import Actor, Sandbox, World
from sandbox.conformance import Description
from sandbox.permissions import Permission
from sandbox.world.model import Application, Channel, Guild, Role

BOT_PERMISSIONS = Permission.ADMINISTRATOR


@dataclass
class Community:
    """A small community: `organiser` has Manage Server by a role, the owner and the members nothing special."""

    sandbox: Sandbox
    guild: Guild
    application: Application
    bot_role: Role
    organiser_role: Role
    lobby: Channel
    news: Channel
    owner: Actor
    organiser: Actor
    members: list[Actor]

    @property
    def world(self) -> World:
        """The world the community lives in."""
        return self.sandbox.world

    def join(self, name: str, *, locale: str = "fr", dms_open: bool = True) -> Actor:
        """Let one more person in."""
        user = self.world.create_user(name.lower(), global_name=name, locale=locale, dms_open=dms_open)
        self.world.add_member(self.guild.id, user.id)
        return self.sandbox.actor(user.id)


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Run a server; a test that met an unknown route or an unsupported feature fails."""
    server = Sandbox()
    server.ratelimits.enabled = False
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
    if server.problems:
        pytest.fail("the sandbox met what it does not know:\n" + "\n".join(server.problems))
    description = Description.named()
    if description is not None:
        faults = [fault for exchange in server.exchanges for fault in description.faults(exchange)]
        if faults:
            pytest.fail("against Discord's description:\n" + "\n".join(dict.fromkeys(faults)))


def build_community(server: Sandbox) -> Community:
    """Build the community of the fixture."""
    world = server.world
    owner = world.create_user("adele", global_name="Adèle")
    guild = world.create_guild("Grappe", owner_id=owner.id)
    application = world.create_application("Assistant")
    bot_role = world.install(application.id, guild.id, int(BOT_PERMISSIONS))
    organiser_role = world.create_role(guild.id, "Équipe", permissions=int(Permission.MANAGE_GUILD))
    organiser = world.create_user("claire", global_name="Claire")
    world.add_member(guild.id, organiser.id, role_ids=[organiser_role.id])
    lobby = world.create_channel(guild.id, "accueil")
    news = world.create_channel(guild.id, "annonces", 5)
    community = Community(
        server,
        guild,
        application,
        bot_role,
        organiser_role,
        lobby,
        news,
        server.actor(owner.id),
        server.actor(organiser.id),
        [],
    )
    community.members.extend(community.join(name) for name in ("Nadia", "Thomas", "Sofia"))
    return community


@pytest.fixture
def community(sandbox: Sandbox) -> Community:
    """Return a community in the running sandbox."""
    return build_community(sandbox)


@pytest.fixture
def discord_py(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Point discord.py at the sandbox, and back afterwards."""
    yarl = pytest.importorskip("yarl")
    http = pytest.importorskip("discord.http")
    gateway = pytest.importorskip("discord.gateway")
    monkeypatch.setattr(http.Route, "BASE", sandbox.api_base)
    monkeypatch.setattr(gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url))
    return sandbox
