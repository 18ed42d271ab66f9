"""The four jobs as people do them on the page, with Maillage itself at the other end."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from playwright.async_api import Locator, Page, expect

from sandbox import Actor, Sandbox
from tests.browser.conftest import Opener
from tests.e2e.scene import Scene, scene_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

REASON = "Vos capteurs m’intéressent pour notre entrepôt"


@pytest_asyncio.fixture(loop_scope="session")
async def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A community whose bot runs; what the bot asks and the sandbox does not know fails the test."""
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1:9/"))
    async with Sandbox() as sandbox:
        sandbox.ratelimits.enabled = False
        async with scene_in(tmp_path, sandbox) as ready:
            yield ready
        assert sandbox.problems == []


@pytest.fixture
def open_as(scene: Scene, open_at: Opener) -> Opener:
    """Open the page as a person, in a channel found by its name."""

    async def open_page(person: Actor, channel: str, **settings) -> Page:
        address = f"{scene.sandbox.page_url}#/{person.user_id}/{scene.channel(channel)}"
        return await open_at(address, **settings)

    return open_page


async def command(page: Page, typed: str) -> Locator:
    """Type a command and take the first that the menu offers; gives the form of its options."""
    await page.fill(".composer-input", typed)
    await page.wait_for_selector(".command.active")
    await page.keyboard.press("Enter")
    form = page.locator(".command-form")
    await expect(form).to_be_visible()
    return form


async def option(form: Locator, name: str, value: str) -> None:
    """Add an option to a command and fill it in."""
    await form.locator(".option-chip", has_text=name).click()
    await form.page.keyboard.type(value)


async def sent(form: Locator) -> None:
    """Send a command."""
    await form.locator("button[type=submit]").click()


def done(page: Page) -> Locator:
    """The first steps that are ticked off."""
    return page.locator(".welcome li.done")


def latest(page: Page) -> Locator:
    """The newest message."""
    return page.locator("article.message").last


async def registered(page: Page, company: str) -> None:
    """Register for introductions through the consent and the form."""
    await sent(await command(page, "/mise-en-relation inscrire"))
    await expect(latest(page).locator(".message-context .chip")).to_have_text("/mise-en-relation inscrire")
    await latest(page).locator(".button-primary").click()
    form = page.get_by_role("dialog", name="Votre profil")
    for label, said in {
        "Entreprise": company,
        "Fonction": "Directrice",
        "J’apporte": "Capteurs connectés pour l’industrie",
        "Je cherche": "Un hébergement sûr en Wallonie",
    }.items():
        await form.get_by_label(label).fill(said)
    await form.get_by_role("combobox", name=re.compile("Langues")).click()
    await page.get_by_role("option", name="anglais").click()
    await page.get_by_role("button", name="Valider le choix").click()
    await form.get_by_role("button", name="Valider", exact=True).click()
    await expect(latest(page)).to_contain_text(company)


async def test_the_panel_opens_a_groups_channel_and_only_the_one_who_joins_is_told(scene, open_as):
    lea, tom = (
        await open_as(scene.member("Léa"), "bienvenue"),
        await open_as(scene.member("Tom"), "bienvenue"),
    )
    await lea.locator(".picker-trigger").click()
    await lea.get_by_role("option", name="Internet des objets").click()
    await lea.get_by_role("button", name="Valider le choix").click()
    answer = lea.locator("article.ephemeral")
    await expect(answer).to_contain_text("Vous êtes dans Internet des objets")
    await expect(done(lea)).to_contain_text("Rejoindre un groupe")
    await expect(done(tom)).to_have_count(0)
    await answer.locator(".chip-channel").click()
    await expect(lea.locator("#channel-title")).to_have_text("internet-des-objets")
    await expect(tom.locator("article.message")).to_have_count(1)
    await expect(tom.locator(".channel-name", has_text="internet-des-objets")).to_have_count(0)


