"""What happens elsewhere while the page is open, and while its line is broken."""

import asyncio
import re

import discord
import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page, Route, expect

from sandbox.web import live
from tests.browser.conftest import command

pytestmark = pytest.mark.asyncio(loop_scope="session")


def channel(page: Page, channel_id: int):
    """A channel's line on the left."""
    return page.locator(f"[data-channel='{channel_id}']")


async def test_what_others_change_and_delete_changes_and_goes_here(open_page, place):
    page = await open_page(place.nadia)
    owner = place.sandbox.actor(place.owner)
    first = await owner.send(place.hall, "salle A")
    second = await owner.send(place.hall, "à oublier")
    await expect(page.locator("article.message")).to_have_count(2)
    await owner.edit(place.hall, int(first["id"]), "salle B")
    await expect(page.locator("article.message").first).to_contain_text("salle B")
    await expect(page.locator("article.message .edited")).to_have_count(1)
    await owner.delete(place.hall, int(second["id"]))
    await expect(page.locator("article.message")).to_have_count(1)


async def test_one_corrects_and_deletes_ones_own_and_nobody_elses(open_page, place):
    page = await open_page(place.nadia)
    await place.sandbox.actor(place.owner).send(place.hall, "d’une autre")
    await place.sandbox.actor(place.nadia).send(place.hall, "ma fote")
    await expect(page.locator(".message-tools")).to_have_count(1)
    await page.get_by_role("button", name="Modifier").click()
    await page.fill(".edit-box", "ma faute")
    other = await place.sandbox.actor(place.owner).send(place.hall, "entre-temps")
    await place.sandbox.actor(place.owner).delete(place.hall, int(other["id"]))
    await expect(page.locator("article.message")).to_have_count(2)
    await expect(page.locator(".edit-box")).to_have_value("ma faute")
    await expect(page.locator(".edit-box")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("article.message").last).to_contain_text("ma faute (modifié)")
    await page.get_by_role("button", name="Supprimer").click()
    await expect(page.locator("article.message")).to_have_count(1)


async def test_who_closes_private_messages_is_not_written_to_until_they_open_them(open_page, place):
    bot_id = next(iter(place.sandbox.world.applications.values())).user_id
    page = await open_page(place.nadia, place.sandbox.actor(place.nadia).dm_with(bot_id))
    switch = page.get_by_role("switch", name="Accepter les messages privés des bots")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    nadia = await place.bot.fetch_user(place.nadia)
    with pytest.raises(discord.Forbidden) as refusal:
        await nadia.send("malgré tout")
    assert refusal.value.code == 50007
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await nadia.send("avec votre accord")
    await expect(page.locator("article.message .rich")).to_have_text(["avec votre accord"])


async def test_what_came_while_elsewhere_is_marked_until_it_is_read(open_page, place):
    page = await open_page(place.owner)
    owner, nadia = place.sandbox.actor(place.owner), place.sandbox.actor(place.nadia)
    await owner.send(place.hidden, "un début")
    await owner.send(place.hall, "avant")
    await expect(page.locator("article.message")).to_contain_text("avant")
    await channel(page, place.hidden).click()
    await expect(page.locator("#channel-title")).to_have_text("equipe")
    await nadia.send(place.hall, "après")
    await expect(channel(page, place.hall)).to_have_class(re.compile("unread"))
    await expect(channel(page, place.hall)).to_have_accessible_name("accueil, non lu")
    await page.reload()
    await expect(channel(page, place.hall)).to_have_class(re.compile("unread"))
    await channel(page, place.hall).click()
    await expect(page.locator(".divider-new + article")).to_contain_text("après")
    await channel(page, place.hidden).click()
    await expect(channel(page, place.hall)).not_to_have_class(re.compile("unread"))


async def test_an_answer_for_one_is_given_to_nobody_else_by_no_way(open_page, place):
    nadia = await open_page(place.nadia)
    await command(nadia, "/evenement mon")
    await nadia.keyboard.type("nuit")
    await nadia.locator(".command-form button[type=submit]").click()
    await expect(nadia.locator("article.ephemeral")).to_be_visible()
    owner = await open_page(place.owner)
    await expect(owner.locator(".opening")).to_be_visible()
    await expect(owner.locator("article.message")).to_have_count(0)
    await expect(channel(owner, place.hall)).not_to_have_class(re.compile("unread"))
    asked = f"{place.sandbox.page_url}page/as/{place.owner}/channels/{place.hall}/messages"
    assert await (await owner.request.get(asked)).json() == {"messages": []}


@pytest_asyncio.fixture(loop_scope="session")
async def line(monkeypatch: pytest.MonkeyPatch):
    """The streams to the pages, to cut and to restore."""
    whole = Line()
    monkeypatch.setattr(live, "serve", whole.serve)
    return whole


