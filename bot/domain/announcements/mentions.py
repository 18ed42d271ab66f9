"""Whom an announcement may notify: the role of one group, in one of its copies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.announcements.targets import Addressee, Target, TargetKind, group_target
from bot.domain.groups import Group


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a group's role: where it stands, and how many people it notifies."""

    group: Group
    where: Addressee
    people: int


def mentioned_in(group_id: int, targets: Collection[Target]) -> Target | None:
    """Tell in which one copy a group's role is mentioned, so that nobody is notified twice; None where in none.

    It is the group's own, or else the one in the announcement channel: the role's members see either.
    """
    own = group_target(group_id)
    if own in targets:
        return own
    return next((target for target in targets if target.kind is TargetKind.CHANNEL), None)


def mentions(groups: Sequence[tuple[Group, int]], chosen: Sequence[Addressee]) -> Sequence[Mention]:
    """List the mentions that an announcement to those chosen can have; groups come with their sizes.

    A group whose role is not made yet can't be mentioned.
    """
    by_target = {one.target: one for one in chosen}
    found = []
    for group, size in groups:
        where = mentioned_in(group.id, by_target)
        if where is not None and group.role_id is not None:
            found.append(Mention(group, by_target[where], size))
    return found
