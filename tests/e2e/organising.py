"""The steps that tests of events take: preparing, publishing, answering, and reading what channels say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox import Actor
from tests.e2e.scene import Scene, texts

TITLE = "Rencontre IoT"
FRIDAY = "vendredi 10 janvier 18h30"
SPELLED = "vendredi 10 janvier 2031 à 18h30"


async def prepared(scene: Scene, **options: str) -> dict[str, Any]:
    """Have the organiser type an event in one go; give the preview."""
    typed = {"title": TITLE, "start": FRIDAY, "place": "Espace KIKK, Namur", "audience": "open", **options}
    answer = await (await scene.organiser.slash(scene.lobby, "event-admin create", **typed)).done()
    assert answer.message is not None
    return answer.message


async def published(scene: Scene, **options: str) -> dict[str, Any]:
    """Have the organiser publish an event; give its card in everybody's channel."""
    preview = await prepared(scene, **options)
    answer = await (await scene.organiser.click(int(preview["id"]), label="Publier")).done()
    assert "est publié" in texts(answer.message)
    await scene.settled()
    return scene.messages(scene.organiser, "événements")[-1]


async def joined(scene: Scene, name: str, *groups: str) -> Actor:
    """Let a new person in who joins groups."""
    person = scene.member(name)
    for group in groups:
        await (await person.slash(scene.lobby, "group join", group=group)).done()
    await scene.settled()
    return person


async def pressed(person: Actor, card: dict[str, Any], label: str) -> str:
    """Have a person press a card's button; give what they alone are told."""
    answer = await (await person.click(int(card["id"]), label=label)).done()
    return texts(answer.message)


async def refreshed(scene: Scene) -> None:
    """Let the moment pass in which changes of cards are gathered."""
    await scene.advance(timedelta(seconds=5))


def pinged(message: dict[str, Any]) -> set[int]:
    return {int(user["id"]) for user in message["mentions"]}


def news(scene: Scene, reader: Actor, channel: str) -> list[dict[str, Any]]:
    """Give a channel's messages that are no cards."""
    return [
        message
        for message in scene.messages(reader, channel)
        if not any(component["type"] == 17 for component in message["components"])
    ]


def draft_of(preview: dict[str, Any]) -> int:
    """Find the draft's id in the preview's buttons."""
    for row in preview["components"]:
        for component in row.get("components", []):
            if str(component.get("custom_id", "")).startswith("events:draft:publish:"):
                return int(component["custom_id"].rsplit(":", 1)[1])
    raise AssertionError(preview)


def filled_in(form: Any, **changed: str) -> dict[str, str]:
    """Give what a form is filled in with."""
    assert form.modal is not None
    inputs = [label["component"] for label in form.modal["components"] if "component" in label]
    return {**{each["custom_id"]: each.get("value") or "" for each in inputs}, **changed}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
