"""Whom an announcement is for."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from bot.domain.groups import Group


class TargetKind(enum.StrEnum):
    """What sort of target it is, and what its `ref` names."""

    GROUP = "group"  # a working group, by its id


@dataclass(frozen=True, slots=True)
class Target:
    """Whom an announcement is for, named so that it can be kept."""

    kind: TargetKind
    ref: int


@dataclass(frozen=True, slots=True)
class Addressee:
    """A target with what is known of it today."""

    target: Target
    group: Group

    @property
    def gone(self) -> bool:
        """Tell whether nothing can be sent there any more."""
        return self.group.archived_at is not None

    @property
    def channel_id(self) -> int | None:
        """Give the channel where a copy would stand."""
        return self.group.channel_id


def group_target(group_id: int) -> Target:
    """Name a group as a target."""
    return Target(TargetKind.GROUP, group_id)


def addressee_of(group: Group) -> Addressee:
    """Make a group an addressee."""
    return Addressee(group_target(group.id), group)
