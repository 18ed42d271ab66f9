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


async def test_the_left_side_keeps_the_keyboard_when_it_is_drawn_anew(open_page, place):
    world = place.sandbox.world
    category = world.create_channel(place.guild, "Groupes", type=4).id
    inside = world.create_channel(place.guild, "web", parent_id=category).id
    page = await open_page(place.nadia)
    fold = page.get_by_role("button", name="Groupes")
    for is_open in ("false", "true"):
        await fold.press("Enter")
        await expect(fold).to_have_attribute("aria-expanded", is_open)
        await expect(fold).to_be_focused()
    badge = page.locator(".rail-item .badge")
    for count, held in enumerate((fold, page.locator(".rail-item").last), 1):
        await held.focus()
        world.post_message(inside, place.owner, {"content": f"<@{place.nadia}> {count}"})
        await expect(badge).to_have_text(str(count))
        await expect(held).to_be_focused()
    await page.locator(".rail-item").first.click()
    bot = page.locator(".conversation", has_text="Assistant")
    await bot.focus()
    world.post_message(inside, place.owner, {"content": f"<@{place.nadia}> encore"})
    await expect(badge).to_have_text("3")
    await expect(bot).to_be_focused()


async def test_a_channel_that_goes_gives_the_keyboard_back(open_page, place):
    world = place.sandbox.world
    other = world.create_channel(place.guild, "divers").id
    page = await open_page(place.nadia)
    await page.locator(f"[data-channel='{other}']").focus()
    world.delete_channel(other)
    await expect(page.locator(f"[data-channel='{other}']")).to_have_count(0)
    await expect(page.locator(".composer-input")).to_be_focused()


async def test_ones_own_panel_keeps_the_keyboard_when_it_is_drawn_anew(open_page, place):
    page = await open_page(place.nadia)
    english = page.get_by_role("button", name="English")
    await english.press("Enter")
    await expect(english).to_have_attribute("aria-pressed", "true")
    await expect(english).to_be_focused()
    switch = page.get_by_role("switch")
    await switch.press("Enter")
    await expect(switch).to_have_attribute("aria-checked", "false")
    await expect(switch).to_be_focused()
    await page.get_by_role("button", name="Dark mode").press("Enter")
    await expect(page.get_by_role("button", name="Light mode")).to_be_focused()


async def test_what_is_uncovered_has_the_keyboard(open_page, place):
    world = place.sandbox.world
    bot = next(iter(world.applications.values())).user_id
    text = {"type": 10, "content": "au fond"}
    layout = [{"type": 17, "spoiler": True, "components": [text]}]
    world.post_message(place.hall, place.owner, {"content": "||caché||"})
    world.post_message(place.hall, bot, {"flags": 1 << 15, "components": layout})
    page = await open_page(place.nadia)
    await page.locator("button.spoiler").press("Enter")
    await expect(page.locator(".spoiler.shown")).to_be_focused()
    await page.locator(".container-cover").press("Enter")
    await expect(page.locator(".container")).to_contain_text("au fond")
    await expect(page.locator(".container")).to_be_focused()


async def test_whatever_is_dismissed_gives_the_keyboard_back(open_page, place):
    page = await open_page(place.nadia)
    line = page.locator(".composer-input")
    await command(page, "/event card")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Sans réponse").press("Enter")
    await command(page, "/silence")
    await page.keyboard.press("Enter")
    for left_behind in (".failure", "article.failed"):
        await page.locator(left_behind).get_by_role("button", name="Masquer").press("Enter")
        await expect(page.locator(left_behind)).to_have_count(0)
        await expect(line).to_be_focused()
    await page.evaluate("import('/static/notices.js').then(({ notify }) => notify('un mot'))")
    await page.locator(".notice button").press("Enter")
    await expect(page.locator(".notice")).to_have_count(0)
    await expect(line).to_be_focused()
