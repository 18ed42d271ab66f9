"""The forms in which an announcement is written: in the community's language first, then in others."""

from __future__ import annotations

from bot.domain.announcements import BODY_LIMIT, LINK_LIMIT, TITLE_LIMIT, Content, Words
from bot.domain.pictures import ALT_LIMIT, SIZE_LIMIT
from bot.i18n import Language
from bot.ui.form import Field, Form, Submitted, text, upload


def form(language: Language, submitted: Submitted, written: Content, *, editing: bool = False) -> Form:
    """Ask for an announcement's words, picture and link; what is written is filled in, also where it is too long.

    `editing`: it was sent, and what it says is to be replaced.
    """
    picture = Field(
        "picture",
        language("announcements-form-picture"),
        upload(),
        hint=language(
            "announcements-form-picture-hint",
            most=SIZE_LIMIT // 1_000_000,
            kept="no" if written.picture_id is None else "yes",
        ),
    )
    title, body, alt = _words(language, written.locale, written.words)
    link = Field(
        "link",
        language("announcements-form-link"),
        text(
            value=written.link,
            example="https://",
            required=False,
            most=max(LINK_LIMIT, len(written.link)),
        ),
        hint=language("announcements-form-link-hint"),
    )
    name = language("announcements-edit-form" if editing else "announcements-form")
    return Form(name, [title, body, picture, alt, link], submitted)


def words_form(language: Language, submitted: Submitted, locale: str, words: Words) -> Form:
    """Ask for an announcement's words in another language; left empty, they are taken away."""
    name = language.name_of(locale)
    fields = _words(language, locale, words, required=False)
    return Form(language("announcements-form-words", language=name), fields, submitted)


def _words(language: Language, locale: str, words: Words, *, required: bool = True) -> list[Field]:
    name = language.name_of(locale)
    return [
        Field(
            "title",
            language("announcements-form-title", language=name),
            text(
                value=words.title,
                example=language("announcements-form-title-example") if required else None,
                required=required,
                most=max(TITLE_LIMIT, len(words.title)),
            ),
        ),
        Field(
            "body",
            language("announcements-form-body", language=name),
            text(value=words.body, long=True, required=required, most=max(BODY_LIMIT, len(words.body))),
            hint=language("announcements-form-body-hint"),
        ),
        Field(
            "alt",
            language("announcements-form-alt", language=name),
            text(value=words.alt, required=False, most=max(ALT_LIMIT, len(words.alt))),
            hint=language("announcements-form-alt-hint"),
        ),
    ]
