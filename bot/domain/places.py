"""The channels a community has because of the bot: its own places and one a group; who sees and who writes where.

Names of places are in the catalogues (`place-welcome`, and `.topic`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.permissions import NONE, OPEN_THREADS, READ, WRITE, Permission

GROUPS = "groups"
MAILLAGE = "maillage"
WELCOME = "welcome"
ANNOUNCEMENTS = "announcements"
EVENTS = "events"
INTRODUCTIONS = "introductions"
ORGANISATION = "organisation"


class Audience(enum.Enum):
    """Whom a channel is for. The bot always sees and writes; organisers always see."""

    EVERYONE = enum.auto()
    GROUP = enum.auto()
    ORGANISERS = enum.auto()
    NOBODY = enum.auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """Who sees a channel and who writes in it."""

    sees: Audience
    writes: Audience


@dataclass(frozen=True, slots=True)
class Place:
    """One of the community's own channels, or (without a rule) a category that holds channels.

    `published`: where the community may have announcement channels, it is made as one.
    """

    key: str
    parent: str | None = None
    rule: Rule | None = None
    published: bool = False

    @property
    def is_category(self) -> bool:
        """Whether it is a category."""
        return self.rule is None

    @property
    def message(self) -> str:
        """Name the catalogue message that names it; a channel's topic is its attribute `.topic`."""
        return f"place-{self.key}"


PLACES: Sequence[Place] = (
    Place(MAILLAGE),
    Place(WELCOME, MAILLAGE, Rule(sees=Audience.EVERYONE, writes=Audience.ORGANISERS)),
    Place(ANNOUNCEMENTS, MAILLAGE, Rule(sees=Audience.EVERYONE, writes=Audience.ORGANISERS), published=True),
    Place(EVENTS, MAILLAGE, Rule(sees=Audience.EVERYONE, writes=Audience.ORGANISERS)),
    # The parent of private threads: who is added to one must see it, and nobody chats beside them.
    Place(INTRODUCTIONS, MAILLAGE, Rule(sees=Audience.EVERYONE, writes=Audience.NOBODY)),
    Place(ORGANISATION, MAILLAGE, Rule(sees=Audience.ORGANISERS, writes=Audience.ORGANISERS)),
    Place(GROUPS),
)
GROUP_RULE = Rule(sees=Audience.GROUP, writes=Audience.GROUP)

_BY_KEY = {place.key: place for place in PLACES}


def place_of(key: str) -> Place:
    """Find a place. An unknown key is a bug and raises KeyError."""
    return _BY_KEY[key]


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one role, or one member (the bot), may and may not do in a channel, beside what they may elsewhere."""

    target_id: int
    is_member: bool
    allow: Permission = NONE
    deny: Permission = NONE


@dataclass(frozen=True, slots=True)
class Parties:
    """The ids that a community's rules speak of. Discord gives the role @everyone the community's own id."""

    everyone_id: int
    bot_id: int
    organiser_role_id: int | None = None
    group_role_id: int | None = None


def overwrites(rule: Rule, parties: Parties) -> list[Overwrite]:
    """Turn a rule into a channel's overwrites."""
    everyone_sees = rule.sees is Audience.EVERYONE
    deny = NONE if everyone_sees else Permission.VIEW_CHANNEL
    if everyone_sees and rule.writes is not Audience.EVERYONE:
        deny |= Permission.SEND_MESSAGES | OPEN_THREADS
    found = [
        # First of all, so that mending one after the other never shuts the bot out before it lets it in.
        Overwrite(parties.bot_id, is_member=True, allow=READ | WRITE | Permission.CREATE_PRIVATE_THREADS),
        Overwrite(parties.everyone_id, is_member=False, deny=deny),
    ]
    if parties.organiser_role_id is not None:
        found.append(_opened(parties.organiser_role_id, writes=rule.writes is not Audience.NOBODY))
    if rule.sees is Audience.GROUP and parties.group_role_id is not None:
        found.append(_opened(parties.group_role_id, writes=rule.writes is Audience.GROUP))
    return [overwrite for overwrite in found if overwrite.allow or overwrite.deny]


def to_mend(wanted: Iterable[Overwrite], present: Iterable[Overwrite]) -> list[Overwrite]:
    """Choose the overwrites that are wrong, each mended: what organisers set beside ours stays as they set it."""
    standing = {(overwrite.target_id, overwrite.is_member): overwrite for overwrite in present}
    mended = []
    for overwrite in wanted:
        target = (overwrite.target_id, overwrite.is_member)
        there = standing.get(target, Overwrite(*target))
        right = Overwrite(
            *target,
            allow=(there.allow | overwrite.allow) & ~overwrite.deny,
            deny=(there.deny | overwrite.deny) & ~overwrite.allow,
        )
        if right != there:
            mended.append(right)
    return mended


def _opened(role_id: int, *, writes: bool) -> Overwrite:
    return Overwrite(role_id, is_member=False, allow=READ | (WRITE if writes else NONE))
