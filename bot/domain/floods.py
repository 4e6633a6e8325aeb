"""A flood of forged requests is told, and does not fill the journal: so many a minute one by one, the rest once."""

from __future__ import annotations

from datetime import datetime, timedelta

FLOOD = "flood"
_MINUTE = timedelta(minutes=1)


class Flood:
    """Which of many refusals go to the journal. Bounded itself."""

    def __init__(self, per_minute: int = 60) -> None:
        self._per_minute = per_minute
        self._since: datetime | None = None
        self._count = 0

    def told(self, code: str, now: datetime) -> str | None:
        """What to journal of a refusal with this `code`: that, "flood" once a minute, or nothing more."""
        if self._since is None or now - self._since >= _MINUTE:
            self._since, self._count = now, 0
        self._count += 1
        if self._count <= self._per_minute:
            return code
        return FLOOD if self._count == self._per_minute + 1 else None
