"""Whether the bot does its work, part by part, in sentences for whoever hosts it."""

from __future__ import annotations

from typing import Any

from bot.services.health import Pause
from bot.web.watched import Watched

LOOP = "The watch over the event loop has ended. This is a fault of Maillage's: report it."
DATABASE = "The database does not answer within 3 seconds. See url of [database], and whether it runs."
GATEWAY = "There is no connection to Discord's gateway. It is tried again by itself; until it stands, nobody is answered."
PAUSED = (
    "Delivery is paused: the database counts as a copy of {copied}. Nothing is sent until what came due since has been "
    "looked up on Discord; then it goes on by itself. Restarting the bot does not help."
)
NOT_STARTED = "Delivery is not running (yet): nothing is sent."


async def health_of(watched: Watched) -> tuple[bool, dict[str, Any]]:
    """Tell whether every part works, and of each that does not, why.

    A bot that looks up what came due since its database was copied is alive, and a restart would only have it begin
    again: it is well, but says that it is paused, since when, and how much is left.
    """
    reasons = {
        "loop": None if watched.stalls.running else LOOP,
        "database": None if await watched.service.database_answers() else DATABASE,
        "gateway": None if watched.traffic.connected else GATEWAY,
        "delivery": _delivery(watched),
    }
    checks: dict[str, dict[str, Any]] = {
        name: {"ok": True} if reason is None else {"ok": False, "reason": reason}
        for name, reason in reasons.items()
    }
    good = not any(reasons.values())
    status = "ok" if good else "failing"
    if (pause := await watched.service.pause()) is not None:
        checks["delivery"] |= {"paused": _told(pause)}
        status = "paused" if good else status
    return good, {"status": status, "checks": checks}


def _told(pause: Pause) -> dict[str, Any]:
    return {
        "reason": PAUSED.format(copied=f"{pause.copied_at:%Y-%m-%d %H:%M:%S} UTC"),
        "copied_at": pause.copied_at.isoformat(),
        "since": pause.since.isoformat(),
        "to_look_up": pause.to_look_up,
    }


def _delivery(watched: Watched) -> str | None:
    health = watched.delivery()
    if health.stopped is not None:
        return f"Nothing is sent any more until the next start: Discord no longer knows the bot ({health.stopped})."
    return None if health.running else NOT_STARTED
