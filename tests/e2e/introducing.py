"""How tests of introductions act: registering and asking through the commands people use."""

from __future__ import annotations

from typing import Any

from sandbox import Actor
from tests.e2e.scene import Scene, texts

REASON = "Vos capteurs m’intéressent pour notre entrepôt"
LEA = {
    "company": "Ardenne Capteurs",
    "role": "Directrice",
    "offers": "Capteurs connectés pour l’industrie",
    "seeks": "Un hébergement sûr",
    "languages": ["fr", "en"],
}
TOM = {
    "company": "Meuse Hosting",
    "role": "Responsable commercial",
    "offers": "Hébergement en Wallonie",
    "seeks": "Des capteurs pour notre data center",
    "languages": ["fr"],
}


async def register(scene: Scene, person: Actor, profile: dict[str, Any]) -> dict[str, Any] | None:
    """Register through the card of consent and the form; gives the confirmation."""
    asked = await (await person.slash(scene.lobby, "intro register")).done()
    agreed = await (await person.click(id_of(asked.message), "intro:consent:2026-11")).done()
    assert agreed.state == "modal"
    return (await (await person.submit(agreed, profile)).done()).message


async def ask(scene: Scene, asking: Actor, asked: Actor | int, reason: str = REASON) -> str:
    """Ask by the command alone; gives the answer's words."""
    person = asked if isinstance(asked, int) else asked.user_id
    call = await asking.slash(scene.lobby, "intro request", person=person, reason=reason)
    answer = await call.done()
    await scene.settled()
    return texts(answer.message)


def direct(scene: Scene, person: Actor) -> list[dict[str, Any]]:
    """Read what the bot wrote to a person directly."""
    return scene.messages(person, person.dm_with(scene.bot_id))


def threads(scene: Scene, person: Actor) -> list[dict[str, Any]]:
    """List the threads a person is in."""
    return person.threads(scene.community_id)


def id_of(message: dict[str, Any] | None) -> int:
    """Give the id of a message that must be there."""
    assert message is not None
    return int(message["id"])
