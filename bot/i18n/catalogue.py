"""The Fluent catalogues: one folder a language, one file a feature. A new language needs only its folder."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from bot.i18n.language import Language

FOLDER = Path(__file__).parent
FALLBACK = "en"


class Catalogues:
    """Every language that has a catalogue."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = dict(languages)

    @classmethod
    @functools.cache
    def load(cls, folder: Path = FOLDER) -> Catalogues:
        """Read the catalogues below `folder`, once: they are part of the program, and parsing them takes its time."""
        bundles = {path.name: _bundle(path) for path in sorted(folder.iterdir()) if any(path.glob("*.ftl"))}
        fallback = bundles[FALLBACK]
        return cls({locale: Language(locale, bundle, fallback) for locale, bundle in bundles.items()})

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages there are, as tags such as "fr"."""
        return tuple(self._languages)

    def supports(self, tag: str | None) -> bool:
        """Tell whether a tag such as "en-GB" has a catalogue, its own or its language's."""
        return tag is not None and _base(tag) in self._languages

    def language(self, *tags: str | None) -> Language:
        """Give the language of the first tag that has a catalogue; English when none has."""
        for tag in tags:
            if tag is not None and (language := self._languages.get(_base(tag))) is not None:
                return language
        return self._languages[FALLBACK]


def _base(tag: str) -> str:
    return tag.replace("_", "-").split("-", 1)[0].lower()


def _bundle(folder: Path) -> FluentBundle:
    # Isolation marks protect mixed writing directions; here they would only break what people copy.
    bundle = FluentBundle([folder.name], use_isolating=False)
    for path in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