async def test_an_event_is_prepared_published_answered_and_reminded_of(scene, open_as):
    organiser = await open_as(scene.organiser, "organisation")
    form = await command(organiser, "/evenement-admin creer")
    await option(form, "titre", "Rencontre IoT")
    await option(form, "quand", "31 février 18h30")
    await sent(form)
    await expect(latest(organiser)).to_contain_text("ce jour n’existe pas")
    await latest(organiser).get_by_role("button", name="Corriger").click()
    modal = organiser.locator("dialog.modal")
    await modal.get_by_label("Quand").fill("vendredi 10 janvier 18h30")
    await modal.get_by_role("button", name="Valider").click()
    await expect(latest(organiser)).to_contain_text("vendredi 10 janvier 2031 à 18h30")
    await latest(organiser).locator(".picker-trigger").last.click()
    await organiser.get_by_role("option", name="Ouvert à tout le monde").click()
    await expect(latest(organiser)).to_contain_text("ouvert à tout le monde")
    await latest(organiser).get_by_role("button", name="Publier").click()
    await expect(organiser.locator("article.ephemeral").last).to_contain_text("est publié")
    await expect(done(organiser)).to_contain_text("Préparer un événement")

    tom = await open_as(scene.member("Tom"), "événements")
    await expect(tom.locator(".container")).to_contain_text("Personne ne s’est encore annoncé")
    await tom.get_by_role("button", name="Je viens", exact=True).click()
    await expect(tom.locator("article.ephemeral")).to_contain_text("vous venez à Rencontre IoT")
    await expect(done(tom)).to_have_count(0)
    await expect(tom.locator(".welcome-go", has_text="+1 jour")).to_be_visible()
    await tom.click(".clock-pill")
    await tom.fill("#clock-day", "9/1/2031")
    await tom.fill("#clock-hour", "18h31")
    await tom.get_by_role("button", name="Y aller").click()
    await scene.settled()
    await expect(done(tom)).to_contain_text("Y répondre, être rappelé")
    reminder = tom.locator("article.pings-me")
    await expect(reminder).to_contain_text("Rencontre IoT")
    await expect(reminder.locator("time.timestamp")).to_have_text("dans 1 jour")
    await expect(tom.locator(".container")).to_contain_text("1 personne vient")
    await scene.advance(timedelta(minutes=30))
    await expect(reminder).to_have_count(1)


async def test_an_introduction_goes_from_consent_to_a_private_thread(scene, open_as):
    lea, tom = scene.member("Léa"), scene.member("Tom")
    lea_page, tom_page = await open_as(lea, "mises-en-relation"), await open_as(tom, "mises-en-relation")
    await registered(lea_page, "Ardenne Capteurs")
    await registered(tom_page, "Meuse Hosting")
    form = await command(lea_page, "/mise-en-relation demander")
    await lea_page.keyboard.type("tom")
    await lea_page.get_by_role("option", name="Tom").click()
    await sent(form)
    modal = lea_page.locator("dialog.modal")
    await modal.locator("textarea").fill(REASON)
    await modal.get_by_role("button", name="Valider").click()
    await expect(latest(lea_page)).to_contain_text("Votre demande est enregistrée")
    await scene.settled()

    await tom_page.locator(".rail button", has=tom_page.locator(".badge")).click()
    await expect(latest(tom_page)).to_contain_text(REASON)
    await tom_page.get_by_role("button", name="Oui").click()
    await scene.settled()
    found = latest(tom_page).locator(".chip-channel")
    await expect(found).to_have_text("Léa et Tom")
    await expect(done(tom_page)).to_contain_text("Une mise en relation")
    await found.click()
    await expect(latest(tom_page)).to_contain_text("vous souhaitez vous rencontrer")
    await expect(lea_page.locator(".thread-list .channel-name")).to_have_text("Léa et Tom")
    other = await open_as(scene.member("Ève"), "mises-en-relation")
    await expect(other.locator(".thread-list")).to_have_count(0)


async def test_an_announcement_is_previewed_confirmed_and_reported(scene, open_as):
    organiser = await open_as(scene.organiser, "organisation")
    await sent(await command(organiser, "/annonce composer"))
    modal = organiser.locator("dialog.modal")
    await modal.get_by_label("Titre").fill("Nouvelle salle")
    await modal.get_by_label("Texte").fill("Bonjour @everyone, la **salle** change.")
    await modal.get_by_role("button", name="Valider").click()
    preview = organiser.locator("article.ephemeral")
    await expect(preview).to_contain_text("Bonjour @everyone, la salle change.")
    await preview.get_by_role("combobox", name="Choisir les groupes").click()
    await organiser.get_by_role("option", name="Tous les groupes").click()
    await organiser.get_by_role("button", name="Valider le choix").click()
    await expect(preview).to_contain_text("6 salons")
    await preview.get_by_role("button", name="Envoyer").click()
    await preview.locator(".button-primary:visible").click()
    await scene.settled()
    await expect(preview).to_contain_text("6 envoyées")
    await expect(done(organiser)).to_contain_text("Annoncer")
    await preview.locator(".place-link").last.click()
    await expect(organiser.locator("#channel-title")).to_have_text("transmédia")
    await expect(latest(organiser)).to_contain_text("Nouvelle salle")
    assert all(not ping.user_ids and not ping.everyone for ping in scene.world.pings)


async def test_a_member_is_not_offered_what_is_the_organisers(scene, open_as):
    page = await open_as(scene.member("Léa"), "bienvenue")
    await page.fill(".composer-input", "/annonce composer")
    await expect(page.locator(".slash-menu:not([hidden])")).to_contain_text("Aucune commande de ce nom ici")
    await page.keyboard.press("Enter")
    await expect(page.locator(".composer-error")).to_contain_text(
        "Aucune commande ne s’appelle « /annonce » ici."
    )
