"""Whom an announcement is for."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.domain.communities import Community
from bot.domain.groups import Group


class TargetKind(enum.StrEnum):
    """What sort of target it is, and what its `ref` names."""

    GROUP = "group"  # the channel of a working group, by the group's id
    CHANNEL = "channel"  # the community's announcement channel, by the community's id
    LINKED = "linked"  # the announcement channel of a linked community, by that one's id
    MEMBERS = "members"  # whoever wants announcements by direct message, by the community's id


@dataclass(frozen=True, slots=True)
class Target:
    """Whom an announcement is for, named so that it can be kept. Written "kind:ref"."""

    kind: TargetKind
    ref: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a target. What is none raises ValueError: nobody types one."""
        kind, _, ref = written.partition(":")
        return cls(TargetKind(kind), int(ref))


@dataclass(frozen=True, slots=True)
class Addressee:
    """A target with what is known of it today.

    `group` is set for a group, `community` for a linked community, `channel_id` where its channel stands; `people` is
    how many direct messages it takes. `unlinked`: the two communities are linked no more.
    """

    target: Target
    channel_id: int | None = None
    group: Group | None = None
    people: int = 0
    community: Community | None = None
    unlinked: bool = False

    @property
    def gone(self) -> bool:
        """Tell whether nothing can be sent there any more."""
        return self.unlinked or (self.group is not None and self.group.archived_at is not None)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an announcement reaches: so many channels and direct messages, and about so many people, each counted once."""

    channels: int = 0
    people: int = 0
    direct: int = 0


def group_target(group_id: int) -> Target:
    """Name a group as a target."""
    return Target(TargetKind.GROUP, group_id)


def channel_target(community_id: int) -> Target:
    """Name a community's own announcement channel as a target."""
    return Target(TargetKind.CHANNEL, community_id)


def linked_target(community_id: int) -> Target:
    """Name a linked community as a target."""
    return Target(TargetKind.LINKED, community_id)


def members_target(community_id: int) -> Target:
    """Name those of a community who want announcements by direct message as a target."""
    return Target(TargetKind.MEMBERS, community_id)


def addressee_of(group: Group) -> Addressee:
    """Make a group an addressee."""
    return Addressee(group_target(group.id), group.channel_id, group)


def groups_of(addressees: Sequence[Addressee]) -> Sequence[Group]:
    """Choose the groups among addressees."""
    return [one.group for one in addressees if one.group is not None]
