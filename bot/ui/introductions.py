"""Introductions: what the person asked sees, how a request ends, the first words of two who meet, and the list."""

from __future__ import annotations

import discord

from bot.domain.introductions import (
    ERASED,
    REASON_LONGEST,
    Request,
    RequestPage,
    RequestState,
    RequestView,
)
from bot.domain.profiles import LONG_LIMIT, Profile, in_common
from bot.i18n import Language
from bot.ui.card import ACCENT, QUIET, Control, button, card, choices, facts, note
from bot.ui.form import Field, Form, Submitted, text
from bot.ui.message import Message, only
from bot.ui.profiles import lines
from bot.ui.text import channel, plain, quoted, shortened, stamp, user

REGISTER = "intro:register"
OPEN_SELECT = "intro:open"
# On the card of two people at once, each text is shorter, so that the whole fits a message.
SHARED_LIMIT = 150
WORDS_SHOWN = 5
NAME_SHOWN = 44  # two of them and what joins them fit the name of a thread


def accept_id(request_id: int) -> str:
    """Name the button that says yes."""
    return f"intro:accept:{request_id}"


def decline_id(request_id: int) -> str:
    """Name the button that says no."""
    return f"intro:decline:{request_id}"


def page_id(number: int) -> str:
    """Name the button that turns to a page of the list."""
    return f"intro:list:{number}"


def asked(view: RequestView, community: str, language: Language) -> Message:
    """Ask a person whether they want to meet whoever asks: who that is, why, until when, yes or no."""
    request = view.request
    requester = view.requester
    who = _name(requester, request.requester_id, language)
    return card(
        language("introductions-asked-title", who=who),
        facts(
            f"👤 {user(request.requester_id)}",
            *(lines(requester, language, LONG_LIMIT) if requester else ()),
        ),
        facts(language("introductions-asked-why"), quoted(request.reason)),
        facts(
            language(
                "introductions-asked-until",
                when=stamp(request.expires_at),
                left=stamp(request.expires_at, "R"),
            )
        ),
        rows=[
            [
                button(language("introductions-yes"), accept_id(request.id), primary=True),
                button(language("introductions-no"), decline_id(request.id)),
            ]
        ],
        footer=language("introductions-asked-promise", community=plain(community)),
    )


def answered(view: RequestView, language: Language) -> Message:
    """Show the person who was asked what became of the request."""
    request = view.request
    who = _name(view.requester, request.requester_id, language)
    accepted = request.state is RequestState.ACCEPTED
    return card(
        language("introductions-asked-title", who=who),
        _received(request, language, who),
        colour=ACCENT if accepted else QUIET,
    )


def outcome(view: RequestView, language: Language) -> Message:
    """Tell the person who asked that it does not come about: kindly, and without a reason."""
    request = view.request
    who = _name(view.target, request.target_id, language)
    expired = request.state is RequestState.EXPIRED
    message = "introductions-outcome-expired" if expired else "introductions-outcome-no"
    return card(
        language("introductions-outcome-title", who=who),
        language(message, who=who),
        language("introductions-outcome-next"),
        colour=QUIET,
    )


def opening(view: RequestView, language: Language) -> Message:
    """Say the first words to two people who meet: who each is, why these two, and what to do next."""
    request = view.request
    both = (request.requester_id, request.target_id)
    names = [_name(view.profile(each), each, language) for each in both]
    people = [
        facts(f"👤 **{name}** · {user(each)}", *(_short(profile, language) if profile else ()))
        for each, name, profile in zip(both, names, (view.requester, view.target), strict=True)
    ]
    return card(
        language("introductions-opening-title", who=names),
        *people,
        facts(
            language("introductions-opening-why", who=names[0]),
            quoted(request.reason),
            _bridge(view.requester, view.target, language),
            _bridge(view.target, view.requester, language),
        ),
        language("introductions-opening-next"),
        before=language("introductions-opening-hello", who=[user(each) for each in both]),
        mentions=only(users=both),
    )


def unopened(view: RequestView, language: Language) -> Message:
    """Tell two people who want to meet how to find each other when no thread could be opened."""
    both = [user(view.request.requester_id), user(view.request.target_id)]
    return card(language("introductions-unopened-title"), language("introductions-unopened", who=both))


def thread_title(view: RequestView, language: Language) -> Message:
    """Name the thread of two people."""
    request = view.request
    names = [
        shortened(profile.name if profile else str(each), NAME_SHOWN)
        for each, profile in ((request.requester_id, view.requester), (request.target_id, view.target))
    ]
    return Message(content=language.listing(names))


def private_title(language: Language) -> Message:
    """Name the thread that a person has with the bot alone."""
    return Message(content=language("introductions-private-title"))


def sent(view: RequestView, language: Language, until: str) -> Message:
    """Confirm a request; `until` is the day and hour until which it waits, spelled out."""
    who = _name(view.target, view.request.target_id, language)
    return note(language("introductions-sent", who=who, until=until))


