"""A small bot to drive the chat page against: one command of each kind, nothing of Maillage."""

import asyncio

import discord
from discord import app_commands

CHOICES = ("Capteurs de terrain", "Nuit de la sécurité", "Transmédia")


FRENCH = {
    "event": "evenement",
    "show": "montrer",
    "An event's card": "La carte d'un événement",
    "title": "titre",
}


class Words(app_commands.Translator):
    """French names for what the tests look for."""

    async def translate(self, string, locale, _):
        return FRENCH.get(string.message) if locale is discord.Locale.french else None


class Profile(discord.ui.Modal, title="Votre profil"):
    intro = discord.ui.TextDisplay("Ce que vous écrivez **aide**.")
    offer = discord.ui.Label(
        text="Ce que j'apporte",
        description="En une phrase",
        component=discord.ui.TextInput(
            custom_id="offer", style=discord.TextStyle.paragraph, min_length=5, max_length=80
        ),
    )
    languages = discord.ui.Label(
        text="Langues",
        component=discord.ui.Select(
            custom_id="languages",
            max_values=2,
            options=[
                discord.SelectOption(label="Français", value="fr"),
                discord.SelectOption(label="Néerlandais", value="nl"),
            ],
        ),
    )
    by = discord.ui.Label(
        text="Recommandé par", component=discord.ui.UserSelect(custom_id="by", required=False)
    )

    async def on_submit(self, interaction):
        chosen = ", ".join(self.languages.component.values)
        await interaction.response.send_message(
            f"Profil : {self.offer.component.value} ({chosen})", ephemeral=True
        )


class Card(discord.ui.LayoutView):
    def __init__(self):
        super().__init__(timeout=None)
        self.coming = 0
        count = discord.ui.TextDisplay("**0** personne vient")
        row = discord.ui.ActionRow()

        async def come(interaction):
            self.coming += 1
            count.content = f"**{self.coming}** personne vient"
            await interaction.response.edit_message(view=self)

        async def ignore(_):
            return None

        for label, style, custom_id, action in (
            ("Je viens", discord.ButtonStyle.primary, "come", come),
            ("Sans réponse", discord.ButtonStyle.secondary, "ignore", ignore),
        ):
            button = discord.ui.Button(label=label, style=style, custom_id=custom_id)
            button.callback = action
            row.add_item(button)
        select = discord.ui.Select(
            custom_id="group",
            placeholder="Un groupe",
            options=[discord.SelectOption(label=each, value=each) for each in ("Web", "Sécurité")],
        )

        async def choose(interaction):
            await interaction.response.send_message(f"Groupe : {select.values[0]}", ephemeral=True)

        select.callback = choose
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay("## Capteurs de terrain"),
                discord.ui.Separator(),
                discord.ui.Section(
                    count, accessory=discord.ui.Button(label="Lieu", url="https://example.org")
                ),
                row,
                discord.ui.ActionRow(select),
                accent_colour=0x0E7490,
            )
        )


class Bot(discord.Client):
    """Logs in, registers its commands, answers."""

    def __init__(self):
        super().__init__(intents=discord.Intents.default())
        self.ready = asyncio.Event()
        self.tree = app_commands.CommandTree(self)
        add_commands(self.tree)

    async def setup_hook(self):
        await self.tree.set_translator(Words())
        await self.tree.sync()

    async def on_ready(self):
        self.ready.set()


def add_commands(tree):
    event = app_commands.Group(name="event", description="Events")

    @event.command(name="show", description="An event's card")
    @app_commands.describe(title="Which one", places="How many places")
    async def show(interaction: discord.Interaction, title: str, places: app_commands.Range[int, 1, 50] = 10):
        await interaction.response.send_message(f"Carte : {title}, {places}", ephemeral=True)

    @show.autocomplete("title")
    async def titles(_: discord.Interaction, current: str):
        return [
            app_commands.Choice(name=each, value=each) for each in CHOICES if current.lower() in each.lower()
        ]

    @event.command(name="card", description="A public card")
    async def card(interaction: discord.Interaction):
        await interaction.response.send_message(view=Card())

    @tree.command(name="profile", description="Your profile")
    async def profile(interaction: discord.Interaction):
        await interaction.response.send_modal(Profile())

    @tree.command(name="silence", description="Never answers")
    async def silence(_: discord.Interaction):
        return None

    tree.add_command(event)
