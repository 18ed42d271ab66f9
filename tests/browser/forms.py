"""Forms with a field of every kind, and a card with every kind of media, for the browser tests' bot."""

import io
import zlib

import discord
from discord import app_commands, ui

COLOURS = {"blue": (47, 91, 215), "green": (31, 122, 77)}


def picture(colour: str = "blue", side: int = 48) -> bytes:
    """A square PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return len(data).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    rows = (b"\0" + bytes(COLOURS[colour]) * side) * side
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


async def read_aloud(interaction: discord.Interaction, form: ui.Modal) -> None:
    """Answer with what each field holds, one line a field, as the library read it."""
    lines = []
    for item in form.walk_children():
        if isinstance(item, ui.FileUpload):
            sizes = [f"{each.filename} {len(await each.read())}" for each in item.values]
            lines.append(f"{item.custom_id}: {', '.join(sizes)}")
        elif isinstance(item, (ui.TextInput, ui.RadioGroup, ui.Checkbox)):
            lines.append(f"{item.custom_id}: {item.value}")
        elif isinstance(item, (ui.Select, ui.CheckboxGroup)):
            lines.append(f"{item.custom_id}: {', '.join(item.values)}")
        elif isinstance(item, (ui.UserSelect, ui.RoleSelect, ui.MentionableSelect, ui.ChannelSelect)):
            lines.append(f"{item.custom_id}: {', '.join(each.name for each in item.values)}")
    await interaction.response.send_message("\n".join(lines), ephemeral=True)


def labelled(text: str, component: ui.Item[ui.Modal], description: str | None = None) -> ui.Label[ui.Modal]:
    return ui.Label(text=text, component=component, description=description)


class People(ui.Modal, title="Qui et où"):
    """A text to read, and the four selects that Discord fills by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.add_item(ui.TextDisplay("Choisissez **qui** et **où**."))
        self.add_item(labelled("Personne", ui.UserSelect(custom_id="who", required=True, max_values=2)))
        self.add_item(labelled("Rôle", ui.RoleSelect(custom_id="role", required=True)))
        self.add_item(labelled("Pour", ui.MentionableSelect(custom_id="to", required=False, min_values=0)))
        rooms = ui.ChannelSelect[ui.Modal](
            custom_id="room", required=True, channel_types=[discord.ChannelType.text]
        )
        self.add_item(labelled("Salon", rooms))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await read_aloud(interaction, self)


class Choices(ui.Modal, title="Vos choix"):
    """A short text, one choice, some choices, a yes or no, and files."""

    def __init__(self) -> None:
        super().__init__()
        days = [discord.RadioGroupOption(label=each, value=each) for each in ("Lundi", "Mardi")]
        meals = [discord.CheckboxGroupOption(label=each, value=each) for each in ("Midi", "Soir", "Nuit")]
        short = ui.TextInput[ui.Modal](custom_id="name", max_length=10)
        proofs = ui.FileUpload[ui.Modal](custom_id="proofs", min_values=2, max_values=3)
        self.add_item(labelled("Nom", short))
        self.add_item(labelled("Jour", ui.RadioGroup(custom_id="day", options=days)))
        self.add_item(
            labelled("Repas", ui.CheckboxGroup(custom_id="meals", options=meals, min_values=2, max_values=2))
        )
        self.add_item(labelled("Se souvenir de moi", ui.Checkbox(custom_id="keep")))
        self.add_item(labelled("Pièces", proofs, "Deux ou trois fichiers"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await read_aloud(interaction, self)


class Media(ui.LayoutView):
    """A gallery with a covered picture, a section with a thumbnail, and two files, one covered."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        gallery = ui.MediaGallery["Media"](
            discord.MediaGalleryItem("attachment://blue.png", description="Un carré bleu"),
            discord.MediaGalleryItem("attachment://green.png", description="Un carré vert", spoiler=True),
        )
        small = ui.Thumbnail["Media"]("attachment://blue.png", description="Le même, petit")
        self.add_item(ui.Container(gallery, ui.Section(ui.TextDisplay("À côté"), accessory=small)))
        self.add_item(ui.File("attachment://agenda.csv"))
        self.add_item(ui.File("attachment://secret.csv", spoiler=True))

    @staticmethod
    def files() -> list[discord.File]:
        """What the card shows."""
        pictures = [discord.File(io.BytesIO(picture(each)), f"{each}.png") for each in COLOURS]
        return [
            *pictures,
            *(discord.File(io.BytesIO(b"a;b"), f"{each}.csv") for each in ("agenda", "secret")),
        ]


def add_forms(tree: app_commands.CommandTree) -> None:
    @tree.command(name="people", description="People, roles and channels in a form")
    async def people(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(People())

    @tree.command(name="choices", description="Choices and files in a form")
    async def choices(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Choices())

    @tree.command(name="media", description="Pictures and files on a card")
    async def media(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Media(), files=Media.files())

    @tree.command(name="logo", description="Takes a picture")
    async def logo(interaction: discord.Interaction, picture: discord.Attachment) -> None:
        await interaction.response.send_message(f"Logo : {picture.filename}", ephemeral=True)
