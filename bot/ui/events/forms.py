"""The forms in which organisers type, and the way back to them."""

from __future__ import annotations

from bot.domain.events import Draft, Purpose
from bot.domain.events.drafts import DESCRIPTION_LIMIT, REASON_LIMIT, TITLE_LIMIT
from bot.i18n import Language
from bot.ui.card import button, note
from bot.ui.form import Field, Form, Submitted, text
from bot.ui.message import Message


def draft_id(step: str, draft: Draft | int) -> str:
    """Name a control of a draft: publish, apply, cancel, correct, drop, groups, partner or audience."""
    return f"events:draft:{step}:{draft if isinstance(draft, int) else draft.id}"


def event_form(draft: Draft, language: Language, submitted: Submitted) -> Form:
    """Ask for an event, filled in with what was typed before, however long it was."""
    typed = draft.typed
    editing = draft.purpose is Purpose.EDIT
    return Form(
        language("events-form-edit" if editing else "events-form-create"),
        [
            Field(
                "title",
                language("events-form-title"),
                text(value=typed.title, most=_room(typed.title, TITLE_LIMIT)),
            ),
            Field(
                "start",
                language("events-form-start"),
                text(value=typed.start, example=language("events-form-start.example")),
                hint=language("events-form-start.hint"),
            ),
            Field(
                "duration",
                language("events-form-duration"),
                text(value=typed.duration, example=language("events-form-duration.example")),
            ),
            Field(
                "place",
                language("events-form-place"),
                text(value=typed.place, example=language("events-form-place.example"), required=False),
                hint=language("events-form-place.hint"),
            ),
            Field(
                "description",
                language("events-form-description"),
                text(
                    value=typed.description,
                    long=True,
                    required=False,
                    most=_room(typed.description, DESCRIPTION_LIMIT),
                ),
            ),
        ],
        submitted,
    )


def reason_form(draft: Draft, language: Language, submitted: Submitted) -> Form:
    """Ask why an event is called off."""
    reason = draft.typed.reason
    return Form(
        language("events-form-cancel"),
        [
            Field(
                "reason",
                language("events-form-reason"),
                text(value=reason, long=True, required=False, most=_room(reason, REASON_LIMIT)),
                hint=language("events-form-reason.hint"),
            )
        ],
        submitted,
    )


def correction(mistake: str, draft: Draft, language: Language) -> Message:
    """Say what can't be taken, with the way back to the form, where nothing is lost."""
    return note(
        mistake,
        rows=[
            [
                button(language("events-correct"), draft_id("correct", draft), primary=True),
                button(language("events-discard"), draft_id("drop", draft)),
            ]
        ],
    )


def _room(typed: str, limit: int) -> int | None:
    """Let a form count down to the limit, but hold what was typed before even where that is longer."""
    return limit if len(typed) <= limit else None
