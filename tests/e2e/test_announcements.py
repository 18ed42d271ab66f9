"""Announcements as organisers live them: written, looked at, sent once, followed, and tried again where it failed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.app import App
from bot.storage.tables import working_group
from sandbox import Actor, ActorInteraction, Sandbox
from sandbox.actor_commands import Resolver, command_data, find_command
from sandbox.actor_forms import fields_of
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.interactions import COMMAND
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


async def test_from_the_form_to_the_report(scene: Scene):
    lea = scene.member("Léa")
    await (await lea.slash(scene.lobby, "group join", group="Web")).done()
    preview = await compose(scene, scene.organiser)
    assert f"## {TITLE}" in said(preview.message)
    assert BODY in said(preview.message)
    assert "Choisissez les groupes" in said(preview.message)
    chosen = await choose(scene.organiser, preview, "all")
    assert "Pour 6 salons, 1 personne" in said(preview.message)
    confirmation = await press(scene.organiser, chosen, "Envoyer…")
    assert f"Envoyer « {TITLE} » ?" in said(confirmation.message)
    assert "6 salons, 1 personne" in said(confirmation.message)
    assert "**Internet des objets**" in said(confirmation.message)
    assert all(posts(scene, channel) == [] for channel in SIX)
    sending = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    report = await finished(scene, sending)
    assert "6 envoyées" in report
    for channel in SIX:
        (post,) = posts(scene, channel)
        assert BODY in texts(post)
        assert f"https://discord.com/channels/{scene.community_id}/{scene.channel(channel)}/" in report
    await scene.settled()
    common = scene.messages(scene.organiser, "organisation")[-1]
    assert "6 envoyées" in said(common)
    assert "Claire" not in said(common)
    assert f"<@{scene.organiser.user_id}>" in said(common)
    assert [message for message in scene.messages(lea, "web") if TITLE in texts(message)]


async def test_the_preview_is_what_the_groups_read(scene: Scene):
    claire = scene.organiser
    claire.set_locale("en-US")
    preview = await compose(scene, claire)
    chosen = await choose(claire, preview, (await group_ids(scene))["web"])
    assert "Preview, seen by you alone" in said(chosen.message)
    assert preview.message is not None
    shown = preview.message["components"][0]
    confirmation = await press(claire, chosen, "Send…")
    await press(claire, confirmation, "Confirm and send")
    await scene.settled()
    (post,) = posts(scene, "web")
    assert texts({"components": [shown]}) == texts(post)
    assert all(posts(scene, channel) == [] for channel in SIX if channel != "web")


async def test_progress_is_shown_while_it_goes_on(scene: Scene, sandbox: Sandbox):
    web = scene.channel("web")
    sandbox.faults.add(Fault("status", "POST", rf"/channels/{web}/messages", times=1, status=503))
    confirmation = await ready(scene, scene.organiser)
    sending = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    assert "Envoi en cours" in said(sending.message)
    assert "6 envoyées" in await finished(scene, sending)
    assert len(posts(scene, "web")) == 1
    await scene.until(lambda: scene.app.front.background.running == 0)


async def test_following_a_sending_ends_before_the_answer_grows_too_old(scene: Scene, sandbox: Sandbox):
    web = scene.channel("web")
    sandbox.faults.add(Fault("rate_limit", "POST", rf"/channels/{web}/messages", times=None))
    sending = await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
    await scene.until(lambda: scene.app.front.background.running == 1)
    sandbox.clock.advance(timedelta(minutes=14))
    await scene.until(lambda: scene.app.front.background.running == 0)
    assert "Envoi en cours" in said(sending.message)


async def test_nobody_is_pinged_by_a_text(scene: Scene):
    lea = scene.member("Léa")
    role = scene.roles()["Web"]
    body = f"@everyone @here <@&{role}> <@{lea.user_id}> [lien](https://example.org)"
    preview = await choose(
        scene.organiser, await compose(scene, scene.organiser, f"@everyone {TITLE}", body), "all"
    )
    confirmation = await press(scene.organiser, preview, "Envoyer…")
    await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    await scene.settled()
    assert not [ping for ping in scene.world.pings if ping.user_ids or ping.role_ids or ping.everyone]
    (post,) = posts(scene, "web")
    assert "[lien](https://example.org)" in texts(post)


@pytest.mark.parametrize(
    ("title", "body", "told"),
    [
        ("   ", BODY, "Il manque le titre"),
        (TITLE, "   ", "Il manque le texte"),
        ("x" * 300, BODY, "Le titre compte 300 caractères, 100 au plus"),
        (TITLE, "x" * 3_600, "caractères, 3 500 au plus"),
    ],
)
async def test_a_form_with_a_mistake_says_so_and_loses_nothing(
    scene: Scene, title: str, body: str, told: str
):
    claire = scene.organiser
    form = await (await claire.slash(scene.lobby, "announce compose")).done()
    assert form.source.modal is not None
    for field in fields_of(form.source.modal):
        field["max_length"] = 4000  # a client that does not hold the form's limits
    answer = await (await claire.submit(form, {"title": title, "body": body})).done()
    assert told in said(answer.message)
    again = await press(claire, answer, "Corriger")
    assert again.modal is not None
    kept = {field["custom_id"]: field.get("value") or "" for field in fields_of(again.modal)}
    assert kept == {"title": title.strip(), "body": body.strip()}
    right = await (await claire.submit(again, {"title": TITLE, "body": BODY})).done()
    assert "Choisissez les groupes" in said(right.message)


async def test_without_a_group_nothing_is_sent(scene: Scene):
    preview = await compose(scene, scene.organiser)
    answer = await press(scene.organiser, preview, "Envoyer…")
    assert "Aucun groupe n’est choisi" in said(answer.message)
    assert "Choisissez les groupes" in said(preview.message)


async def test_a_group_archived_before_the_confirmation_is_named(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    web = int((await group_ids(scene))["web"])
    await _archive(scene, web)
    answer = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    assert "Le groupe Web a été archivé entre-temps : rien n’est parti" in said(answer.message)
    preview = await press(scene.organiser, confirmation, "Retour à l’aperçu")
    assert "Pour 5 salons" in said(preview.message)
    confirmation = await press(scene.organiser, preview, "Envoyer…")
    assert "5 envoyées" in await finished(
        scene, await press(scene.organiser, confirmation, "Confirmer l’envoi")
    )
    assert posts(scene, "web") == []


async def test_a_discarded_draft_is_not_confirmed(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    opened = await _report(scene, scene.organiser, draft_of(confirmation.message))
    discarded = await press(scene.organiser, opened, "Abandonner")
    assert "rien n’a été envoyé" in said(discarded.message)
    answer = await press(scene.organiser, confirmation, "Confirmer l’envoi")
    assert "Ce brouillon n’existe plus" in said(answer.message)
    assert posts(scene, "web") == []


async def test_of_two_organisers_who_confirm_at_once_one_is_told_who_did(scene: Scene):
    claire, marc = scene.organiser, scene.member("Marc", organiser=True)
    hers = await ready(scene, claire)
    his = await press(marc, await _report(scene, marc, draft_of(hers.message)), "Envoyer…")
    outcomes = await asyncio.gather(
        press(claire, hers, "Confirmer l’envoi"), press(marc, his, "Confirmer l’envoi")
    )
    answers = [said(outcome.message) for outcome in outcomes]
    (refused,) = [answer for answer in answers if "a déjà confirmé cette annonce" in answer]
    winner = marc if answers[0] == refused else claire
    assert f"<@{winner.user_id}>" in refused
    await scene.settled()
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)


async def test_pressing_confirm_twice_sends_once(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    message = number(confirmation.message)
    button = next(
        part for part in str(confirmation.message).split("'") if part.startswith("announcements:confirm:")
    )
    first, second = [await scene.organiser.click(message, button) for _ in range(2)]
    answers = [said((await pressed.done()).message) for pressed in (first, second)]
    assert sum("a déjà confirmé" in answer for answer in answers) == 1
    await scene.settled()
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)


@pytest.mark.parametrize("command", ["announce compose", "announce list", "announce report"])
async def test_a_member_who_calls_it_by_hand_is_refused(scene: Scene, command: str):
    lea = scene.member("Léa")
    options = {"announcement": "1"} if command == "announce report" else {}
    answer = await _by_hand(scene, lea, command, options)
    assert "Seule l’équipe d’organisation peut faire cela" in said(answer.message)


async def test_a_channel_closed_to_the_bot_is_named_with_what_to_do(scene: Scene):
    with closed(scene, "web"):
        sending = await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
        report = await finished(scene, sending)
    assert "5 envoyées" in report
    assert "1 échec" in report
    assert f"pas le droit d’écrire dans <#{scene.channel('web')}>" in report
    assert "Envoyer des messages" in report
    assert not [one for one in scene.messages(scene.organiser, "organisation") if "n’a pas pu" in said(one)]
    # Once the right is back, only what failed is sent again.
    again = await press(scene.organiser, sending, "Réessayer les échecs")
    assert "6 envoyées" in await finished(scene, again)
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)
    await scene.settled()
    (common,) = [one for one in scene.messages(scene.organiser, "organisation") if TITLE in texts(one)]
    assert "6 envoyées" in said(common)


async def test_the_organisers_common_report_retries_too(scene: Scene):
    with closed(scene, "web"):
        confirmation = await ready(scene, scene.organiser)
        await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    await scene.settled()
    common = scene.messages(scene.organiser, "organisation")[-1]
    marc = scene.member("Marc", organiser=True)
    answers = await asyncio.gather(
        press(marc, common, "Réessayer les échecs"), press(scene.organiser, common, "Réessayer les échecs")
    )
    refused = [one for one in answers if "encore en cours" in said(one.message)]
    refused += [one for one in answers if "plus rien à renvoyer" in said(one.message)]
    (shown,) = [one for one in answers if one not in refused]
    assert "6 envoyées" in await finished(scene, shown)
    await scene.settled()
    (mended,) = [one for one in scene.messages(marc, "organisation") if TITLE in texts(one) and not _own(one)]
    assert number(mended) == number(common)
    assert "Réessayer" not in texts(mended)
    assert len(posts(scene, "web")) == 1


async def test_a_deleted_channel_is_made_anew_and_gets_its_copy(scene: Scene):
    confirmation = await ready(scene, scene.organiser)
    gone = scene.channel("web")
    scene.world.delete_channel(gone)
    report = await finished(scene, await press(scene.organiser, confirmation, "Confirmer l’envoi"))
    assert "6 envoyées" in report
    assert scene.channel("web") != gone
    assert len(posts(scene, "web")) == 1


async def test_a_restart_in_the_middle_loses_and_doubles_nothing(sandbox: Sandbox, tmp_path: Path):
    scene = Scene(sandbox, f"sqlite:///{tmp_path / 'maillage.db'}")
    async with scene.running():
        confirmation = await ready(scene, scene.organiser)
        late = "|".join(str(scene.channel(name)) for name in SIX[3:])
        sandbox.faults.add(Fault("status", "POST", rf"/channels/({late})/messages", times=None, status=503))
        await press(scene.organiser, confirmation, "Confirmer l’envoi")
        await scene.until(lambda: all(len(posts(scene, channel)) == 1 for channel in SIX[:3]))
    assert all(posts(scene, channel) == [] for channel in SIX[3:])
    sandbox.faults.clear()
    scene.app = App(scene.settings, scene.clock)
    async with scene.running():
        opened = await _report(scene, scene.organiser, TITLE)
        assert "6 envoyées" in await finished(scene, opened)
        await scene.settled()
        assert "6 envoyées" in said(scene.messages(scene.organiser, "organisation")[-1])
    assert all(len(posts(scene, channel)) == 1 for channel in SIX)


async def test_the_list_opens_drafts_and_reports(scene: Scene):
    empty = await (await scene.organiser.slash(scene.lobby, "announce list")).done()
    assert "Aucune annonce pour l’instant" in said(empty.message)
    await finished(
        scene, await press(scene.organiser, await ready(scene, scene.organiser), "Confirmer l’envoi")
    )
    await compose(scene, scene.organiser, "Brouillon du jour", BODY)
    listed = await (await scene.organiser.slash(scene.lobby, "announce list")).done()
    assert "brouillon" in said(listed.message)
    assert "envoi terminé · 6 sur 6" in said(listed.message)
    assert "2 annonces" in said(listed.message)
    choices = await scene.organiser.autocomplete(
        scene.lobby, "announce report", focused="announcement", value="jour"
    )
    (choice,) = choices
    assert choice["name"] == "Brouillon du jour · brouillon"
    opened = await (
        await scene.organiser.select(number(listed.message), "announcements:open", [choice["value"]])
    ).done()
    assert "Aperçu, visible de vous seul" in said(opened.message)


async def test_a_draft_is_gone_after_a_day(scene: Scene):
    preview = await compose(scene, scene.organiser)
    await scene.advance(timedelta(hours=24))

    async def gone() -> bool:
        async with scene.app.database.read() as unit:
            return not await unit.announcements.count(scene.community_id)

    await scene.until(gone)
    answer = await _report(scene, scene.organiser, TITLE)
    assert "Aucune annonce ne s’appelle" in said(answer.message)
    assert preview.message is not None


def _own(message: dict[str, Any]) -> bool:
    """Tell whether a message is one that its addressee alone sees."""
    return bool(message["flags"] & 64)


async def _report(scene: Scene, person: Actor, wanted: str) -> ActorInteraction:
    return await (await person.slash(scene.lobby, "announce report", announcement=wanted)).done()


async def _archive(scene: Scene, group_id: int) -> None:
    """Archive a group; no command does so yet."""
    async with scene.app.database.write() as unit:
        await unit.groups._connection.execute(
            update(working_group).where(working_group.c.id == group_id).values(archived_at=scene.clock.now())
        )


async def _by_hand(scene: Scene, person: Actor, path: str, options: dict[str, Any]) -> ActorInteraction:
    """Call a command that the client hides from a person, as a made-up request would."""
    channel = scene.world.channels[scene.lobby]
    command, chain = find_command(scene.world, scene.organiser.user_id, channel, path)
    resolver = Resolver(scene.world, scene.community_id, person.user_id)
    data = command_data(resolver, command, chain, options, focused=None)
    opened = scene.world.open_interaction(scene.application.id, person.user_id, scene.lobby, COMMAND, data)
    return await ActorInteraction(scene.world, opened).done()
