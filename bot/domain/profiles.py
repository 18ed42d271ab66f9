"""A person's profile: what it holds, how long its texts may be, and what one person offers that another seeks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from bot.domain.communities import Partner
from bot.domain.mistakes import Mistake

NAME_LIMIT = 100
SHORT_LIMIT = 80  # company, role
LONG_LIMIT = 300  # what one offers, what one seeks: two or three sentences, so that a card fits a phone

# The languages one can tick; any order of ticking gives this order.
LANGUAGES = ("fr", "nl", "en", "de", "es", "it", "pt", "pl", "ar")

# Words that say nothing about a need.
_EMPTY_WORDS = """
    avec sans pour dans chez nous vous leur notre votre cette celui celle elle plus moins tout toute tous aussi autre
    entre comme être avoir faire fait sont dont quel quelle ainsi afin vers sous mais donc les des une aux par pas ses
    son mes nos vos est cherche cherchons apporte apportons besoin souhaite aide aider partenaire entreprise société
    solution service projet client personne expérience nouveau nouvelle
    with without from into over about that this these those they them their your our ours have has had been being and
    the for are who what which will would could should some any more most other also just than then when need want
    look looking seek offer help company partner project customer people experience new
"""
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


class UnfitProfile(Mistake):
    """What was filled in can't be taken as it is; what was typed is kept, to be corrected."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person tells of themselves. `languages` are tags of `LANGUAGES`."""

    community_id: int
    user_id: int
    name: str
    company: str
    role: str
    offers: str
    seeks: str
    languages: Sequence[str]
    partner_id: int | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileText:
    """A profile as it is filled in: bounded texts without surplus space."""

    company: str
    role: str
    offers: str
    seeks: str
    languages: tuple[str, ...]

    @classmethod
    def typed(cls, values: Mapping[str, Any]) -> ProfileText:
        """Take what a person typed. Raises UnfitProfile where something is empty or too long."""
        text = cls(
            company=_line(values, "company", SHORT_LIMIT),
            role=_line(values, "role", SHORT_LIMIT),
            offers=_line(values, "offers", LONG_LIMIT),
            seeks=_line(values, "seeks", LONG_LIMIT),
            languages=tuple(tag for tag in LANGUAGES if tag in values.get("languages", ())),
        )
        if not text.languages:
            raise UnfitProfile("profiles-languages-missing")
        return text

    @classmethod
    def of(cls, profile: Profile) -> ProfileText:
        """Give what a profile says, to be filled in again."""
        return cls(profile.company, profile.role, profile.offers, profile.seeks, tuple(profile.languages))


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person's own profile as they see it. `partners` are those they can say they belong to."""

    profile: Profile
    registered: bool
    partners: Sequence[Partner]

    @property
    def partner(self) -> Partner | None:
        """The partner they belong to, if any."""
        return next((each for each in self.partners if each.id == self.profile.partner_id), None)


def in_common(offers: str, seeks: str) -> list[str]:
    """Find what one person offers that another seeks: the words both texts share, as the seeker wrote them.

    Case, accents and a plural's ending don't matter; short and empty words don't count, but capitals such as "IA"
    or "5G" do.
    """
    offered = {_folded(word) for word in _telling(offers)}
    found: dict[str, str] = {}
    for word in _telling(seeks):
        if _folded(word) in offered:
            found.setdefault(_folded(word), word)
    return list(found.values())


def _telling(text: str) -> Iterable[str]:
    for match in _WORD.finditer(text):
        word = match.group()
        acronym = len(word) > 1 and word == word.upper() and word != word.lower()
        if (acronym or len(word) > 3) and _folded(word) not in _empty():
            # An elided article is no part of the word: "l’hébergement".
            yield re.sub(r"^[^\W\d_]{1,2}[’']", "", word)


@cache
def _empty() -> frozenset[str]:
    return frozenset(_folded(word) for word in _EMPTY_WORDS.split())


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    bare = re.sub(r"^[a-z]{1,2}[’']", "", bare)
    return bare[:-1] if len(bare) > 3 and bare[-1] in "sx" else bare


def _line(values: Mapping[str, Any], key: str, limit: int) -> str:
    text = " ".join(str(values.get(key, "")).split())
    if not text:
        raise UnfitProfile(f"profiles-{key}-missing")
    if len(text) > limit:
        raise UnfitProfile(f"profiles-{key}-long", count=len(text), limit=limit)
    return text
