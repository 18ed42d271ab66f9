"""`maillage check` with a token, against the sandbox: what it finds and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.check import check
from bot.config import load
from bot.domain.permissions import Permission, needed
from sandbox import Fault, Sandbox
from sandbox.world.model import Application

ADMINISTRATOR = 1 << 3


@dataclass
class Operator:
    """Runs the check and reads what it says."""

    sandbox: Sandbox
    application: Application
    lines: list[str] = field(default_factory=list)

    def community(self, name: str, permissions: int) -> int:
        """Make a community that has invited the bot with these permissions."""
        world = self.sandbox.world
        owner = world.create_user("patronne")
        guild = world.create_guild(name, owner_id=owner.id)
        # What everybody may do in a new community would hide what the bot itself was not given.
        world.edit_role(guild.id, guild.id, permissions=0)
        world.install(self.application.id, guild.id, permissions)
        return int(guild.id)

    async def check(self, **environ: str) -> bool:
        """Run it with this bot's token."""
        settings = load(
            None,
            {
                "MAILLAGE_DISCORD__TOKEN": self.application.token,
                "MAILLAGE_DISCORD__API_BASE": self.sandbox.api_base,
            }
            | {f"MAILLAGE_DISCORD__{name.upper()}": value for name, value in environ.items()},
        )
        return await check(settings, self.lines.append)

    @property
    def said(self) -> str:
        return "\n".join(self.lines)


@pytest.fixture
def operator(sandbox: Sandbox) -> Operator:
    return Operator(sandbox, sandbox.world.create_application("Maillage"))


async def test_a_bot_that_has_what_it_needs_passes(operator: Operator):
    operator.community("Grappe", needed().value)
    assert await operator.check() is True
    assert "Every intent that the bot asks for is on." in operator.said
    assert "Community “Grappe”" in operator.said
    assert "has every permission it needs" in operator.said
    assert operator.application.token not in operator.said


async def test_an_administrator_lacks_nothing(operator: Operator):
    operator.community("Grappe", ADMINISTRATOR)
    assert await operator.check() is True


async def test_each_missing_permission_is_named_with_its_reason_and_where_to_click(operator: Operator):
    lacking = Permission.MANAGE_ROLES | Permission.CREATE_PRIVATE_THREADS
    operator.community("Grappe", (needed() & ~lacking).value)
    operator.community("Autre", needed().value)
    assert await operator.check() is False
    assert "the bot lacks 2 permissions" in operator.said
    assert "  Manage Roles: to give members the roles" in operator.said
    assert "  Create Private Threads: to open a thread" in operator.said
    assert "Manage Channels" not in operator.said
    assert "Server Settings → Roles → Maillage → Permissions" in operator.said
    assert f"client_id={operator.application.id}&permissions={needed().value}" in operator.said
    assert "“Autre”" in operator.said


async def test_a_missing_intent_is_named_with_where_to_switch_it_on(sandbox: Sandbox):
    operator = Operator(sandbox, sandbox.world.create_application("Maillage", flags=0))
    operator.community("Grappe", needed().value)
    assert await operator.check() is False
    assert "Privileged Gateway Intents → Server Members Intent" in operator.said


async def test_only_the_communities_of_the_settings_are_looked_at(operator: Operator):
    chosen = operator.community("Grappe", needed().value)
    operator.community("Autre", 0)
    assert await operator.check(communities=str(chosen)) is True
    assert "Autre" not in operator.said


async def test_a_listed_community_without_the_bot_is_told(operator: Operator):
    assert await operator.check(communities="123456789012345678") is False
    assert "The bot is not in community 123456789012345678" in operator.said


async def test_a_bot_that_nobody_invited_yet_is_given_its_invitation(operator: Operator):
    assert await operator.check() is True
    assert "The bot is in no community yet. Invite it: https://discord.com/oauth2/authorize?" in operator.said


async def test_a_wrong_token_is_told(operator: Operator):
    assert await operator.check(token="of-nobody") is False
    assert "Discord refuses the token" in operator.said
    assert "of-nobody" not in operator.said


async def test_an_address_where_nobody_answers_is_told(operator: Operator):
    assert await operator.check(api_base="http://127.0.0.1:9/api/v10") is False
    assert "http://127.0.0.1:9/api/v10 does not answer as it should" in operator.said


async def test_a_refusal_of_the_list_is_told(operator: Operator):
    operator.sandbox.faults.add(Fault("status", method="GET", path=r"/users/@me/guilds", status=503))
    assert await operator.check() is False
    assert "does not answer as it should" in operator.said


async def test_without_a_token_discord_is_not_asked(sandbox: Sandbox):
    lines: list[str] = []
    before = len(sandbox.exchanges)
    assert await check(load(None, {"MAILLAGE_DISCORD__API_BASE": sandbox.api_base}), lines.append) is True
    assert "There is no token, so Discord was not asked." in "\n".join(lines)
    assert len(sandbox.exchanges) == before


@pytest.mark.parametrize("wanted", ["true", "false"])
async def test_it_says_that_a_second_organiser_is_needed_where_one_is(sandbox: Sandbox, wanted: str):
    lines: list[str] = []
    environ = {
        "MAILLAGE_DISCORD__API_BASE": sandbox.api_base,
        "MAILLAGE_ANNOUNCEMENTS__APPROVAL": wanted,
    }
    assert await check(load(None, environ), lines.append) is True
    assert ("each community needs at least two" in "\n".join(lines)) is (wanted == "true")
