"""Files and forms on the chat page, seen in a browser."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import command
from tests.browser.forms import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTES = {"name": "compte-rendu « été ».txt", "mimeType": "text/plain", "buffer": "Présents".encode()}
PLAN = {"name": "plan.png", "mimeType": "image/png", "buffer": picture()}
# As a file manager or a clipboard would hand it to the page.
HELD = """([name, type, size, event, key]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(size)], name, {type}));
    return new (globalThis[event])(key, {bubbles: true, cancelable: true,
        ...(event === "DragEvent" ? {dataTransfer: transfer} : {clipboardData: transfer})});
}"""


async def hand(target: Locator, name: str, size: int, event: str, *keys: str) -> None:
    """Drop or paste a file of that size."""
    for key in keys:
        await target.evaluate(
            f"(node, held) => node.dispatchEvent(({HELD})(held))",
            [name, "application/octet-stream", size, event, key],
        )


async def test_files_are_attached_described_covered_and_arrive(open_page, place):
    nadia, thomas = await open_page(place.nadia), await open_page(place.thomas)
    await nadia.locator("#composer input[type=file]").set_input_files([NOTES, PLAN])
    await expect(nadia.locator(".upload")).to_have_count(2)
    await expect(nadia.locator(".upload canvas")).to_have_attribute("width", "96")
    await nadia.get_by_role("button", name="Décrire plan.png").click()
    await nadia.keyboard.type("Le plan de la salle")
    await nadia.get_by_role("button", name="Masquer plan.png").click()
    await nadia.fill(".composer-input", "Voici")
    await nadia.keyboard.press("Enter")
    await expect(nadia.locator(".upload")).to_have_count(0)
    message = thomas.locator("article.message")
    await expect(message.locator(".rich")).to_have_text("Voici")
    await expect(message.locator(".file-name")).to_have_text(NOTES["name"])
    await message.locator(".picture-cover").click()
    shown = message.get_by_role("img", name="Le plan de la salle")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 48
    kept = [each.filename for each in place.sandbox.world.files.values()]
    assert kept == [NOTES["name"], "SPOILER_plan.png"]


async def test_a_file_is_downloaded_as_it_was_sent(open_page, place):
    page = await open_page(place.nadia)
    await page.locator("#composer input[type=file]").set_input_files([NOTES])
    await page.get_by_role("button", name="Envoyer").click()
    async with page.expect_download() as started:
        await page.locator(".file-card").click()
    download = await started.value
    assert download.suggested_filename == NOTES["name"]
    assert (await asyncio.to_thread(Path(await download.path()).read_bytes)) == NOTES["buffer"]


async def test_a_file_is_dropped_pasted_and_taken_away_again(open_page, place):
    page = await open_page(place.nadia)
    await hand(page.locator("#messages"), "note.bin", 5, "DragEvent", "dragenter")
    await expect(page.locator("#drop-here")).to_be_visible()
    await hand(page.locator("#messages"), "note.bin", 5, "DragEvent", "drop")
    await expect(page.locator("#drop-here")).to_be_hidden()
    await hand(page.locator(".composer-input"), "image.bin", 2048, "ClipboardEvent", "paste")
    await expect(page.locator(".upload-name")).to_have_text(["note.bin", "image.bin"])
    await expect(page.locator(".upload-size")).to_have_text(["5 octets", "2 ko"])
    await page.get_by_role("button", name="Retirer note.bin").press("Enter")
    await expect(page.get_by_role("button", name="Retirer image.bin")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Joindre des fichiers")).to_be_focused()
    await page.locator(".composer-input").press("Enter")
    assert not place.sandbox.world.messages[place.hall]


async def test_a_file_over_ten_megabytes_and_an_eleventh_are_refused_in_words(open_page, place):
    page = await open_page(place.nadia)
    await hand(page.locator("#messages"), "film.bin", 10 * 1024 * 1024 + 1, "DragEvent", "drop")
    await expect(page.locator(".composer-error")).to_contain_text("film.bin est trop lourd : 10 Mo au plus")
    await page.locator("#composer input[type=file]").set_input_files([NOTES] * 11)
    await expect(page.locator(".composer-error")).to_have_text("10 fichiers au plus.")
    await expect(page.locator(".upload")).to_have_count(10)


async def test_what_was_begun_waits_in_its_channel(open_page, place):
    page = await open_page(place.owner)
    await page.locator("#composer input[type=file]").set_input_files([PLAN])
    await page.fill(".composer-input", "Un brouillon")
    await page.click(".channel >> nth=1")
    await expect(page.locator(".composer-input")).to_have_value("")
    await expect(page.locator(".upload")).to_have_count(0)
    await page.click(".channel >> nth=0")
    await expect(page.locator(".composer-input")).to_have_value("Un brouillon")
    await expect(page.locator(".upload-name")).to_have_text("plan.png")


async def test_who_may_not_attach_files_is_not_offered_to(open_page, place):
    world = place.sandbox.world
    everyone = world.role(place.guild, place.guild)
    world.edit_role(place.guild, everyone.id, permissions=everyone.permissions & ~(1 << 15))
    page = await open_page(place.nadia)
    await expect(page.get_by_role("button", name="Joindre des fichiers")).to_be_hidden()
    await hand(page.locator("#messages"), "note.bin", 5, "DragEvent", "drop")
    await expect(page.locator(".composer-error")).to_contain_text("pas le droit")


async def choose(page: Page, form: Locator, field: str, *names: str) -> None:
    """Open a select of a form and choose; a list of several stays open until it is told."""
    await form.get_by_role("combobox", name=re.compile(field)).click()
    for name in names:
        await page.locator(".picker-panel:popover-open").get_by_role("option", name=name).click()
    if len(names) > 1:
        await page.locator(".picker-panel:popover-open .picker-done").click()


async def test_people_roles_and_channels_are_chosen_in_a_form(open_page, place):
    place.sandbox.world.create_role(place.guild, "Équipe", color=0x1F7A4D)
    page = await open_page(place.owner)
    await command(page, "/people")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Qui et où")
    await expect(form.locator("strong").first).to_have_text("qui")
    await form.get_by_role("button", name="Valider").click()
    await expect(form.locator(".field-error:visible")).to_have_text(["Faites un choix."] * 3)
    await choose(page, form, "Personne", "Nadia", "Camille")
    await choose(page, form, "Rôle", "Équipe")
    await choose(page, form, "Salon", "equipe")
    await form.get_by_role("button", name="Valider").click()
    answer = page.locator("article.ephemeral .rich")
    await expect(answer).to_contain_text("who: nadia, camille")
    await expect(answer).to_contain_text("role: Équipe")
    await expect(answer).to_contain_text("room: equipe")


async def test_choices_and_files_are_given_in_a_form(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/choices")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Vos choix")
    await form.locator("input[type=file]").set_input_files([PLAN])
    await form.get_by_label("Midi").check()
    await form.get_by_role("button", name="Valider").click()
    await expect(form.locator(".field-error:visible")).to_have_text(
        ["À remplir.", "Faites un choix.", "2 choix au moins.", "2 fichiers au moins."]
    )
    await form.get_by_label("Nom").fill("Nadia")
    await form.get_by_label("Mardi").check()
    for meal in ("Soir", "Nuit"):
        await form.get_by_label(meal).check()
    await hand(form.locator(".file-field"), "liste.csv", 7, "DragEvent", "drop")
    await form.get_by_role("button", name="Valider").click()
    await expect(form.locator(".field-error:visible")).to_have_text(["2 choix au plus."])
    await form.get_by_label("Nuit").uncheck()
    await form.get_by_label("Se souvenir de moi").check()
    await form.get_by_role("button", name="Valider").click()
    answer = page.locator("article.ephemeral .rich")
    size = len(PLAN["buffer"])
    for line in (
        "name: Nadia",
        "day: Mardi",
        "meals: Midi, Soir",
        "keep: True",
        f"plan.png {size}, liste.csv 7",
    ):
        await expect(answer).to_contain_text(line)


async def test_a_file_is_an_option_of_a_command(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/logo")
    await page.click(".command-form button[type=submit]")
    await expect(page.locator("[data-option=picture] .field-error:visible")).to_have_text(
        "Joignez un fichier."
    )
    await page.locator(".command-form input[type=file]").set_input_files([PLAN])
    await page.click(".command-form button[type=submit]")
    await expect(page.locator("article.ephemeral")).to_contain_text("Logo : plan.png")


async def test_a_card_shows_its_pictures_and_files(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/media")
    await page.keyboard.press("Enter")
    message = page.locator("article.message")
    for words in ("Un carré bleu", "Le même, petit"):
        shown = message.get_by_role("img", name=words)
        assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 48
    await expect(message.locator(".gallery > *")).to_have_count(2)
    await expect(message.get_by_role("img", name="Un carré vert")).to_have_count(0)
    await message.locator(".gallery .picture-cover").click()
    await expect(message.get_by_role("img", name="Un carré vert")).to_be_visible()
    await expect(message.locator(".file-name")).to_have_text("agenda.csv")
    await message.locator(".picture-cover").click()
    await expect(message.locator(".file-name")).to_have_text(["agenda.csv", "secret.csv"])
    async with page.expect_download() as started:
        await message.locator(".file-card").first.click()
    assert (await started.value).suggested_filename == "agenda.csv"
