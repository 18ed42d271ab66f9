"""People's profiles: filled in, shown, and what was typed kept until it can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bot.clock import Clock
from bot.domain.mistakes import Mistake
from bot.domain.profiles import ProfileText, ProfileView, UnfitProfile
from bot.storage.database import Database, Unit

FORM = "profile"
DRAFTS_KEPT = timedelta(days=1)


class ProfileService:
    """Shows and changes profiles. The consents log and the drafts of forms go with them."""

    CLAIMS: ClassVar[frozenset[str]] = frozenset({"profile.user_id", "consent.user_id", "form_draft.user_id"})

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def show(self, community_id: int, user_id: int) -> ProfileView:
        """Show a person their profile. Raises Mistake where they have none."""
        async with self._database.read() as unit:
            return await view(unit, community_id, user_id)

    async def filled(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give what the form starts with: what was typed and not taken, else the profile, else nothing."""
        async with self._database.read() as unit:
            draft = await unit.people.draft(community_id, user_id, FORM)
            profile = await unit.people.profile(community_id, user_id)
        if draft is not None:
            return draft
        return {} if profile is None else as_typed(ProfileText.of(profile))

    async def save(
        self, community_id: int, user_id: int, name: str, values: Mapping[str, Any]
    ) -> ProfileView:
        """Keep what a person filled in. Raises UnfitProfile, and keeps what was typed, if it can't be taken."""
        text = await self.taken(community_id, user_id, values)
        async with self._database.write() as unit:
            await keep(unit, community_id, user_id, name, text, self._clock.now())
            return await view(unit, community_id, user_id)

    async def taken(self, community_id: int, user_id: int, values: Mapping[str, Any]) -> ProfileText:
        """Read what was filled in. Raises UnfitProfile, and keeps what was typed, if it can't be taken."""
        try:
            return ProfileText.typed(values)
        except UnfitProfile:
            async with self._database.write() as unit:
                await unit.people.keep_draft(community_id, user_id, FORM, values, self._clock.now())
            raise

    async def set_affiliation(self, community_id: int, user_id: int, partner_id: int | None) -> ProfileView:
        """Note which partner a person belongs to, None for none. Raises Mistake where there is no such partner."""
        async with self._database.write() as unit:
            partners = {partner.id for partner in await unit.communities.partners(community_id)}
            if partner_id is not None and partner_id not in partners:
                raise Mistake("profiles-partner-gone")
            await unit.people.set_affiliation(community_id, user_id, partner_id, self._clock.now())
            return await view(unit, community_id, user_id)

    async def tick(self) -> datetime | None:
        """Forget drafts nobody came back to; tell when the next one is due."""
        async with self._database.read() as unit:
            oldest = await unit.people.oldest_draft()
        now = self._clock.now()
        if oldest is not None and oldest + DRAFTS_KEPT <= now:
            async with self._database.write() as unit:
                await unit.people.drop_drafts_before(now - DRAFTS_KEPT)
                oldest = await unit.people.oldest_draft()
        return None if oldest is None else oldest + DRAFTS_KEPT

    async def export(self, community_id: int, user_id: int) -> dict[str, Any]:
        """Give a person's profile and every consent they gave or withdrew."""
        async with self._database.read() as unit:
            profile = await unit.people.profile(community_id, user_id)
            consents = await unit.people.consents(community_id, user_id)
            partners = await unit.communities.partners(community_id, retired=True)
        held: dict[str, Any] | None = None
        if profile is not None:
            partner = next((each.name for each in partners if each.id == profile.partner_id), None)
            held = {
                "name": profile.name,
                **as_typed(ProfileText.of(profile)),
                "affiliation": partner,
                "updated_at": profile.updated_at,
            }
        log = [
            {"purpose": entry.purpose, "given": entry.given, "policy": entry.policy, "at": entry.at}
            for entry in consents
        ]
        return {"profile": held, "consents": log}

    async def erase(self, community_id: int, user_id: int) -> None:
        """Forget a person's profile, drafts and consents: without the data there is nothing left to prove."""
        async with self._database.write() as unit:
            await unit.people.delete_profile(community_id, user_id)
            await unit.people.erase_drafts(community_id, user_id)
            await unit.people.erase_consents(community_id, user_id)


async def keep(
    unit: Unit, community_id: int, user_id: int, name: str, text: ProfileText, now: datetime
) -> None:
    """Keep a profile, in place of the earlier one and of what was typed and not taken."""
    await unit.people.put_profile(community_id, user_id, name, text, now)
    await unit.people.drop_draft(community_id, user_id, FORM)


async def view(unit: Unit, community_id: int, user_id: int) -> ProfileView:
    """Read a person's own profile. Raises Mistake where they have none."""
    profile = await unit.people.profile(community_id, user_id)
    if profile is None:
        raise Mistake("profiles-none")
    registration = (await unit.introductions.registrations(community_id, [user_id])).get(user_id)
    return ProfileView(
        profile,
        registered=registration is not None and registration.open,
        partners=await unit.communities.partners(community_id),
    )


def as_typed(text: ProfileText) -> dict[str, Any]:
    """Give a profile's texts by the names of the form's questions."""
    return {
        "company": text.company,
        "role": text.role,
        "offers": text.offers,
        "seeks": text.seeks,
        "languages": list(text.languages),
    }
