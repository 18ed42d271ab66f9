"""Pictures that people give: which are taken, and how one is named when it goes out again."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from bot.domain.mistakes import Mistake

# Each copy of what shows it is sent with it: 5 MB are a good photograph, and half of what Discord lets a bot send.
SIZE_LIMIT = 5_000_000
ALT_LIMIT = 300


class PictureType(enum.StrEnum):
    """The types that every Discord shows; the value is the name's ending."""

    PNG = "png"
    JPEG = "jpg"
    GIF = "gif"
    WEBP = "webp"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: whole, since the addresses that Discord gives files end after a day."""

    id: int
    community_id: int
    type: PictureType
    content: bytes

    @property
    def name(self) -> str:
        """Name it as a file."""
        return f"image.{self.type}"


def check_size(size: int) -> None:
    """Raise Mistake where a file is too large to be kept."""
    if size > SIZE_LIMIT:
        raise Mistake("pictures-too-large", size=_megabytes(size), most=_megabytes(SIZE_LIMIT))


def type_of(content: bytes) -> PictureType:
    """Tell a picture's type by how its bytes begin, whatever it is called. Raises Mistake where it is none."""
    check_size(len(content))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureType.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return PictureType.JPEG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return PictureType.GIF
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return PictureType.WEBP
    raise Mistake("pictures-not-one")


def _megabytes(size: int) -> float:
    """Give a size in megabytes, rounded up to a tenth: what is too large never looks as if it were not."""
    return -(-size * 10 // 1_000_000) / 10
