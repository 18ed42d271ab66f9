"""What the page's requests carry, read with care: anything may be sent here, and nonsense is named."""

from dataclasses import replace
from typing import Any

import orjson
from aiohttp import web

from sandbox.uploads import Upload, read_parts
from sandbox.world.model import Json

# What the page says with files: a header that no foreign page can send without being asked.
PAGE_HEADER = "X-Sandbox-Page"


class BadRequestError(Exception):
    """The page, or somebody in its name, asked for something that makes no sense; `code` tells what."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def id_in(request: web.Request, name: str) -> int:
    """Read an id of the address, whose pattern lets nothing but digits through."""
    return int(request.match_info[name])


def count_in(request: web.Request, most: int) -> int:
    """Read how many are wanted: `most` when nothing sensible is said, or more."""
    asked = request.query.get("limit", "")
    return min(int(asked), most) if asked.isdigit() and len(asked) < 6 else most


async def body_of(request: web.Request) -> Json:
    """Read the JSON object sent. Only this content type, which no foreign page can send without being asked."""
    if request.content_type != "application/json":
        raise BadRequestError("content-type", "JSON is expected here.")
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise BadRequestError("json", "This is not valid JSON.") from error
    if not isinstance(body, dict):
        raise BadRequestError("json", "A JSON object is expected here.")
    return body


async def form_of(request: web.Request) -> Json:
    """Read a JSON object that may speak of files: each `{"file": n}` in it becomes the n-th file, an `Upload`."""
    if request.content_type != "multipart/form-data":
        return await body_of(request)
    if PAGE_HEADER not in request.headers:
        raise BadRequestError("content-type", f"Files are taken with the header {PAGE_HEADER} only.")
    payload, files = await read_parts(request)
    if not isinstance(payload, dict):
        raise BadRequestError("json", "A JSON object is expected here.")
    uploads = {number: Upload(file.filename, file.content) for number, file in files}
    return {key: _with_files(value, uploads) for key, value in payload.items()}


def _with_files(value: Any, uploads: dict[int, Upload]) -> Any:
    if isinstance(value, list):
        return [_with_files(each, uploads) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) != {"file"}:
        return {key: _with_files(each, uploads) for key, each in value.items()}
    found = uploads.get(value["file"]) if isinstance(value["file"], int) else None
    if found is None:
        raise BadRequestError("file", "A file is named here that was not sent.")
    return found


def attachments_in(body: Json) -> list[Upload]:
    """Read what a message carries: `{upload, description}` each; raises `BadRequestError`."""
    listed = body.get("attachments", [])
    if not isinstance(listed, list):
        raise BadRequestError("body", "“attachments” must be a list.")
    found = []
    for each in listed:
        upload = each.get("upload") if isinstance(each, dict) else None
        description = each.get("description") if isinstance(each, dict) else None
        if not isinstance(upload, Upload) or not isinstance(description, str | None):
            raise BadRequestError("body", "Each attachment has an “upload” and at most a “description”.")
        found.append(replace(upload, description=description or None))
    return found


def text_in(body: Json, name: str) -> str:
    """Read a text that must be there; raises `BadRequestError`."""
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequestError("body", f"“{name}” must be a text.")
    return value


def flag_in(body: Json, name: str) -> bool:
    """Read a yes or no that must be there; raises `BadRequestError`."""
    value = body.get(name)
    if not isinstance(value, bool):
        raise BadRequestError("body", f"“{name}” must be true or false.")
    return value


def object_in(body: Json, name: str) -> Json:
    """Read an object, empty when it is absent; raises `BadRequestError` for anything else."""
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise BadRequestError("body", f"“{name}” must be an object.")
    return value
