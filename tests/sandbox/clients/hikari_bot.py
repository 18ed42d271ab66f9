"""A small bot on hikari, with the same steps as the one on discord.js beside it.

It says on standard output, one JSON object a line, what it came through, and leaves when its standard input
ends. It runs in an environment of its own: hikari's dependencies are not ours.
"""

import asyncio
import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from typing import TextIO

import hikari

CHANNEL, MEMBER, CLOSED = (hikari.Snowflake(os.environ[name]) for name in ("CHANNEL", "MEMBER", "CLOSED"))
INTENTS = (
    hikari.Intents.GUILDS
    | hikari.Intents.GUILD_MEMBERS
    | hikari.Intents.GUILD_MESSAGES
    | hikari.Intents.DM_MESSAGES
    | hikari.Intents.GUILD_SCHEDULED_EVENTS
)

bot = hikari.GatewayBot(
    os.environ["TOKEN"],
    rest_url=f"{os.environ['API']}/v10",
    intents=INTENTS,
    auto_chunk_members=False,
    banner=None,
    logs=None,
    max_retries=0,
    suppress_optimization_warning=True,
)


def say(step: str, **facts: object) -> None:
    """Tell the test of a step."""
    sys.stdout.write(json.dumps({"step": step, **facts}) + "\n")
    sys.stdout.flush()


async def play(event: hikari.ShardReadyEvent) -> None:
    """Do everything that needs no person."""
    guild = await bot.rest.fetch_guild(event.unavailable_guilds[0])
    channels = await bot.rest.fetch_guild_channels(guild)
    members = await bot.rest.fetch_members(guild)
    say(
        "guild",
        name=guild.name,
        channels=sorted(each.name or "" for each in channels),
        members=sorted(each.username for each in members),
    )
    topic = hikari.CommandOption(
        type=hikari.OptionType.STRING,
        name="topic",
        description="About what",
        is_required=True,
        autocomplete=True,
    )
    command = bot.rest.slash_command_builder("card", "Shows a card")
    command.set_name_localizations({hikari.Locale.FR: "carte"})
    command.set_description_localizations({hikari.Locale.FR: "Montre une carte"}).add_option(topic)
    made = await bot.rest.set_application_commands(event.application_id, [command], guild)
    say("synced", commands=[each.name_localizations[hikari.Locale.FR] for each in made])
    await write()
    await arrange(guild)
    say("ready")


async def write() -> None:
    """Send, edit, and be refused."""
    file = hikari.Bytes(b"a;b", "liste.csv")
    sent = await bot.rest.create_message(CHANNEL, "un", attachment=file)
    edited = await bot.rest.edit_message(CHANNEL, sent, "deux")
    say("sent", content=edited.content, file=sent.attachments[0].filename)
    try:
        await bot.rest.create_message(await bot.rest.create_dm_channel(CLOSED), "bonjour")
    except hikari.ForbiddenError as error:
        say("closed", code=error.code)
    try:
        await bot.rest.create_message(CHANNEL, "x" * 2001)
    except hikari.BadRequestError as error:
        fault = json.loads(error.raw_body)["errors"]["content"]["_errors"][0]["code"]
        say("too long", code=error.code, fault=fault)


async def arrange(guild: hikari.RESTGuild) -> None:
    """Make a role, a room for it, a private thread and an event."""
    role = await bot.rest.create_role(
        guild, name="Veille", permissions=hikari.Permissions.NONE, reason="essai"
    )
    await bot.rest.add_role_to_member(guild, MEMBER, role)
    view = hikari.Permissions.VIEW_CHANNEL
    kind = hikari.PermissionOverwriteType.ROLE
    room = await bot.rest.create_guild_text_channel(
        guild,
        "veille",
        permission_overwrites=[
            hikari.PermissionOverwrite(id=guild.id, type=kind, deny=view),
            hikari.PermissionOverwrite(id=role.id, type=kind, allow=view),
        ],
    )
    say("room", seen=room.permission_overwrites[role.id].allow == view)
    thread = await bot.rest.create_thread(CHANNEL, hikari.ChannelType.GUILD_PRIVATE_THREAD, "à deux")
    await bot.rest.add_thread_member(thread, MEMBER)
    inside = await bot.rest.fetch_thread_members(thread)
    say("thread", members=sorted(str(each.user_id) for each in inside))
    start = datetime.now(UTC) + timedelta(days=1)
    event = await bot.rest.create_external_event(
        guild, "Rencontre", "Namur", start, start + timedelta(hours=1)
    )
    say("event", place=event.location)


async def answer(event: hikari.InteractionCreateEvent) -> None:
    """Answer a person."""
    interaction = event.interaction
    if isinstance(interaction, hikari.AutocompleteInteraction):
        typed = str(interaction.options[0].value)
        offer = hikari.impl.AutocompleteChoiceBuilder(name=f"{typed} wallon", value=typed)
        await interaction.create_response([offer])
    elif isinstance(interaction, hikari.CommandInteraction):
        assert interaction.options is not None
        kind = hikari.ResponseType.DEFERRED_MESSAGE_CREATE
        await interaction.create_initial_response(kind, flags=hikari.MessageFlag.EPHEMERAL)
        card = hikari.impl.ContainerComponentBuilder(accent_color=hikari.Color(0x336699))
        card.add_text_display(str(interaction.options[0].value))
        row = hikari.impl.MessageActionRowBuilder()
        row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "more", label="Plus")
        card.add_component(row)
        await interaction.edit_initial_response(component=card)
        more = await interaction.execute("suite", flags=hikari.MessageFlag.EPHEMERAL)
        say("answered", locale=str(interaction.locale), suite=more.content)
    elif isinstance(interaction, hikari.ComponentInteraction):
        form = hikari.impl.ModalActionRowBuilder().add_text_input("word", "Mot")
        await interaction.create_modal_response("Un mot", "form", component=form)
    elif isinstance(interaction, hikari.ModalInteraction):
        word = interaction.components[0][0]
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE, f"lu : {getattr(word, 'value', word)}"
        )
        say("read")


async def hear(event: hikari.GuildMessageCreateEvent) -> None:
    """Tell of what the member says."""
    if event.author_id == MEMBER:
        say("heard", message=str(event.message_id))


async def resume(_: hikari.ShardResumedEvent) -> None:
    """Tell that the session went on."""
    say("resumed")


async def fail(event: hikari.ExceptionEvent[hikari.Event]) -> None:
    """Leave at the first thing that goes wrong, saying what."""
    traceback.print_exception(event.exception)
    os._exit(1)


class Complaints(logging.StreamHandler[TextIO]):
    """Passes the library's log on, and remembers whether it complained of what a server must not do."""

    grave = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        self.grave = self.grave or record.levelno >= logging.ERROR
        super().emit(record)


async def run() -> bool:
    """Be online until standard input ends; tell whether all was well."""
    complaints = Complaints(sys.stderr)
    logging.basicConfig(level=logging.WARNING, handlers=[complaints])
    bot.subscribe(hikari.ShardReadyEvent, play)
    bot.subscribe(hikari.InteractionCreateEvent, answer)
    bot.subscribe(hikari.GuildMessageCreateEvent, hear)
    bot.subscribe(hikari.ShardResumedEvent, resume)
    bot.subscribe(hikari.ExceptionEvent, fail)
    await bot.start(check_for_updates=False)
    await asyncio.to_thread(sys.stdin.read)
    await bot.close()
    return not complaints.grave


sys.exit(0 if asyncio.run(run()) else 1)
