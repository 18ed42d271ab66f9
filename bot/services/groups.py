"""Working groups: who is in which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain.dates.typed import quoted
from bot.domain.groups import Group, GroupOverview, folded
from bot.domain.mistakes import Mistake
from bot.services.setup import give_role
from bot.storage.database import Database, Unit


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """What joining or leaving did. `changed` is False where it was so already."""

    group: Group
    changed: bool
    members: int


class GroupService:
    """Lists groups; lets people join and leave them."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"membership.user_id"})

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def overview(self, community_id: int, user_id: int) -> Sequence[GroupOverview]:
        """List the groups with their sizes and this person's memberships."""
        async with self._database.read() as unit:
            return await unit.groups.overview(community_id, user_id)

    async def active(self, community_id: int) -> Sequence[Group]:
        """List the groups one can join."""
        async with self._database.read() as unit:
            return await unit.groups.active(community_id)

    async def info(self, community_id: int, user_id: int, wanted: str) -> GroupOverview:
        """Show one group, found by id or name."""
        async with self._database.read() as unit:
            group = await find(unit, community_id, wanted)
            overviews = await unit.groups.overview(community_id, user_id)
        return next(overview for overview in overviews if overview.group.id == group.id)

    async def join(self, community_id: int, user_id: int, wanted: str) -> MembershipChange:
        """Make a person a member of a group, found by id or name. Doing it again changes nothing."""
        async with self._database.write() as unit:
            group = await find(unit, community_id, wanted)
            return await self._join(unit, group, user_id)

    async def join_all(
        self, community_id: int, user_id: int, group_ids: Sequence[int]
    ) -> Sequence[MembershipChange]:
        """Make a person a member of several groups at once: all, or none where one does not exist."""
        async with self._database.write() as unit:
            groups = [await find(unit, community_id, str(group_id)) for group_id in group_ids]
            return [await self._join(unit, group, user_id) for group in groups]

    async def leave(self, community_id: int, user_id: int, wanted: str) -> MembershipChange:
        """End a person's membership of a group, found by id or name. Doing it again changes nothing."""
        now = self._clock.now()
        async with self._database.write() as unit:
            group = await find(unit, community_id, wanted)
            changed = await unit.groups.leave(group.id, user_id)
            # Also where there was no membership: the role may have stayed behind.
            await unit.deliveries.record(give_role(group, user_id, now, take=True), now=now)
            return MembershipChange(group, changed, await unit.groups.size(group.id))

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give what is held about a person's groups."""
        async with self._database.read() as unit:
            held = await unit.groups.memberships(community_id, user_id)
        return {"memberships": [{"group": group.names, "joined_at": joined} for group, joined in held]}

    async def erase(self, community_id: int, user_id: int) -> None:
        """End all memberships of a person."""
        now = self._clock.now()
        async with self._database.write() as unit:
            for group, _ in await unit.groups.memberships(community_id, user_id):
                await unit.groups.leave(group.id, user_id)
                await unit.deliveries.record(give_role(group, user_id, now, take=True), now=now)

    async def _join(self, unit: Unit, group: Group, user_id: int) -> MembershipChange:
        now = self._clock.now()
        changed = await unit.groups.join(group, user_id, now)
        # Also for one who is a member already: the role may have been taken away by hand.
        await unit.deliveries.record(give_role(group, user_id, now), now=now)
        return MembershipChange(group, changed, await unit.groups.size(group.id))


async def find(unit: Unit, community_id: int, wanted: str) -> Group:
    """Find an active group by id (as autocomplete gives it), or by a name in any language, accents and case aside.

    Raises Mistake "groups-unknown" where there is none.
    """
    groups = await unit.groups.active(community_id)
    for group in groups:
        if str(group.id) == wanted:
            return group
    meant = folded(wanted)
    named = [
        group for group in groups if meant in {folded(name) for name in group.names.values()} | {group.key}
    ]
    if len(named) == 1:
        return named[0]
    raise Mistake("groups-unknown", text=quoted(wanted), groups=[group.names for group in groups])
