"""The world without a network: ids, time, saving, scale, and people's hands."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import Actor, ActorRefused, Listener, World
from sandbox.errors import ApiError
from sandbox.snowflake import time_of
from sandbox.world.model import ANNOUNCEMENT, TEXT, StoredFile
from sandbox.world.persistence import UnreadableWorldError
from tests.work import counted


@pytest.fixture
def world() -> World:
    return World()


def seeded(world: World) -> tuple[int, int, int]:
    """Make a guild with an owner and a channel; return their ids."""
    owner = world.create_user("adele")
    guild = world.create_guild("Grappe", owner_id=owner.id)
    return guild.id, owner.id, world.create_channel(guild.id, "Accueil Général").id


def test_ids_grow_with_the_sandboxs_time(world: World):
    first = world.create_user("a").id
    world.clock.advance(timedelta(days=1))
    second = world.create_user("b").id
    assert time_of(second) - time_of(first) >= timedelta(days=1)


def test_time_goes_forward_only_and_tells_its_listeners(world: World):
    told: list[timedelta] = []
    forget = world.clock.on_change(lambda: told.append(world.clock.offset))
    world.clock.advance(timedelta(hours=1))
    forget()
    world.clock.advance(timedelta(hours=1))
    assert told == [timedelta(hours=1)]
    with pytest.raises(ValueError, match="forward only"):
        world.clock.advance(timedelta(seconds=-1))


def test_names_of_channels_are_normalised(world: World):
    _, _, channel = seeded(world)
    assert world.channel(channel).name == "accueil-général"


def test_only_a_guild_that_may_has_announcement_channels(world: World):
    owner = world.create_user("owner")
    plain = world.create_guild("Plain", owner_id=owner.id, news=False)
    with pytest.raises(ApiError):
        world.create_channel(plain.id, "news", ANNOUNCEMENT)
    text = world.create_channel(plain.id, "news")
    with pytest.raises(ApiError):
        world.edit_channel(text.id, kind=ANNOUNCEMENT)
    assert text.type == TEXT
    open_one = world.create_guild("Open", owner_id=owner.id)
    assert world.create_channel(open_one.id, "news", ANNOUNCEMENT).type == ANNOUNCEMENT


def test_a_guild_has_room_for_fifty_in_a_category_and_five_hundred_in_all(world: World):
    guild, _, _ = seeded(world)
    category = world.create_channel(guild, "Groupes", 4)
    for number in range(50):
        world.create_channel(guild, f"g{number}", parent_id=category.id)
    with pytest.raises(ApiError, match="50035"):
        world.create_channel(guild, "de trop", parent_id=category.id)
    for number in range(500 - 52):
        world.create_channel(guild, f"c{number}")
    with pytest.raises(ApiError, match="30013"):
        world.create_channel(guild, "de trop")


def test_a_saved_world_is_the_same_again(world: World, tmp_path: Path):
    guild, owner, channel = seeded(world)
    application = world.create_application("Bot")
    world.install(application.id, guild, 8)
    world.put_command(application.id, None, {"name": "ping", "description": "Ping"})
    world.post_message(channel, owner, {"content": "bonjour"})
    dm = world.dm_between(owner, application.user_id)
    thread = world.create_thread(channel, "suite", owner_id=owner)
    world.record(guild, owner, 72, application.user_id, "doublon")
    world.post_message(channel, owner, {"content": f"<@{application.user_id}>"})
    world.hand_over(StoredFile("formulaire.pdf", b"x", "application/pdf"), None)
    world.clock.advance(timedelta(days=3))
    path = tmp_path / "world.json"
    world.save(path)
    again = World.load(path)
    assert again.clock.offset == world.clock.offset
    assert again.users == world.users
    assert again.guilds == world.guilds
    assert again.channels == world.channels
    assert again.applications == world.applications
    assert again.commands == world.commands
    assert next(iter(again.messages[channel])).data["content"] == "bonjour"
    assert list(again.audit) == list(world.audit)
    assert list(again.pings) == list(world.pings) != []
    assert again.files == {}, "what was handed over ends with its interaction, which is not saved"
    assert again.dm_between(owner, application.user_id).id == dm.id
    assert again.channel(thread.id).thread == world.channel(thread.id).thread
    assert again.ids.last == world.ids.last
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_world_is_refused(tmp_path: Path):
    path = tmp_path / "world.json"
    path.write_text("{}")
    with pytest.raises(UnreadableWorldError):
        World.load(path)


def test_a_failed_save_leaves_the_old_file(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "world.json"
    world.save(path)
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError("full")

    monkeypatch.setattr("os.fsync", fail)
    seeded(world)
    with pytest.raises(OSError, match="full"):
        world.save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_one_more_of_a_hundred_thousand_members_is_as_much_work_as_the_first(world: World):
    guild, _, channel = seeded(world)

    def arrival(name: str) -> int:
        with counted() as work:
            someone = world.create_user(name).id
            world.add_member(guild, someone)
            assert world.may_view(world.channel(channel), someone)
        return work.calls

    first = arrival("première")
    for number in range(100_000):
        world.add_member(guild, world.create_user(f"membre{number}").id)
    assert arrival("dernier") < 2 * first


async def test_a_person_reads_writes_edits_and_deletes(world: World):
    guild, owner, channel = seeded(world)
    hands = Actor(world, owner)
    sent = await hands.send(channel, "bonjour")
    edited = await hands.edit(channel, int(sent["id"]), "bonsoir")
    assert edited["edited_timestamp"] is not None
    assert [m["content"] for m in hands.messages(channel)] == ["bonsoir"]
    await hands.delete(channel, int(sent["id"]))
    assert hands.messages(channel) == []
    with pytest.raises(ActorRefused) as empty:
        await hands.send(channel, "")
    assert empty.value.code == 50006
    with pytest.raises(ActorRefused):
        hands.leave_guild(guild)


async def test_pages_of_messages_go_back_in_time(world: World):
    _, owner, channel = seeded(world)
    hands = Actor(world, owner)
    for number in range(5):
        await hands.send(channel, str(number))
    newest = hands.messages(channel, limit=2)
    assert [m["content"] for m in newest] == ["3", "4"]
    older = hands.messages(channel, limit=2, before=int(newest[0]["id"]))
    assert [m["content"] for m in older] == ["1", "2"]


async def test_a_closed_listener_releases_its_reader(world: World):
    _, owner, _ = seeded(world)
    eyes = Listener(world, owner)
    reading = asyncio.create_task(anext(eyes, None))
    await asyncio.sleep(0)
    eyes.close()
    assert await asyncio.wait_for(reading, 5) is None


async def test_who_left_sees_no_more(world: World):
    guild, owner, channel = seeded(world)
    luc = world.create_user("luc").id
    world.add_member(guild, luc)
    eyes = Listener(world, luc)
    Actor(world, luc).leave_guild(guild)
    await Actor(world, owner).send(channel, "après")
    eyes.close()
    assert "MESSAGE_CREATE" not in [name async for name, _ in eyes]


def test_components_come_back_without_nulls_and_with_ids(world: World):
    _, owner, channel = seeded(world)
    button = {"type": 2, "style": 1, "custom_id": "a", "emoji": {"id": None, "name": "📅"}, "label": None}
    message = world.post_message(
        channel, owner, {"components": [{"type": 1, "id": 1, "components": [button]}]}
    )
    shown = {"type": 2, "style": 1, "custom_id": "a", "emoji": {"name": "📅"}, "id": 2}
    assert message.data["components"] == [{"type": 1, "id": 1, "components": [shown]}]
