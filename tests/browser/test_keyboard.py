"""The page without a mouse, on a narrow screen, and for those whom movement disturbs."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import command

pytestmark = pytest.mark.asyncio(loop_scope="session")

NARROW = {"width": 390, "height": 844}


async def from_the_top(page: Page) -> None:
    """Put the keyboard before the first thing of the page."""
    await page.evaluate(
        "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
    )


async def test_the_first_keys_lead_past_the_channels_and_the_address_stays(open_page, place):
    page = await open_page(place.nadia)
    await place.sandbox.actor(place.owner).send(place.hall, "bonjour")
    address = page.url
    await from_the_top(page)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Aller aux messages")).to_be_focused()
    await expect(page.get_by_role("link", name="Aller aux messages")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("#message-list")).to_be_focused()
    await from_the_top(page)
    for key in ("Tab", "Tab", "Enter"):
        await page.keyboard.press(key)
    await expect(page.locator(".composer-input")).to_be_focused()
    assert page.url == address


async def test_a_form_gives_the_keyboard_back_when_it_closes(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/profile")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Votre profil")
    await expect(form.locator("textarea")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    await expect(page.locator(".composer-input")).to_be_focused()


async def test_a_card_is_answered_by_keyboard_and_keeps_it(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/event card")
    await page.keyboard.press("Enter")
    come = page.get_by_role("button", name="Je viens")
    for count in (1, 2):
        await come.press("Enter")
        await expect(page.locator(".container")).to_contain_text(f"{count} personne vient")
        await expect(come).to_be_focused()


async def test_what_is_dismissed_or_deleted_gives_the_keyboard_back(open_page, place):
    page = await open_page(place.nadia)
    await place.sandbox.actor(place.nadia).send(place.hall, "un mot")
    await page.get_by_role("button", name="Supprimer").press("Enter")
    await expect(page.locator("article.message")).to_have_count(0)
    await expect(page.locator(".composer-input")).to_be_focused()


async def test_everything_of_a_turn_goes_by_keys_alone(open_page, place):
    page = await open_page(place.owner)
    await page.keyboard.type("/event card")
    await expect(page.locator(".command.active")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".command-form button[type=submit]")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.locator("article .picker-trigger").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.ephemeral")).to_contain_text("Groupe : Sécurité")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("nadia")
    await expect(page.locator(".person-row")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("#act-as .me-name")).to_have_text("Nadia El Amrani")


async def test_the_members_open_from_the_side_of_a_narrow_page(open_page, place):
    page = await open_page(place.nadia, viewport=NARROW)
    opener, members = page.get_by_role("button", name="Afficher les membres"), page.locator("#members")
    await expect(members.locator(".member")).to_have_count(4)
    await expect(members).not_to_be_in_viewport()
    await opener.press("Enter")
    await expect(members).to_be_in_viewport()
    await expect(opener).to_have_attribute("aria-expanded", "true")
    await expect(members.locator("button:focus")).to_have_count(1)
    place.sandbox.world.add_member(place.guild, place.sandbox.world.create_user("ada", global_name="Ada").id)
    await expect(members.locator(".member")).to_have_count(5)
    await expect(members.locator("button:focus")).to_have_count(1)
    await expect(page.locator("#main")).to_have_attribute("inert", "")
    await page.keyboard.press("Escape")
    await expect(members).not_to_be_in_viewport()
    await expect(opener).to_be_focused()
    await opener.press("Enter")
    await members.get_by_role("button", name="Camille Renard").click()
    await page.get_by_role("button", name="Devenir Camille Renard").click()
    await expect(page.locator("#channels .channel")).to_have_count(2)
    await expect(members).not_to_be_in_viewport()


async def test_nothing_moves_for_those_who_asked_for_less_motion(open_page, place):
    page = await open_page(place.nadia, viewport=NARROW, reduced_motion="reduce")
    await page.click("#open-right")
    await page.keyboard.press("Escape")
    await page.click("#open-left")
    await page.click("#act-as")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await command_without_answer(page)
    assert await page.evaluate("document.getAnimations().length") == 0


async def command_without_answer(page: Page) -> None:
    """Wait for a bot that never comes: a moment when the page otherwise moves."""
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await command(page, "/silence")
    await page.keyboard.press("Enter")
    await expect(page.locator(".busy")).to_be_visible()
