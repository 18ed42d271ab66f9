"""From what a client sends to what a message holds: components' ids, media, embeds, attachments."""

import itertools
import zlib
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sandbox.world.mentions import walk
from sandbox.world.model import (
    COMPONENTS_V2,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Json,
    StoredFile,
)
from sandbox.world.pictures import picture_size
from sandbox.world.serialize import stamp

KEPT_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
MEDIA_KEYS = {11: "media", 13: "file"}


def message_data(payload: Json, attachments: list[Json], kind: int, now: datetime) -> Json:
    """Return a new message's own data."""
    embeds, shown = embeds_data(payload.get("embeds") or [], attachments)
    return {
        "type": kind,
        "content": payload.get("content") or "",
        "timestamp": stamp(now),
        "edited_timestamp": None,
        "tts": bool(payload.get("tts", False)),
        "mention_everyone": False,
        "mention_roles": [],
        "attachments": shown,
        "embeds": embeds,
        "components": components_data(payload.get("components") or [], attachments),
        "flags": int(payload.get("flags") or 0) & KEPT_FLAGS,
    }


def apply_edit(data: Json, payload: Json, attachments: list[Json]) -> None:
    """Change a message's data by a partial payload."""
    if "content" in payload:
        data["content"] = payload["content"] or ""
    shown = attachments
    if "embeds" in payload:
        data["embeds"], shown = embeds_data(payload["embeds"] or [], attachments)
    if "components" in payload:
        data["components"] = components_data(payload["components"] or [], attachments)
    if payload.get("flags") is not None:
        fixed = data["flags"] & ~SUPPRESS_EMBEDS
        data["flags"] = fixed | (int(payload["flags"]) & (SUPPRESS_EMBEDS | COMPONENTS_V2))
    data["attachments"] = shown


def kept_attachments(present: list[Json], payload: Json) -> list[Json]:
    """Those an edit keeps: all when it does not speak of attachments, else those it names by id."""
    if payload.get("attachments") is None:
        return present
    named = {str(each.get("id")) for each in payload["attachments"]}
    return [each for each in present if each["id"] in named]


def attachment_data(attachment_id: int, place: str, file: StoredFile, details: Json) -> Json:
    """Return an uploaded file as messages show it; `place` is the address it is served under."""
    name = details.get("filename") or file.filename
    address = f"{place}/{attachment_id}/{quote(name)}"
    data: Json = {
        "id": str(attachment_id),
        "filename": name,
        "size": len(file.content),
        "url": address,
        "proxy_url": address,
        "content_type": file.content_type,
    }
    if details.get("description"):
        data["description"] = details["description"]
    if (size := picture_size(file.content)) is not None:
        data["width"], data["height"] = size
    return data


def embeds_data(embeds: list[Json], attachments: list[Json]) -> tuple[list[Json], list[Json]]:
    """Embeds with `attachment://` resolved; files shown by an embed are not shown again beside it."""
    by_name = {each["filename"]: each for each in attachments}
    used = set()
    result = []
    for embed in embeds:
        made = {"type": "rich", **{key: value for key, value in embed.items() if value is not None}}
        for key in ("image", "thumbnail"):
            media = made.get(key)
            if not media:
                continue
            file = _attached(media.get("url", ""), by_name)
            if file is not None:
                used.add(file["id"])
                made[key] = {"url": file["url"], "proxy_url": file["proxy_url"], **_measures(file)}
        result.append(made)
    return result, [each for each in attachments if each["id"] not in used]


def components_data(components: list[Json], attachments: list[Json]) -> list[Json]:
    """Components with an id each, unique in the message, and their media resolved."""
    made: list[Json] = _copied(components)
    everything = list(walk(made))
    taken = {each["id"] for each in everything if each.get("id")}
    fresh = (number for number in itertools.count(1) if number not in taken)
    by_name = {each["filename"]: each for each in attachments}
    for component in everything:
        if not component.get("id"):
            component["id"] = next(fresh)
        _fill_defaults(component)
        _resolve_media(component, by_name)
    return made


def _copied(value: Any) -> Any:
    """Copy a component in depth without its nulls, which Discord does not send back."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_copied(each) for each in value]
    return value


def _fill_defaults(component: Json) -> None:
    kind = component["type"]
    if kind in (3, 5, 6, 7, 8):
        component.setdefault("min_values", 1)
        component.setdefault("max_values", 1)
    elif kind == 12:
        for item in component["items"]:
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
    elif kind == 14:
        component.setdefault("divider", True)
        component.setdefault("spacing", 1)
    elif kind == 17:
        component.setdefault("accent_color", None)
        component.setdefault("spoiler", False)


def _resolve_media(component: Json, by_name: dict[str, Json]) -> None:
    kind = component["type"]
    if (key := MEDIA_KEYS.get(kind)) is not None:
        file = _attached(component[key]["url"], by_name)
        component[key] = _unfurled(component[key]["url"], file)
        if kind == 13 and file is not None:
            component["name"], component["size"] = file["filename"], file["size"]
    elif kind == 12:
        for item in component["items"]:
            item["media"] = _unfurled(item["media"]["url"], _attached(item["media"]["url"], by_name))


def _attached(url: str, by_name: dict[str, Json]) -> Json | None:
    return by_name.get(url.removeprefix("attachment://")) if url.startswith("attachment://") else None


def _unfurled(url: str, file: Json | None) -> Json:
    if file is None:
        # An address that is shown twice is one and the same thing.
        number = str(zlib.crc32(url.encode()))
        return {"id": number, "url": url, "proxy_url": url, "width": None, "height": None, "loading_state": 2}
    media = {
        "id": file["id"],
        "url": file["url"],
        "proxy_url": file["proxy_url"],
        "content_type": file["content_type"],
    }
    return {**media, **_measures(file), "loading_state": 2, "attachment_id": file["id"]}


def _measures(file: Json) -> Json:
    return {"width": file.get("width"), "height": file.get("height")}
