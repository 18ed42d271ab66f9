"""Files on their way in: how a request carries them, and what kind of file each is."""

from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import BodyPartReader, MultipartReader, web

from sandbox.errors import form_error, refusal
from sandbox.world.model import StoredFile

MAX_BODY = 110 * 1024 * 1024
CHUNK = 256 * 1024
BY_ENDING = {
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "zip": "application/zip",
}

NumberedFiles = list[tuple[int, StoredFile]]


@dataclass(slots=True, frozen=True)
class Upload:
    """A file as a person attaches it. `description` is for those who can't see it; `SPOILER_` in the name hides it."""

    filename: str
    content: bytes
    description: str | None = None

    @property
    def stored(self) -> StoredFile:
        """The file as the server keeps it."""
        return StoredFile(self.filename, self.content, content_type_of(self.filename, self.content))


async def read_parts(request: web.Request) -> tuple[Any, NumberedFiles]:
    """Return the payload and the numbered files of a multipart request: 40005 beyond bounds, 50109, 50035."""
    try:
        return await _read_all(await request.multipart())
    except ValueError as error:
        # aiohttp's word for a body whose parts are not divided as its header says.
        raise refusal(50109) from error


async def _read_all(reader: MultipartReader) -> tuple[Any, NumberedFiles]:
    payload: Any = {}
    files: NumberedFiles = []
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise refusal(50109)
        content = await _content(part, MAX_BODY - sum(len(file.content) for _, file in files))
        if part.name == "payload_json":
            payload = parse(content)
        elif part.name is not None and part.name.startswith("files["):
            index = part.name.removeprefix("files[").removesuffix("]")
            if not (index.isascii() and index.isdigit()):
                raise form_error((part.name,), "BASE_TYPE_REQUIRED", "Files are named files[n]")
            name = part.filename or "unknown"
            files.append((int(index), StoredFile(name, content, content_type_of(name, content))))
    return payload, files


async def _content(part: BodyPartReader, left: int) -> bytes:
    """Return a part, as long as the whole stays in bounds; 40005 otherwise, without reading on."""
    content = bytearray()
    while chunk := await part.read_chunk(CHUNK):
        content += chunk
        if len(content) > left:
            raise refusal(40005)
    return bytes(content)


def parse(raw: bytes) -> Any:
    """JSON, or Discord's refusal of what isn't."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise refusal(50109) from error


def content_type_of(name: str, content: bytes) -> str:
    """Return the type of a file by its ending, and for pictures by what is in it."""
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    return BY_ENDING.get(name.rpartition(".")[2].lower(), "application/octet-stream")
