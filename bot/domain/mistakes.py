"""The one error type for what a person did wrong."""

from __future__ import annotations

from typing import Any


class Mistake(Exception):
    """What a person asked for cannot be done, and they can do something about it.

    `code` is the name of the catalogue message that tells them what is wrong and what to do instead; `params` fill
    that message. Whoever meets it shows it to that person alone. Every other exception is a fault of ours.
    """

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
