"""Whether a message may be posted or edited as a client wrote it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.errors import FormErrors, refusal
from sandbox.validate.components import check_layout, check_rows
from sandbox.validate.embeds import check_embeds
from sandbox.validate.fields import Fields, Path
from sandbox.world.content import kept_attachments
from sandbox.world.model import COMPONENTS_V2, Json, StoredFile

Files = list[tuple[int, StoredFile]]
MAX_CONTENT, MAX_NONCE, MAX_FILES, MAX_FILE_BYTES = 2000, 25, 10, 10 * 1024 * 1024
V2_FORBIDDEN = ("content", "embeds", "poll", "sticker_ids")


def check_new(body: Json, files: Files, path: Path = ()) -> None:
    """Refuse what can't become a message: 50035 with all faults, 50006 when there is nothing in it."""
    _trim(body)
    errors = _common(body, files, path)
    errors.raise_if_any()
    if not (
        files or any(body.get(each) for each in ("content", "embeds", "components", "poll", "sticker_ids"))
    ):
        raise refusal(50006)


def check_edit(body: Json, present: Json, files: Files, path: Path = ()) -> None:
    """Refuse an edit that a message can't take, judged together with what it holds."""
    _trim(body)
    v2 = bool(present["flags"] & COMPONENTS_V2)
    merged = {**body, "flags": (body.get("flags") or 0) | (COMPONENTS_V2 if v2 else 0)}
    if not v2 and merged["flags"] & COMPONENTS_V2:
        # A message turns to v2 only when what v2 forbids is taken away by the same edit.
        merged = {"content": present["content"], "embeds": present["embeds"], **merged}
    speaks = {"attachments": _listed(body)} if body.get("attachments") is not None else {}
    errors = _common(merged, files, path, kept_attachments(present["attachments"], speaks))
    errors.raise_if_any()
    keys = ("content", "embeds", "components")
    left = any(body[each] if each in body else present[each] for each in keys)
    attachments = body["attachments"] if body.get("attachments") is not None else present["attachments"]
    if not left and not attachments and not files:
        raise refusal(50006)


def _trim(body: Json) -> None:
    """Take away the spaces around the content, as Discord does: nothing but spaces is nothing."""
    content = body.get("content")
    if isinstance(content, str):
        body["content"] = content.strip()


def _common(body: Json, files: Files, path: Path, kept: Iterable[Json] = ()) -> FormErrors:
    fields = Fields(body, path=path)
    _check_content(fields)
    _check_nonce(fields)
    _check_files(fields, files)
    _check_allowed_mentions(fields)
    embeds = fields.objects("embeds", high=10)
    check_embeds(embeds, fields.errors, (*path, "embeds"))
    flags = fields.integer("flags") or 0
    if flags & COMPONENTS_V2:
        for name in V2_FORBIDDEN:
            if body.get(name):
                text = "The 'MessageFlags.IS_COMPONENTS_V2' flag does not allow this field"
                fields.fault(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
        components = fields.objects("components", high=40)
        names = {*_sent_names(body, files), *(each["filename"] for each in kept)}
        check_layout(components, fields.errors, (*path, "components"), names)
    else:
        components = fields.objects("components", high=5)
        check_rows(components, fields.errors, (*path, "components"))
    return fields.errors


def _check_content(fields: Fields) -> None:
    content = fields.body.get("content")
    if isinstance(content, (int, float)) and not isinstance(content, bool):
        fields.body["content"] = str(content)
    fields.text("content", high=MAX_CONTENT)


def _check_nonce(fields: Fields) -> None:
    nonce = fields.body.get("nonce")
    if nonce is None:
        return
    if isinstance(nonce, bool) or not isinstance(nonce, (str, int)):
        fields.fault("nonce", "NONCE_TYPE_INVALID", "Nonce must be a string or an integer.")
    elif len(str(nonce)) > MAX_NONCE:
        fields.fault("nonce", "NONCE_TYPE_TOO_LONG", f"Must be {MAX_NONCE} or fewer in length.")


def _check_files(fields: Fields, files: Files) -> None:
    if len(files) > MAX_FILES:
        fields.fault("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_FILES} or fewer in length.")
    if any(len(file.content) > MAX_FILE_BYTES for _, file in files):
        raise refusal(40005)
    for index, each in enumerate(fields.objects("attachments", high=MAX_FILES)):
        Fields(each, fields.errors, (*fields.path, "attachments", index)).text("description", high=1024)


def _listed(body: Json) -> list[Json]:
    """Return what the request says of attachments; what is none of it is noted elsewhere."""
    raw = body.get("attachments")
    return [each for each in raw if isinstance(each, dict)] if isinstance(raw, list) else []


def _sent_names(body: Json, files: Files) -> Iterator[str]:
    """Return the names under which the files of this request are attached."""
    renamed = {str(each.get("id")): each.get("filename") for each in _listed(body)}
    return (renamed.get(str(number)) or file.filename for number, file in files)


def _check_allowed_mentions(fields: Fields) -> None:
    allowed: Any = fields.body.get("allowed_mentions")
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        fields.fault("allowed_mentions", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    inner = Fields(allowed, fields.errors, (*fields.path, "allowed_mentions"))
    parse = allowed.get("parse") or []
    for index, each in enumerate(parse):
        if each not in ("users", "roles", "everyone"):
            text = "Value must be one of ('users', 'everyone', 'roles')."
            path = (*inner.path, "parse", index)
            fields.errors.add(path, "BASE_TYPE_CHOICES", text)
    for name in ("users", "roles"):
        listed = allowed.get(name) or []
        if len(listed) > 100:
            inner.fault(name, "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if listed and name in parse:
            text = f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.'
            fields.fault("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
