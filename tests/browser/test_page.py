"""What a person does on the chat page, seen in a browser."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.browser.conftest import command

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_message_reaches_the_other_person_as_text_and_nothing_runs(open_page, place):
    nadia, thomas = await open_page(place.nadia), await open_page(place.thomas)
    await nadia.fill(".composer-input", "**Bonjour** <img src=x onerror=alert(1)>")
    await nadia.keyboard.press("Enter")
    said = thomas.locator("article.message .rich")
    await expect(said).to_have_text("Bonjour <img src=x onerror=alert(1)>")
    await expect(said.locator("strong")).to_have_text("Bonjour")
    await expect(thomas.locator("#act-as .me-name")).to_have_text("<script>alert(1)</script>")


async def test_a_command_is_found_by_its_french_name_and_its_answer_is_private(open_page, place):
    nadia, thomas = await open_page(place.nadia), await open_page(place.thomas)
    await command(nadia, "/evenement mon")
    await expect(nadia.locator(".command-head strong")).to_have_text("/evenement montrer")
    await nadia.keyboard.type("nuit")
    await expect(nadia.locator(".suggest-list .choice")).to_have_text(["Nuit de la sécurité"])
    await nadia.keyboard.press("ArrowDown")
    await nadia.keyboard.press("Enter")
    await nadia.click(".command-form button[type=submit]")
    answer = nadia.locator("article.ephemeral")
    await expect(answer).to_contain_text("Carte : Nuit de la sécurité, 10")
    await expect(answer).to_contain_text("Visible par vous uniquement")
    await expect(thomas.locator("article.message")).to_have_count(0)
    await answer.get_by_role("button", name="Masquer").click()
    await expect(answer).to_have_count(0)


async def test_options_say_what_is_wrong_before_anything_is_sent(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/event show")
    await page.click(".option-chip")
    await page.keyboard.type("51")
    await page.click(".command-form button[type=submit]")
    await expect(page.locator("[data-option=title] .field-error")).to_have_text("À remplir.")
    await expect(page.locator("[data-option=places] .field-error")).to_have_text("Au plus 50.")
    assert not place.sandbox.world.messages[place.hall]


async def test_a_button_changes_the_card_for_everybody(open_page, place):
    nadia, thomas = await open_page(place.nadia), await open_page(place.thomas)
    await command(nadia, "/event card")
    await nadia.keyboard.press("Enter")
    await thomas.get_by_role("button", name="Je viens").click()
    await expect(nadia.locator(".container")).to_contain_text("1 personne vient")
    await expect(nadia.locator(".message-context")).to_contain_text("a utilisé")


async def test_a_select_answers_in_private(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/event card")
    await page.keyboard.press("Enter")
    await page.click(".container .picker-trigger")
    await page.get_by_role("option", name="Sécurité").click()
    await expect(page.locator("article.ephemeral")).to_contain_text("Groupe : Sécurité")


async def test_a_button_without_an_answer_says_so(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/event card")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Sans réponse").click()
    await expect(page.locator(".failure")).to_contain_text("Échec de l’interaction")


async def test_a_command_without_an_answer_says_so(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/silence")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.failed")).to_contain_text("L’application n’a pas répondu")


async def test_a_form_says_what_is_missing_then_is_sent(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/profile")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Votre profil")
    await expect(form.locator("textarea")).to_be_focused()
    await page.keyboard.type("abc")
    await form.get_by_role("button", name="Valider").click()
    await expect(form.locator(".field-error:visible")).to_have_text(
        ["Au moins 5 caractères.", "Faites un choix."]
    )
    await form.locator("textarea").fill("Des capteurs")
    await form.get_by_role("combobox", name=re.compile("Langues")).click()
    await page.get_by_role("option", name="Français").click()
    await page.keyboard.press("Escape")
    await expect(form).to_be_visible()
    await form.get_by_role("button", name="Valider").click()
    await expect(page.locator("article.ephemeral")).to_contain_text("Profil : Des capteurs (Français)")


async def test_escape_closes_a_form_and_sends_nothing(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/profile")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("dialog.modal")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.modal")).to_have_count(0)
    assert not place.sandbox.world.messages[place.hall]


async def test_becoming_someone_else_shows_what_they_may_see(open_page, place):
    page = await open_page(place.nadia)
    await expect(page.locator(".channel")).to_have_count(1)
    await page.click("#act-as")
    await page.fill(".people-search", "camille")
    await expect(page.locator(".person-row")).to_have_count(1)
    await page.click(".person-row")
    await expect(page.locator(".channel-name")).to_have_text(["accueil", "equipe"])
    await page.click("text=equipe")
    assert page.url.endswith(f"#/{place.owner}/{place.hidden}")


async def test_the_page_speaks_the_persons_language(open_page, place):
    page = await open_page(place.nadia)
    await expect(page.locator(".welcome h2")).to_have_text("Bienvenue dans le bac à sable")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator(".welcome h2")).to_have_text("Welcome to the sandbox")
    assert place.sandbox.world.user(place.nadia).locale == "en-GB"
    await page.fill(".composer-input", "/event")
    await expect(page.locator(".command strong").first).to_have_text("/event card")


async def test_the_clock_moves_forward_and_relative_times_follow(open_page, place):
    page = await open_page(place.nadia)
    due = int((place.sandbox.clock.now() + timedelta(hours=3, minutes=5)).timestamp())
    await place.sandbox.actor(place.thomas).send(place.hall, f"Rendez-vous <t:{due}:R>")
    await expect(page.locator("time.timestamp")).to_have_text("dans 3 heures")
    await page.click(".clock-step >> nth=0")
    await expect(page.locator("time.timestamp")).to_have_text("dans 2 heures")
    assert timedelta(minutes=59) < place.sandbox.clock.offset < timedelta(minutes=61)


async def test_a_moment_is_typed_day_first_whatever_the_browser_speaks(open_page, place):
    page = await open_page(place.nadia, locale="en-US")
    wanted = place.sandbox.clock.now().replace(month=12, day=3) + timedelta(days=366)
    await page.click(".clock-pill")
    await page.fill("#clock-day", f"31/02/{wanted.year}")
    await page.keyboard.press("Enter")
    await expect(page.locator("#clock-panel .field-error")).to_contain_text("Écrivez le jour")
    await page.fill("#clock-day", f"3/12/{wanted.year}")
    await page.fill("#clock-hour", "18:30")
    await page.keyboard.press("Enter")
    await expect(page.locator(".clock-face")).to_contain_text("3 déc. · 18h30")
    assert (place.sandbox.clock.now().month, place.sandbox.clock.now().day) == (12, 3)


async def test_the_welcome_folds_to_one_line_once_read(open_page, place):
    page = await open_page(place.owner)
    await expect(page.locator(".welcome h3")).to_have_count(5)
    await page.click("text=equipe")
    short = ["Un groupe", "Un événement", "Une réponse", "Une mise en relation", "Une annonce"]
    await expect(page.locator(".welcome.folded .welcome-go")).to_have_text(short)
    await page.get_by_role("button", name="Déplier les premiers pas").click()
    await expect(page.locator(".welcome h3")).to_have_count(5)


async def test_the_line_one_writes_on_is_whole_after_a_command(open_page, place):
    page = await open_page(place.nadia)
    await command(page, "/event card")
    await page.keyboard.press("Enter")
    await expect(page.locator(".container")).to_be_visible()
    line = page.locator(".composer-input")
    assert await line.evaluate("node => node.clientHeight >= node.scrollHeight")


async def test_where_no_conversation_is_open_one_is_told_to_choose(open_page, place):
    page = await open_page(place.nadia)
    await page.locator(".rail-item").first.click()
    await expect(page.locator("#channel-title")).to_have_text("Messages privés")
    await expect(page.locator("#message-list")).to_have_text("Choisissez une conversation à gauche.")


async def test_the_first_steps_stay_closed_until_they_are_called_back(open_page, place):
    page = await open_page(place.owner)
    await page.get_by_role("button", name="Fermer l’accueil").click()
    await expect(page.locator("#welcome")).to_be_hidden()
    await page.reload()
    await expect(page.locator(".composer-input")).to_be_visible()
    await expect(page.locator("#welcome")).to_be_hidden()
    await page.get_by_role("button", name="Revoir les premiers pas").click()
    await expect(page.locator(".welcome h3")).to_have_count(5)


async def test_who_has_done_every_step_is_told_and_may_begin_again(open_page, place):
    page = await open_page(place.nadia)
    steps = '["join", "prepare", "answer", "clock", "introduce", "announce"]'
    await page.evaluate(f"localStorage.setItem('sandbox.steps.{place.guild}', '{steps}')")
    await page.reload()
    await expect(page.locator(".welcome-words p")).to_contain_text("Vous avez fait le tour")
    await expect(page.locator(".welcome li.done")).to_have_count(5)
    await page.get_by_role("button", name="Recommencer").click()
    await expect(page.locator(".welcome li.done")).to_have_count(0)


async def test_a_step_is_ticked_off_beside_when_the_other_does_it(open_page, place):
    page = await open_page(place.nadia)
    await page.click("#open-beside")
    left, right = (page.frame_locator(f"iframe[data-side={each}]") for each in ("left", "right"))
    await expect(left.locator(".welcome h3")).to_have_count(5)
    await expect(right.locator(".composer-input")).to_be_visible()
    await expect(right.locator("#welcome")).to_be_hidden()
    web, iot = (place.sandbox.world.create_role(place.guild, name).id for name in ("Web", "IoT"))
    place.sandbox.world.add_role(place.guild, place.owner, web)
    await expect(right.locator("#act-as")).to_contain_text("Web")
    await expect(left.locator(".welcome li.done")).to_have_count(0)
    await right.locator(".composer-input").fill("/event card")
    await expect(right.locator(".command.active")).to_be_visible()
    await page.keyboard.press("Enter")
    await right.locator(".command-form button[type=submit]").click()
    await expect(right.locator(".container")).to_be_visible()
    place.sandbox.world.add_role(place.guild, place.owner, iot)
    await expect(left.locator(".welcome li.done h3")).to_contain_text("Rejoindre un groupe")


async def test_a_link_to_a_message_leads_to_it_in_the_page(open_page, place):
    posted = place.sandbox.world.post_message(place.hidden, place.owner, {"content": "ici"})
    link = f"https://discord.com/channels/{place.guild}/{place.hidden}/{posted.id}"
    page = await open_page(place.owner)
    await place.sandbox.actor(place.owner).send(place.hall, f"voir [le message]({link})")
    await page.get_by_role("button", name="le message").click()
    await expect(page.locator("#channel-title")).to_have_text("equipe")
    await expect(page.locator("article.sought")).to_contain_text("ici")


async def test_another_channel_shows_what_is_unread_and_pings(open_page, place):
    page = await open_page(place.owner)
    await place.sandbox.actor(place.owner).send(place.hidden, "déjà lu")
    world = place.sandbox.world
    await place.sandbox.actor(place.nadia).send(place.hall, f"<@{place.owner}> bonjour")
    await expect(page.locator("article.pings-me .chip-me")).to_have_text("@Camille Renard")
    await page.click(".channel >> nth=1")
    world.post_message(place.hall, place.nadia, {"content": f"<@{place.owner}> encore"})
    await expect(page.locator(f"[data-channel='{place.hall}']")).to_have_class(re.compile("unread"))
    await expect(page.locator(f"[data-channel='{place.hall}'] .badge")).to_have_text("1")


async def test_ten_thousand_messages_are_read_page_by_page(open_page, place):
    for number in range(10_000):
        place.sandbox.world.post_message(place.hall, place.thomas, {"content": f"message {number}"})
    page = await open_page(place.nadia)
    await expect(page.locator("article.message")).to_have_count(50)
    await expect(page.locator("article.message").last).to_contain_text("message 9999")
    await page.locator("#messages").evaluate("node => { node.scrollTop = 0; }")
    await expect(page.locator("article.message")).to_have_count(100)
    await expect(page.locator("article.message").first).to_contain_text("message 9900")


async def test_drawers_open_on_a_narrow_screen(open_page, place):
    page = await open_page(place.nadia, viewport={"width": 390, "height": 844})
    await expect(page.locator("#channels")).not_to_be_in_viewport()
    await page.click("#open-left")
    await expect(page.locator("#channels")).to_be_in_viewport()
    await page.keyboard.press("Escape")
    await expect(page.locator("#channels")).not_to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_both_languages_have_the_same_words(open_page, place):
    page = await open_page(place.nadia)
    keys = "async name => Object.keys((await import(`/static/words-${name}.js`)).WORDS).sort()"
    assert await page.evaluate(keys, "fr") == await page.evaluate(keys, "en")


async def test_a_reply_quotes_its_message_as_it_is_read(open_page, place):
    page = await open_page(place.nadia)
    hall = place.bot.get_channel(place.hall)
    said = await hall.send(f"## **Bonjour** <@{place.owner}>, le <t:1795838159:d>")
    await said.reply("Merci")
    snippet = page.locator(".message-context .snippet")
    await expect(snippet).to_have_text(re.compile(r"Bonjour @Camille Renard, le 28/11"))


async def test_markers_that_never_close_cost_no_time_and_lose_no_text(open_page, place):
    begun = [("*x", "**a"), ("_x", "__a"), ("**x", "*a"), ("__x", "_a")]
    begun += [
        ("", f"{marker}a")
        for marker in ("***", "**", "*", "___", "_", "~~", "||", "|", "`", "[", "[b](", ">")
    ]
    written = [f"{first}{again * count}" for first, again in begun for count in (200, 201)]
    for text in written:
        place.sandbox.world.post_message(place.hall, place.owner, {"content": text})
    page = await open_page(place.nadia)
    shown = page.locator("article.message .rich")
    await expect(shown).to_have_count(len(written))
    words = [re.sub(r"[*_~|`>]", "", text) for text in written]
    assert [re.sub(r"[*_~|`>]", "", text) for text in await shown.all_text_contents()] == words


async def test_what_is_strong_inside_italics_is_both(open_page, place):
    page = await open_page(place.nadia)
    await place.sandbox.actor(place.owner).send(place.hall, "*un **deux** trois*, _un __deux__ trois_")
    await expect(page.locator(".rich em")).to_have_text(["un deux trois", "un deux trois"])
    await expect(page.locator(".rich em > strong")).to_have_text("deux")
    await expect(page.locator(".rich em > u")).to_have_text("deux")


async def test_who_has_nothing_open_is_left_there_when_something_changes(open_page, place):
    world = place.sandbox.world
    page = await open_page(place.nadia)
    await page.locator(".rail-item").first.click()
    await expect(page.locator("#channel-title")).to_have_text("Messages privés")
    other = world.create_guild("Ailleurs", owner_id=place.owner).id
    world.add_member(other, place.nadia)
    await expect(page.locator(".rail-item")).to_have_count(3)
    await expect(page.locator("#channel-title")).to_have_text("Messages privés")
    await expect(page.locator(".notice")).to_have_count(0)
    await page.locator(".rail-item").last.click()
    await expect(page.locator("#message-list")).to_have_text("Cette personne ne voit aucun salon ici.")
    world.create_channel(other, "entrée")
    await expect(page.locator(".channel-name")).to_have_text("entrée")
    await expect(page.locator("#message-list")).to_have_text("Choisissez un salon à gauche.")
    await expect(page.locator(".notice")).to_have_count(0)
