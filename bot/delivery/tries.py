"""One try a request: discord.py's own tries, which hide what became of the one before, are for the rest of the bot.

After 500, 502, 504 and 524 the library asks again by itself. Whatever it is told then, also a definite no, says nothing
of the first try, which may have had its effect; and what has no nonce would be made twice. So a request of delivery
that was to change something ends with such an answer, and delivery asks again in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

HIDDEN = frozenset({500, 502, 504, 524})

_ONE_TRY: ContextVar[bool] = ContextVar("one_try", default=False)


class Unanswered(aiohttp.ClientError):
    """Discord answered that it failed: what was asked for may be done or not."""


def install(trace: aiohttp.TraceConfig) -> None:
    """Have a client's session keep to one try where it is asked to. A second time changes nothing."""
    if _end not in trace.on_request_end:
        trace.on_request_end.append(_end)


@contextmanager
def one_try() -> Iterator[None]:
    """Let the requests of this task end with the first answer, where they were to change something."""
    before = _ONE_TRY.set(True)
    try:
        yield
    finally:
        _ONE_TRY.reset(before)


async def _end(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
) -> None:
    if _ONE_TRY.get() and ended.method != "GET" and ended.response.status in HIDDEN:
        msg = f"{ended.response.status} {ended.response.reason}"
        raise Unanswered(msg)
