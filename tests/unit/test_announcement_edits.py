"""The preview of an edit fits a message, however long what it shows is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import announcements as rules
from bot.ui.announcements.edits import edit_preview
from tests.unit.test_announcements import CATALOGUES, NOON, WIDE, announcement, fits, group, to, words_of


@pytest.mark.parametrize("locale", CATALOGUES.locales)
@pytest.mark.parametrize("title", ["t" * rules.TITLE_LIMIT, "*" * rules.TITLE_LIMIT])
def test_the_longest_edit_that_was_overtaken_fits_and_says_by_whom(locale: str, title: str):
    language = CATALOGUES.language(locale)
    words = rules.Words(title, "é" * rules.BODY_LIMIT)
    stands = replace(announcement(title, words.body), revision=1, edited_by=7, edited_at=NOON)
    content = rules.Content(
        locale, words, {"en" if locale == "fr" else "fr": words}, "https://a.be/" + "a" * 499
    )
    edit = rules.Edit(1, 1, 1, 3, 0, content, rules.EditState.OPEN, NOON)
    found = rules.EditPreview(edit, rules.report(stands, to([group(1)]), []), locale, WIDE, None, None, None)
    shown = edit_preview(found, language, CATALOGUES)
    assert fits(shown)
    assert "<@7>" in words_of(shown)
