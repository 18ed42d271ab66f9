"""Two persons side by side in one page, each seeing what they may see, and no more."""

import re

import pytest
from playwright.async_api import FrameLocator, Page, expect

from tests.browser.conftest import Place

pytestmark = pytest.mark.asyncio(loop_scope="session")


def side(page: Page, which: str) -> FrameLocator:
    """The page of one of the two."""
    return page.frame_locator(f"iframe[data-side={which}]")


async def beside(page: Page) -> tuple[FrameLocator, FrameLocator]:
    """Open the second side by the button, and wait for both."""
    await page.click("#open-beside")
    left, right = side(page, "left"), side(page, "right")
    for each in (left, right):
        await expect(each.locator(".composer-input")).to_be_visible()
    return left, right


def address(place: Place, *ids: int) -> str:
    return f"{place.sandbox.page_url}two#/{'/'.join(str(each) for each in ids)}"


async def test_a_second_person_opens_beside_and_each_sees_what_they_may(open_page, place):
    page = await open_page(place.nadia)
    left, right = await beside(page)
    await expect(page.locator(".side-name")).to_have_text(["Nadia El Amrani", "Camille Renard"])
    await expect(left.locator(".channel-name")).to_have_text(["accueil"])
    await expect(right.locator(".channel-name")).to_have_text(["accueil", "equipe"])
    await expect(page).to_have_url(address(place, place.nadia, place.hall, place.owner, place.hall))
    await expect(left.locator(".composer-input")).to_be_focused()


async def test_one_side_writes_to_the_other_and_an_answer_for_one_stays_with_one(open_page, place):
    page = await open_page(place.nadia)
    left, right = await beside(page)
    await page.keyboard.type("/evenement mon")
    await expect(left.locator(".command.active")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.type("nuit")
    await left.locator(".command-form button[type=submit]").click()
    await expect(left.locator("article.ephemeral")).to_contain_text("Visible par vous uniquement")
    await page.keyboard.press("F6")
    await expect(right.locator(".composer-input")).to_be_focused()
    await page.keyboard.type("Bonjour Nadia")
    await page.keyboard.press("Enter")
    await expect(left.locator("article.message").last).to_contain_text("Bonjour Nadia")
    await expect(right.locator("article.message")).to_have_count(1)


async def test_each_side_speaks_its_own_language_and_both_share_the_light(open_page, place):
    page = await open_page(place.nadia)
    left, right = await beside(page)
    await right.get_by_role("button", name="English").click()
    await expect(right.locator("#members h3")).to_contain_text("Members")
    await expect(left.locator("#members h3")).to_contain_text("Membres")
    await right.get_by_role("button", name="Dark mode").click()
    await expect(left.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_the_address_brings_both_back_where_they_were(open_at, place):
    page = await open_at(
        address(place, place.nadia, place.hall, place.owner, place.hidden), waits_for=".side-name"
    )
    right = side(page, "right")
    await expect(right.locator("#channel-title")).to_have_text("equipe")
    await right.locator("[data-channel]", has_text="accueil").click()
    await expect(page).to_have_url(address(place, place.nadia, place.hall, place.owner, place.hall))
    await page.reload()
    await expect(right.locator("#channel-title")).to_have_text("accueil")
    await page.evaluate(f"location.hash = '#/{place.nadia}/{place.hall}/{place.thomas}/{place.hall}'")
    await expect(page.locator(".side-name").last).to_have_text("<script>alert(1)</script>")


async def test_a_side_becomes_somebody_else_and_closing_it_leaves_the_other(open_page, place):
    page = await open_page(place.nadia)
    _, right = await beside(page)
    await right.locator("#act-as").click()
    await expect(right.locator(".person-row")).to_have_count(3)
    await expect(right.get_by_role("link", name=re.compile("à côté"))).to_have_count(0)
    await right.locator(".person-row", has_text="script").click()
    await expect(page.locator(".side-name").last).to_have_text("<script>alert(1)</script>")
    await page.get_by_role("button", name="Fermer le côté de Nadia").click()
    await expect(page).to_have_url(place.address(place.thomas))
    await expect(page.locator("#act-as .me-name")).to_have_text("<script>alert(1)</script>")


async def test_going_back_leads_the_side_that_moved_back(open_page, place):
    page = await open_page(place.nadia)
    _, right = await beside(page)
    await right.locator("[data-channel]", has_text="equipe").click()
    await expect(page).to_have_url(address(place, place.nadia, place.hall, place.owner, place.hidden))
    await page.evaluate("history.back()")
    await expect(right.locator("#channel-title")).to_have_text("accueil")
    await expect(page).to_have_url(address(place, place.nadia, place.hall, place.owner, place.hall))


async def test_anybody_can_be_put_beside_from_the_list_of_people(open_page, place):
    page = await open_page(place.nadia)
    await page.click("#act-as")
    await page.get_by_role("link", name="Mettre <script>alert(1)</script> à côté").click()
    await expect(page.locator(".side-name").last).to_have_text("<script>alert(1)</script>")


async def test_where_there_is_no_room_for_two_one_switches(open_page, place):
    page = await open_page(place.nadia)
    left, right = await beside(page)
    await page.set_viewport_size({"width": 600, "height": 900})
    await expect(left.locator(".composer-input")).to_be_visible()
    await expect(right.locator(".composer-input")).not_to_be_visible()
    await page.get_by_role("button", name="Camille Renard", exact=True).click()
    await expect(right.locator(".composer-input")).to_be_visible()
    await expect(left.locator(".composer-input")).not_to_be_visible()
    place.sandbox.world.post_message(place.hall, place.owner, {"content": "sans mention"})
    await right.locator(".composer-input").focus()
    await page.keyboard.press("F6")
    await expect(left.locator(".composer-input")).to_be_visible()


async def test_what_is_typed_is_still_there_beside_and_after_another_channel(open_page, place):
    page = await open_page(place.owner)
    await page.fill(".composer-input", "pas encore envoyé")
    await page.click("text=equipe")
    await expect(page.locator(".composer-input")).to_have_value("")
    await page.click("text=accueil")
    await expect(page.locator(".composer-input")).to_have_value("pas encore envoyé")
    left, _ = await beside(page)
    await expect(left.locator(".composer-input")).to_have_value("pas encore envoyé")
    await page.keyboard.press("Enter")
    await expect(left.locator("article.message")).to_contain_text("pas encore envoyé")
    await page.reload()
    await expect(left.locator(".composer-input")).to_have_value("")


async def test_a_page_of_another_place_may_not_stand_around(open_page, place):
    page = await open_page(place.nadia)
    address = place.address(place.nadia)
    await page.goto("about:blank")
    await page.set_content(f"<iframe src='{address}'></iframe>")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]


async def test_each_page_says_who_may_stand_around_it(place, open_page):
    page = await open_page(place.nadia)
    around = {
        "": "frame-ancestors 'self'",
        "two": "frame-ancestors 'none'",
        "static/main.js": "frame-ancestors 'none'",
    }
    for path, policy in around.items():
        answer = await page.request.get(place.sandbox.page_url + path)
        assert policy in answer.headers["content-security-policy"]
