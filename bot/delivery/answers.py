"""What Discord's answer, or the lack of one, means for what was asked.

The difference that matters: a definite no had no effect and may be asked again freely; after an ambiguous answer
the effect may stand although nobody said so.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import discord

# Discord's error codes that change what is done next.
UNKNOWN_CHANNEL = 10003
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
UNKNOWN_ROLE = 10011
UNKNOWN_USER = 10013
UNKNOWN_SCHEDULED_EVENT = 10070
FLAGGED = 20026  # the bot is flagged for mass direct messages
TOO_MANY_SCHEDULED = 30038  # a hundred scheduled events in the community that are not over
OLD_EDITS_CAPPED = 30046  # too many edits of messages more than an hour old
DMS_TOO_FAST = 40003
PUBLISHED_ALREADY = 40033
MISSING_ACCESS = 50001
DMS_CLOSED = 50007
MISSING_PERMISSIONS = 50013
WRONG_CHANNEL_TYPE = 50024

DM_PAUSE = timedelta(minutes=10)
UNKNOWN_PAUSE = timedelta(minutes=1)
OLD_EDITS_PAUSE = timedelta(minutes=5)

UNAUTHORIZED = 401
REQUEST_TIMEOUT = 408
TOO_MANY_REQUESTS = 429
SERVER_ERRORS = 500


class Verdict(enum.Enum):
    """What to do with the delivery, and with the others."""

    DEFINITE = enum.auto()  # surely nothing was done: again later
    AMBIGUOUS = enum.auto()  # perhaps it was done: again later, carefully
    PERMANENT = enum.auto()  # it can't be done: tell who can act
    PAUSE_DMS = enum.auto()  # again later, and no direct message before
    STOP_DMS = enum.auto()  # no direct message any more
    PAUSE_ALL = enum.auto()  # again later, and nothing before
    STOP_ALL = enum.auto()  # Discord does not know us any more


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with Discord's code (0: none) and words; `after` is the wait that Discord asked for, if any.

    `fault`: it is ours, and nobody knows what Discord made of it.
    """

    verdict: Verdict
    reason: str
    code: int = 0
    after: timedelta | None = None
    fault: bool = False

    @property
    def definite(self) -> bool:
        """Tell whether surely nothing was done."""
        return self.verdict is not Verdict.AMBIGUOUS and not self.fault


def read(error: Exception) -> Answer:
    """Tell what an exception of a request means. One that is none of Discord's or the network's is a fault of ours."""
    match error:
        case discord.HTTPException():
            return _read_status(error)
        case discord.RateLimited():
            return Answer(Verdict.DEFINITE, "rate limit", after=timedelta(seconds=error.retry_after))
        case KeyError(args=("retry_after",)):
            # discord.py looks for the wait in the body of every 429.
            return Answer(Verdict.DEFINITE, "429 that does not say how long to wait", after=UNKNOWN_PAUSE)
        case TimeoutError():
            return Answer(Verdict.AMBIGUOUS, "no answer in time")
        case aiohttp.ClientConnectorError() | ConnectionRefusedError():
            return Answer(Verdict.DEFINITE, f"no connection: {error}")
        case aiohttp.ClientError() | OSError():
            return Answer(Verdict.AMBIGUOUS, f"connection lost: {type(error).__name__} {error}")
        case _:
            return Answer(Verdict.PERMANENT, f"fault: {type(error).__name__}: {error}", fault=True)


def _read_status(error: discord.HTTPException) -> Answer:
    reason = f"{error.status} {error.code}: {error.text or error.response.reason}"
    if error.status == UNAUTHORIZED:
        return Answer(Verdict.STOP_ALL, reason, error.code)
    if error.code == FLAGGED:
        return Answer(Verdict.STOP_DMS, reason, error.code)
    if error.code == DMS_TOO_FAST:
        return Answer(Verdict.PAUSE_DMS, reason, error.code, _asked(error) or DM_PAUSE)
    if error.code == OLD_EDITS_CAPPED:
        return Answer(Verdict.DEFINITE, reason, error.code, _asked(error) or OLD_EDITS_PAUSE)
    if error.status == TOO_MANY_REQUESTS:
        # Without `Via` it is not Discord's limit of a route that answers but the wall before it: it concerns all.
        verdict = Verdict.DEFINITE if "Via" in error.response.headers else Verdict.PAUSE_ALL
        return Answer(verdict, reason, error.code, _asked(error) or UNKNOWN_PAUSE)
    if error.status >= SERVER_ERRORS or error.status == REQUEST_TIMEOUT:
        return Answer(Verdict.AMBIGUOUS, reason, error.code)
    return Answer(Verdict.PERMANENT, reason, error.code)


def _asked(error: discord.HTTPException) -> timedelta | None:
    try:
        return timedelta(seconds=float(error.response.headers["Retry-After"]))
    except (KeyError, ValueError, OverflowError):
        return None
