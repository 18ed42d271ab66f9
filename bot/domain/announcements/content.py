"""What an announcement says: its words in each language, a picture and a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.domain.dates.typed import quoted
from bot.domain.mistakes import Mistake
from bot.domain.pictures import ALT_LIMIT

# Together with the card's own words they stay below what Discord takes in one message, also in the preview.
TITLE_LIMIT = 100
BODY_LIMIT = 3500
# What Discord takes as a button's address.
LINK_LIMIT = 512
# A text field of Discord's takes no more; what comes by another way is cut there.
TYPED_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Words:
    """What an announcement says in one language; `alt` says what its picture shows, to who can't see it."""

    title: str = ""
    body: str = ""
    alt: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether nothing is said."""
        return not (self.title.strip() or self.body.strip())

    def typed(self) -> Words:
        """Give them as they are kept: no more than a form can show again, without spaces at the ends."""
        return Words(*(text.strip()[:TYPED_LIMIT] for text in (self.title, self.body, self.alt)))


@dataclass(frozen=True, slots=True)
class Content:
    """All that an announcement says. `words` are in the language `locale`, `others` in other languages, by locale."""

    locale: str
    words: Words = Words()
    others: Mapping[str, Words] = field(default_factory=dict)
    link: str = ""
    picture_id: int | None = None

    def in_language(self, locale: str) -> Words:
        """Give the words of a language, or the main ones where it has none; a picture is never without its text."""
        found = self.others.get(locale, self.words)
        return found if found.alt else replace(found, alt=self.words.alt)

    def with_words(self, locale: str, words: Words) -> Content:
        """Say these words in a language, instead of those before; empty ones take the language away."""
        if locale == self.locale:
            return replace(self, words=words)
        others = {**self.others, locale: words}
        if words.empty:
            del others[locale]
        return replace(self, others=others)

    def form(self, locale: str) -> tuple[Words, str]:
        """Give what the form of a language takes: its words, and the link with the main ones."""
        if locale == self.locale:
            return self.words, self.link
        return self.others.get(locale, Words()), ""

    @property
    def languages(self) -> Iterator[str]:
        """Go through the languages it is written in, the main one first."""
        yield self.locale
        yield from self.others


def flaw(content: Content) -> Mistake | None:
    """Tell what keeps an announcement from being sent; None where nothing does.

    What is wrong with words has the param `locale`, the language that they are in.
    """
    for locale in content.languages:
        words = content.words if locale == content.locale else content.others[locale]
        if (mistake := _words_flaw(words, locale)) is not None:
            return mistake
    return _link_flaw(content.link)


def _words_flaw(words: Words, locale: str) -> Mistake | None:
    if not words.title.strip():
        return Mistake("announcements-title-empty", locale=locale)
    if not words.body.strip():
        return Mistake("announcements-body-empty", locale=locale)
    for code, text, most in (
        ("announcements-title-long", words.title, TITLE_LIMIT),
        ("announcements-body-long", words.body, BODY_LIMIT),
        ("announcements-alt-long", words.alt, ALT_LIMIT),
    ):
        if len(text) > most:
            return Mistake(code, length=len(text), most=most, locale=locale)
    return None


def _link_flaw(link: str) -> Mistake | None:
    if not link:
        return None
    if len(link) > LINK_LIMIT:
        return Mistake("announcements-link-long", length=len(link), most=LINK_LIMIT)
    if _is_address(link):
        return None
    meant = f"https://{link.partition('://')[2] or link}"
    if _is_address(meant):
        return Mistake("announcements-link-unsafe", text=quoted(link), suggestion=quoted(meant))
    return Mistake("announcements-link-unknown", text=quoted(link))


def _is_address(link: str) -> bool:
    if any(c.isspace() or c in "<>\"'`|\\^{}" for c in link):
        return False
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = all(host.split(".")) and "." in host
    return parts.scheme == "https" and named and parts.username is None and port != 0
