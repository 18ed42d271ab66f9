"""What an event says in channels beside its card: reminders, a move, a cancellation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.events import EventOverview
from bot.i18n import Language
from bot.ui.card import note
from bot.ui.events.cards import answer_buttons, moment, where
from bot.ui.message import Message, only
from bot.ui.text import plain, quoted, stamp, user

# Discord pings at most 100 people by one message, and their mentions must leave room for the words.
MENTIONED = 80


def reminder(overview: EventOverview, named: Sequence[int], language: Language) -> Message:
    """Remind those who come. The first line is all that a phone shows: title, time, place."""
    details = overview.event.details
    return _news(
        overview,
        [_headline(overview, language), language("events-reminder", remaining=stamp(details.starts_at, "R"))],
        named,
        language,
    )


def moved(overview: EventOverview, before: datetime, named: Sequence[int], language: Language) -> Message:
    """Tell those who come, or may, of the new date or place. `before` is the start it had."""
    details = overview.event.details
    what = (
        language("events-moved", before=before.astimezone(details.zone), title=plain(details.title))
        if before != details.starts_at
        else language("events-place-changed", title=plain(details.title), place=where(details, language))
    )
    return _news(overview, [what, _headline(overview, language)], named, language)


def cancelled(overview: EventOverview, named: Sequence[int], language: Language) -> Message:
    """Tell those who come, or may, that it is off."""
    details = overview.event.details
    reason = overview.event.cancel_reason
    lines = [
        language("events-cancelled", title=plain(details.title), when=moment(details, language)),
        *([quoted(reason)] if reason else []),
    ]
    shown = named[:MENTIONED]
    message = note("\n".join([*lines, *_mentions(named, language)]))
    return Message(view=message.view, mentions=only(users=shown))


def _news(overview: EventOverview, lines: Sequence[str], named: Sequence[int], language: Language) -> Message:
    message = note(
        "\n".join([*lines, *_mentions(named, language)]),
        rows=[answer_buttons(overview.event.id, language)],
    )
    return Message(view=message.view, mentions=only(users=named[:MENTIONED]))


def _headline(overview: EventOverview, language: Language) -> str:
    details = overview.event.details
    return f"**{plain(details.title)}** · {language.moment(details.local_start)} · {where(details, language)}"


def _mentions(named: Sequence[int], language: Language) -> list[str]:
    if not named:
        return []
    mentions = " ".join(user(each) for each in named[:MENTIONED])
    if len(named) > MENTIONED:
        return [language("events-mentions-and-all", named=mentions)]
    return [mentions]
