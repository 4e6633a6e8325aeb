"""How much one browser may send. Bounded itself: a flood of made-up sessions costs no memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_SESSIONS = 1000


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Rate:
    """At most `per_minute` in any minute for each key, in bursts of no more than that. `clock` counts seconds."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait_for(self, key: str) -> float:
        """Seconds that `key` has to wait; 0 means go on, and is counted."""
        bucket = self._bucket(key)
        if bucket.level >= 1:
            bucket.level -= 1
            return 0.0
        return (1 - bucket.level) * 60 / self._per_minute

    def _bucket(self, key: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.pop(key, None) or _Bucket(self._per_minute, now)
        bucket.level = min(self._per_minute, bucket.level + (now - bucket.at) * self._per_minute / 60)
        bucket.at = now
        self._buckets[key] = bucket
        if len(self._buckets) > _SESSIONS:
            self._buckets.popitem(last=False)
        return bucket
