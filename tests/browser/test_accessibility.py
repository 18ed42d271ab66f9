"""axe judges the page in each of its main states: no violation, in both languages, light and dark."""

import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Frame, Page, expect

from tests.browser.conftest import Place, command
from tests.browser.forms import picture
from tests.browser.test_two import beside

pytestmark = pytest.mark.asyncio(loop_scope="session")

# All of WCAG 2.1 A and AA that a machine can judge, and what axe's makers advise beyond it.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RUN = """async standards => {
    const moving = document.getAnimations().filter(each => each.effect.getTiming().iterations !== Infinity);
    await Promise.all(moving.map(each => each.finished.catch(() => null)));
    const { violations } = await axe.run(document, { runOnly: standards, iframes: false, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
        `${id} at ${target}: ${failureSummary}`));
}"""
WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
MARKDOWN = "# Salle **B**\n> cité\n- une\n- deux\n`code` ||caché|| <t:1900000000:R> https://example.org"

Judge = Callable[[Page, str], Awaitable[None]]


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe, which is installed beside the tree and not with the locks for Python."""
    path = os.environ.get("MAILLAGE_AXE")
    if not path:
        pytest.skip("axe: set MAILLAGE_AXE to the axe.min.js of axe-core")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture
def judge(axe: str):
    """Look at a state of the page, light and dark, frames included; at the end tell all that was found."""
    found: list[str] = []

    async def look(page: Page, state: str) -> None:
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            for frame in page.frames:
                await expect(frame.locator("html")).to_have_attribute("data-theme", scheme)
                found.extend(f"{state}, {scheme}: {each}" for each in await violations(frame, axe))

    yield look
    assert found == []


async def violations(frame: Frame, axe: str) -> list[str]:
    """What axe finds in one document."""
    if not await frame.evaluate("'axe' in globalThis"):
        await frame.evaluate(axe)
    found: list[str] = await frame.evaluate(RUN, STANDARDS)
    return found


async def furnished(place: Place, locale: str) -> Place:
    """Fill the hall: what people write, what bots show, a thread, a private conversation, pings."""
    world, owner = place.sandbox.world, place.sandbox.actor(place.owner)
    for person in (place.owner, place.nadia):
        place.sandbox.actor(person).set_locale(locale)
    bot = next(iter(world.applications.values())).user_id
    await owner.send(place.hall, MARKDOWN)
    await owner.send(place.hall, f"<@{place.nadia}> bonjour")
    embed = {
        "title": "Ordre du jour",
        "description": "Trois points",
        "fields": [{"name": "Quand", "value": "18h30"}],
    }
    world.post_message(place.hall, bot, {"embeds": [embed]})
    nadia = place.sandbox.actor(place.nadia)
    await (await nadia.slash(place.hall, "event card")).done()
    await (await nadia.slash(place.hall, "event show", title="Nuit")).done()
    thread = world.create_thread(place.hall, "Capteurs", owner_id=place.owner)
    world.add_to_thread(thread.id, place.nadia)
    world.post_message(thread.id, place.owner, {"content": "un fil"})
    conversation = nadia.dm_with(bot)
    world.post_message(conversation, bot, {"content": "un mot en privé"})
    return place


@pytest.mark.parametrize("locale", ["fr", "en-GB"])
async def test_a_channel_with_cards_is_without_fault(open_page, place, judge, locale):
    page = await open_page((await furnished(place, locale)).nadia)
    await expect(page.locator("article.ephemeral")).to_be_visible()
    await expect(page.locator(".welcome h3")).to_have_count(5)
    await judge(page, "a channel with cards")
    await page.get_by_role("button", name="Réduire" if locale == "fr" else "Fold").click()
    await judge(page, "a channel with the first steps folded")


