"""What the page's requests carry, read with care: anything may be sent here, and nonsense is named."""

import orjson
from aiohttp import web

from sandbox.world.model import Json


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


def text_in(body: Json, name: str) -> str:
    """Read a text that must be there; raises `BadRequestError`."""
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequestError("body", f"“{name}” must be a text.")
    return value


def object_in(body: Json, name: str) -> Json:
    """Read an object, empty when it is absent; raises `BadRequestError` for anything else."""
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise BadRequestError("body", f"“{name}” must be an object.")
    return value
