"""The form in which an announcement is written."""

from __future__ import annotations

from bot.domain.announcements import BODY_LIMIT, TITLE_LIMIT, Announcement
from bot.i18n import Language
from bot.ui.form import Field, Form, Submitted, text


def form(language: Language, submitted: Submitted, draft: Announcement | None = None) -> Form:
    """Ask for an announcement's texts; a draft's are filled in, also where they are too long."""
    title = draft.title if draft is not None else ""
    body = draft.body if draft is not None else ""
    return Form(
        language("announcements-form"),
        [
            Field(
                "title",
                language("announcements-form-title"),
                text(
                    value=title,
                    example=language("announcements-form-title-example"),
                    most=max(TITLE_LIMIT, len(title)),
                ),
            ),
            Field(
                "body",
                language("announcements-form-body"),
                text(value=body, long=True, most=max(BODY_LIMIT, len(body))),
                hint=language("announcements-form-body-hint"),
            ),
        ],
        submitted,
    )
