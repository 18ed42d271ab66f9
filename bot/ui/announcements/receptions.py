"""Another community's announcement in the announcement channel: the organisers are told, and may remove it."""

from __future__ import annotations

from bot.domain.announcements import Cause, Received
from bot.domain.effects import Kind
from bot.domain.permissions import FOR_KIND
from bot.i18n import Language
from bot.ui.announcements.names import action_id, title_of
from bot.ui.card import ACCENT, QUIET, WARNING, button, card, note
from bot.ui.message import Message
from bot.ui.text import channel, plain, shortened, user


def notice(found: Received, community_id: int, language: Language) -> Message:
    """Tell what came from where, with the way to it and the button that takes it away; once it is away, by whom.

    Where Discord refused that, it tells what one can do.
    """
    title = plain(shortened(title_of(found.announcement, language), 100))
    heading = language("announcements-received", community=plain(found.origin.name))
    if found.removed:
        return card(heading, _removed(found, title, language), colour=QUIET)
    address = f"https://discord.com/channels/{community_id}/{found.channel_id}/{found.message_id}"
    return card(
        heading,
        f"{title} · [{language('announcements-see')}]({address})",
        _refused(found, language),
        colour=ACCENT if found.refused is None else WARNING,
        rows=[
            [
                button(
                    language("announcements-received-remove"),
                    action_id("received-remove", found.announcement.id),
                )
            ]
        ],
    )


def _removed(found: Received, title: str, language: Language) -> str:
    if found.removed_by is None:
        return language("announcements-received-removed", title=title)
    who = user(found.removed_by) if found.removed_by else language("announcements-someone")
    return language("announcements-received-removed.by", title=title, who=who)


def _refused(found: Received, language: Language) -> str | None:
    match found.refused:
        case None:
            return None
        case Cause.PERMISSION if found.channel_id is not None:
            permissions = [language(permission.message) for permission in FOR_KIND[Kind.MESSAGE_DELETE]]
            where = channel(found.channel_id)
            why = language(
                "announcements-received-refused.permission", channel=where, permissions=permissions
            )
        case Cause.TOO_LATE:
            why = language("announcements-received-refused.too-late")
        case _:
            why = language("announcements-received-refused")
    return f"⚠️ {why}"


def removal_asked(found: Received, language: Language) -> Message:
    """Ask once more before it is taken away."""
    title = plain(shortened(title_of(found.announcement, language), 100))
    return card(
        language("announcements-received-ask", title=title),
        # Where its community took it back, it is to stay nowhere.
        None
        if found.announcement.state.recalled
        else language("announcements-received-ask-hint", community=plain(found.origin.name)),
        rows=[
            [
                button(
                    language("announcements-received-confirm"),
                    action_id("received-removed", found.announcement.id),
                    danger=True,
                )
            ]
        ],
    )


def removed(language: Language) -> Message:
    """Say that it goes."""
    return note(language("announcements-received-going"))
