"""Scheduled events and registered commands, through the library."""

from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands

from sandbox import ActorRefused
from sandbox.permissions import Permission
from sandbox.pytest_plugin import Community
from sandbox.world.model import Overwrite
from tests.sandbox.conftest import Bot, bind_rights


async def meeting(guild: discord.Guild, community: Community, **changes) -> discord.ScheduledEvent:
    start = community.sandbox.clock.now() + timedelta(days=1)
    details = {
        "name": "Rencontre",
        "start_time": start,
        "end_time": start + timedelta(hours=2),
        "entity_type": discord.EntityType.external,
        "privacy_level": discord.PrivacyLevel.guild_only,
        "location": "Namur",
        **changes,
    }
    return await guild.create_scheduled_event(**details)


async def test_an_event_is_created_edited_and_removed(bot: Bot, guild: discord.Guild, community: Community):
    event = await meeting(guild, community, description="Entre pôles")
    await bot.until("scheduled_event_create")
    later = event.start_time + timedelta(hours=1)
    edited = await event.edit(name="Rencontre B2B", start_time=later, location="Liège")
    assert (edited.name, edited.location, edited.start_time) == ("Rencontre B2B", "Liège", later)
    started = await edited.start()
    with pytest.raises(discord.HTTPException) as backwards:
        await bot.http.edit_scheduled_event(guild.id, event.id, status=1)
    assert backwards.value.code == 180000
    await started.end()
    with pytest.raises(discord.HTTPException) as over:
        await event.edit(name="Trop tard")
    assert over.value.code == 180000
    await event.delete()
    with pytest.raises(discord.NotFound) as gone:
        await guild.fetch_scheduled_event(event.id)
    assert gone.value.code == 10070


async def test_who_is_interested_can_be_read(guild: discord.Guild, community: Community):
    event = await meeting(guild, community)
    for person in community.members:
        person.set_interested(guild.id, event.id)
    community.members[0].set_interested(guild.id, event.id, interested=False)
    fetched = await guild.fetch_scheduled_event(event.id, with_counts=True)
    assert fetched.user_count == 2
    assert {user.id async for user in event.users()} == {m.user_id for m in community.members[1:]}


async def test_who_becomes_interested_and_who_no_longer_is_reaches_the_bot(
    bot: Bot, guild: discord.Guild, community: Community
):
    event = await meeting(guild, community)
    await guild.chunk()  # the library passes on only people it knows
    nadia = community.members[0]
    nadia.set_interested(guild.id, event.id)
    nadia.set_interested(guild.id, event.id, interested=False)
    await bot.until("scheduled_event_user_remove")
    told = [name for name, _ in bot.seen if name.startswith("scheduled_event_user")]
    assert told == ["scheduled_event_user_add", "scheduled_event_user_remove"]


async def test_an_event_of_a_channel_is_for_those_who_see_the_channel(community: Community):
    world, guild, (nadia, *_) = community.world, community.guild, community.members
    room = world.create_channel(guild.id, "salle", type=2)
    world.set_overwrite(room.id, Overwrite(guild.id, 0, 0, int(Permission.VIEW_CHANNEL)))
    start = community.sandbox.clock.now() + timedelta(days=1)
    event = world.create_scheduled_event(
        guild.id, community.owner.user_id, "Salle", starts_at=start, channel_id=room.id, entity_type=2
    )
    assert nadia.events(guild.id) == []
    with pytest.raises(ActorRefused, match="10070"):
        nadia.set_interested(guild.id, event.id)
    community.owner.set_interested(guild.id, event.id)
    assert [each["user_count"] for each in community.owner.events(guild.id)] == [1]


async def test_so_it_is_for_a_bot_and_the_channel_is_one_of_the_community(
    bot: Bot, guild: discord.Guild, community: Community
):
    world = community.world
    room = world.create_channel(guild.id, "salle", type=2)
    elsewhere = world.create_guild("Autre", owner_id=community.owner.user_id)
    foreign = world.create_channel(elsewhere.id, "salle", type=2)
    details = {"entity_type": discord.EntityType.voice, "location": discord.utils.MISSING}
    for channel_id in (foreign.id, 5):
        with pytest.raises(discord.NotFound) as unknown:
            await meeting(guild, community, **details, channel=discord.Object(channel_id))
        assert unknown.value.code == 10003
    event = await meeting(guild, community, **details, channel=discord.Object(room.id))
    with pytest.raises(discord.NotFound):
        await bot.http.edit_scheduled_event(guild.id, event.id, channel_id=foreign.id)
    bind_rights(community, int(Permission.VIEW_CHANNEL))
    world.set_overwrite(room.id, Overwrite(guild.id, 0, 0, int(Permission.VIEW_CHANNEL)))
    assert await guild.fetch_scheduled_events() == []
    with pytest.raises(discord.NotFound) as unseen:
        await guild.fetch_scheduled_event(event.id)
    assert unseen.value.code == 10070


