"""Slack's rate limits: tiers by method, and about one post a second in a channel (docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tests.platforms.slack.clock import Clock

PER_MINUTE = {"t1": 1, "t2": 20, "t3": 50, "t4": 100, "t5": 600}
POSTS_A_SECOND = 1.0
POST_BURST = 5


@dataclass(slots=True)
class Bucket:
    """Tokens that refill at `rate` a second up to `size`."""

    rate: float
    size: float
    tokens: float
    at: float

    def take(self, now: float) -> float:
        """0 if one was taken, else the seconds until there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.rate


class Limits:
    """Counts calls; switched off it lets everything pass."""

    def __init__(self, clock: Clock, *, on: bool) -> None:
        self.on = on
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def wait(self, method: str, tier: str, token: str, arguments: dict[str, Any]) -> int:
        """Whole seconds for `Retry-After`, 0 if the call may pass."""
        if not self.on:
            return 0
        if method == "chat.postMessage":
            key, rate, size = (method, str(arguments.get("channel"))), POSTS_A_SECOND, float(POST_BURST)
        else:
            per_minute = PER_MINUTE[tier]
            key, rate, size = (method, token), per_minute / 60, float(per_minute)
        now = self._clock.now()
        bucket = self._buckets.setdefault(key, Bucket(rate, size, size, now))
        return math.ceil(bucket.take(now))
