"""What an announcement says, as columns and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.domain.announcements import Content, Words


def content_values(content: Content) -> dict[str, Any]:
    """Give the columns that hold what an announcement says."""
    return {
        "locale": content.locale,
        **asdict(content.words),
        "translations": {locale: asdict(words) for locale, words in content.others.items()},
        "link": content.link,
        "picture_id": content.picture_id,
    }


def content_of(values: Mapping[str, Any]) -> Content:
    """Read what an announcement says out of such values."""
    return Content(
        locale=values["locale"],
        words=Words(values["title"], values["body"], values["alt"]),
        others={locale: Words(**words) for locale, words in values["translations"].items()},
        link=values["link"],
        picture_id=values.get("picture_id"),
    )


def words_json(content: Content) -> dict[str, Any]:
    """Give all that an announcement says as JSON; a picture is no part of it."""
    values = content_values(content)
    del values["picture_id"]
    return values
