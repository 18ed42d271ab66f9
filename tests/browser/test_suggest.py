"""A bot's own suggestions while an option is typed, whenever they arrive, seen in a browser."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import command

pytestmark = pytest.mark.asyncio(loop_scope="session")

Choices = list[dict[str, Any]]
FIELD, LIST, OFFERED = ".suggest input", ".suggest-list", ".suggest-list .choice"


def named(*names: str) -> Choices:
    return [{"name": name, "value": name} for name in names]


async def ask(page: Page, suggest: Callable[[str], Awaitable[Choices | None]]) -> None:
    """Open the command whose first option is completed by `suggest`, which gives None where it fails."""

    async def answer(route: Route) -> None:
        choices = await suggest(json.loads(route.request.post_data or "{}")["value"])
        if choices is None:
            await route.fulfill(status=400, json={"code": "autocomplete_failed", "message": ""})
        else:
            await route.fulfill(json={"choices": choices})

    await page.route("**/autocomplete", answer)
    await command(page, "/event show")
    await expect(page.locator(FIELD).first).to_be_focused()


@pytest.mark.parametrize("late", [named("ancien", "ancien aussi"), named(), None])
async def test_an_answer_to_what_was_typed_before_changes_nothing(open_page, place, late: Choices | None):
    first_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def suggest(text: str) -> Choices | None:
        if text:
            return named("nouveau", "nouveau aussi")
        first_asked.set()
        await may_answer.wait()
        return late

    page = await open_page(place.nadia)
    await ask(page, suggest)
    await first_asked.wait()
    await page.keyboard.type("n")
    await expect(page.locator(OFFERED)).to_have_text(["nouveau", "nouveau aussi"])
    async with page.expect_event("requestfinished", lambda each: each.url.endswith("/autocomplete")):
        may_answer.set()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(FIELD).first).to_have_value("nouveau aussi")
    await expect(page.locator(LIST)).to_be_hidden()


async def test_the_list_stays_closed_once_one_has_gone_on_or_chosen(open_page, place):
    async def suggest(_: str) -> Choices:
        return named("Nuit", "Nuée")

    page = await open_page(place.nadia)
    await ask(page, suggest)
    field = page.locator(FIELD).first
    await expect(page.locator(OFFERED)).to_have_text(["Nuit", "Nuée"])
    await page.clock.install()
    await page.keyboard.type("nu")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.clock.run_for(1_000)
    await expect(field).to_have_value("Nuit")
    await expect(page.locator(LIST)).to_be_hidden()
    await page.keyboard.type("s")
    await page.keyboard.press("Shift+Tab")
    await expect(field).not_to_be_focused()
    await page.clock.run_for(1_000)
    await expect(page.locator(LIST)).to_be_hidden()
    await expect(field).to_have_attribute("aria-expanded", "false")


async def test_a_suggestion_is_read_in_ones_language_and_sent_by_its_value(open_page, place):
    async def suggest(_: str) -> Choices:
        return [{"name": "Night", "name_localized": "Nuit", "value": "night"}]

    page = await open_page(place.nadia)
    await ask(page, suggest)
    await expect(page.locator(OFFERED)).to_have_text(["Nuit"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(FIELD).first).to_have_value("Nuit")
    await page.click(".command-form button[type=submit]")
    await expect(page.locator("article.ephemeral")).to_contain_text("Carte : night, 10")
