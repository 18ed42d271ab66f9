"""How announcements and their buttons are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.announcements import Addressee, Announcement, Reach
from bot.i18n import Language
from bot.ui.text import plain, shortened

# What the words of a request, or of what is planned, leave to the names of the targets, beside the longest announcement.
NAMES_SHOWN = 80
# A question has the whole message for them.
NAMES_ASKED = 1500
# So much of a linked community's name stands in a line of a report, ten of which fit one message.
COMMUNITY_LIMIT = 50


def action_id(action: str, announcement_id: int, extra: int | str | None = None) -> str:
    """Name a button of an announcement: what it does, to which, and a page, version or language where it needs one."""
    named = f"announcements:{action}:{announcement_id}"
    return named if extra is None else f"{named}:{extra}"


class Naming(Protocol):
    """Names the buttons of what is being typed: a draft, or an edit."""

    def __call__(self, action: str, extra: int | str | None = None) -> str:
        """Name one: what it does, and a page, version or language where it needs one."""
        ...


def draft_naming(announcement_id: int) -> Naming:
    """Name the buttons of a draft."""

    def name(action: str, extra: int | str | None = None) -> str:
        return action_id(action, announcement_id, extra)

    return name


def edit_naming(edit_id: int) -> Naming:
    """Name the buttons of an edit."""

    def name(action: str, extra: int | str | None = None) -> str:
        return action_id(f"edit-{action}", edit_id, extra)

    return name


def approval_naming(approval_id: int) -> Naming:
    """Name the buttons of a request for approval."""

    def name(action: str, extra: int | str | None = None) -> str:
        return action_id(f"approval-{action}", approval_id, extra)

    return name


def choice_name(announcement: Announcement, language: Language) -> str:
    """Name an announcement in a menu or autocomplete, within Discord's 100 characters."""
    state = language(f"announcements-state-{announcement.state.value}")
    return f"{shortened(title_of(announcement, language), 100 - len(state) - 3)} · {state}"


def title_of(announcement: Announcement, language: Language) -> str:
    """Give its title on one line; a draft may have none."""
    return " ".join(announcement.title.split()) or language("announcements-untitled")


def name_of(addressee: Addressee, language: Language) -> str:
    """Name a target."""
    if addressee.group is not None:
        return language.pick(addressee.group.names)
    if addressee.community is not None:
        return shortened(addressee.community.name, COMMUNITY_LIMIT)
    return language(f"announcements-target-{addressee.target.kind}")


def names_asked(addressees: Sequence[Addressee], language: Language) -> str:
    """Name the targets in the question before they are written to."""
    names = [f"**{plain(name_of(one, language))}**" for one in addressees]
    return shortened(language.listing(names), NAMES_ASKED)


def names_shown(addressees: Sequence[Addressee], language: Language) -> str:
    """Name the targets beside an announcement: the first of them, where they are many."""
    return shortened(language.listing([plain(name_of(one, language)) for one in addressees]), NAMES_SHOWN)


def reach_line(reach: Reach, language: Language) -> str:
    """Say whom an announcement reaches."""
    return language("announcements-reach", channels=reach.channels, people=reach.people, direct=reach.direct)
