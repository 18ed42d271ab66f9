"""A long conversation: what is older is brought in from above, and what is linked to is found."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Place, command

pytestmark = pytest.mark.asyncio(loop_scope="session")


def write(place: Place, channel: int, count: int) -> list[int]:
    """Fill a channel; returns the ids of the messages."""
    said = ({"content": f"message {number}"} for number in range(count))
    return [place.sandbox.world.post_message(channel, place.thomas, each).id for each in said]


async def follow(page: Page, place: Place, message: int) -> None:
    """Follow a link to a message of the hidden channel."""
    link = f"https://discord.com/channels/{place.guild}/{place.hidden}/{message}"
    await place.sandbox.actor(place.owner).send(place.hall, f"voir [le message {message}]({link})")
    await page.locator(f"[data-channel='{place.hall}']").click()
    await page.get_by_role("button", name=f"le message {message}").click()
    await expect(page.locator("#channel-title")).to_have_text("equipe")


async def test_a_link_leads_to_a_message_of_long_ago(open_page, place):
    ids = write(place, place.hidden, 180)
    page = await open_page(place.owner)
    await follow(page, place, ids[10])
    await expect(page.locator("article.sought")).to_contain_text("message 10")
    await expect(page.locator("article.sought")).to_be_in_viewport()


async def test_a_link_to_a_message_that_is_gone_says_so(open_page, place):
    ids = write(place, place.hidden, 120)
    place.sandbox.world.delete_message(place.hidden, ids[30])
    page = await open_page(place.owner)
    await follow(page, place, ids[30])
    await expect(page.locator(".notice")).to_contain_text("Ce message n’est pas ici")
    await expect(page.locator("article.sought")).to_have_count(0)


async def test_what_is_older_comes_before_what_stands_and_nothing_else_is_drawn_anew(open_page, place):
    write(place, place.hall, 120)
    page = await open_page(place.nadia)
    messages, older = page.locator("article.message"), page.locator(".older")
    await expect(messages).to_have_count(50)
    await messages.nth(1).evaluate("node => { node.dataset.mark = 'second'; }")
    await messages.nth(49).evaluate("node => { node.dataset.mark = 'last'; }")
    for count in (100, 120):
        await older.evaluate("node => node.focus({ preventScroll: true })")
        await page.keyboard.press("Enter")
        await expect(messages).to_have_count(count)
        await expect(page.locator("[data-mark]")).to_have_count(2)
        if count == 100:
            await expect(older).to_be_focused()
    await expect(messages.first).to_be_focused()
    await expect(page.locator(".opening")).to_be_visible()
    await expect(messages.locator(".rich")).to_have_text([f"message {number}" for number in range(120)])
    await expect(page.locator(".message-head")).to_have_count(1)
    await expect(page.locator(".divider")).to_have_count(1)


async def test_a_command_without_an_answer_keeps_its_line_where_it_came(open_page, place):
    owner = place.sandbox.actor(place.owner)
    page = await open_page(place.nadia)
    await owner.send(place.hall, "avant")
    await command(page, "/silence")
    await page.keyboard.press("Enter")
    line, messages = page.locator("article.failed"), page.locator("article.message")
    await expect(line).to_contain_text("L’application n’a pas répondu")
    gone = await owner.send(place.hall, "à oublier")
    await owner.send(place.hall, "après")
    await expect(messages).to_have_count(4)
    await owner.delete(place.hall, int(gone["id"]))
    await expect(messages).to_have_count(3)
    await page.get_by_role("button", name="English").click()
    await expect(messages.nth(1)).to_contain_text("The application did not respond")
    await line.get_by_role("button", name="Dismiss").click()
    await expect(line).to_have_count(0)
    await page.get_by_role("button", name="Français").click()
    await expect(page.locator("#members h3").first).to_contain_text("Membres")
    await expect(messages.locator(".rich")).to_have_text(["avant", "après"])
    await expect(line).to_have_count(0)
