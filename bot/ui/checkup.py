"""What organisers read of their configuration: each thing that is wrong with what to change, or that all is well."""

from __future__ import annotations

from bot.domain.checkup import Checkup, Finding, Home
from bot.domain.places import place_of
from bot.i18n import Language
from bot.ui.card import ACCENT, WARNING, card, facts
from bot.ui.message import Message
from bot.ui.text import channel, plain

# Together with title and small print below what one message takes.
TEXT_LIMIT = 3500
# So many channels or roles are named at a time.
NAMED = 12


def checkup(found: Checkup, language: Language) -> Message:
    """Show what was found, as much as a message takes: what is most grave comes first."""
    waiting = language("checkup-waiting", count=found.waiting) if found.waiting else None
    if not found.findings:
        well = language("checkup-well", channels=found.channels, roles=found.roles)
        return card(language("checkup-title"), f"✅ {well}", colour=ACCENT, footer=waiting)
    blocks: list[str] = []
    for number, finding in enumerate(found.findings):
        block = _block(finding, found, language)
        if blocks and sum(map(len, blocks)) + len(block) > TEXT_LIMIT:
            blocks.append(language("checkup-more", count=len(found.findings) - number))
            break
        blocks.append(block)
    return card(language("checkup-title"), *blocks, colour=WARNING, footer=waiting)


def _block(finding: Finding, found: Checkup, language: Language) -> str:
    values = {
        "count": finding.count,
        "permissions": [language(permission.message) for permission in finding.permissions],
        "channels": _some([_home(home, language) for home in finding.homes], language),
        "roles": _some([f"**{plain(language.pick(role))}**" for role in finding.roles], language),
        "places": len(finding.homes),
        "role": plain(found.role_name),
        "blocked": "yes" if finding.blocked else "no",
    }
    name = f"checkup-{finding.flaw}"
    reasons = [
        f"- **{language(permission.message)}** · {language(f'{permission.message}.why')}"
        for permission in finding.permissions
    ]
    return facts(f"⚠️ {language(name, **values)}", *reasons, language(f"{name}.do", **values))


def _home(home: Home, language: Language) -> str:
    if home.channel_id is not None:
        return channel(home.channel_id)
    if home.group is not None:
        return f"**{plain(language.pick(home.group))}**"
    return f"**{language(place_of(home.place or '').message)}**"


def _some(names: list[str], language: Language) -> list[str]:
    left = len(names) - NAMED
    return names if left <= 0 else [*names[:NAMED], language("checkup-others", count=left)]
