"""An attempt and its end: once it is over, no request of it goes out any more.

A process that stood still, stopped or starved or on a machine that slept, goes on where it stood, and another may have
taken over what it held. A time-out alone comes too late then: the loop first runs what had become ready meanwhile, and
that may be a request, or the attempt's beginning. So an attempt's time runs from before its claim, and is looked at once
more at the last instant before a request is written, its headers and its body. Real seconds count, also those in which
the machine slept.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

_ENDS_AT: ContextVar[float | None] = ContextVar("ends_at", default=None)


def install(trace: aiohttp.TraceConfig) -> None:
    """Have the requests of a client's session end with their attempts. A second time changes nothing."""
    if _before_headers not in trace.on_request_headers_sent:
        trace.on_request_headers_sent.append(_before_headers)
        trace.on_request_chunk_sent.append(_before_body)


@asynccontextmanager
async def attempt(ends_at: float) -> AsyncIterator[None]:
    """Give what is done until that instant of `real_seconds`, and then up, with TimeoutError."""
    before = _ENDS_AT.set(ends_at)
    try:
        async with asyncio.timeout(ends_at - real_seconds()):
            yield
    finally:
        _ENDS_AT.reset(before)


def real_seconds() -> float:
    """Tell how many seconds have passed since some instant, those in which the machine slept included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


# aiohttp calls either before it writes, whatever their names say: headers wait for the body.
async def _before_headers(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _sent: aiohttp.TraceRequestHeadersSentParams
) -> None:
    _check()


async def _before_body(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _sent: aiohttp.TraceRequestChunkSentParams
) -> None:
    _check()


def _check() -> None:
    ends_at = _ENDS_AT.get()
    if ends_at is not None and real_seconds() >= ends_at:
        msg = "the attempt was over before its request was sent"
        raise TimeoutError(msg)
