"""Naming people, roles and channels while one writes, seen in a browser."""

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINE = ".composer-input"


def forbid_to_ping_all(place) -> None:
    """Let members ping only people, and the roles that everybody may."""
    world = place.sandbox.world
    everyone = world.role(place.guild, place.guild)
    world.edit_role(place.guild, everyone.id, permissions=everyone.permissions & ~(1 << 17))


def said(place) -> list[str]:
    """What was written in the hall, as the bot gets it."""
    return [each.data["content"] for each in place.sandbox.world.messages[place.hall]]


async def offered(page: Page, *labels: str) -> None:
    """Wait until the list is open and offers exactly these; a closed one still holds what it last offered."""
    await expect(page.locator("#mention-list")).to_be_visible()
    await expect(page.locator("#mention-list .choice-label")).to_have_text(list(labels))


async def send(page: Page) -> None:
    """Send what is written, and wait until it is there."""
    before = await page.locator("article.message").count()
    await page.keyboard.press("Enter")
    await expect(page.locator("article.message")).to_have_count(before + 1)


async def test_a_person_is_named_by_the_keyboard_and_pinged(open_page, place):
    nadia, owner = await open_page(place.nadia), await open_page(place.owner, place.hidden)
    line = nadia.locator(LINE)
    await line.press_sequentially("Bonjour @ca")
    await offered(nadia, "Camille Renard")
    await expect(nadia.locator("#mention-list [aria-selected=true]")).to_contain_text("Camille Renard")
    await expect(line).to_have_attribute("aria-controls", "mention-list")
    await expect(line).to_have_attribute("aria-activedescendant", "mention-list-0")
    await nadia.keyboard.press("Tab")
    await expect(line).to_have_value("Bonjour @Camille Renard ")
    await expect(line).to_be_focused()
    await expect(nadia.locator("#mention-list")).to_be_hidden()
    await line.press_sequentially("!")
    await send(nadia)
    assert said(place) == [f"Bonjour <@{place.owner}> !"]
    await expect(nadia.locator(".rich .chip")).to_have_text("@Camille Renard")
    await expect(owner.locator(f"[data-channel='{place.hall}'] .badge")).to_have_text("1")


async def test_arrows_choose_and_escape_gives_up_until_another_name_is_begun(open_page, place):
    forbid_to_ping_all(place)
    page = await open_page(place.nadia)
    line = page.locator(LINE)
    await line.press_sequentially("@")
    everybody = ["<script>alert(1)</script>", "Assistant", "Camille Renard", "Nadia El Amrani"]
    await offered(page, *everybody)
    for key, chosen in (("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 3), ("ArrowUp", 2)):
        await page.keyboard.press(key)
        await expect(page.locator("#mention-list [aria-selected=true]")).to_contain_text(everybody[chosen])
    await line.press_sequentially("n")  # what is chosen stays chosen while it is still offered
    await offered(page, "Nadia El Amrani", "Assistant", "Camille Renard")
    await expect(page.locator("#mention-list [aria-selected=true]")).to_contain_text("Camille Renard")
    await page.keyboard.press("Escape")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await line.press_sequentially("ad")
    await expect(page.locator("#mention-list")).to_be_hidden()
    await line.press_sequentially(" et @assis")
    await offered(page, "Assistant")
    await page.locator("#mention-list .choice").click()
    await expect(line).to_have_value("@nad et @Assistant ")
    assert not [each for each in asked if "query=nad" in each]
    await expect(line).to_be_focused()


async def test_a_channel_is_named_and_one_that_is_not_seen_is_not_offered(open_page, place):
    nadia, owner = await open_page(place.nadia), await open_page(place.owner)
    await nadia.locator(LINE).press_sequentially("#")
    await offered(nadia, "accueil")
    await owner.locator(LINE).press_sequentially("Voir #eq")
    await offered(owner, "equipe")
    await owner.keyboard.press("Enter")
    await send(owner)
    assert said(place) == [f"Voir <#{place.hidden}>"]


async def test_roles_and_everyone_are_offered_to_those_who_may_ping_them(open_page, place):
    forbid_to_ping_all(place)
    world = place.sandbox.world
    world.create_role(place.guild, "Équipe d’accueil")
    open_to_all = world.create_role(place.guild, "Équipe web", mentionable=True)
    nadia, owner = await open_page(place.nadia), await open_page(place.owner)
    await nadia.locator(LINE).press_sequentially("@équ")
    await offered(nadia, "Équipe web")
    await nadia.keyboard.press("Enter")
    await send(nadia)
    assert said(place) == [f"<@&{open_to_all.id}>"]
    await owner.locator(LINE).press_sequentially("@équ")
    await offered(owner, "Équipe d’accueil", "Équipe web")
    await owner.fill(LINE, "")
    await owner.locator(LINE).press_sequentially("@every")
    await offered(owner, "everyone")
    await nadia.locator(LINE).press_sequentially("@every")
    await expect(nadia.locator("#mention-list")).to_be_hidden()


async def test_two_of_one_name_are_told_apart(open_page, place):
    world = place.sandbox.world
    other = world.create_user("nadia.b", global_name="Nadia El Amrani").id
    world.add_member(place.guild, other)
    page = await open_page(place.owner)
    for step in (0, 1):
        await page.locator(LINE).press_sequentially("@nadia")
        await offered(page, "Nadia El Amrani", "Nadia El Amrani")
        if step:
            await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
    await send(page)
    assert said(place) == [f"<@{place.nadia}> <@{other}>"]


async def test_code_and_words_stay_as_they_are_written(open_page, place):
    page = await open_page(place.owner)
    line = page.locator(LINE)
    await line.press_sequentially("`@nad")
    await line.press_sequentially("` moi@nadia.be ")
    await expect(page.locator("#mention-list")).to_be_hidden()
    await line.press_sequentially("@nad")
    await offered(page, "Nadia El Amrani")
    await page.keyboard.press("Enter")
    await line.press_sequentially("`@Nadia El Amrani` @Nadia El Amranienne")
    await page.keyboard.press("Escape")
    await send(page)
    assert said(place) == [f"`@nad` moi@nadia.be <@{place.nadia}> `@Nadia El Amrani` @Nadia El Amranienne"]


async def test_a_draft_keeps_its_mentions_when_the_page_is_loaded_again(open_page, place):
    page = await open_page(place.nadia)
    await page.locator(LINE).press_sequentially("@cam")
    await offered(page, "Camille Renard")
    await page.keyboard.press("Enter")
    await page.reload()
    await expect(page.locator(LINE)).to_have_value("@Camille Renard ")
    await page.locator(LINE).focus()
    await send(page)
    assert said(place) == [f"<@{place.owner}>"]
