"""A small bot to drive the chat page against: one command of each kind, nothing of Maillage."""

import asyncio

import discord
from discord import app_commands

from tests.browser.forms import add_forms

TextInput = discord.ui.TextInput[discord.ui.Modal]
Select = discord.ui.Select[discord.ui.Modal]
UserSelect = discord.ui.UserSelect[discord.ui.Modal]
Text = discord.ui.TextDisplay["Card"]
Button = discord.ui.Button["Card"]

CHOICES = ("Capteurs de terrain", "Nuit de la sécurité", "Transmédia")


FRENCH = {
    "event": "evenement",
    "show": "montrer",
    "An event's card": "La carte d'un événement",
    "title": "titre",
}


class Words(app_commands.Translator):
    """French names for what the tests look for."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        _: app_commands.TranslationContextTypes,
    ) -> str | None:
        return FRENCH.get(string.message) if locale is discord.Locale.french else None


class Profile(discord.ui.Modal):
    """A form with a text, a choice and a person."""

    def __init__(self) -> None:
        super().__init__(title="Votre profil")
        self.offer: TextInput = discord.ui.TextInput(
            custom_id="offer", style=discord.TextStyle.paragraph, min_length=5, max_length=80
        )
        self.languages: Select = discord.ui.Select(
            custom_id="languages",
            max_values=2,
            options=[discord.SelectOption(label=name, value=name) for name in ("Français", "Néerlandais")],
        )
        by: UserSelect = discord.ui.UserSelect(custom_id="by", required=False)
        self.add_item(discord.ui.TextDisplay("Ce que vous écrivez **aide**."))
        self.add_item(
            discord.ui.Label(text="Ce que j'apporte", description="En une phrase", component=self.offer)
        )
        self.add_item(discord.ui.Label(text="Langues", component=self.languages))
        self.add_item(discord.ui.Label(text="Recommandé par", component=by))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        chosen = ", ".join(self.languages.values)
        await interaction.response.send_message(f"Profil : {self.offer.value} ({chosen})", ephemeral=True)


class Come(discord.ui.Button["Card"]):
    """Counts, on the card itself."""

    def __init__(self) -> None:
        super().__init__(label="Je viens", style=discord.ButtonStyle.primary, custom_id="come")

    async def callback(self, interaction: discord.Interaction) -> None:
        card = self.view
        assert card is not None
        card.coming += 1
        card.count.content = f"**{card.coming}** personne vient"
        await interaction.response.edit_message(view=card)


class Ignore(discord.ui.Button["Card"]):
    """Is never answered."""

    def __init__(self) -> None:
        super().__init__(label="Sans réponse", custom_id="ignore")

    async def callback(self, _: discord.Interaction) -> None:
        return None


class Group(discord.ui.Select["Card"]):
    """Answers in private."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=each, value=each) for each in ("Web", "Sécurité")]
        super().__init__(custom_id="group", placeholder="Un groupe", options=options)

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Groupe : {self.values[0]}", ephemeral=True)


class Card(discord.ui.LayoutView):
    """A layout with a section, buttons and a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.coming = 0
        self.count: Text = discord.ui.TextDisplay("**0** personne vient")
        place: Button = discord.ui.Button(label="Lieu", url="https://example.org")
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay("## Capteurs de terrain"),
                discord.ui.Separator(),
                discord.ui.Section(self.count, accessory=place),
                discord.ui.ActionRow(Come(), Ignore()),
                discord.ui.ActionRow(Group()),
                accent_colour=0x0E7490,
            )
        )


class Bot(discord.Client):
    """Logs in, registers its commands, answers."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), guild_ready_timeout=0.05)
        self.ready = asyncio.Event()
        self.tree = app_commands.CommandTree(self)
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Words())
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.ready.set()


def add_commands(tree: app_commands.CommandTree) -> None:
    event = app_commands.Group(name="event", description="Events")

    @event.command(name="show", description="An event's card")
    @app_commands.describe(title="Which one", places="How many places")
    async def show(
        interaction: discord.Interaction, title: str, places: app_commands.Range[int, 1, 50] = 10
    ) -> None:
        await interaction.response.send_message(f"Carte : {title}, {places}", ephemeral=True)

    @show.autocomplete("title")
    async def titles(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=each, value=each) for each in CHOICES if current.lower() in each.lower()
        ]

    @event.command(name="card", description="A public card")
    async def card(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Card())

    @tree.command(name="profile", description="Your profile")
    async def profile(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Profile())

    @tree.command(name="silence", description="Never answers")
    async def silence(_: discord.Interaction) -> None:
        return None

    tree.add_command(event)
    add_forms(tree)
