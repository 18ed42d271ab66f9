"""What each person has not read: it is marked as long as it is there to be read, whoever one was meanwhile."""

import re

import pytest
from playwright.async_api import Page, expect

from sandbox.world.model import Overwrite

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNREAD = re.compile(r"\bunread\b")
READ_MESSAGE_HISTORY = 1 << 16


def line(page: Page, channel_id: int):
    """A channel's line on the left."""
    return page.locator(f"[data-channel='{channel_id}']")


async def become(page: Page, person: int, channel_id: int) -> None:
    """Go to another person's address, and wait until the page is theirs."""
    await page.evaluate(f"location.hash = '#/{person}/{channel_id}'")
    await expect(line(page, channel_id)).to_have_class(re.compile("current"))


async def test_a_channel_whose_last_message_was_deleted_is_read_once_it_was_opened(open_page, place):
    owner = place.sandbox.actor(place.owner)
    page = await open_page(place.nadia)
    other = place.sandbox.world.create_channel(place.guild, "divers").id
    await expect(line(page, other)).to_be_visible()
    await owner.send(other, "reste")
    gone = await owner.send(other, "à oublier")
    await owner.delete(other, int(gone["id"]))
    await expect(line(page, other)).to_have_class(UNREAD)
    await line(page, other).click()
    await expect(page.locator("article.message .rich")).to_have_text("reste")
    await line(page, place.hall).click()
    await expect(line(page, place.hall)).to_have_class(re.compile("current"))
    await expect(line(page, other)).not_to_have_class(UNREAD)
    await expect(page.locator(".rail-item.unread")).to_have_count(0)


async def test_a_channel_whose_history_is_closed_is_read_once_it_was_opened(open_page, place):
    world = place.sandbox.world
    page = await open_page(place.nadia)
    other = world.create_channel(place.guild, "divers").id
    world.set_overwrite(other, Overwrite(place.guild, 0, 0, READ_MESSAGE_HISTORY))
    await expect(line(page, other)).to_be_visible()
    await place.sandbox.actor(place.owner).send(other, "passé")
    await expect(line(page, other)).to_have_class(UNREAD)
    await line(page, other).click()
    await expect(page.locator(".opening")).to_contain_text("divers")
    await line(page, place.hall).click()
    await expect(line(page, place.hall)).to_have_class(re.compile("current"))
    await expect(line(page, other)).not_to_have_class(UNREAD)


async def test_an_archived_thread_is_unread_nowhere(open_page, place):
    world = place.sandbox.world
    page = await open_page(place.nadia)
    thread = world.create_thread(place.hall, "Capteurs", owner_id=place.owner, kind=11).id
    await expect(line(page, thread)).to_be_visible()
    world.post_message(thread, place.owner, {"content": f"<@{place.nadia}> un fil"})
    await expect(page.locator(".rail-item.unread .badge")).to_have_text("1")
    world.edit_thread(thread, archived=True)
    await expect(line(page, thread)).to_have_count(0)
    await expect(page.locator(".rail-item.unread")).to_have_count(0)
    await expect(page.locator(".rail-item .badge")).to_have_count(0)


async def test_pings_are_still_there_after_a_reload_and_after_having_been_somebody_else(open_page, place):
    nadia = place.sandbox.actor(place.nadia)
    page = await open_page(place.owner, place.hidden)
    badge = line(page, place.hall).locator(".badge")
    await nadia.send(place.hall, f"<@{place.owner}> une")
    await expect(badge).to_have_text("1")
    await page.reload()
    await expect(badge).to_have_text("1")
    await become(page, place.nadia, place.hall)
    await nadia.send(place.hall, f"<@{place.owner}> deux")
    await become(page, place.owner, place.hidden)
    await expect(badge).to_have_text("2")
    await nadia.send(place.hall, f"<@{place.owner}> trois")
    await expect(badge).to_have_text("3")
    await line(page, place.hall).click()
    await line(page, place.hidden).click()
    await expect(line(page, place.hidden)).to_have_class(re.compile("current"))
    await expect(badge).to_have_count(0)
    await page.reload()
    await expect(line(page, place.hall)).not_to_have_class(UNREAD)
