"""Discord's rate limits: one bucket a route and major parameter, and one global limit an application."""

import hashlib
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
SHARED = 100_000

# Requests per seconds, by method and path. Discord publishes none: these are what is commonly observed.
LIMITS: dict[tuple[str, str], tuple[int, float]] = {
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): (5, 1.0),
    ("GET", "/channels/{channel_id}/messages"): (5, 5.0),
    ("POST", "/channels/{channel_id}/messages/{message_id}/crosspost"): (10, 3600.0),
    ("POST", "/channels/{channel_id}/threads"): (50, 300.0),
    ("POST", "/guilds/{guild_id}/channels"): (50, 10.0),
    ("POST", "/guilds/{guild_id}/roles"): (50, 10.0),
    ("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"): (10, 10.0),
    ("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"): (10, 10.0),
    ("POST", "/users/@me/channels"): (10, 10.0),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): (5, 2.0),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"): (5, 2.0),
}
DEFAULT = (50, 1.0)
# Without limits, and without the headers of one: hikari takes such a header for a fault.
UNLIMITED = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
GLOBAL = (50, 1.0)
RENAMES = (2, 600.0)


@dataclass(slots=True)
class Verdict:
    """What a request may do, and the headers that say so. `retry_after` in seconds; None when it may go on."""

    headers: dict[str, str]
    retry_after: float | None = None
    everywhere: bool = False


@dataclass(slots=True)
class Bucket:
    """A fixed window: `limit` requests until `resets_at` (monotonic seconds)."""

    limit: int
    window: float
    remaining: int = 0
    resets_at: float = 0.0

    def take(self, now: float) -> float | None:
        """Use one place; or say after how many seconds there is one."""
        if now >= self.resets_at:
            self.remaining = self.limit
            self.resets_at = now + self.window
        if self.remaining == 0:
            return self.resets_at - now
        self.remaining -= 1
        return None


@dataclass
class RateLimits:
    """All buckets. `enabled=False` lets everything pass; `scale` multiplies every figure of requests."""

    enabled: bool = True
    scale: float = 1.0
    clock: Callable[[], float] = time.monotonic
    # What the server believes the time to be, in seconds since 1970: `X-RateLimit-Reset` is told by it.
    wall: Callable[[], float] = time.time
    _buckets: dict[tuple[str, ...], Bucket] = field(default_factory=dict)
    _recent: dict[int, deque[float]] = field(default_factory=dict)

    def check(
        self, method: str, template: str, params: dict[str, str], application_id: int | None
    ) -> Verdict:
        """Count a request. Answers to interactions are not limited; follow-ups are outside the global limit."""
        if (method, template) == UNLIMITED:
            return Verdict({})
        limit, window = self._limit(method, template)
        name = hashlib.sha256(f"{method} {template}".encode()).hexdigest()[:32]
        key = (name, str(application_id), *(params.get(each, "") for each in MAJOR))
        bucket = self._buckets.get(key)
        if bucket is None or bucket.limit != limit:
            self._forget()
            bucket = self._buckets[key] = Bucket(limit, window)
        now = self.clock()
        exempt = template.startswith("/webhooks")
        if self.enabled and not exempt and application_id is not None:
            wait = self._globally(application_id, now)
            if wait is not None:
                return Verdict({"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, wait, True)
        wait = bucket.take(now)
        headers = self._headers(bucket, name, now)
        if wait is None:
            return Verdict(headers)
        return Verdict({**headers, "X-RateLimit-Scope": "user"}, wait)

    def check_rename(self, channel_id: str, application_id: int) -> float | None:
        """Count a change of a channel's name or topic: a stricter limit inside the route's own."""
        if not self.enabled:
            return None
        key = ("rename", str(application_id), channel_id)
        limit, window = RENAMES
        bucket = self._buckets.setdefault(key, Bucket(self._scaled(limit), window))
        return bucket.take(self.clock())

    def _limit(self, method: str, template: str) -> tuple[int, float]:
        limit, window = LIMITS.get((method, template), DEFAULT)
        if not self.enabled:
            return SHARED, 1.0
        return self._scaled(limit), window

    def _scaled(self, limit: int) -> int:
        return max(1, round(limit * self.scale))

    def _globally(self, application_id: int, now: float) -> float | None:
        limit, window = self._scaled(GLOBAL[0]), GLOBAL[1]
        recent = self._recent.setdefault(application_id, deque())
        while recent and now - recent[0] >= window:
            recent.popleft()
        if len(recent) >= limit:
            return recent[0] + window - now
        recent.append(now)
        return None

    def _headers(self, bucket: Bucket, name: str, now: float) -> dict[str, str]:
        after = max(0.0, bucket.resets_at - now)
        return {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(bucket.remaining),
            "X-RateLimit-Reset": f"{self.wall() + after:.3f}",
            "X-RateLimit-Reset-After": f"{math.ceil(after * 1000) / 1000:.3f}",
            "X-RateLimit-Bucket": name,
        }

    def _forget(self) -> None:
        """Drop the buckets whose window is over, now and then, so that they don't pile up."""
        if len(self._buckets) % 1024 == 1023:
            now = self.clock()
            self._buckets = {key: each for key, each in self._buckets.items() if each.resets_at > now}
