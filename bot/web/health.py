"""Whether the bot does its work, part by part, in sentences for whoever hosts it."""

from __future__ import annotations

from typing import Any

from bot.web.watched import Watched

LOOP = "The watch over the event loop has ended. This is a fault of Maillage's: report it."
DATABASE = "The database does not answer within 3 seconds. See url of [database], and whether it runs."
GATEWAY = "There is no connection to Discord's gateway. It is tried again by itself; until it stands, nobody is answered."
NOT_STARTED = "Delivery is not running (yet): nothing is sent."


async def health_of(watched: Watched) -> tuple[bool, dict[str, Any]]:
    """Tell whether every part works, and of each that does not, why."""
    reasons = {
        "loop": None if watched.stalls.running else LOOP,
        "database": None if await watched.service.database_answers() else DATABASE,
        "gateway": None if watched.traffic.connected else GATEWAY,
        "delivery": _delivery(watched),
    }
    checks = {
        name: {"ok": True} if reason is None else {"ok": False, "reason": reason}
        for name, reason in reasons.items()
    }
    good = not any(reasons.values())
    return good, {"status": "ok" if good else "failing", "checks": checks}


def _delivery(watched: Watched) -> str | None:
    health = watched.delivery()
    if health.stopped is not None:
        return f"Nothing is sent any more until the next start: Discord no longer knows the bot ({health.stopped})."
    return None if health.running else NOT_STARTED
