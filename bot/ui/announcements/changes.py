"""What an edit changes beside the words, each from what to what, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.announcements import Changes, Recipient, TargetKind
from bot.i18n import Language
from bot.ui.text import plain, shortened

# So much of a link, and of the names of the targets, is shown: ten such lines fit a message.
LINK_SHOWN = 60
NAMES_SHOWN = 70
ROLE_SHOWN = 40


def change_lines(changes: Changes, language: Language) -> list[str]:
    """Say what changed, one line each; none where nothing but words did."""
    lines = []
    if changes.picture is not None:
        lines.append(language(f"announcements-change-picture-{changes.picture.value}"))
    if changes.link is not None:
        before, after = (_link(each, language) for each in changes.link)
        lines.append(language("announcements-change-link", before=before, after=after))
    if changes.targets is not None:
        before, after = (_names(each, language) for each in changes.targets)
        lines.append(language("announcements-change-targets", before=before, after=after))
    if changes.mention is not None:
        before, after = (_role(each, language) for each in changes.mention)
        lines.append(language("announcements-change-mention", before=before, after=after))
    return lines


def _link(address: str, language: Language) -> str:
    return plain(shortened(address, LINK_SHOWN)) if address else language("announcements-change-none")


def _names(recipients: Sequence[Recipient], language: Language) -> str:
    names = [plain(_name(one, language)) for one in recipients]
    return shortened(", ".join(names), NAMES_SHOWN) or language("announcements-change-none")


def _name(one: Recipient, language: Language) -> str:
    if one.kind is TargetKind.GROUP:
        return language.pick(one.names)
    return one.names.get("") or language(f"announcements-target-{one.kind}")


def _role(names: Mapping[str, str], language: Language) -> str:
    if not names:
        return language("announcements-change-none")
    return f"@{plain(shortened(language.pick(names), ROLE_SHOWN))}"
