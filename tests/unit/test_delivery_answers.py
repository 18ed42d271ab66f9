"""What Discord's answers mean for a delivery and for the others."""

from __future__ import annotations

import errno
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.delivery import answers
from bot.delivery.answers import Verdict, read


def refusal(status: int, code: int = 0, headers: dict[str, str] | None = None) -> discord.HTTPException:
    """Make the exception that discord.py raises for an answer."""
    response: Any = SimpleNamespace(status=status, reason="reason", headers=headers or {})
    kinds: dict[int, type[discord.HTTPException]] = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    return kind(response, {"code": code, "message": "words"})


@pytest.mark.parametrize(
    ("status", "code", "verdict"),
    [
        (401, 0, Verdict.STOP_ALL),
        (403, answers.MISSING_ACCESS, Verdict.PERMANENT),
        (403, answers.DMS_CLOSED, Verdict.PERMANENT),
        (403, answers.MISSING_PERMISSIONS, Verdict.PERMANENT),
        (404, answers.UNKNOWN_CHANNEL, Verdict.PERMANENT),
        (400, 50035, Verdict.PERMANENT),
        (403, answers.DMS_TOO_FAST, Verdict.PAUSE_DMS),
        (403, answers.FLAGGED, Verdict.STOP_DMS),
        (408, 0, Verdict.AMBIGUOUS),
        (500, 0, Verdict.AMBIGUOUS),
        (502, 0, Verdict.AMBIGUOUS),
        (503, 0, Verdict.AMBIGUOUS),
        (524, 0, Verdict.AMBIGUOUS),
    ],
)
def test_each_status_and_code_has_its_verdict(status, code, verdict):
    answer = read(refusal(status, code))
    assert (answer.verdict, answer.code) == (verdict, code)


def test_a_429_from_the_wall_before_discord_pauses_everything_for_as_long_as_it_says():
    answer = read(refusal(429, headers={"Retry-After": "17.5"}))
    assert (answer.verdict, answer.after) == (Verdict.PAUSE_ALL, timedelta(seconds=17.5))


def test_a_429_of_one_route_concerns_that_delivery_alone():
    answer = read(refusal(429, headers={"Via": "1.1 google", "Retry-After": "2"}))
    assert (answer.verdict, answer.after) == (Verdict.DEFINITE, timedelta(seconds=2))


@pytest.mark.parametrize("told", ["", "soon", "inf"])
def test_a_pause_of_unreadable_length_is_a_minute(told):
    assert read(refusal(429, headers={"Retry-After": told})).after == timedelta(minutes=1)


def test_the_cap_on_old_edits_waits_and_fails_nobody():
    answer = read(refusal(429, answers.OLD_EDITS_CAPPED))
    assert (answer.verdict, answer.after) == (Verdict.DEFINITE, timedelta(minutes=5))


def test_a_429_in_which_discord_py_finds_no_wait_is_no_fault():
    answer = read(KeyError("retry_after"))
    assert (answer.verdict, answer.after) == (Verdict.DEFINITE, timedelta(minutes=1))


def test_what_never_reached_discord_had_no_effect():
    key = ConnectionKey("127.0.0.1", 9, False, True, None, None, None)
    refused = aiohttp.ClientConnectorError(key, OSError(errno.ECONNREFUSED, "refused"))
    assert read(refused).verdict is Verdict.DEFINITE
    assert read(ConnectionRefusedError()).verdict is Verdict.DEFINITE
    limited = read(discord.RateLimited(600))
    assert (limited.verdict, limited.after) == (Verdict.DEFINITE, timedelta(minutes=10))


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        ConnectionResetError(errno.ECONNRESET, "reset"),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientOSError(errno.ECONNRESET, "reset"),
        aiohttp.ServerTimeoutError(),
    ],
)
def test_a_lost_answer_may_have_had_its_effect(error):
    assert read(error).verdict is Verdict.AMBIGUOUS


def test_anything_else_is_a_fault_of_ours_and_is_not_repeated():
    answer = read(KeyError("card"))
    assert answer.verdict is Verdict.PERMANENT
    assert answer.reason.startswith("fault")
