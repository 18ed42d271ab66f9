"""Commands, buttons, menus, forms, and who sees what comes of them."""

import asyncio
from datetime import timedelta

import discord
import pytest
from discord import app_commands, ui

from sandbox import ActorRefused
from sandbox.pytest_plugin import Community
from tests.sandbox.conftest import Bot, bind_rights, holds


class ProfileForm(ui.Modal, title="Profil"):
    name: ui.TextInput["ProfileForm"] = ui.TextInput(label="Nom", max_length=10, custom_id="name")
    languages: ui.Label["ProfileForm"] = ui.Label(
        text="Langues",
        component=ui.Select(
            custom_id="languages",
            max_values=2,
            options=[discord.SelectOption(label=each, value=each) for each in ("fr", "en", "nl")],
        ),
    )
    sponsor: ui.Label["ProfileForm"] = ui.Label(
        text="Qui", component=ui.UserSelect(custom_id="sponsor", required=False, min_values=0)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        chosen = ",".join(self.languages.component.values)  # type: ignore[attr-defined]
        named = ",".join(each.name for each in self.sponsor.component.values)  # type: ignore[attr-defined]
        await interaction.response.send_message(f"{self.name.value} {chosen} {named}", ephemeral=True)


class Card(ui.LayoutView):
    """A v2 card: text, a section with a button, a row with a menu."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        going = ui.Button["Card"](label="Je viens", custom_id="going")
        going.callback = self.going  # type: ignore[method-assign]
        groups = ui.RoleSelect["Card"](custom_id="groups", max_values=2)
        groups.callback = self.groups  # type: ignore[method-assign]
        self.menu = groups
        self.add_item(
            ui.Container(
                ui.TextDisplay("## Rencontre"),
                ui.Section(ui.TextDisplay("Namur"), accessory=going),
                ui.ActionRow(groups),
                accent_colour=0x336699,
            )
        )

    async def going(self, interaction: discord.Interaction) -> None:
        self.clear_items()
        self.add_item(ui.TextDisplay(f"{interaction.user.name} vient"))
        await interaction.response.edit_message(view=self)

    async def groups(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(" ".join(each.name for each in self.menu.values))


@pytest.fixture
async def commands(bot: Bot) -> Bot:
    """The bot with its commands synced."""
    tree = bot.tree
    event = app_commands.Group(name="event", description="Événements")

    @event.command(name="show", description="Montre")
    async def show(interaction: discord.Interaction, event: str, who: discord.Member | None = None) -> None:
        await interaction.response.send_message(f"{event} {who.name if who else '-'}")

    @show.autocomplete("event")
    async def offer(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current} wallon", value="1")]

    @tree.command(description="Carte")
    async def card(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Card())

    @tree.command(description="Profil")
    async def profile(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(ProfileForm())

    @tree.command(description="Lent")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("voilà")

    @tree.command(description="Bavard")
    async def loud(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pour vous", ephemeral=True)
        await interaction.followup.send("pour tous")
        await interaction.followup.send("pour vous encore", ephemeral=True)

    @tree.command(description="Sondeur")
    async def poll(interaction: discord.Interaction) -> None:
        question = discord.Poll("Quand ?", timedelta(hours=1)).add_answer(text="Lundi")
        await interaction.response.send_message(poll=question)

    @tree.command(description="Muet")
    async def silent(interaction: discord.Interaction) -> None:
        bot.seen.append(("silent", interaction))
        bot.arrived.set()

    @tree.command(description="Équipe")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def admin(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("équipe", ephemeral=True)

    tree.add_command(event)
    await tree.sync()
    return bot


@pytest.mark.usefixtures("commands")
async def test_a_subcommand_gets_its_options_resolved(community: Community):
    nadia, thomas, _ = community.members
    called = await nadia.slash(community.lobby.id, "event show", event="12", who=thomas.user_id)
    await called.done()
    assert called.state == "answered"
    assert called.message is not None
    assert called.message["content"] == "12 thomas"
    assert called.message["interaction_metadata"]["user"]["username"] == "nadia"


@pytest.mark.usefixtures("commands")
async def test_an_option_that_is_missing_or_unknown_is_refused(community: Community):
    nadia = community.members[0]
    with pytest.raises(ActorRefused, match="required"):
        await nadia.slash(community.lobby.id, "event show")
    with pytest.raises(ActorRefused, match="no option"):
        await nadia.slash(community.lobby.id, "event show", event="1", other="2")
    with pytest.raises(ActorRefused, match="nothing of that kind"):
        await nadia.slash(community.lobby.id, "event show", event="1", who=5)


@pytest.mark.usefixtures("commands")
async def test_autocomplete_offers_choices(community: Community):
    offered = await community.members[0].autocomplete(community.lobby.id, "event show", "event", "tic")
    assert [(each["name"], each["value"]) for each in offered] == [("tic wallon", "1")]


async def test_an_ephemeral_answer_is_for_its_addressee_only(commands: Bot, community: Community):
    nadia, thomas, _ = community.members
    called = await (await nadia.slash(community.lobby.id, "slow")).done()
    assert called.message is not None
    assert called.message["content"] == "voilà"
    assert called.message["flags"] == 64
    assert [each["content"] for each in nadia.messages(community.lobby.id)] == ["voilà"]
    assert thomas.messages(community.lobby.id) == []
    with pytest.raises(discord.NotFound):
        await commands.http.get_message(community.lobby.id, int(called.message["id"]))


@pytest.mark.usefixtures("commands")
async def test_what_answers_an_ephemeral_message_shows_it_to_its_addressee_only(community: Community):
    nadia, thomas, _ = community.members
    await (await nadia.slash(community.lobby.id, "loud")).done()
    await holds(lambda: len(nadia.messages(community.lobby.id)) == 3)
    first, public, private = nadia.messages(community.lobby.id)
    (shown,) = thomas.messages(community.lobby.id)
    assert (shown["content"], shown["type"], shown["referenced_message"]) == ("pour tous", 19, None)
    assert public["referenced_message"] is None
    assert private["referenced_message"]["content"] == first["content"] == "pour vous"


@pytest.mark.usefixtures("commands")
async def test_an_answer_with_what_is_not_supported_is_a_problem(community: Community):
    await (await community.members[0].slash(community.lobby.id, "poll")).done()
    (problem,) = community.sandbox.problems
    assert problem.startswith("unsupported field: poll of POST /interactions/")
    community.sandbox.problems.clear()


@pytest.mark.usefixtures("commands")
async def test_a_v2_button_edits_its_card(community: Community):
    nadia, thomas, _ = community.members
    called = await (await nadia.slash(community.lobby.id, "card")).done()
    assert called.message is not None
    clicked = await (await thomas.click(int(called.message["id"]), label="Je viens")).done()
    assert clicked.message is not None
    assert clicked.message["components"] == [{"type": 10, "content": "thomas vient", "id": 1}]
    assert clicked.message["id"] == called.message["id"]


@pytest.mark.usefixtures("commands")
async def test_a_v2_role_menu_resolves_its_values(community: Community):
    nadia = community.members[0]
    called = await (await nadia.slash(community.lobby.id, "card")).done()
    assert called.message is not None
    message_id = int(called.message["id"])
    with pytest.raises(ActorRefused, match="can't be chosen"):
        await nadia.select(message_id, "groups", [nadia.user_id])
    chosen = await nadia.select(message_id, "groups", [community.organiser_role.id])
    await chosen.done()
    assert chosen.message is not None
    assert chosen.message["content"] == "Équipe"


@pytest.mark.usefixtures("commands")
async def test_a_form_with_labelled_menus_is_submitted(community: Community):
    nadia, thomas, _ = community.members
    opened = await (await nadia.slash(community.lobby.id, "profile")).done()
    assert opened.state == "modal"
    with pytest.raises(ActorRefused, match="required"):
        await nadia.submit(opened, {"languages": ["fr"]})
    with pytest.raises(ActorRefused, match="0 to 10 characters"):
        await nadia.submit(opened, {"name": "x" * 11, "languages": ["fr"]})
    values = {"name": "Nadia", "languages": ["fr", "nl"], "sponsor": [str(thomas.user_id)]}
    sent = await (await nadia.submit(opened, values)).done()
    assert sent.message is not None
    assert sent.message["content"] == "Nadia fr,nl thomas"


async def test_a_silent_bot_did_not_respond(commands: Bot, community: Community):
    community.world.answer_seconds = 0.05
    nadia = community.members[0]
    eyes = community.sandbox.listen(nadia.user_id)
    called = await nadia.slash(community.lobby.id, "silent")
    await called.done()
    assert called.state == "failed"
    assert (await eyes.until("INTERACTION_FAILURE"))["id"] == str(called.id)
    interaction = await commands.until("silent")
    assert isinstance(interaction, discord.Interaction)
    with pytest.raises(discord.NotFound) as late:
        await interaction.response.send_message("trop tard")
    assert late.value.code == 10062


async def test_a_second_answer_is_refused(commands: Bot, community: Community):
    await community.members[0].slash(community.lobby.id, "silent")
    interaction = await commands.until("silent")
    assert isinstance(interaction, discord.Interaction)
    adapter = interaction.client.http
    for expected in (None, 40060):
        try:
            await adapter.request(
                discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback"),
                json={"type": 4, "data": {"content": "oui"}},
            )
        except discord.HTTPException as error:
            assert error.code == expected
        else:
            assert expected is None


async def test_the_token_lives_for_fifteen_minutes(commands: Bot, community: Community):
    called = await (await community.members[0].slash(community.lobby.id, "event show", event="1")).done()
    webhook = discord.http.Route("POST", f"/webhooks/{community.application.id}/{called.source.token}")
    await commands.http.request(webhook, json={"content": "à temps"})
    community.sandbox.clock.advance(timedelta(minutes=16))
    with pytest.raises(discord.HTTPException) as late:
        await commands.http.request(webhook, json={"content": "trop tard"})
    assert late.value.code == 50027
    assert [each["content"] for each in called.followups] == ["à temps"]


@pytest.mark.usefixtures("commands")
async def test_a_command_for_organisers_is_not_offered_to_members(community: Community):
    nadia = community.members[0]
    with pytest.raises(ActorRefused, match="not offered"):
        await nadia.slash(community.lobby.id, "admin")
    called = await (await community.organiser.slash(community.lobby.id, "admin")).done()
    assert called.state == "answered"
    # An organiser may open it to a role on the page of integrations.
    command = next(
        c
        for c in community.organiser.commands(community.guild.id, community.lobby.id)
        if c["name"] == "admin"
    )
    community.world.allow_command(community.guild.id, int(command["id"]), community.guild.id, True)
    assert (await (await nadia.slash(community.lobby.id, "admin")).done()).state == "answered"


@pytest.mark.usefixtures("commands")
async def test_commands_work_in_a_conversation_unless_they_are_for_guilds(community: Community):
    nadia = community.members[0]
    conversation = nadia.dm_with(community.application.user_id)
    called = await (await nadia.slash(conversation, "slow")).done()
    assert called.message is not None
    assert called.message["content"] == "voilà"
    with pytest.raises(ActorRefused, match="not offered"):
        await community.organiser.slash(community.organiser.dm_with(community.application.user_id), "admin")


@pytest.mark.usefixtures("commands")
async def test_a_deferred_answer_is_seen_thinking_first(community: Community):
    nadia = community.members[0]
    eyes = community.sandbox.listen(nadia.user_id)
    await (await nadia.slash(community.lobby.id, "slow")).done()
    thinking = await eyes.until("MESSAGE_CREATE")
    assert thinking["flags"] & 128
    filled = await eyes.until("MESSAGE_UPDATE")
    assert filled["flags"] == 64
    assert filled["edited_timestamp"] is None


@pytest.mark.usefixtures("commands")
async def test_a_public_answer_needs_no_right_to_send(community: Community):
    bind_rights(community, 0)
    everyone = community.guild.roles[community.guild.id]
    community.world.edit_role(community.guild.id, everyone.id, permissions=(1 << 10) | (1 << 31))
    called = await (await community.members[0].slash(community.lobby.id, "event show", event="1")).done()
    assert called.state == "answered"


async def test_interaction_carries_what_the_library_reads(commands: Bot, community: Community):
    nadia = community.members[0]
    nadia.set_locale("nl")
    await nadia.slash(community.lobby.id, "silent")
    interaction = await commands.until("silent")
    assert isinstance(interaction, discord.Interaction)
    assert interaction.locale == discord.Locale.dutch
    assert interaction.guild_locale == discord.Locale.french
    assert interaction.app_permissions.administrator
    assert isinstance(interaction.user, discord.Member)
    assert not interaction.permissions.manage_guild
    assert interaction.context.guild
    assert interaction.filesize_limit == 10 * 1024 * 1024
    await interaction.response.defer()
    await asyncio.wait_for(interaction.delete_original_response(), 5)