def offer_yes(why: str, request_id: int, language: Language) -> Message:
    """Say that the other asked first, and offer the answer right there."""
    row = [
        button(language("introductions-yes"), accept_id(request_id), primary=True),
        button(language("introductions-no"), decline_id(request_id)),
    ]
    return note(why, rows=[row])


def offer_registration(why: str, language: Language) -> Message:
    """Say that one has to take part first, and offer it."""
    return note(why, rows=[[button(language("introductions-register"), REGISTER, primary=True)]])


def offer_correction(why: str, target_id: int, language: Language) -> Message:
    """Say what is wrong with a reason, and offer it again as it was typed."""
    again = button(language("profiles-correct"), f"intro:reason:{target_id}", primary=True)
    return note(why, rows=[[again]])


def left(ended: int, language: Language) -> Message:
    """Say what leaving did, and offer the way back."""
    back = button(language("introductions-register-again"), REGISTER)
    return note(language("introductions-left", count=ended), rows=[[back]])


def reason_form(name: str, typed: str, language: Language, submitted: Submitted) -> Form:
    """Ask why one would like to meet a person."""
    item = text(
        value=typed[:4000],
        example=language("introductions-reason.example"),
        long=True,
        most=min(4000, max(REASON_LONGEST, len(typed))),
    )
    title = language("introductions-reason-title", who=shortened(name, 20))
    return Form(title, [Field("reason", language("introductions-reason"), item)], submitted)


def requests(page: RequestPage, user_id: int, language: Language) -> Message:
    """List a person's requests, with a menu to answer those they got."""
    if not page.total:
        empty = "introductions-list-empty" if page.registered else "introductions-list-outside"
        rows = (
            [] if page.registered else [[button(language("introductions-register"), REGISTER, primary=True)]]
        )
        return card(language("introductions-list-title"), language(empty), rows=rows, colour=QUIET)
    footer = language("introductions-list-total", count=page.total)
    if page.pages > 1:
        footer += " · " + language("pager-position", page=page.number, pages=page.pages)
    return card(
        language("introductions-list-title"),
        "\n".join(_line(view, user_id, language) for view in page.views),
        rows=_list_rows(page, user_id, language),
        footer=footer,
    )


def _list_rows(page: RequestPage, user_id: int, language: Language) -> list[list[Control]]:
    waiting = [
        view
        for view in page.views
        if view.request.state is RequestState.PENDING and view.request.target_id == user_id
    ]
    options = [
        discord.SelectOption(
            label=shortened(view.requester.name if view.requester else str(view.request.id), 100),
            description=shortened(view.requester.company, 100) if view.requester else None,
            value=str(view.request.id),
        )
        for view in waiting
    ]
    rows: list[list[Control]] = []
    if options:
        rows.append([choices(OPEN_SELECT, language("introductions-list-answer"), options, most=1)])
    if page.pages > 1:
        rows.append(
            [
                button(language("pager-previous"), page_id(page.number - 1), disabled=page.number == 1),
                button(language("pager-next"), page_id(page.number + 1), disabled=page.number == page.pages),
            ]
        )
    return rows


def _line(view: RequestView, user_id: int, language: Language) -> str:
    request = view.request
    other = request.other(user_id)
    who = _name(view.profile(other), other, language)
    if request.target_id == user_id:
        return f"📥 {_received(request, language, who)}"
    return f"📤 {_sent(request, language, who)}"


def _received(request: Request, language: Language, who: str) -> str:
    thread = channel(request.thread_id) if request.thread_id else "none"
    return language(
        f"introductions-received-{request.state}", who=who, thread=thread, until=stamp(request.expires_at)
    )


def _sent(request: Request, language: Language, who: str) -> str:
    # A no and a departure read the same: nobody learns which it was.
    state = RequestState.DECLINED if request.state is RequestState.CLOSED else request.state
    thread = channel(request.thread_id) if request.thread_id else "none"
    return language(f"introductions-mine-{state}", who=who, thread=thread, until=stamp(request.expires_at))


def _short(profile: Profile, language: Language) -> list[str]:
    return lines(profile, language, SHARED_LIMIT)


def _bridge(giver: Profile | None, seeker: Profile | None, language: Language) -> str | None:
    """Say in which words one offers what the other seeks; None if no word shows it."""
    if giver is None or seeker is None:
        return None
    words = in_common(giver.offers, seeker.seeks)[:WORDS_SHOWN]
    if not words:
        return None
    return language(
        "introductions-opening-bridge",
        giver=plain(shortened(giver.name, NAME_SHOWN)),
        seeker=plain(shortened(seeker.name, NAME_SHOWN)),
        words=[plain(shortened(word, 30)) for word in words],
    )


def _name(profile: Profile | None, user_id: int, language: Language) -> str:
    if profile is not None:
        return plain(shortened(profile.name, NAME_SHOWN))
    return language("introductions-somebody") if user_id == ERASED else user(user_id)
