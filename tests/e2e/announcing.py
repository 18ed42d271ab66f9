"""How an organiser writes, sends and follows announcements: what the tests of them share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandbox import Actor, ActorInteraction
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite
from tests.e2e.scene import Scene, texts

TITLE = "Soirée de réseautage"
BODY = "Rendez-vous **jeudi**.\n- [Programme](https://example.org)"
SIX = ("sécurité", "serious-games", "data-center", "web", "internet-des-objets", "transmédia")


def said(message: dict[str, Any] | None) -> str:
    """Give a message's words with plain spaces."""
    return texts(message).replace("\u00a0", " ").replace("\u202f", " ")


def number(message: dict[str, Any] | None) -> int:
    assert message is not None
    return int(message["id"])


def draft_of(message: dict[str, Any] | None) -> str:
    """Read the announcement's id out of a button's custom id."""
    return str(message).split("announcements:", 1)[1].split(":")[1].split("'")[0]


async def compose(scene: Scene, person: Actor, title: str = TITLE, body: str = BODY) -> ActorInteraction:
    form = await (await person.slash(scene.lobby, "announce compose")).done()
    assert form.state == "modal"
    return await (await person.submit(form, {"title": title, "body": body})).done()


async def choose(person: Actor, preview: ActorInteraction, *values: str) -> ActorInteraction:
    menu = f"announcements:groups:{draft_of(preview.message)}:0"
    return await (await person.select(number(preview.message), menu, list(values))).done()


async def press(person: Actor, shown: ActorInteraction | dict[str, Any], label: str) -> ActorInteraction:
    message = shown if isinstance(shown, dict) else shown.message
    return await (await person.click(number(message), label=label)).done()


async def ready(scene: Scene, person: Actor, *values: str) -> ActorInteraction:
    """Write an announcement, choose its groups (all of them unless named) and ask to send it."""
    preview = await choose(person, await compose(scene, person), *(values or ("all",)))
    return await press(person, preview, "Envoyer…")


async def group_ids(scene: Scene) -> dict[str, str]:
    async with scene.app.database.read() as unit:
        return {group.key: str(group.id) for group in await unit.groups.active(scene.community_id)}


def posts(scene: Scene, channel: str) -> list[dict[str, Any]]:
    """Give the announcements that stand in a group's channel."""
    log = scene.world.messages[scene.channel(channel)]
    return [message.data for message in log.newest_before(None) if TITLE in texts(message.data)]


async def finished(scene: Scene, shown: ActorInteraction) -> str:
    """Wait until the organiser's own answer has become the report, and give its words."""
    await scene.until(lambda: "Rapport d’envoi" in texts(shown.message))
    return said(shown.message)


@contextmanager
def closed(scene: Scene, channel: str) -> Iterator[None]:
    """Take the bot's right to write in a channel, as an organiser would by mistake, and give it back at the end."""
    found = scene.world.channels[scene.channel(channel)]
    before = found.overwrites[scene.bot_id]
    deny = int(Permission.SEND_MESSAGES)
    taken = Overwrite(before.id, before.type, allow=before.allow & ~deny, deny=before.deny | deny)
    scene.world.set_overwrite(found.id, taken)
    yield
    scene.world.set_overwrite(found.id, before)


async def report_on(scene: Scene, person: Actor, wanted: str) -> ActorInteraction:
    return await (await person.slash(scene.lobby, "announce report", announcement=wanted)).done()
