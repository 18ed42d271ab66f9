"""Linked communities, and the codes that link them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from bot.domain.partners import Link
from bot.storage.communities import community_from
from bot.storage.store import Store
from bot.storage.tables import community, community_link, link_invitation


class PartnerStore(Store):
    """Links between communities."""

    async def invite(self, community_id: int, digest: str, user_id: int, expires_at: datetime) -> None:
        """Keep a code's digest, in place of the community's earlier one."""
        values = {"digest": digest, "invited_by": user_id, "expires_at": expires_at}
        insert = self._insert(link_invitation).values(community_id=community_id, **values)
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["community_id"], set_=values)
        )

    async def invitation(self, digest: str, now: datetime) -> tuple[int, int] | None:
        """Tell which community handed a code out, and who did; None where it is unknown or too old."""
        found = await self._connection.execute(
            select(link_invitation.c.community_id, link_invitation.c.invited_by).where(
                link_invitation.c.digest == digest, link_invitation.c.expires_at > now
            )
        )
        row = found.one_or_none()
        return None if row is None else (row.community_id, row.invited_by)

    async def spend(self, digest: str) -> bool:
        """Forget a code, as it was used; False where somebody was faster."""
        gone = await self._connection.execute(
            delete(link_invitation).where(link_invitation.c.digest == digest)
        )
        return bool(gone.rowcount)

    async def agree(self, community_id: int, linked_id: int, user_id: int, now: datetime) -> None:
        """Note that one community agrees to the link; once is enough."""
        insert = self._insert(community_link).values(
            community_id=community_id, linked_id=linked_id, agreed_by=user_id, agreed_at=now
        )
        await self._connection.execute(
            insert.on_conflict_do_nothing(index_elements=["community_id", "linked_id"])
        )

    async def end(self, community_id: int, linked_id: int) -> bool:
        """End a link for both; False where there is none."""
        gone = await self._connection.execute(
            delete(community_link).where(
                or_(
                    (community_link.c.community_id == community_id)
                    & (community_link.c.linked_id == linked_id),
                    (community_link.c.community_id == linked_id)
                    & (community_link.c.linked_id == community_id),
                )
            )
        )
        return bool(gone.rowcount)

    async def links(self, community_id: int) -> Sequence[Link]:
        """List the communities that a community is linked with, by name; those the bot has left are left out."""
        back = community_link.alias("back")
        rows = await self._connection.execute(
            select(community, community_link.c.agreed_at)
            .join(community_link, community_link.c.linked_id == community.c.id)
            .join(
                back,
                (back.c.community_id == community_link.c.linked_id)
                & (back.c.linked_id == community_link.c.community_id),
            )
            .where(community_link.c.community_id == community_id, community.c.left_at.is_(None))
            .order_by(community.c.name, community.c.id)
        )
        return [Link(community_from(row), row.agreed_at) for row in rows]

    async def linked(self, community_id: int, other_id: int) -> bool:
        """Tell whether two communities are linked now."""
        return any(link.community.id == other_id for link in await self.links(community_id))

    async def of_person(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give the links a person agreed to, and the code they handed out."""
        agreed = await self._connection.execute(
            select(community_link.c.linked_id, community_link.c.agreed_at).where(
                community_link.c.community_id == community_id, community_link.c.agreed_by == user_id
            )
        )
        invited = await self._connection.scalar(
            select(link_invitation.c.expires_at).where(
                link_invitation.c.community_id == community_id, link_invitation.c.invited_by == user_id
            )
        )
        return {
            "links": [{"community": row.linked_id, "agreed_at": row.agreed_at} for row in agreed],
            "invitation_until": invited,
        }

    async def forget(self, community_id: int, user_id: int) -> None:
        """Take a person's name from the links, and forget the code they handed out."""
        await self._connection.execute(
            update(community_link)
            .where(community_link.c.community_id == community_id, community_link.c.agreed_by == user_id)
            .values(agreed_by=0)
        )
        await self._connection.execute(
            delete(link_invitation).where(
                link_invitation.c.community_id == community_id, link_invitation.c.invited_by == user_id
            )
        )