class Line:
    """Serves the pages' streams as ever, until it is cut."""

    def __init__(self) -> None:
        self._serve = live.serve
        self._streams: list[web.Request] = []
        self._is_cut = False
        self._may_open = asyncio.Event()
        self._may_open.set()

    async def serve(self, sandbox, user_id, request):
        await self._may_open.wait()
        if self._is_cut:
            raise web.HTTPServiceUnavailable
        self._streams.append(request)
        return await self._serve(sandbox, user_id, request)

    def cut(self) -> None:
        self._is_cut = True
        for request in self._streams:
            if request.transport is not None:
                request.transport.abort()

    def restore(self) -> None:
        self._is_cut = False
        self._may_open.set()

    def hold(self) -> None:
        """Keep whoever calls waiting until the line is restored."""
        self._may_open.clear()


async def test_a_broken_line_is_shown_and_once_restored_nothing_is_missing(open_page, place, line):
    world, owner = place.sandbox.world, place.sandbox.actor(place.owner)
    page = await open_page(place.nadia)
    other = world.create_channel(place.guild, "divers").id
    stays, goes = await owner.send(place.hall, "salle A"), await owner.send(place.hall, "à oublier")
    await expect(page.locator("article.message")).to_have_count(2)
    await expect(channel(page, other)).to_be_visible()
    await page.fill(".composer-input", "à moitié écrit")

    line.cut()
    await expect(page.locator("#connection")).to_have_text(re.compile("ne répond pas"))
    await owner.edit(place.hall, int(stays["id"]), "salle B")
    await owner.delete(place.hall, int(goes["id"]))
    await owner.send(place.hall, "pendant la coupure")
    await owner.send(other, f"<@{place.nadia}> par ici")
    new = world.create_channel(place.guild, "nouveau").id
    await expect(page.locator("article.message")).to_have_count(2)

    line.restore()
    await expect(page.locator("#connection")).to_be_hidden()
    await expect(page.locator("article.message .rich")).to_have_text(
        [re.compile("salle B"), "pendant la coupure"]
    )
    await expect(channel(page, other).locator(".badge")).to_have_text("1")
    await expect(channel(page, new)).to_be_visible()
    await expect(page.locator(".composer-input")).to_have_value("à moitié écrit")
    await owner.send(place.hall, "et ensuite")
    await expect(page.locator("article.message")).to_have_count(3)


async def test_a_restored_line_leaves_one_where_one_was_reading(open_page, place, line):
    for number in range(80):
        place.sandbox.world.post_message(place.hall, place.owner, {"content": f"message {number}"})
    page = await open_page(place.nadia)
    await expect(page.locator("article.message")).to_have_count(50)
    scroller = page.locator("#messages")
    await scroller.evaluate("node => { node.scrollTop = 700; }")
    line.cut()
    await expect(page.locator("#connection")).to_be_visible()
    place.sandbox.world.post_message(place.hall, place.owner, {"content": "pendant la coupure"})
    line.restore()
    await expect(page.locator("#jump")).to_contain_text("1 nouveau message")
    assert await scroller.evaluate("node => node.scrollTop") == 700


async def test_what_happens_before_the_line_first_opens_is_not_missing(open_page, place, line):
    line.hold()
    page = await open_page(place.nadia)
    await expect(page.locator(".opening")).to_be_visible()
    await place.sandbox.actor(place.owner).send(place.hall, "entre les deux")
    new = place.sandbox.world.create_channel(place.guild, "nouveau").id
    await page.fill(".composer-input", "à moitié écrit")
    line.restore()
    await expect(page.locator("article.message .rich")).to_have_text("entre les deux")
    await expect(channel(page, new)).to_be_visible()
    await expect(page.locator(".composer-input")).to_have_value("à moitié écrit")


async def test_an_answer_for_who_one_was_is_not_shown_to_who_one_is(open_page, place):
    await (await place.sandbox.actor(place.nadia).slash(place.hall, "event show", title="Pour Nadia")).done()
    page = await open_page(place.thomas)
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        asked.set()
        await may_answer.wait()
        await route.continue_()

    await page.route(f"**/as/{place.nadia}/channels/*/messages*", late)
    await page.evaluate(f"location.hash = '#/{place.nadia}/{place.hall}'")
    await asked.wait()
    await page.evaluate(f"location.hash = '#/{place.owner}/{place.hall}'")
    await expect(page.locator(".opening")).to_be_visible()
    async with page.expect_event("requestfinished", lambda each: f"/as/{place.nadia}/channels" in each.url):
        may_answer.set()
    await place.sandbox.actor(place.owner).send(place.hall, "pour tout le monde")
    await expect(page.locator("article.message .rich")).to_have_text(["pour tout le monde"])
