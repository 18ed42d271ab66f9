"""What a linked community does with an announcement that came to its channel: it may take it away there."""

from __future__ import annotations

from typing import ClassVar

from bot.clock import Clock
from bot.domain import announcements as rules
from bot.domain.announcements import Act, Received
from bot.domain.effects import Delivery, Kind, State
from bot.domain.mistakes import Mistake
from bot.storage.database import Database, Unit


class AnnouncementReceptionService:
    """Shows and removes copies of other communities' announcements."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def received(self, community_id: int, announcement_id: int) -> Received:
        """Tell what stands in this community's channel. Raises Mistake where nothing of it does any more."""
        async with self._database.read() as unit:
            found, _ = await _standing(unit, community_id, announcement_id)
        return found

    async def remove(self, community_id: int, announcement_id: int, user_id: int) -> Received:
        """Take the copy away here, as a person of this community decided.

        The organisers of both communities are shown that it is, and those of this one by whom. Raises Mistake where
        nothing of it stands any more.
        """
        now = self._clock.now()
        async with self._database.write() as unit:
            found, copy = await _standing(unit, community_id, announcement_id)
            before = await unit.deliveries.by_key(rules.removal_key(copy.dedup_key))
            fresh = await unit.deliveries.record(rules.removal_of(copy, now), now=now)
            # One that Discord refused before is tried again.
            failed, until = (State.FAILED, State.EXPIRED), now + rules.SENDING_LIFE
            await unit.deliveries.retry(copy.subject, now, Kind.MESSAGE_DELETE, failed, until)
            # Whoever presses while it is on its way is not who removed it.
            if fresh or (before is not None and before.state in failed):
                await unit.announcement_journal.note(
                    found.announcement, Act.REMOVED, user_id, now, community_id=community_id
                )
        return found


async def _standing(unit: Unit, community_id: int, announcement_id: int) -> tuple[Received, Delivery]:
    found = await unit.announcements.anywhere(announcement_id)
    if found is None:
        raise Mistake("announcements-received-gone")
    key = rules.copy_key(found, rules.linked_target(community_id))
    copy = await unit.deliveries.by_key(key)
    if copy is None or copy.state is not State.SENT:
        raise Mistake("announcements-received-gone")
    removal = await unit.deliveries.by_key(rules.removal_key(key))
    origin = await unit.communities.get(found.community_id)
    removed = removal is not None and removal.state in (State.SENT, State.CANCELLED)
    # What its community took back goes by itself; where Discord refused that, it stands here still.
    goes = found.state.recalled and rules.removal_refused(removal) is None
    if origin is None or removed or goes:
        raise Mistake("announcements-received-gone")
    return Received(found, origin, copy.channel_id, copy.message_id), copy
