"""A community (one Discord guild), its partners, and what it starts with."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

Texts = Mapping[str, str]  # one text in several languages, by language tag


class PartnerKind(enum.StrEnum):
    """What a partner is to the community."""

    CLUSTER = "cluster"
    CO_ORGANISER = "co-organiser"


@dataclass(frozen=True, slots=True)
class Community:
    """One community. `id` is Discord's guild id; `left_at` is set while the bot is not in it.

    `people` is how many are in it as Discord last said, None until it does.
    """

    id: int
    name: str
    locale: str
    timezone: str
    organiser_role_id: int | None
    joined_at: datetime
    left_at: datetime | None = None
    people: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone in which its people say times."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Partner:
    """Another cluster, or a co-organiser."""

    id: int
    community_id: int
    key: str
    name: str
    sectors: Texts
    kind: PartnerKind
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GroupSeed:
    """A working group that a community starts with."""

    key: str
    names: Texts
    topics: Texts
    colour: int
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class PartnerSeed:
    """A partner that a community starts with."""

    key: str
    name: str
    sectors: Texts
    kind: PartnerKind = PartnerKind.CLUSTER
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Seed:
    """What a community starts with when the bot first meets it. `organiser_role` names an existing role, or is empty."""

    locale: str
    timezone: str
    organiser_role: str = ""
    groups: Sequence[GroupSeed] = ()
    partners: Sequence[PartnerSeed] = ()
