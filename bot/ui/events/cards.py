"""An event's card, and what answering it says."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events import Answer, Audience, Details, EventOverview
from bot.i18n import Language
from bot.ui.card import ACCENT, QUIET, Control, button, card, facts, link, note
from bot.ui.message import Message
from bot.ui.text import plain, quoted, shortened, stamp, user

# What a card shows of the description; the whole of it is one command away.
DESCRIPTION_SHOWN = 400
LINES_SHOWN = 6
# Characters: two dozen groups of long names would not leave room for the rest.
GROUPS_SHOWN = 200


def answer_id(event_id: int, answer: Answer) -> str:
    """Name the button that gives an answer."""
    return f"events:answer:{event_id}:{answer}"


def event_card(
    overview: EventOverview,
    language: Language,
    now: datetime,
    *,
    own: Answer | None = None,
    whole: bool = False,
    inert: bool = False,
) -> Message:
    """Show an event: when, where, with whom, who comes, and the buttons to answer while that makes sense.

    `own` is the reader's answer, for a card that only they see; `whole` shows the description uncut; the buttons
    of an `inert` one do nothing, for a preview.
    """
    event = overview.event
    details = event.details
    is_open = event.is_open(now)
    title = plain(details.title)
    status = None
    if event.cancelled:
        title = f"~~{title}~~"
        status = f"**{language('events-status-cancelled')}**"
        if event.cancel_reason:
            status += f"\n{quoted(event.cancel_reason)}"
    elif event.is_over(now):
        status = f"**{language('events-status-over')}**"
    return card(
        title,
        status,
        _facts(overview, language),
        _description(details.description, whole=whole),
        _who(overview, language, own),
        rows=[[*answer_buttons(event.id, language, inert=inert), *_link(details, language)]]
        if is_open
        else [],
        colour=_colour(overview) if is_open else QUIET,
    )


def answer_buttons(event_id: int, language: Language, *, inert: bool = False) -> list[Control]:
    """Make the buttons to answer an event."""
    return [
        button(
            language(f"events-answer-{answer}"),
            answer_id(event_id, answer),
            primary=answer is Answer.GOING,
            disabled=inert,
        )
        for answer in Answer
    ]


def answered(details: Details, answer: Answer, language: Language, *, changed: bool) -> Message:
    """Confirm a person's answer, with the date spelled out."""
    text = language(
        f"events-noted-{answer}" if changed else f"events-noted-already-{answer}",
        title=plain(details.title),
        when=moment(details, language),
    )
    return note(text)


def moment(details: Details, language: Language) -> str:
    """Spell out when an event starts, with its weekday and its zone."""
    start = details.local_start
    return language("events-moment", when=start, zone=language.zone(details.zone, start))


def where(details: Details, language: Language) -> str:
    """Say where an event is: its place, its address on the Web, or both."""
    place = plain(details.place) if details.place else None
    if details.link and place:
        return f"{place} · <{details.link}>"
    if details.link:
        return f"<{details.link}>"
    return place or language("events-place-unknown")


def named_groups(overview: EventOverview, language: Language) -> str:
    """Name an event's groups, cut where they are too many for a card; empty where it has none."""
    names = language.listing(language.pick(group.names) for group in overview.groups)
    return plain(shortened(names, GROUPS_SHOWN))


def _facts(overview: EventOverview, language: Language) -> str:
    details = overview.event.details
    start = details.starts_at
    groups = named_groups(overview, language)
    audience = language(
        "events-for-members" if details.audience is Audience.MEMBERS else "events-for-everyone"
    )
    return facts(
        f"📅 {stamp(start)} · {stamp(start, 'R')} · {language.duration(details.duration)}",
        f"📍 {where(details, language)}",
        f"🤝 {plain(overview.partner.name)}" if overview.partner else None,
        f"👥 {' · '.join([*([groups] if groups else []), audience])}",
    )


def _description(text: str, *, whole: bool) -> str | None:
    if not text:
        return None
    if not whole:
        lines = text.splitlines()
        text = "\n".join(lines[:LINES_SHOWN]) + ("…" if len(lines) > LINES_SHOWN else "")
        text = shortened(text, DESCRIPTION_SHOWN)
    return quoted(text)


def _who(overview: EventOverview, language: Language, own: Answer | None) -> str:
    going, maybe = overview.count(Answer.GOING), overview.count(Answer.MAYBE)
    counts = [language("events-going", count=going)]
    if maybe:
        counts.append(language("events-maybe", count=maybe))
    if declined := overview.count(Answer.DECLINED):
        counts.append(language("events-declined", count=declined))
    named = ", ".join(user(each) for each in overview.first_going)
    others = going - len(overview.first_going)
    if named and others > 0:
        named = language("events-and-others", named=named, count=others)
    return facts(
        " · ".join(counts),
        named or None,
        language("events-own", answer=language(f"events-answer-{own}")) if own else None,
    )


def _link(details: Details, language: Language) -> list[Control]:
    return [link(language("events-open-link"), details.link)] if details.link else []


def _colour(overview: EventOverview) -> int:
    return overview.groups[0].colour if overview.groups else ACCENT
