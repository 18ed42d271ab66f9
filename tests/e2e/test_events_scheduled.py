"""Events in Discord's own list of the server's events: entered once, kept true, taken out, and never in the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.domain import permissions
from bot.domain.effects import Delivery, Kind, State
from bot.domain.permissions import Permission
from sandbox import Fault, Sandbox
from sandbox.world.model import ScheduledEvent
from sandbox.world.scheduled_events import ACTIVE, COMPLETED, SCHEDULED
from tests.e2e.landing import let_land
from tests.e2e.organising import TITLE, filled_in, plain, prepared, published
from tests.e2e.restoring import Operator
from tests.e2e.scene import Scene, texts

LIST = r"/guilds/\d+/scheduled-events"
ONE = LIST + r"/\d+"


def entries(scene: Scene) -> list[ScheduledEvent]:
    """Give what stands in the list, ended or not."""
    return list(scene.world.guilds[scene.community_id].events.values())


def only(scene: Scene) -> ScheduledEvent:
    (entry,) = entries(scene)
    return entry


async def rows(scene: Scene, kind: Kind) -> list[Delivery]:
    async with scene.app.database.read() as unit:
        found = await unit.deliveries.of_subject("event:1")
    return [row for row in found if row.kind is kind]


async def edited(scene: Scene, event: str = TITLE, **changed: str) -> None:
    opened = await (await scene.organiser.slash(scene.lobby, "event-admin edit", event=event)).done()
    preview = (await (await scene.organiser.submit(opened, filled_in(opened, **changed))).done()).message
    assert preview is not None
    saved = await (await scene.organiser.click(int(preview["id"]), label="Enregistrer")).done()
    assert "enregistré" in texts(saved.message) or "modifié" in texts(saved.message), texts(saved.message)
    await scene.settled()


async def cancelled(scene: Scene, title: str = TITLE) -> None:
    asked = await (await scene.organiser.slash(scene.lobby, "event-admin cancel", event=title)).done()
    assert asked.message is not None
    await (await scene.organiser.click(int(asked.message["id"]), label="Annuler l’événement")).done()
    await scene.settled()


async def looked_for(scene: Scene, lost: Fault, blind: Fault) -> None:
    """Wait until an entry whose answer was lost has been looked for, in vain."""

    async def in_vain() -> bool:
        await let_land(scene.app.database, scene.sandbox.clock)
        return bool(lost.struck and blind.struck)

    await scene.until(in_vain)


def notices(scene: Scene) -> list[str]:
    said = [plain(texts(message)) for message in scene.messages(scene.organiser, "organisation")]
    return [text for text in said if "liste d’événements du serveur" in text]


def forbid(scene: Scene, permission: Permission, *, granted: bool = False) -> None:
    """Take a permission from the bot and from everybody, or give it back to the bot."""
    bot = scene.world.guilds[scene.community_id]
    everyone = bot.roles[scene.community_id]
    mask = ~permission.value
    scene.world.edit_role(scene.community_id, everyone.id, permissions=int(everyone.permissions) & mask)
    wanted = permissions.needed() if granted else permissions.needed() & ~permission
    role = next(role for role in bot.roles.values() if role.name == "Maillage")
    scene.world.edit_role(scene.community_id, role.id, permissions=wanted.value)


async def test_a_published_event_is_entered_with_its_place_times_and_where_to_answer(scene: Scene):
    card = await published(scene, description="Démonstrations, puis un verre.")
    entry = only(scene)
    assert (entry.name, entry.location, entry.entity_type) == (TITLE, "Espace KIKK, Namur", 3)
    assert entry.starts_at == datetime.fromisoformat("2031-01-10T18:30+01:00")
    assert entry.ends_at == entry.starts_at + timedelta(hours=2)
    assert entry.creator_id == scene.bot_id
    address = f"https://discord.com/channels/{scene.community_id}/{scene.channel('événements')}/{card['id']}"
    assert plain(entry.description or "") == (
        "Démonstrations, puis un verre.\n\n"
        f"Pour vous inscrire, répondez sur la carte de Maillage : « Intéressé » ne suffit pas.\n{address}"
    )


async def test_an_edit_is_followed_and_what_is_the_same_is_not_sent(scene: Scene):
    await published(scene)
    entry = only(scene)
    await edited(scene, title="Rencontre IoT", place="Mons", start="samedi 11 janvier 10h")
    assert only(scene) is entry
    assert (entry.name, entry.location) == (TITLE, "Mons")
    assert entry.starts_at == datetime.fromisoformat("2031-01-11T10:00+01:00")
    assert entry.ends_at == entry.starts_at + timedelta(hours=2)
    (patch,) = [
        each for each in scene.sandbox.exchanges if each.method == "PATCH" and "scheduled" in each.path
    ]
    assert set(patch.request) == {"entity_metadata", "scheduled_start_time", "scheduled_end_time"}


async def test_what_is_called_off_is_taken_out(scene: Scene):
    await published(scene)
    await cancelled(scene)
    assert entries(scene) == []
    assert notices(scene) == []


async def test_what_somebody_took_out_stays_out(scene: Scene):
    await published(scene)
    scene.world.delete_scheduled_event(scene.community_id, only(scene).id)
    await edited(scene, place="Mons")
    await edited(scene, place="Liège")
    await cancelled(scene)
    assert entries(scene) == []
    assert notices(scene) == []


async def test_discord_begins_and_ends_it(scene: Scene):
    await published(scene)
    await scene.advance(timedelta(days=4, hours=10))
    assert only(scene).status == ACTIVE
    await scene.advance(timedelta(hours=3))
    assert only(scene).status == COMPLETED


async def test_one_that_had_begun_and_is_moved_is_entered_anew(scene: Scene):
    await published(scene)
    before = only(scene)
    await scene.advance(timedelta(days=4, hours=10))
    await edited(scene, start="lundi 20 janvier 18h30")
    after = only(scene)
    assert after.id != before.id
    assert (after.status, after.starts_at) == (SCHEDULED, datetime.fromisoformat("2031-01-20T18:30+01:00"))


async def test_one_that_had_begun_and_was_taken_out_by_hand_is_not_entered_anew(scene: Scene):
    await published(scene)
    await scene.advance(timedelta(days=4, hours=10))
    scene.world.delete_scheduled_event(scene.community_id, only(scene).id)
    await edited(scene, start="lundi 20 janvier 18h30")
    assert entries(scene) == []


class TestMayNot:
    async def test_it_is_told_once_and_the_event_is_as_ever(self, scene: Scene):
        forbid(scene, Permission.CREATE_EVENTS)
        card = await published(scene)
        assert TITLE in texts(card)
        await published(scene, title="Atelier")
        assert entries(scene) == []
        (told,) = notices(scene)
        assert "la permission Créer des évènements" in told
        assert "cet avis ne reviendra pas" in told

    async def test_it_is_entered_by_the_next_edit_once_the_permission_is_there(self, scene: Scene):
        forbid(scene, Permission.CREATE_EVENTS)
        await published(scene)
        forbid(scene, Permission.CREATE_EVENTS, granted=True)
        await edited(scene, title="Rencontre IoT, II", place="Mons")
        assert (only(scene).name, only(scene).location) == ("Rencontre IoT, II", "Mons")


async def test_a_full_list_is_told_and_what_is_freed_serves_the_next_edit(scene: Scene):
    start = scene.clock.now() + timedelta(days=30)
    for number in range(100):
        scene.world.create_scheduled_event(
            scene.community_id,
            scene.organiser.user_id,
            f"Autre {number}",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            location="Ailleurs",
        )
    await published(scene)
    await published(scene, title="Atelier")
    (told,) = notices(scene)
    assert "Discord s’arrête à 100" in told
    scene.world.delete_scheduled_event(scene.community_id, entries(scene)[0].id)
    await edited(scene, place="Mons")
    assert [entry.location for entry in entries(scene) if entry.name == TITLE] == ["Mons"]


class TestLostReply:
    async def test_what_stands_is_adopted(self, scene: Scene):
        lost = scene.sandbox.faults.add(Fault("lost_reply", "POST", LIST))
        await published(scene)
        assert lost.struck == 1
        entry = only(scene)
        (row,) = await rows(scene, Kind.SCHEDULED_CREATE)
        assert (row.state, row.message_id) == (State.SENT, entry.id)
        await edited(scene, place="Mons")
        assert only(scene).location == "Mons"

    async def test_it_is_adopted_under_its_first_name_and_then_renamed(self, scene: Scene):
        lost = scene.sandbox.faults.add(Fault("lost_reply", "POST", LIST))
        blind = scene.sandbox.faults.add(Fault("status", "GET", LIST, status=503, times=None))
        preview = await prepared(scene)
        await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
        await looked_for(scene, lost, blind)
        opened = await (await scene.organiser.slash(scene.lobby, "event-admin edit", event=TITLE)).done()
        values = filled_in(opened, title="Rencontre du réseau")
        shown = (await (await scene.organiser.submit(opened, values)).done()).message
        assert shown is not None
        await (await scene.organiser.click(int(shown["id"]), label="Enregistrer")).done()
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=5))
        assert only(scene).name == "Rencontre du réseau"

    async def test_what_is_called_off_meanwhile_is_taken_out(self, scene: Scene):
        lost = scene.sandbox.faults.add(Fault("lost_reply", "POST", LIST))
        blind = scene.sandbox.faults.add(Fault("status", "GET", LIST, status=503, times=None))
        preview = await prepared(scene)
        await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
        await looked_for(scene, lost, blind)
        asked = await (await scene.organiser.slash(scene.lobby, "event-admin cancel", event=TITLE)).done()
        assert asked.message is not None
        await (await scene.organiser.click(int(asked.message["id"]), label="Annuler l’événement")).done()
        assert len(entries(scene)) == 1
        scene.sandbox.faults.clear()
        await scene.advance(timedelta(minutes=5))
        assert entries(scene) == []

    async def test_two_of_one_name_are_two(self, scene: Scene):
        await published(scene)
        scene.sandbox.faults.add(Fault("lost_reply", "POST", LIST))
        await published(scene)
        assert len(entries(scene)) == 2

    async def test_a_removal_is_repeated_without_harm(self, scene: Scene):
        await published(scene)
        scene.sandbox.faults.add(Fault("lost_reply", "DELETE", ONE))
        await cancelled(scene)
        (row,) = await rows(scene, Kind.SCHEDULED_DELETE)
        assert row.state is State.SENT
        assert entries(scene) == []


@pytest.fixture
def stopped(tmp_path: Path, sandbox: Sandbox) -> Scene:
    """A community whose bot is not started yet."""
    return Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")


class TestStopped:
    async def test_a_bot_that_stopped_before_the_answer_adopts_it_when_it_is_back(self, stopped: Scene):
        scene = stopped
        async with scene.running():
            lost = scene.sandbox.faults.add(Fault("lost_reply", "POST", LIST))
            scene.sandbox.faults.add(Fault("status", "GET", LIST, status=503, times=None))
            preview = await prepared(scene)
            await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
            await scene.until(lambda: bool(lost.struck))
        scene.sandbox.faults.clear()
        scene.app = App(scene.settings, scene.clock)
        async with scene.running():
            await scene.advance(timedelta(minutes=10))
            assert len(entries(scene)) == 1
            (row,) = await rows(scene, Kind.SCHEDULED_CREATE)
            assert (row.state, row.message_id) == (State.SENT, only(scene).id)

    async def test_what_has_begun_when_it_is_back_is_dropped_calmly(self, stopped: Scene):
        scene = stopped
        async with scene.running():
            scene.sandbox.faults.add(Fault("status", "POST", LIST, status=503, times=None))
            preview = await prepared(scene)
            await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
        scene.sandbox.faults.clear()
        scene.sandbox.clock.advance(timedelta(days=4, hours=10))
        scene.app = App(scene.settings, scene.clock)
        async with scene.running():
            await scene.advance(timedelta(minutes=10))
            (row,) = await rows(scene, Kind.SCHEDULED_CREATE)
            assert row.state is State.CANCELLED
            assert entries(scene) == []
            assert notices(scene) == []

    async def test_a_copy_put_back_finds_what_the_lost_run_entered(self, stopped: Scene, tmp_path: Path):
        scene, operator = stopped, Operator(stopped, tmp_path)
        async with scene.running():
            held = scene.sandbox.faults.add(Fault("status", "POST", LIST, status=503, times=None))
            preview = await prepared(scene)
            await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
            await scene.until(lambda: bool(held.struck))
            await operator.backs_up()
            scene.sandbox.faults.clear()
            await scene.advance(timedelta(minutes=10))
            assert len(entries(scene)) == 1
        await operator.puts_back()
        async with operator.starts_anew():
            await scene.advance(timedelta(minutes=10))
            assert len(entries(scene)) == 1
            (row,) = await rows(scene, Kind.SCHEDULED_CREATE)
            assert (row.state, row.message_id) == (State.SENT, only(scene).id)


async def test_where_the_operator_does_not_want_it_nothing_is_entered(stopped: Scene):
    events = stopped.settings.events.model_copy(update={"scheduled": False})
    stopped.app = App(stopped.settings.model_copy(update={"events": events}), stopped.clock)
    async with stopped.running():
        await published(stopped)
        await edited(stopped, place="Mons")
        await cancelled(stopped)
        assert entries(stopped) == []
        seen: list[Any] = [each for each in stopped.sandbox.exchanges if "scheduled-events" in each.path]
        assert seen == []
