"""The invented community: who is in it, made once in the sandbox and once in the bot's database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import make_services, seed_of
from bot.clock import Clock
from bot.config import Settings
from bot.domain import permissions
from bot.domain.announcements import Repeat, Words
from bot.services import Services
from bot.services.setup import Seen
from bot.storage import migrations
from bot.storage.database import Database
from sandbox import World

FILE = Path(__file__).with_name("community.toml")
BOT_NAME = "Maillage"
# What Discord calls Manage Server: it makes an organiser.
MANAGE_GUILD = 1 << 5


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; `user_id` is theirs in the sandbox."""

    user_id: int
    handle: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone in the demo's community. `linked_id` is the other one; None in a sandbox kept from before it."""

    community_id: int
    linked_id: int | None
    token: str
    bot_id: int
    organiser: int
    people: Sequence[Person]

    def named(self, handle: str) -> int:
        """Give the user id of a person by their handle."""
        return next(person.user_id for person in self.people if person.handle == handle)


def populate(world: World) -> None:
    """Make the community in an empty sandbox: its people, its organisers' role and the bot, invited as a real one."""
    told = _told()
    organiser = world.create_user(
        told["organiser"]["handle"], global_name=told["organiser"]["name"], locale="fr"
    )
    guild = world.create_guild(told["name"], owner_id=organiser.id, locale="fr")
    application = world.create_application(BOT_NAME)
    world.install(application.id, guild.id, permissions.needed().value)
    role = world.create_role(guild.id, told["organiser_role"], permissions=MANAGE_GUILD, hoist=True)
    world.add_role(guild.id, organiser.id, role.id)
    for facts in told["people"]:
        user = world.create_user(
            facts["handle"],
            global_name=facts["name"],
            locale=facts.get("locale", "fr"),
            dms_open=facts.get("dms", True),
        )
        world.add_member(guild.id, user.id)
    neighbour = told["linked"]["organiser"]
    host = world.create_user(neighbour["handle"], global_name=neighbour["name"], locale="fr")
    linked = world.create_guild(told["linked"]["name"], owner_id=host.id, locale="fr")
    world.install(application.id, linked.id, permissions.needed().value)
    world.add_member(linked.id, organiser.id)
    for one in (guild, linked):
        for channel_id in list(one.channel_ids):
            world.delete_channel(channel_id)
        world.create_channel(one.id, "accueil")


def cast_of(world: World) -> Cast:
    """Find the people of the demo again in a sandbox that `populate` has made."""
    told = _told()
    by_handle = {user.name: user.id for user in world.users.values()}
    guild = next(guild for guild in world.guilds.values() if guild.name == told["name"])
    application = next(each for each in world.applications.values() if each.name == BOT_NAME)
    return Cast(
        community_id=guild.id,
        linked_id=next(
            (each.id for each in world.guilds.values() if each.name == told["linked"]["name"]), None
        ),
        token=application.token,
        bot_id=application.user_id,
        organiser=by_handle[told["organiser"]["handle"]],
        people=[Person(by_handle[facts["handle"]], facts["handle"], facts) for facts in told["people"]],
    )


async def settle(settings: Settings, clock: Clock, cast: Cast, roles: dict[int, str]) -> None:
    """Give the bot's fresh database what months of use would have: memberships, profiles, something planned."""
    url = settings.database.secret_url.get_secret_value()
    await migrations.upgrade(url)
    database = Database(url)
    try:
        services = make_services(database, clock, seed_of(settings.community))
        await services.setup.meet(cast.community_id, _told()["name"], Seen(roles=roles))
        async with database.read() as unit:
            partners = {
                partner.key: partner.id for partner in await unit.communities.partners(cast.community_id)
            }
        await _join_groups(database, clock, cast)
        for person in cast.people:
            await _settle_one(services, cast.community_id, person, partners)
        await _plan(services, cast)
        await _link(services, cast)
    finally:
        await database.close()


async def _join_groups(database: Database, clock: Clock, cast: Cast) -> None:
    """Put people into their groups; the bot gives them the roles as it makes these."""
    async with database.write() as unit:
        groups = {group.key: group for group in await unit.groups.active(cast.community_id)}
        for person in cast.people:
            for key in person.facts["groups"]:
                await unit.groups.join(groups[key], person.user_id, clock.now())


async def _settle_one(
    services: Services, community_id: int, person: Person, partners: Mapping[str, int]
) -> None:
    facts = person.facts
    if facts.get("registered", True):
        await services.introductions.register(community_id, person.user_id, facts["name"], facts)
    else:
        await services.profiles.save(community_id, person.user_id, facts["name"], facts)
    if facts.get("announcements", False):
        await services.people.set_announcements(community_id, person.user_id, wanted=True)
    if "partner" in facts:
        await services.profiles.set_affiliation(community_id, person.user_id, partners[facts["partner"]])


async def _link(services: Services, cast: Cast) -> None:
    """Link the community with the other one, by a code as people do."""
    if cast.linked_id is None:
        return
    await services.setup.meet(cast.linked_id, _told()["linked"]["name"], Seen())
    invitation = await services.partners.invite(cast.community_id, cast.organiser)
    await services.partners.accept(cast.linked_id, cast.organiser, invitation.code)


async def _plan(services: Services, cast: Cast) -> None:
    """Have the organiser plan an announcement to every group, in two languages, again and again."""
    community_id, facts = cast.community_id, _told()["planned"]
    drafts, plans = services.announcement_drafts, services.announcement_plans
    main = facts["words"][await drafts.main_language(community_id)]
    draft = await drafts.compose(community_id, cast.organiser, Words(**main), facts["link"])
    named = draft.announcement.id
    for locale, words in facts["words"].items():
        if words is not main:
            await drafts.translate(community_id, named, cast.organiser, locale, Words(**words))
    await drafts.choose_all(community_id, named)
    planning = await plans.type(community_id, named, facts["when"], Repeat(facts["repeat"]), "")
    await plans.confirm(community_id, named, cast.organiser, planning.draft.announcement.version)


def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
