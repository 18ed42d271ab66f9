"""What an announcement says: in which languages, with which link, and that its cards fit what Discord takes."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import announcements as rules
from bot.domain.announcements import (
    Act,
    Announcement,
    AnnouncementState,
    Content,
    Draft,
    Entry,
    Journal,
    Reach,
    Words,
)
from bot.domain.mistakes import Mistake
from bot.domain.pictures import Picture, PictureType
from bot.i18n import Catalogues, Language
from bot.ui.announcements.cards import announced
from bot.ui.announcements.content import flawed
from bot.ui.announcements.drafts import preview
from bot.ui.announcements.forms import form, words_form
from bot.ui.announcements.journal import before, journal
from bot.ui.announcements.names import draft_naming
from bot.ui.message import Message

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
CATALOGUES = Catalogues.load()
FRENCH, ENGLISH = CATALOGUES.language("fr"), CATALOGUES.language("en")
BOTH = Content("fr", Words("Soirée", "Venez.", "Une salle"), {"en": Words("Evening", "Come.")})
PICTURE = Picture(3, 100, PictureType.PNG, b"\x89PNG\r\n\x1a\n")


def draft(content: Content, flaw: Mistake | None = None, picture: Picture | None = None) -> Draft:
    written = Announcement(
        id=5,
        community_id=100,
        author_id=7,
        confirmed_by=None,
        recalled_by=None,
        title=content.words.title,
        body=content.words.body,
        state=AnnouncementState.DRAFT,
        round=0,
        created_at=NOON,
        changed_at=NOON,
        confirmed_at=None,
        finished_at=None,
        recalled_at=None,
        locale=content.locale,
        alt=content.words.alt,
        link=content.link,
        translations=content.others,
        picture_id=content.picture_id,
    )
    return Draft(written, "fr", [], [], Reach(), flaw, picture)


def words_of(message: Message) -> list[str]:
    assert message.view is not None
    children = message.view.walk_children()
    return [item.content for item in children if isinstance(item, discord.ui.TextDisplay)]


def labels_of(message: Message) -> list[str | None]:
    assert message.view is not None
    children = message.view.walk_children()
    return [item.label for item in children if isinstance(item, discord.ui.Button)]


def test_each_language_reads_its_own_words_and_any_other_the_main_ones():
    assert BOTH.in_language("en").title == "Evening"
    assert BOTH.in_language("fr").title == "Soirée"
    assert BOTH.in_language("nl").title == "Soirée"


def test_a_picture_without_a_description_in_a_language_keeps_the_main_one():
    assert BOTH.in_language("en").alt == "Une salle"
    assert BOTH.with_words("en", Words("Evening", "Come.", "A room")).in_language("en").alt == "A room"


def test_empty_words_take_their_language_away():
    assert BOTH.with_words("en", Words(" ", "\n")).others == {}
    assert BOTH.with_words("fr", Words()).words == Words()


@pytest.mark.parametrize(
    ("content", "code", "locale"),
    [
        (BOTH.with_words("fr", Words("", "Venez.")), "announcements-title-empty", "fr"),
        (BOTH.with_words("en", Words("Evening", "")), "announcements-body-empty", "en"),
        (BOTH.with_words("en", Words("x" * 101, "Come.")), "announcements-title-long", "en"),
        (BOTH.with_words("en", Words("x", "y" * 3501)), "announcements-body-long", "en"),
        (BOTH.with_words("fr", Words("x", "y", "z" * 301)), "announcements-alt-long", "fr"),
    ],
)
def test_what_is_wrong_is_said_of_its_language(content: Content, code: str, locale: str):
    mistake = rules.flaw(content)
    assert mistake is not None
    assert (mistake.code, mistake.params["locale"]) == (code, locale)
    shown = flawed(content, mistake, FRENCH, CATALOGUES, draft_naming(5))
    assert ("Corriger (anglais)" in labels_of(shown)) is (locale == "en")


@pytest.mark.parametrize("locale", CATALOGUES.locales)
@pytest.mark.parametrize(
    "content",
    [
        Content("fr"),
        Content("fr", Words("*" * 4000, "é" * 4000, "é" * 4000), link="x" * 4000),
        Content("fr", Words("", "Venez."), {"en": Words("x" * 4000, "")}, "exemple"),
    ],
)
def test_a_drafts_text_of_before_is_shown_whatever_was_wrong_with_it(content: Content, locale: str):
    language, shown = CATALOGUES.language(locale), draft(BOTH).announcement
    entry = Entry(3, shown.id, Act.REWRITTEN, 7, NOON, before=content)
    message = before(shown, entry, language, CATALOGUES)
    assert message.view is not None
    assert sum(len(words) for words in words_of(message)) <= 4000
    assert all(words.strip("# ") for words in words_of(message))
    buttons = [one for one in message.view.walk_children() if isinstance(one, discord.ui.Button)]
    assert not [one for one in buttons if one.url]
    listing = journal(Journal(shown, [entry], 0, 1), language)
    assert listing.view is not None
    (menu,) = [one for one in listing.view.walk_children() if isinstance(one, discord.ui.Select)]
    assert all(0 < len(option.label) <= 100 for option in menu.options)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://example.org",
        "https://example.org/programme?jour=4#midi",
        "https://événements.example.org/soirée",
        "https://example.org:8443/",
    ],
)
def test_a_whole_address_is_a_link(link: str):
    assert rules.flaw(Content("fr", Words("T", "x"), link=link)) is None


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("http://example.org/a", "announcements-link-unsafe"),
        ("example.org/a", "announcements-link-unsafe"),
        ("demain", "announcements-link-unknown"),
        ("https://", "announcements-link-unknown"),
        ("https://localhost/a", "announcements-link-unknown"),
        ("https://example..org", "announcements-link-unknown"),
        ("https://example.org/a b", "announcements-link-unknown"),
        ("https://bank.example@evil.example/", "announcements-link-unknown"),
        ("https://example.org:99999", "announcements-link-unknown"),
        ("https://[::1", "announcements-link-unknown"),
        ("javascript:alert(1)", "announcements-link-unknown"),
        ("https://example.org/" + "a" * 500, "announcements-link-long"),
    ],
)
def test_any_other_link_is_refused_with_what_to_write(link: str, code: str):
    mistake = rules.flaw(Content("fr", Words("T", "x"), link=link))
    assert mistake is not None
    assert mistake.code == code
    if code == "announcements-link-unsafe":
        assert mistake.params["suggestion"] == "https://example.org/a"


@given(st.text(max_size=600))
def test_a_link_that_is_taken_can_be_a_buttons(link: str):
    if rules.flaw(Content("fr", Words("T", "x"), link=link.strip())) is None and link.strip():
        shown = announced(draft(Content("fr", Words("T", "x"), link=link.strip())).announcement, FRENCH)
        (label,) = labels_of(shown)
        assert label is not None
        assert len(label) <= 80
        assert link.strip().startswith("https://")


def test_the_preview_shows_every_language_as_its_readers_will_see_it():
    shown = words_of(preview(draft(BOTH), FRENCH, CATALOGUES))
    assert shown[:3] == ["## Soirée", "Venez.", f"-# {FRENCH('announcements-footer')}"]
    assert shown[4:7] == ["## Evening", "Come.", f"-# {ENGLISH('announcements-footer')}"]


def test_texts_too_long_to_be_shown_together_are_shown_one_at_a_time():
    long = BOTH.with_words("fr", Words("Soirée", "x" * 3000)).with_words("en", Words("Evening", "y" * 3000))
    first = preview(draft(long), FRENCH, CATALOGUES)
    assert "y" * 3000 not in words_of(first)
    assert "Voir en anglais" in labels_of(first)
    second = preview(draft(long), FRENCH, CATALOGUES, "en")
    assert "y" * 3000 in words_of(second)
    assert "x" * 3000 not in words_of(second)


def test_a_picture_is_sent_along_with_its_description_in_the_readers_language():
    content = BOTH.with_words("en", Words("Evening", "Come.", "A room"))
    message = announced(draft(content, picture=PICTURE).announcement, ENGLISH, PICTURE)
    assert [(file.filename, file.description) for file in message.files] == [("image.png", "A room")]
    assert message.view is not None
    (gallery,) = [each for each in message.view.walk_children() if isinstance(each, discord.ui.MediaGallery)]
    assert [(item.media.url, item.description) for item in gallery.items] == [
        ("attachment://image.png", "A room")
    ]


def test_a_message_that_was_sent_can_be_put_right_with_its_whole_picture():
    message = announced(draft(BOTH, picture=PICTURE).announcement, FRENCH, PICTURE)
    (sent,) = message.send_arguments()["files"]
    assert sent.fp.read() == PICTURE.content
    (again,) = message.edit_arguments()["attachments"]
    assert again.fp.read() == PICTURE.content


@given(title=st.integers(1, 100), bodies=st.lists(st.integers(1, 3500), min_size=2, max_size=2))
def test_any_preview_in_two_languages_fits(title: int, bodies: list[int]):
    first, second = (Words("*" * title, "é" * length, "a") for length in bodies)
    content = Content("fr", first, {"en": second}, "https://example.org", 3)
    for only in (None, "en"):
        message = preview(draft(content, picture=PICTURE), FRENCH, CATALOGUES, only)
        assert message.view is not None
        assert sum(map(len, words_of(message))) <= 4000
        assert len(list(message.view.walk_children())) <= 40


@pytest.mark.parametrize("language", [FRENCH, ENGLISH])
def test_the_forms_fit(language: Language):
    async def submitted(*_: object) -> None:
        raise AssertionError

    for made in (form(language, submitted, BOTH), words_form(language, submitted, "en", Words("x" * 4000))):
        assert len(made.children) <= 5
        for child in made.children:
            assert isinstance(child, discord.ui.Label)
            assert len(child.text) < 45
            assert len(child.description or "") <= 100
