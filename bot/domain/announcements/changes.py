"""What an edit of an announcement changes beside its words: each from what to what, as it is kept in the journal."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.announcements.content import Content
from bot.domain.announcements.targets import Addressee, TargetKind
from bot.domain.groups import Group


class PictureChange(enum.StrEnum):
    """What became of the picture."""

    ADDED = "added"
    REPLACED = "replaced"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A target as it was called then: a group by language, a linked community under "", the others by their kind."""

    kind: TargetKind
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed beside the words; None for what did not. Pairs are what was before and what is now.

    A link is "" where there is none. A mention is the names of the group, {} for nobody.
    """

    picture: PictureChange | None = None
    link: tuple[str, str] | None = None
    targets: tuple[Sequence[Recipient], Sequence[Recipient]] | None = None
    mention: tuple[Mapping[str, str], Mapping[str, str]] | None = None

    def __bool__(self) -> bool:
        return any(each is not None for each in (self.picture, self.link, self.targets, self.mention))


def changes_between(
    before: Content,
    after: Content,
    *,
    targets: tuple[Sequence[Addressee], Sequence[Addressee]] = ((), ()),
    mention: tuple[Group | None, Group | None] = (None, None),
) -> Changes:
    """Tell what differs beside the words; `targets` and `mention` are those before and those now."""
    targeted = _sets(targets)
    mentioned = [None if group is None else group.id for group in mention]
    return Changes(
        _picture(before.picture_id, after.picture_id),
        (before.link, after.link) if before.link != after.link else None,
        (_recipients(targets[0]), _recipients(targets[1])) if targeted[0] != targeted[1] else None,
        (_names(mention[0]), _names(mention[1])) if mentioned[0] != mentioned[1] else None,
    )


def _picture(before: int | None, after: int | None) -> PictureChange | None:
    if before == after:
        return None
    if before is None:
        return PictureChange.ADDED
    return PictureChange.REMOVED if after is None else PictureChange.REPLACED


def _sets(targets: tuple[Sequence[Addressee], Sequence[Addressee]]) -> list[Collection[object]]:
    return [{one.target for one in each} for each in targets]


def _recipients(addressees: Sequence[Addressee]) -> Sequence[Recipient]:
    return [Recipient(one.target.kind, _named(one)) for one in addressees]


def _named(one: Addressee) -> Mapping[str, str]:
    if one.group is not None:
        return _names(one.group)
    return {} if one.community is None else {"": one.community.name}


def _names(group: Group | None) -> Mapping[str, str]:
    return {} if group is None else dict(group.names)
