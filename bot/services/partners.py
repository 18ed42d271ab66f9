"""Linking communities: a code is handed out in one and entered in the other, and either ends it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain import partners as rules
from bot.domain.communities import Community
from bot.domain.mistakes import Mistake
from bot.domain.partners import Invitation, Link
from bot.storage.database import Database, Unit


class PartnerService:
    """Links communities that this bot serves."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"community_link.agreed_by", "link_invitation.invited_by"})

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def invite(self, community_id: int, user_id: int) -> Invitation:
        """Make a code that links whoever enters it; an earlier one of this community counts no more."""
        code = "".join(secrets.choice(rules.ALPHABET) for _ in range(rules.CODE_LENGTH))
        expires_at = self._clock.now() + rules.INVITATION_LIFE
        async with self._database.write() as unit:
            await unit.partners.invite(community_id, rules.digest(code), user_id, expires_at)
        return Invitation(code, expires_at)

    async def invited_by(self, community_id: int, code: str) -> Community:
        """Tell which community a code would link. Raises Mistake where it would link none."""
        async with self._database.read() as unit:
            found, _ = await self._invitation(unit, community_id, code)
        return found

    async def accept(self, community_id: int, user_id: int, code: str) -> Community:
        """Link two communities by a code, once; the organisers of both are told. Raises Mistake where it can't be."""
        now = self._clock.now()
        async with self._database.write() as unit:
            other, inviter = await self._invitation(unit, community_id, code)
            if not await unit.partners.spend(rules.digest(code)):
                raise Mistake("partners-code-unknown")
            await unit.partners.agree(other.id, community_id, inviter, now)
            await unit.partners.agree(community_id, other.id, user_id, now)
            await unit.deliveries.record(
                rules.notice(rules.LINKED_CARD, community_id, other.id, user_id, now),
                rules.notice(rules.LINKED_CARD, other.id, community_id, None, now),
                now=now,
            )
        return other

    async def links(self, community_id: int) -> Sequence[Link]:
        """List the communities that this one is linked with."""
        async with self._database.read() as unit:
            return await unit.partners.links(community_id)

    async def linked(self, community_id: int, other_id: int) -> Community:
        """Find a linked community. Raises Mistake where it is none."""
        async with self._database.read() as unit:
            return await _linked(unit, community_id, other_id)

    async def end(self, community_id: int, user_id: int, other_id: int) -> Community:
        """End a link for both, and tell the organisers of both. Raises Mistake where there is none any more."""
        now = self._clock.now()
        async with self._database.write() as unit:
            other = await _linked(unit, community_id, other_id)
            await unit.partners.end(community_id, other_id)
            await unit.deliveries.record(
                rules.notice(rules.ENDED_CARD, community_id, other_id, user_id, now),
                rules.notice(rules.ENDED_CARD, other_id, community_id, None, now),
                now=now,
            )
        return other

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give the links a person agreed to, and whether a code of theirs is open."""
        async with self._database.read() as unit:
            return await unit.partners.of_person(community_id, user_id)

    async def erase(self, community_id: int, user_id: int) -> None:
        """Take a person's name from the links; these stay, as the community's."""
        async with self._database.write() as unit:
            await unit.partners.forget(community_id, user_id)

    async def _invitation(self, unit: Unit, community_id: int, code: str) -> tuple[Community, int]:
        found = await unit.partners.invitation(rules.digest(code), self._clock.now())
        if found is None:
            raise Mistake("partners-code-unknown")
        other_id, inviter = found
        if other_id == community_id:
            raise Mistake("partners-code-own")
        other = await unit.communities.get(other_id)
        if other is None or other.left_at is not None:
            raise Mistake("partners-code-unknown")
        if any(link.community.id == other_id for link in await unit.partners.links(community_id)):
            raise Mistake("partners-linked-already", community=other.name)
        return other, inviter


async def _linked(unit: Unit, community_id: int, other_id: int) -> Community:
    for link in await unit.partners.links(community_id):
        if link.community.id == other_id:
            return link.community
    raise Mistake("partners-not-linked")