async def test_writing_and_choosing_are_without_fault(open_page, place, judge):
    page = await open_page((await furnished(place, "fr")).nadia)
    await page.get_by_role("button", name="Sans réponse").click()
    await page.fill(".composer-input", "/")
    await page.wait_for_selector(".command.active")
    await judge(page, "the list of commands")
    await page.fill(".composer-input", "/rien de tel")
    await page.wait_for_selector(".choice-none")
    await judge(page, "no such command")
    await page.fill(".composer-input", "/evenement mon")
    await page.wait_for_selector(".command.active")
    await page.keyboard.press("Enter")
    await page.keyboard.type("n")
    await page.wait_for_selector(".suggest-list .choice")
    await judge(page, "completion")
    await page.locator(".command-form .icon-button").click()
    await page.locator("article .picker-trigger").last.click()
    await judge(page, "a menu of a card")
    await page.keyboard.press("Escape")
    await page.fill(".composer-input", "/profile")
    await page.wait_for_selector(".command.active")
    await page.keyboard.press("Enter")
    await page.locator(".command-form button[type=submit]").click()
    form = page.get_by_role("dialog", name="Votre profil")
    await expect(form).to_be_visible()
    await judge(page, "a form")
    await form.get_by_role("button", name="Valider").click()
    await judge(page, "a form with something missing")
    await page.keyboard.press("Escape")
    await page.click("#act-as")
    await expect(page.locator(".person-row")).to_have_count(3)
    await judge(page, "the list of people")
    await page.keyboard.press("Escape")
    await page.click(".clock-pill")
    await judge(page, "the clock")
    await expect(page.locator(".failure")).to_be_visible()
    await judge(page, "a button that was not answered")


async def test_threads_private_messages_and_members_are_without_fault(open_page, place, judge):
    page = await open_page((await furnished(place, "en-GB")).nadia)
    await page.locator(".thread-list .channel").click()
    await expect(page.locator("#channel-title")).to_have_text("Capteurs")
    await judge(page, "a thread")
    await page.locator(".rail-item").first.click()
    await expect(page.locator("article.message")).to_contain_text("un mot en privé")
    await judge(page, "private messages")
    await page.locator(".rail-item").last.click()
    await page.locator(".member").first.click()
    await judge(page, "a person's card")
    await page.keyboard.press("Escape")
    await page.set_viewport_size(NARROW)
    await judge(page, "a narrow page")
    await page.click("#open-right")
    await expect(page.locator("#members")).to_be_in_viewport()
    await judge(page, "the members of a narrow page")
    await page.keyboard.press("Escape")
    await page.click("#open-left")
    await expect(page.locator("#channels")).to_be_in_viewport()
    await judge(page, "the channels of a narrow page")


async def test_two_people_side_by_side_are_without_fault(open_page, place, judge):
    page = await open_page((await furnished(place, "fr")).nadia)
    _, right = await beside(page)
    await expect(right.locator("article.message").first).to_be_visible()
    await judge(page, "side by side")
    await page.set_viewport_size(NARROW)
    await judge(page, "one of two on a narrow page")


async def test_files_events_and_names_are_without_fault(open_page, place, judge):
    world = place.sandbox.world
    start = place.sandbox.clock.now() + timedelta(days=2)
    for number in (1, 2):
        event = world.create_scheduled_event(
            place.guild,
            place.owner,
            f"Rencontre {number}",
            starts_at=start,
            location="Namur",
            description="**Là**",
        )
    world.set_interested(place.guild, event.id, place.nadia)
    world.set_event_status(event, 2)
    page = await open_page((await furnished(place, "fr")).nadia)
    await page.locator("#composer input[type=file]").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": picture()} for name in ("plan.png", "salle.png")]
    )
    await page.get_by_role("button", name="Décrire plan.png").click()
    await page.get_by_role("button", name="Masquer salle.png").click()
    await page.locator(".composer-input").press_sequentially("@")
    await page.wait_for_selector("#mention-list .choice")
    await judge(page, "files attached and a name begun")
    await page.keyboard.press("Escape")
    await page.fill(".composer-input", f"https://discord.com/events/{place.guild}/{event.id}")
    await page.keyboard.press("Enter")
    await expect(page.locator("article .picture-cover")).to_be_visible()
    await judge(page, "files sent, one covered")
    await page.get_by_role("button", name="Événements").click()
    await page.get_by_role("button", name="1 personne intéressée").click()
    await expect(page.locator(".event-who")).to_contain_text("Nadia")
    await judge(page, "the events")
    await page.keyboard.press("Escape")
    await command(page, "/choices")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Vos choix")
    await form.locator("input[type=file]").set_input_files(
        {"name": "plan.png", "mimeType": "image/png", "buffer": picture()}
    )
    await form.get_by_role("button", name="Valider").click()
    await judge(page, "a form of choices and files")
    await page.keyboard.press("Escape")
    await command(page, "/media")
    await page.keyboard.press("Enter")
    await expect(page.locator(".gallery")).to_be_visible()
    await judge(page, "a card with pictures and files")
