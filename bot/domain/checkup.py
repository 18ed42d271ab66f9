"""What a community's configuration lacks: permissions, channels, roles, their order, and deliveries that need a hand.

What Discord shows comes in as a value (`Server`), what was stored beside it; out come findings, the most grave first.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.communities import Texts
from bot.domain.effects import Kind
from bot.domain.permissions import NONE, OPEN_THREADS, PICTURES, READ, WRITE, Permission, needed
from bot.domain.places import ANNOUNCEMENTS, INTRODUCTIONS, ORGANISATION, PLACES, WELCOME

# A delivery that failed longer ago is history; what is to be done about it was told then.
RECENT = timedelta(days=7)

# What is sent. Channels and roles that could not be made or given are findings of their own, by what stands; so is
# the permission for scheduled events, without which nobody misses a message.
SENDINGS = frozenset(Kind) - {
    Kind.CATEGORY_ENSURE,
    Kind.CHANNEL_ENSURE,
    Kind.ROLE_ENSURE,
    Kind.ROLE_GIVE,
    Kind.ROLE_TAKE,
    Kind.SCHEDULED_CREATE,
}

# What the bot does in a channel; to put it right takes the last two.
_MENDING = Permission.MANAGE_CHANNELS | Permission.MANAGE_ROLES
_IN_PLACE = READ | Permission.SEND_MESSAGES | _MENDING
_IN_ANNOUNCING = _IN_PLACE | PICTURES
_FOR_KEY: Mapping[str, Permission] = {
    WELCOME: _IN_PLACE,
    ANNOUNCEMENTS: _IN_ANNOUNCING,
    ORGANISATION: _IN_PLACE,
    INTRODUCTIONS: READ | WRITE | OPEN_THREADS & ~Permission.CREATE_PUBLIC_THREADS | _MENDING,
}


class Flaw(enum.StrEnum):
    """What can be wrong, the most grave first. The catalogue has `checkup-<flaw>` and what to do, `.do`."""

    INTENT = "intent"
    SERVER_PERMISSIONS = "server-permissions"
    ROLES_ABOVE = "roles-above"
    CHANNEL_PERMISSIONS = "channel-permissions"
    HISTORY = "history"
    CHANNELS_MISSING = "channels-missing"
    ROLES_MISSING = "roles-missing"
    ORGANISER_ROLE = "organiser-role"
    PAUSED = "paused"
    LATE = "late"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True, slots=True)
class SeenPlace:
    """A channel as Discord shows it now: what the bot may do there, and whether its messages can be published."""

    permissions: Permission
    publishes: bool = False


@dataclass(frozen=True, slots=True)
class Server:
    """A community's server as Discord shows it now.

    `permissions` are the bot's on the whole server, `roles` tells of each role whether the bot's own stands above it.
    `publishing`: the server may have announcement channels. `knows_members`: Discord tells the bot who leaves.
    """

    permissions: Permission
    channels: Mapping[int, SeenPlace]
    roles: Mapping[int, bool]
    role_name: str
    publishing: bool
    knows_members: bool


@dataclass(frozen=True, slots=True)
class Home:
    """A channel that should stand: one of the community's places by its key, or a group's by its names."""

    channel_id: int | None
    place: str | None = None
    group: Texts | None = None

    @property
    def wanted(self) -> Permission:
        """Tell what the bot has to be allowed there."""
        if self.group is not None:
            return _IN_ANNOUNCING
        if self.place in _CATEGORIES:
            return Permission.VIEW_CHANNEL | _MENDING
        return _FOR_KEY.get(self.place or "", _IN_PLACE)


@dataclass(frozen=True, slots=True)
class Badge:
    """A group's role that should stand."""

    role_id: int | None
    group: Texts


