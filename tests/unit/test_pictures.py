"""Which files are taken as pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mistakes import Mistake
from bot.domain.pictures import SIZE_LIMIT, PictureType, check_size, type_of
from bot.i18n import Catalogues

BEGINNINGS = {
    PictureType.PNG: b"\x89PNG\r\n\x1a\n",
    PictureType.JPEG: b"\xff\xd8\xff\xe0",
    PictureType.GIF: b"GIF89a",
    PictureType.WEBP: b"RIFF\x24\x00\x00\x00WEBP",
}


@pytest.mark.parametrize("kind", PictureType)
def test_a_picture_is_known_by_how_it_begins(kind: PictureType):
    assert type_of(BEGINNINGS[kind] + b"and so on") is kind


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns=''/>", b"%PDF-1.7", b"RIFF\x24\x00\x00\x00WAVE", b"PNG"]
)
def test_what_begins_otherwise_is_none(content: bytes):
    with pytest.raises(Mistake) as caught:
        type_of(content)
    assert caught.value.code == "pictures-not-one"


def test_a_picture_of_the_limit_is_taken_and_one_byte_more_is_not():
    begins = BEGINNINGS[PictureType.PNG]
    assert type_of(begins.ljust(SIZE_LIMIT, b"\0")) is PictureType.PNG
    with pytest.raises(Mistake) as caught:
        type_of(begins.ljust(SIZE_LIMIT + 1, b"\0"))
    assert caught.value.params == {"size": 5.1, "most": 5.0}
    french = Catalogues.load().language("fr")
    assert "pèse 5,1 Mo, 5 Mo au plus" in french(caught.value.code, **caught.value.params).replace(
        "\u00a0", " "
    )


@given(st.integers(SIZE_LIMIT + 1, 10**9))
def test_what_is_too_large_never_looks_as_if_it_were_not(size: int):
    with pytest.raises(Mistake) as caught:
        check_size(size)
    assert caught.value.params["size"] > caught.value.params["most"]
