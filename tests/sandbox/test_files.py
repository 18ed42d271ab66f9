"""Files that people send: with a message, in a form, as an option of a command, and how large pictures are."""

import io
from datetime import timedelta

import aiohttp
import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from sandbox import ActorRefused, Sandbox, Upload
from sandbox.permissions import Permission
from sandbox.pytest_plugin import Community
from sandbox.world.pictures import picture_size
from tests.sandbox.conftest import Bot, connected

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + (640).to_bytes(4, "big") + (360).to_bytes(4, "big")
NOTES = Upload("compte-rendu.txt", "Présents : 12".encode())
TOO_LARGE = Upload("film.bin", bytes(10 * 1024 * 1024 + 1))


class Proof(ui.Modal, title="Pièces"):
    """A form that takes up to two files, and one more that may be left out."""

    files: ui.Label["Proof"] = ui.Label(
        text="Pièces", component=ui.FileUpload(custom_id="files", max_values=2)
    )
    extra: ui.Label["Proof"] = ui.Label(
        text="Plus", component=ui.FileUpload(custom_id="extra", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.files.component, ui.FileUpload)
        assert isinstance(self.extra.component, ui.FileUpload)
        read = [
            f"{each.filename} {len(await each.read())} {each.ephemeral}"
            for each in self.files.component.values
        ]
        read += [str(len(self.extra.component.values))]
        await interaction.response.send_message(", ".join(read), ephemeral=True)


@pytest.fixture
async def commands(bot: Bot) -> Bot:
    """The bot with its commands synced."""

    @bot.tree.command(description="Pièces")
    async def proof(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Proof())

    @bot.tree.command(description="Logo")
    async def logo(interaction: discord.Interaction, picture: discord.Attachment) -> None:
        await interaction.response.send_message(f"{picture.filename} {picture.width}x{picture.height}")

    await bot.tree.sync()
    return bot


async def test_a_persons_files_reach_the_bot_and_stay_readable(bot: Bot, community: Community):
    nadia = community.members[0]
    picture = Upload("SPOILER_plan.png", PNG, "Le plan de la salle")
    await nadia.send(community.lobby.id, "", [NOTES, picture])
    received = await bot.until("message")
    assert isinstance(received, discord.Message)
    notes, plan = (await received.channel.fetch_message(received.id)).attachments
    assert await notes.read() == NOTES.content
    assert (notes.content_type, notes.description, notes.width) == ("text/plain; charset=utf-8", None, None)
    assert (plan.description, plan.width, plan.height) == ("Le plan de la salle", 640, 360)
    assert plan.is_spoiler()


async def test_files_reach_the_bot_that_may_read_messages_with_the_message_itself(
    discord_py: Sandbox, community: Community
):
    assert discord_py is community.sandbox
    reads = discord.Intents(guilds=True, messages=True, message_content=True)
    async with connected(Bot(reads), community.application.token) as bot:
        await community.members[0].send(community.lobby.id, "", [NOTES])
        received = await bot.until("message")
        assert isinstance(received, discord.Message)
        assert [each.filename for each in received.attachments] == ["compte-rendu.txt"]
        assert await received.attachments[0].read() == NOTES.content


def card(*files: str) -> ui.LayoutView:
    """A card that shows a picture and gives a file."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.MediaGallery(discord.MediaGalleryItem("attachment://plan.png", description="Le plan")))
    for each in files:
        view.add_item(ui.File(f"attachment://{each}"))
    return view


def held(*names: str) -> list[discord.File]:
    return [discord.File(io.BytesIO(PNG), each) for each in names]


async def test_files_that_a_card_shows_are_not_listed_beside_it(lobby: discord.TextChannel):
    message = await lobby.send(view=card("notes.txt"), files=held("plan.png", "notes.txt", "annexe.txt"))
    assert [each.filename for each in message.attachments] == ["annexe.txt"]
    gallery, notes = message.components
    assert isinstance(gallery, discord.MediaGalleryComponent)
    assert isinstance(notes, discord.FileComponent)
    assert (gallery.items[0].media.width, gallery.items[0].description) == (640, "Le plan")
    assert (notes.name, notes.size) == ("notes.txt", len(PNG))
    edited = await message.edit(view=card())
    assert [each.filename for each in edited.attachments] == ["notes.txt", "annexe.txt"]


async def test_a_card_may_show_only_files_that_it_has(lobby: discord.TextChannel):
    missing = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    with pytest.raises(discord.HTTPException) as refused:
        await lobby.send(view=card("notes.txt"), files=held("plan.png"))
    assert refused.value.code == 50035
    assert missing in str(await refused.value.response.json())
    message = await lobby.send(view=card(), files=held("plan.png"))
    with pytest.raises(discord.HTTPException, match="referenced attachment was not found"):
        await message.edit(view=card("notes.txt"))
    with pytest.raises(discord.HTTPException, match="referenced attachment was not found"):
        await message.edit(view=card(), attachments=[])
    await message.edit(view=card("notes.txt"), attachments=held("plan.png", "notes.txt"))


async def test_who_may_not_attach_files_is_refused(bot: Bot, community: Community):
    everyone = community.world.role(community.guild.id, community.guild.id)
    without = everyone.permissions & ~Permission.ATTACH_FILES
    community.world.edit_role(community.guild.id, everyone.id, permissions=int(without))
    with pytest.raises(ActorRefused, match="50013"):
        await community.members[0].send(community.lobby.id, "voici", [NOTES])
    await community.members[0].send(community.lobby.id, "sans")
    await bot.until("message")
    assert [each["content"] for each in community.members[0].messages(community.lobby.id)] == ["sans"]


async def test_a_file_over_ten_mebibytes_and_an_eleventh_file_are_refused(community: Community):
    nadia = community.members[0]
    with pytest.raises(ActorRefused, match="40005"):
        await nadia.send(community.lobby.id, "film", [TOO_LARGE])
    with pytest.raises(ActorRefused, match="10 or fewer"):
        await nadia.send(community.lobby.id, "", [NOTES] * 11)
    assert nadia.messages(community.lobby.id) == []


@pytest.mark.usefixtures("commands")
async def test_files_of_a_form_are_read_by_the_bot(community: Community):
    nadia = community.members[0]
    opened = await (await nadia.slash(community.lobby.id, "proof")).done()
    values = {"files": [NOTES, Upload("plan.png", PNG)]}
    sent = await (await nadia.submit(opened, values)).done()
    assert sent.message is not None
    assert (
        sent.message["content"] == f"compte-rendu.txt {len(NOTES.content)} True, plan.png {len(PNG)} True, 0"
    )


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "missing_field"),
        ({"files": [NOTES] * 3}, "1 to 2 files"),
        ({"files": ["compte-rendu.txt"]}, "takes files"),
        ({"files": [TOO_LARGE]}, "40005"),
        ({"files": [NOTES], "extra": [NOTES, NOTES]}, "1 to 1 files"),
    ],
)
async def test_a_form_without_the_files_it_asks_for_is_not_sent(
    community: Community, values: dict[str, object], why: str
):
    nadia = community.members[0]
    opened = await (await nadia.slash(community.lobby.id, "proof")).done()
    with pytest.raises(ActorRefused, match=why):
        await nadia.submit(opened, values)


@pytest.mark.usefixtures("commands")
async def test_a_file_is_an_option_of_a_command(community: Community):
    nadia = community.members[0]
    called = await nadia.slash(community.lobby.id, "logo", picture=Upload("logo.png", PNG))
    await called.done()
    assert called.message is not None
    assert called.message["content"] == "logo.png 640x360"
    with pytest.raises(ActorRefused, match="takes a file"):
        await nadia.slash(community.lobby.id, "logo", picture="logo.png")


@pytest.mark.usefixtures("commands")
async def test_a_file_handed_over_lasts_as_long_as_its_interaction(community: Community):
    nadia = community.members[0]
    called = await (await nadia.slash(community.lobby.id, "logo", picture=Upload("logo.png", PNG))).done()
    (url,) = [each["url"] for each in called.source.data["resolved"]["attachments"].values()]
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            assert await answer.read() == PNG
        community.sandbox.clock.advance(timedelta(minutes=16))
        await (await nadia.slash(community.lobby.id, "proof")).done()
        async with session.get(url) as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (PNG, (640, 360)),
        (b"GIF89a" + bytes.fromhex("40010801"), (320, 264)),
        (bytes.fromhex("ffd8ffe000040000ffc0001108010001400301220002"), (320, 256)),
        (b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + bytes.fromhex("3f0100ff0000"), (320, 256)),
        (
            b"RIFF" + bytes(4) + b"WEBPVP8L" + bytes(5) + (319 | 255 << 14).to_bytes(4, "little") + bytes(5),
            (320, 256),
        ),
        (b"RIFF" + bytes(4) + b"WEBPVP8 " + bytes(10) + bytes.fromhex("40010001"), (320, 256)),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_a_picture_is_measured(content: bytes, size: tuple[int, int] | None):
    assert picture_size(content) == size


@given(
    start=st.sampled_from([b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8", b"RIFF0000WEBP"]), rest=st.binary()
)
def test_no_bytes_make_the_measure_fail(start: bytes, rest: bytes):
    size = picture_size(start + rest)
    assert size is None or min(size) >= 0