async def test_an_event_needs_its_right_its_end_and_a_future(
    bot: Bot, guild: discord.Guild, community: Community
):
    past = community.sandbox.clock.now() - timedelta(hours=1)
    with pytest.raises(discord.HTTPException, match="in the past"):
        await meeting(guild, community, start_time=past)
    body: dict[str, Any] = {
        "name": "x",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "Namur"},
    }
    start = (community.sandbox.clock.now() + timedelta(days=1)).isoformat()
    with pytest.raises(discord.HTTPException, match="scheduled_end_time"):
        await bot.http.create_guild_scheduled_event(guild.id, **body, scheduled_start_time=start)
    bind_rights(community, int(Permission.VIEW_CHANNEL | Permission.MANAGE_GUILD))
    with pytest.raises(discord.Forbidden):
        await meeting(guild, community)


async def test_commands_keep_their_id_when_synced_again(bot: Bot, community: Community):
    @bot.tree.command(name="groupe", description="Groupes")
    async def group(interaction: discord.Interaction) -> None: ...

    first = await bot.tree.sync()
    second = await bot.tree.sync()
    assert [each.id for each in first] == [each.id for each in second]
    bot.tree.remove_command("groupe")
    assert await bot.tree.sync() == []
    assert community.members[0].commands(community.guild.id, community.lobby.id) == []


async def test_a_guilds_own_commands_are_offered_there_only(bot: Bot, community: Community):
    @bot.tree.command(name="local", description="Ici", guild=discord.Object(community.guild.id))
    async def local(interaction: discord.Interaction) -> None: ...

    await bot.tree.sync(guild=discord.Object(community.guild.id))
    nadia = community.members[0]
    assert [c["name"] for c in nadia.commands(community.guild.id, community.lobby.id)] == ["local"]
    assert nadia.commands(None, nadia.dm_with(community.application.user_id)) == []


async def test_names_come_in_the_persons_language(bot: Bot, community: Community):
    class French(app_commands.Translator):
        async def translate(
            self,
            string: app_commands.locale_str,
            locale: discord.Locale,
            _: app_commands.TranslationContextTypes,
        ) -> str | None:
            return (
                {"group": "groupe", "Groups": "Groupes"}.get(string.message) if locale.value == "fr" else None
            )

    await bot.tree.set_translator(French())

    @bot.tree.command(name="group", description="Groups")
    async def group(interaction: discord.Interaction) -> None: ...

    await bot.tree.sync()
    nadia = community.members[0]
    offered = nadia.commands(community.guild.id, community.lobby.id)[0]
    assert (offered["name_localized"], offered["description_localized"]) == ("groupe", "Groupes")
    nadia.set_locale("en-GB")
    offered = nadia.commands(community.guild.id, community.lobby.id)[0]
    assert (offered["name"], offered["name_localized"]) == ("group", "group")


async def test_a_command_that_breaks_the_rules_is_refused(bot: Bot, community: Community):
    route = discord.http.Route("PUT", f"/applications/{community.application.id}/commands")
    with pytest.raises(discord.HTTPException, match="validation regex"):
        await bot.http.request(route, json=[{"name": "Événement", "description": "x"}])
    other = discord.http.Route("GET", "/applications/5/commands")
    with pytest.raises(discord.Forbidden) as foreign:
        await bot.http.request(other)
    assert foreign.value.code == 20012


async def test_an_event_at_a_place_begins_and_ends_by_the_clock_one_in_a_channel_by_hand(
    bot: Bot, guild: discord.Guild, community: Community
):
    event = await meeting(guild, community)
    room = community.world.create_channel(guild.id, "salle", type=2)
    spoken = community.world.create_scheduled_event(
        guild.id,
        community.owner.user_id,
        "Salle",
        starts_at=event.start_time,
        channel_id=room.id,
        entity_type=2,
    )
    community.sandbox.clock.advance(timedelta(days=1, minutes=5))
    assert (await guild.fetch_scheduled_event(event.id)).status is discord.EventStatus.active
    community.sandbox.clock.advance(timedelta(hours=2))
    assert (await guild.fetch_scheduled_event(event.id)).status is discord.EventStatus.completed
    assert spoken.status == 1
    await bot.until("scheduled_event_update")
