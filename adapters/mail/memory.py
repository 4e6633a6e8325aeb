"""What the channel remembers while it runs, bounded: Message-IDs to thread by, who was answered today, who writes how often.

Nothing of it is written down. After a restart, threads hold by the Message-IDs of ours that answers repeat.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import date, datetime, timedelta
from typing import Any

_MOST = 4000
_WINDOW = timedelta(minutes=10)
_MOST_IN_WINDOW = 40
"""Mails of one person in ten minutes; two programs that answer one another send more."""


class Memory:
    """Of one channel."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, str] = OrderedDict()
        self._days: OrderedDict[str, date] = OrderedDict()
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()

    def __repr__(self) -> str:
        return f"<Memory of {len(self._ids)} mails>"

    def remember(self, ref: str, message_id: str) -> None:
        """A mail's own id, by its name on the channel."""
        _put(self._ids, ref, message_id)

    def message_id(self, ref: str) -> str | None:
        return self._ids.get(ref)

    def first_today(self, key: str, at: datetime) -> bool:
        """Whether `key` is asked about for the first time on this day."""
        if self._days.get(key) == at.date():
            return False
        _put(self._days, key, at.date())
        return True

    def too_many(self, account: str, at: datetime) -> bool:
        """Whether one more mail of theirs is one too many."""
        times = self._times.get(account) or deque()
        while times and at - times[0] > _WINDOW:
            times.popleft()
        if len(times) >= _MOST_IN_WINDOW:
            return True
        times.append(at)
        _put(self._times, account, times)
        return False


def _put(kept: OrderedDict[str, Any], key: str, value: Any) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _MOST:
        kept.popitem(last=False)
