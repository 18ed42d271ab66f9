"""A person's settings, profile, consents and half-typed forms in one community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, select, update

from bot.domain.consent import Consent, Purpose
from bot.domain.profiles import Profile, ProfileText
from bot.storage.store import Store
from bot.storage.tables import consent, form_draft, person_setting, profile


class PersonStore(Store):
    """Settings, profiles, consents and drafts of forms."""

    async def locale(self, community_id: int, user_id: int) -> str | None:
        """Give the language a person chose; None where they chose none."""
        return (
            await self._connection.execute(
                select(person_setting.c.locale).where(
                    person_setting.c.community_id == community_id, person_setting.c.user_id == user_id
                )
            )
        ).scalar_one_or_none()

    async def set_locale(self, community_id: int, user_id: int, locale: str | None) -> None:
        """Note the language a person chose; None leaves the choice to Discord and the community."""
        insert = self._insert(person_setting).values(
            community_id=community_id, user_id=user_id, locale=locale
        )
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["community_id", "user_id"], set_={"locale": locale})
        )

    async def erase_settings(self, community_id: int, user_id: int) -> None:
        """Forget a person's settings."""
        await self._connection.execute(
            delete(person_setting).where(
                person_setting.c.community_id == community_id, person_setting.c.user_id == user_id
            )
        )

    async def profile(self, community_id: int, user_id: int) -> Profile | None:
        """Find a person's profile."""
        return (await self.profiles(community_id, [user_id])).get(user_id)

    async def profiles(self, community_id: int, user_ids: Iterable[int]) -> dict[int, Profile]:
        """Find several people's profiles, by user id; those without one are left out."""
        rows = await self._connection.execute(
            select(profile).where(
                profile.c.community_id == community_id, profile.c.user_id.in_(list(user_ids))
            )
        )
        return {row.user_id: Profile(**row._mapping) for row in rows}  # noqa: SLF001 - as documented

    async def put_profile(
        self, community_id: int, user_id: int, name: str, text: ProfileText, now: datetime
    ) -> None:
        """Keep what a person tells of themselves; their affiliation stays as it was."""
        told = {
            "name": name,
            "company": text.company,
            "role": text.role,
            "offers": text.offers,
            "seeks": text.seeks,
            "languages": list(text.languages),
            "updated_at": now,
        }
        insert = self._insert(profile).values(community_id=community_id, user_id=user_id, **told)
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["community_id", "user_id"], set_=told)
        )

    async def set_affiliation(
        self, community_id: int, user_id: int, partner_id: int | None, now: datetime
    ) -> bool:
        """Note which partner a person belongs to, None for none; False where they have no profile."""
        result = await self._connection.execute(
            update(profile)
            .where(_of(profile, community_id, user_id))
            .values(partner_id=partner_id, updated_at=now)
        )
        return bool(result.rowcount)

    async def delete_profile(self, community_id: int, user_id: int) -> bool:
        """Remove a person's profile; False if there was none."""
        result = await self._connection.execute(delete(profile).where(_of(profile, community_id, user_id)))
        return bool(result.rowcount)

    async def log_consent(self, community_id: int, user_id: int, entry: Consent) -> None:
        """Add an entry to the log of consents."""
        await self._connection.execute(
            self._insert(consent).values(
                community_id=community_id,
                user_id=user_id,
                purpose=entry.purpose,
                given=entry.given,
                policy=entry.policy,
                at=entry.at,
            )
        )

    async def consents(self, community_id: int, user_id: int) -> Sequence[Consent]:
        """Read a person's log of consents, oldest first."""
        rows = await self._connection.execute(
            select(consent).where(_of(consent, community_id, user_id)).order_by(consent.c.id)
        )
        return [Consent(Purpose(row.purpose), row.given, row.policy, row.at) for row in rows]

    async def agrees(self, community_id: int, user_id: int, purpose: Purpose) -> bool:
        """Tell whether a person agrees to a purpose, as they said last."""
        query = (
            select(consent.c.given)
            .where(_of(consent, community_id, user_id), consent.c.purpose == purpose)
            .order_by(consent.c.id.desc())
            .limit(1)
        )
        return bool(await self._connection.scalar(query))

    async def agreeing(self, community_id: int, purpose: Purpose) -> Sequence[int]:
        """List who agrees to a purpose, by user id, in the order in which they said so."""
        rows = await self._connection.execute(agreeing(community_id, purpose).order_by(consent.c.id))
        return list(rows.scalars())

    async def erase_consents(self, community_id: int, user_id: int) -> None:
        """Forget a person's log of consents."""
        await self._connection.execute(delete(consent).where(_of(consent, community_id, user_id)))

    async def keep_draft(
        self, community_id: int, user_id: int, form: str, content: Mapping[str, Any], now: datetime
    ) -> None:
        """Keep what a person typed in a form, in place of what they typed in it before."""
        typed = {"content": dict(content), "kept_at": now}
        insert = self._insert(form_draft).values(
            community_id=community_id, user_id=user_id, form=form, **typed
        )
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["community_id", "user_id", "form"], set_=typed)
        )

    async def draft(self, community_id: int, user_id: int, form: str) -> dict[str, Any] | None:
        """Give what a person typed in a form that was not taken yet."""
        content = await self._connection.scalar(
            select(form_draft.c.content).where(
                _of(form_draft, community_id, user_id), form_draft.c.form == form
            )
        )
        return None if content is None else dict(content)

    async def drop_draft(self, community_id: int, user_id: int, form: str) -> None:
        """Forget what a person typed in a form: it was taken."""
        await self._connection.execute(
            delete(form_draft).where(_of(form_draft, community_id, user_id), form_draft.c.form == form)
        )

    async def drop_drafts_before(self, instant: datetime) -> int:
        """Forget everybody's drafts kept before an instant; tell how many."""
        result = await self._connection.execute(delete(form_draft).where(form_draft.c.kept_at < instant))
        return result.rowcount

    async def oldest_draft(self) -> datetime | None:
        """Tell when the oldest draft was kept."""
        kept: datetime | None = await self._connection.scalar(
            select(form_draft.c.kept_at).order_by(form_draft.c.kept_at).limit(1)
        )
        return kept

    async def erase_drafts(self, community_id: int, user_id: int) -> None:
        """Forget all that a person typed and that was not taken."""
        await self._connection.execute(delete(form_draft).where(_of(form_draft, community_id, user_id)))


def agreeing(community_id: int, purpose: Purpose) -> Select[Any]:
    """Choose the user ids of those whose last word on a purpose is yes."""
    theirs = (consent.c.community_id == community_id) & (consent.c.purpose == purpose)
    last = select(func.max(consent.c.id)).where(theirs).group_by(consent.c.user_id)
    return select(consent.c.user_id).where(consent.c.id.in_(last), consent.c.given)


def _of(table: Table, community_id: int, user_id: int) -> ColumnElement[bool]:
    return (table.c.community_id == community_id) & (table.c.user_id == user_id)