@dataclass(frozen=True, slots=True)
class Stock:
    """A community's deliveries, counted: waiting for their time, late, and those that ended badly of late."""

    waiting: int = 0
    late: int = 0
    failed: int = 0
    uncertain: int = 0
    to_look_up: int | None = None  # None: delivery is not paused


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; what is not about it is empty. `blocked`: it can't be mended before another is."""

    flaw: Flaw
    permissions: Sequence[Permission] = ()
    homes: Sequence[Home] = ()
    roles: Sequence[Texts] = ()
    count: int = 0
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found, and how much was looked at."""

    findings: Sequence[Finding]
    channels: int
    roles: int
    waiting: int
    role_name: str

    @property
    def mendable(self) -> bool:
        """Tell whether something is missing that can be made at once."""
        gone = (Flaw.CHANNELS_MISSING, Flaw.ROLES_MISSING)
        return any(finding.flaw in gone and not finding.blocked for finding in self.findings)


def examine(
    server: Server,
    homes: Sequence[Home],
    badges: Sequence[Badge],
    stock: Stock,
    organiser_role_id: int | None,
) -> Checkup:
    """Compare what stands with what should."""
    lacking = needed() & ~server.permissions
    found = [
        *_of_bot(server, lacking),
        *_of_roles(server, badges),
        *_of_channels(server, homes, lacking),
        *_missing(server, homes, badges, lacking),
    ]
    if organiser_role_id is not None and organiser_role_id not in server.roles:
        found.append(Finding(Flaw.ORGANISER_ROLE))
    found += _of_stock(stock)
    found += _unpublished(server, homes)
    order = list(Flaw)
    return Checkup(
        findings=sorted(found, key=lambda finding: order.index(finding.flaw)),
        channels=len(homes),
        roles=len(badges),
        waiting=stock.waiting,
        role_name=server.role_name,
    )


def _of_bot(server: Server, lacking: Permission) -> Iterable[Finding]:
    if not server.knows_members:
        yield Finding(Flaw.INTENT)
    if lacking:
        yield Finding(Flaw.SERVER_PERMISSIONS, permissions=list(lacking), count=len(lacking))


def _of_roles(server: Server, badges: Sequence[Badge]) -> Iterable[Finding]:
    above = [badge.group for badge in badges if server.roles.get(badge.role_id or 0) is False]
    if above:
        yield Finding(Flaw.ROLES_ABOVE, roles=above, count=len(above))


def _of_channels(server: Server, homes: Sequence[Home], lacking: Permission) -> Iterable[Finding]:
    """Gather the channels that lack the same; what lacks on the whole server is told once, there."""
    alike: dict[Permission, list[Home]] = defaultdict(list)
    blind = []
    for home in homes:
        seen = server.channels.get(home.channel_id or 0)
        if seen is None:
            continue
        missing = home.wanted & ~seen.permissions & ~lacking
        if Permission.VIEW_CHANNEL in missing:
            # Who can't see a channel may do nothing there: the rest says nothing.
            missing = Permission.VIEW_CHANNEL
        elif Permission.SEND_MESSAGES in missing:
            # Nor may who can't write send files.
            missing &= ~PICTURES
        if Permission.READ_MESSAGE_HISTORY in missing:
            blind.append(home)
            missing &= ~Permission.READ_MESSAGE_HISTORY
        if missing:
            alike[missing].append(home)
    for missing, places in alike.items():
        yield Finding(Flaw.CHANNEL_PERMISSIONS, list(missing), places, count=len(missing))
    if blind:
        yield Finding(Flaw.HISTORY, homes=blind, count=len(blind))


def _missing(
    server: Server, homes: Sequence[Home], badges: Sequence[Badge], lacking: Permission
) -> Iterable[Finding]:
    gone = [home for home in homes if (home.channel_id or 0) not in server.channels]
    if gone:
        blocked = lacking & _MENDING != NONE
        yield Finding(Flaw.CHANNELS_MISSING, homes=gone, count=len(gone), blocked=blocked)
    lost = [badge.group for badge in badges if (badge.role_id or 0) not in server.roles]
    if lost:
        blocked = Permission.MANAGE_ROLES in lacking
        yield Finding(Flaw.ROLES_MISSING, roles=lost, count=len(lost), blocked=blocked)


def _of_stock(stock: Stock) -> Iterable[Finding]:
    if stock.to_look_up is not None:
        yield Finding(Flaw.PAUSED, count=stock.to_look_up)
    for flaw, count in (
        (Flaw.LATE, 0 if stock.to_look_up is not None else stock.late),
        (Flaw.FAILED, stock.failed),
        (Flaw.UNCERTAIN, stock.uncertain),
    ):
        if count:
            yield Finding(flaw, count=count)


def _unpublished(server: Server, homes: Sequence[Home]) -> Iterable[Finding]:
    for home in homes:
        seen = server.channels.get(home.channel_id or 0)
        if home.place == ANNOUNCEMENTS and seen is not None and server.publishing and not seen.publishes:
            yield Finding(Flaw.UNPUBLISHED, homes=[home])


_CATEGORIES = frozenset(place.key for place in PLACES if place.is_category)
