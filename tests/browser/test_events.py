"""The community's scheduled events on the chat page, seen in a browser."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def meeting(place):
    """Announce an event two days ahead, from 18:30 to 20:00 of the browser's zone in winter."""
    world = place.sandbox.world
    start = (place.sandbox.clock.now() + timedelta(days=2)).replace(hour=17, minute=30, second=0)

    def announce(name: str = "Capteurs de terrain", **details):
        how = {"starts_at": start, "ends_at": start + timedelta(hours=1.5), "location": "Namur", **details}
        return world.create_scheduled_event(place.guild, place.owner, name, **how)

    return announce


async def test_an_event_shows_when_where_and_what(open_page, place, meeting):
    meeting("Plus tard", starts_at=place.sandbox.clock.now() + timedelta(days=9), ends_at=None)
    meeting(description="Entre **pôles**", location="https://example.org/salle")
    page = await open_page(place.nadia)
    way_in = page.get_by_role("button", name="Événements")
    await expect(way_in.locator(".events-count")).to_have_text("2")
    await way_in.click()
    cards = page.get_by_role("dialog", name="Événements").locator("article.event")
    await expect(cards.locator("h3")).to_have_text(["Capteurs de terrain", "Plus tard"])
    await expect(cards.first).to_contain_text(re.compile(r"de 18h30 à 20h00 · dans \d jours"))
    await expect(cards.first.locator(".event-words strong")).to_have_text("pôles")
    await expect(cards.first.get_by_role("link")).to_have_attribute("href", "https://example.org/salle")
    await expect(cards.first).to_contain_text("Annoncé par Camille Renard")
    await page.keyboard.press("Escape")
    await expect(way_in).to_be_focused()


async def test_interest_is_marked_counted_and_seen_by_others(open_page, place, meeting):
    event = meeting()
    nadia, thomas = await open_page(place.nadia), await open_page(place.thomas)
    for page in (nadia, thomas):
        await page.get_by_role("button", name="Événements").click()
    mark = nadia.get_by_role("button", name="Ça m’intéresse, Capteurs de terrain")
    await expect(nadia.locator(".event-count")).to_have_text("Soyez la première personne intéressée")
    await mark.press("Enter")
    await expect(mark).to_have_attribute("aria-pressed", "true")
    await expect(mark).to_be_focused()
    await thomas.get_by_role("button", name="1 personne intéressée").click()
    await expect(thomas.locator(".event-who")).to_contain_text("Nadia El Amrani")
    await thomas.get_by_role("button", name="Ça m’intéresse").click()
    await expect(thomas.locator(".event-who li")).to_have_count(2)
    await expect(nadia.get_by_role("button", name="2 personnes intéressées")).to_be_visible()
    await mark.click()
    await expect(mark).to_have_attribute("aria-pressed", "false")
    assert list(event.interested) == [place.thomas]


async def test_an_open_list_follows_what_changes(open_page, place, meeting):
    world = place.sandbox.world
    page = await open_page(place.nadia)
    await expect(page.locator("#open-events")).to_be_hidden()
    event = meeting()
    await page.get_by_role("button", name="Événements").click()
    await expect(page.locator("article.event h3")).to_have_text("Capteurs de terrain")
    world.set_event_status(event, 2)
    event.name = "Capteurs en ville"
    world.announce_event(event)
    await expect(page.locator("article.event h3")).to_have_text("Capteurs en ville")
    await expect(page.locator(".event-time")).to_contain_text("En cours")
    world.set_event_status(event, 3)
    world.announce_event(event)
    await expect(page.locator(".event-list")).to_have_text("Aucun événement n’est annoncé.")


async def test_a_link_to_an_event_reads_as_its_name_and_opens_it(open_page, place, meeting):
    event = meeting()
    page = await open_page(place.nadia)
    base = "https://discord.com/events"
    text = f"Venez : {base}/{place.guild}/{event.id} ou [ici]({base}/{place.guild}/1)"
    await place.sandbox.actor(place.owner).send(place.hall, text)
    await page.get_by_role("button", name="ici", exact=True).click()
    await expect(page.locator(".notice")).to_have_text("Cet événement n’est plus annoncé.")
    await page.locator(".rich").get_by_role("button", name="Capteurs de terrain").click()
    await expect(page.locator("article.event")).to_be_focused()


async def test_an_event_in_a_channel_is_shown_to_those_who_see_the_channel(open_page, place, meeting):
    meeting("En coulisses", channel_id=place.hidden, location=None, entity_type=2)
    nadia, owner = await open_page(place.nadia), await open_page(place.owner)
    await expect(nadia.locator("#open-events")).to_be_hidden()
    await owner.get_by_role("button", name="Événements").click()
    await expect(owner.locator(".event-place")).to_have_text("equipe")
